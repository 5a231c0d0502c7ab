"""The facts of `standing` in plain words: what each is, why it matters, and how to set it."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from consult.core.formats import moment
from consult.home.standing import Standing

ZONE = "America/Toronto"


class Mark(enum.StrEnum):
    """How a line stands."""

    SET = "set"
    MISSING = "missing"
    LOOK = "look"  # the site cannot see it for itself


@dataclass(frozen=True)
class Line:
    """One line of the page."""

    key: str
    what: str
    mark: Mark
    now: str
    why: str
    how: str = ""  # nothing to do where it is empty


def lines(found: Standing) -> list[Line]:
    """Every line, in the order of the page."""
    return [*_of_the_way_out(found), *_of_people(found), *_of_the_machine(found)]


def mark_tag(mark: Mark) -> tuple[str, str]:
    """How a line stands: words, and the kind of their tag."""
    return {
        Mark.SET: (_("In order"), "accepted"),
        Mark.MISSING: (_("Not set yet"), "alert"),
        Mark.LOOK: (_("See for yourself"), "part"),
    }[mark]


def _of_the_way_out(found: Standing) -> Iterator[Line]:
    """Mail and address: how the site reaches people, and they it."""
    yield Line(
        "mail",
        _("Mail"),
        _set(found.mail),
        _("A mail server is set.") if found.mail else _("No mail leaves this site: every message is kept in the instance folder."),
        _("Without mail nobody can confirm an address, choose a new passphrase, or get an invitation."),
        ""
        if found.mail
        else _("Set SMTP_URL, for example smtp://name:passphrase@mail.example.ca:587?from=consult@example.ca, and start the site again."),
    )
    yield Line(
        "address",
        _("Public address"),
        _set(not found.local),
        _("The site answers at %(address)s.", address=found.public_url)
        if not found.local
        else _("The site answers at %(address)s, which this machine alone can reach.", address=found.public_url),
        _("The links in our messages begin with it."),
        _("Set CONSULT_PUBLIC_URL to the address that people type, and put a proxy before the site.") if found.local else "",
    )
    yield Line(
        "https",
        _("Encryption (https)"),
        _set(found.https),
        _("Pages and passphrases travel encrypted.") if found.https else _("Pages and passphrases travel in the open."),
        _("On an open line, anybody on the way can read who says what, and take over an account."),
        "" if found.https else _("Get a certificate for the proxy, and let CONSULT_PUBLIC_URL begin with https."),
    )


def _of_people(found: Standing) -> Iterator[Line]:
    """Whom somebody in need can turn to."""
    yield Line(
        "safety",
        _("Safety officer"),
        _set(found.safety_officer),
        _("Somebody holds this role.") if found.safety_officer else _("Nobody holds this role."),
        _("When a comment speaks of a danger to somebody’s life or of a child at risk, moderators must know whom to call."),
        "" if found.safety_officer else _("Invite somebody as safety officer."),
    )
    yield Line(
        "privacy",
        _("Privacy contact"),
        _set(bool(found.privacy_contact)),
        _("People write to %(contact)s.", contact=found.privacy_contact)
        if found.privacy_contact
        else _("Nobody is named whom people can ask about their personal information."),
        _("Privacy law asks for a person who answers, named in public."),
        "" if found.privacy_contact else _("Set CONSULT_PRIVACY_CONTACT to a title and an address, and start the site again."),
    )
    yield Line(
        "privacy_page",
        _("Privacy page"),
        _set(found.privacy_page_finished),
        _("No place on it waits for the coalition any more.")
        if found.privacy_page_finished
        else _("Some places on it wait for what only the coalition can write."),
        _("People read there who keeps what they entrust to this site, and whom they can ask."),
        "" if found.privacy_page_finished else _("Fill in the places that are marked on it."),
    )


def _of_the_machine(found: Standing) -> Iterator[Line]:
    """What keeps the site going, and what it keeps."""
    yield Line(
        "backups",
        _("Backups"),
        Mark.LOOK,
        _("This site makes no backups by itself, and cannot see whether anything else does."),
        _("A disk that fails takes every comment and every decision with it."),
        f"{_backup(found)} "
        + _("Leave keys/selfid out, and keep its copy elsewhere: beside the database it would open what people said of themselves."),
    )
    yield _worker(found)
    yield Line(
        "schema",
        _("Database"),
        _set(found.revision == found.newest),
        _("It is at the newest revision, %(revision)s.", revision=found.revision)
        if found.revision == found.newest
        else _(
            "It is at revision %(revision)s; this version of the site needs %(newest)s.",
            revision=found.revision or "–",
            newest=found.newest or "–",
        ),
        _("Pages that need what is not there yet fail."),
        "" if found.revision == found.newest else _("Run the command “init”, and start the site again."),
    )
    yield Line(
        "demo",
        _("Demonstration"),
        _set(not found.demo),
        _("The demonstration is loaded here.") if found.demo else _("The demonstration is not loaded here."),
        _("Its accounts share one passphrase that the start prints, and its people are invented."),
        _("Do not open this site to people. Start one on an empty database: name another folder in CONSULT_INSTANCE.")
        if found.demo
        else "",
    )


def _backup(found: Standing) -> str:
    """How to make one of the database that is here."""
    if found.on_sqlite:
        return _(
            "Every night, copy the database (“sqlite3 consult.db .backup”) and the instance folder to another machine. Try to restore them."
        )
    return _("Every night, copy the database (“pg_dump”) and the instance folder to another machine. Try to restore them.")


def _worker(found: Standing) -> Line:
    """The process that sends mail and compiles reports."""
    last = _("It was last about on %(moment)s.", moment=moment(found.worker_seen, ZONE)) if found.worker_seen else _("It was never about.")
    failed = ngettext("%(num)d task of the last week was given up.", "%(num)d tasks of the last week were given up.", found.given_up)
    said = _("It is at work.") if found.worker_alive else last
    advice = {
        (False, False): _("Start it with the command “work”; “python app.py” starts it by itself."),
        (False, True): _("Start it with the command “work”; “python app.py” starts it by itself."),
        (True, True): _("Send yourself a test message above; then look into the log of the worker, at “job_failed”."),
        (True, False): "",
    }[found.worker_alive, bool(found.given_up)]
    return Line(
        "worker",
        _("Worker"),
        _set(found.worker_alive and not found.given_up),
        f"{said} {failed}" if found.given_up else said,
        _("It sends the mail and compiles reports; without it, both wait."),
        advice,
    )


def _set(is_set: bool) -> Mark:  # noqa: FBT001 - one word, and its meaning is its name
    return Mark.SET if is_set else Mark.MISSING
