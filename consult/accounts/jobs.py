"""Mails with one-time links, and answers that are kept apart. What opens something is made or read here: no table ever holds it."""

from consult.accounts import presenters, queries, rows_apart, rules
from consult.accounts.models import Purpose, User
from consult.core import clock, tokens
from consult.core.bilingual import LANGUAGES
from consult.core.db import db
from consult.core.i18n import address, other
from consult.core.mail import compose, deliver, link
from consult.core.mailboxes import mailbox_address
from consult.core.transaction import release
from consult.jobs.registry import job, periodic
from consult.settings import current


@job
def send_confirmation(user_id: int, claim: str = "") -> None:
    """Ask a new person to confirm the address. Nothing to do where that is done already.

    What they wrote goes with the link, and with the next one.
    """
    person = queries.reachable(user_id)
    if person is not None and person.confirmed_at is None:
        _send(person, "confirm_address", Purpose.CONFIRM, "accounts.confirm", claim or queries.latest_claim(person))


@job
def tell_account_exists(user_id: int, claim: str = "") -> None:
    """Tell the owner of an account that somebody, perhaps they, tried to create it again; offer a new passphrase."""
    person = queries.reachable(user_id)
    if person is not None:
        # Whoever contributed by a confirmed address has no passphrase: joining is how they come to one.
        template = "account_exists" if person.passphrase_hash else "account_to_claim"
        _send(person, template, Purpose.RESET, "accounts.reset", claim)


@job
def send_reset(user_id: int) -> None:
    """Mail a link to choose a new passphrase. Asked for an address without an account, there is nobody to write to."""
    person = queries.reachable(user_id)
    if person is not None:
        _send(person, "reset_passphrase", Purpose.RESET, "accounts.reset")


@job
def send_invitation(invitation_id: int) -> None:
    """Mail the link of an invitation, in the language the administrator chose. Nothing to do where it was withdrawn meanwhile."""
    invitation = queries.invitation(invitation_id)
    if not rules.is_open(invitation, clock.now()):
        return
    token, lang = tokens.fresh(), invitation.lang
    invitation.token_hash = tokens.fingerprint(token)
    words = presenters.letter_words(invitation, queries.names([invitation]))
    links = {code: link(address("accounts.invitation", lang=code, token=token)) for code in LANGUAGES}
    message = compose(mailbox_address(invitation.email), lang, "invitation", url=links[lang], other_url=links[other(lang)], **words)
    release()
    deliver(message)


@periodic(minutes=60)
def settle_self_identification() -> str | None:
    """Keep, replace or delete what people have said of themselves. Asked for by each of them, and each hour should one be left over."""
    settled = rows_apart.settle_requests(current().instance)
    return str(settled) if settled else None


def _send(person: User, template: str, purpose: Purpose, endpoint: str, claim: str | None = None) -> None:
    """Keep the link's fingerprint, then mail the link: a mail that cannot be sent is tried again with another one."""
    token = tokens.fresh()
    db.session.add(rules.link_for(person, purpose, token, clock.now(), claim=claim or None))
    path = address(endpoint, lang=person.lang, token=token)
    message = compose(mailbox_address(str(person.email)), person.lang, template, url=link(path))  # reads the name of the site
    release()
    deliver(message)
