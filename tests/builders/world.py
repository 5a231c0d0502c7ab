"""One site in the middle of its life: every page of it has something to show, and every state that a page can be in is there."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from consult.accounts.models import AboutYou, Gender, Invitation, Perspective, Profile, Province, Purpose, Role, RoleGrant, User
from consult.accounts.rules import link_for, operator
from consult.consultations.models import Consultation, Mode, WhoMayContribute
from consult.consultations.services import (
    archive_consultation,
    cancel_consultation,
    extend_consultation,
    give_late_pass,
    pause_consultation,
)
from consult.core import clock, tokens
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.i18n import address
from consult.core.paths import ROOT
from consult.feedback.models import Comment, CommentEdit, Origin, Statement, StatementOrigin, StatementStatus
from consult.modules.models import Module, ModuleVersion
from consult.modules.services import import_module, publish_version
from consult.notices.models import NoticeKind
from consult.pages import queries
from consult.pages.services import retire_line
from consult.reports.models import Report
from consult.reports.services import compile_report, publish_report, write_summary
from tests.builders.about import make_answers
from tests.builders.accounts import PASSPHRASE, make_committee, make_invitation, make_user
from tests.builders.ballots import make_opinions
from tests.builders.consultations import make_consultation
from tests.builders.drafts import make_draft
from tests.builders.feedback import give_receipt, make_comment, make_statement, make_unconfirmed
from tests.builders.law import make_law
from tests.builders.modules import make_block, make_version
from tests.builders.notices import make_notice
from tests.builders.pages import make_line, make_text
from tests.builders.reports import judge_sections, make_total
from tests.builders.talk import ABOUT, make_talk
from tests.builders.votes import make_votes

DEMO = ROOT / "consult" / "home" / "demo" / "modules"
CROWD = 24
HEARD = Bilingual(
    "## What we heard\n\nPeople asked for **two** examples.\n\n- Rural roads\n- Officers who work alone",
    "## Ce que nous avons entendu\n\nLes gens demandent **deux** exemples.\n\n- Les rangs\n- Les policiers qui travaillent seuls",
)
STATEMENTS = (
    Bilingual("Recruits should practise waiting.", "Les recrues devraient s’exercer à attendre."),
    Bilingual("Every call begins with a name.", "Chaque intervention commence par un nom."),
    Bilingual("A supervisor should hear the first report.", "Une superviseure devrait entendre le premier compte rendu."),
)


@dataclass
class World:
    """The people and the things of that site, by name."""

    people: dict[str, User] = field(default_factory=dict)
    consultations: dict[str, Consultation] = field(default_factory=dict)
    modules: dict[str, Module] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    receipts: dict[str, str] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    invitations: dict[str, Invitation] = field(default_factory=dict)

    def edit(self, name: str) -> CommentEdit:
        """The change that waits for the comment of this name."""
        return db.session.query(CommentEdit).filter_by(comment_id=self.comments[name].id).one()


def make_world() -> World:
    """Make all of it, through the builders; modules and reports through their services."""
    world = World()
    world.people = _people()
    _modules(world)
    _consultations(world)
    _stopped(world)
    _roles(world)
    crowd = [make_user() for _ in range(CROWD)]
    world.comments = make_talk(world.consultations["open"], world.people, crowd)
    world.receipts = {name: give_receipt(world.comments[name]) for name in ("french", "my_hidden", "pending")}
    _notices(world)
    _unsigned(world)
    _statements(world, crowd)
    _earlier_round(world, crowd)
    make_draft(world.people["reader"], address("feedback.thread", world.modules["first_minute"], "en", key="b06"), kind="concern")
    make_opinions(world.consultations["open"], world.consultations["reported"], world.people)
    _imported(world, crowd)
    _law(world)
    _reports(world)
    _links(world)
    _invitations(world)
    _site(world)
    db.session.flush()
    return world


def _people() -> dict[str, User]:
    """Roles come later: some are of a consultation. One name is as long and as unbroken as a name can be."""
    people = {
        name: make_user(display_name=f"{name.title()} Tremblay")
        for name in ("reader", "moderator", "analyst", "editor", "member", "administrator")
    }
    people["neighbour"] = make_user(lang="fr", display_name="Nadia-Bernadette-Anne-Marie-Constance-Éléonore-Geneviève-Bruyère-Tremblay-Roy")
    people["newcomer"] = make_user(passphrase=PASSPHRASE, confirmed=False)
    people["member"].profile = Profile(perspective=Perspective.POLICE, province=Province.NU)
    people["reader"].about_you = AboutYou.ASKED
    make_answers(people["member"], gender=(Gender.TWO_SPIRIT,), languages_written="ᐃᓄᒃᑎᑐᑦ")
    people["moderator_elsewhere"] = make_user(display_name="Other Moderator")
    people["member_elsewhere"] = make_user(display_name="Other Member")
    return people


def _modules(world: World) -> None:
    """The demo's own modules, so that real text stands on the pages; one has an earlier version, one waits as a draft."""
    for name, *stems in (
        ("first_minute", "02-the-first-minute.v1 02-la-premiere-minute.v1", "02-the-first-minute 02-la-premiere-minute"),
        ("before", "01-before-the-call 01-avant-l-appel"),
        ("screen", "03-behind-the-screen 03-derriere-l-ecran"),
    ):
        for english, french in (stem.split() for stem in stems):
            imported = import_module(operator(), DEMO / f"{english}.en.md", DEMO / f"{french}.fr.md")
            if name != "screen":
                publish_version(operator(), imported.version)
        world.modules[name] = imported.module
    small = make_version(title=Bilingual("A short module", "Un court module"))
    make_block(small)
    world.modules["small"] = small.module
    alone = make_version(title=Bilingual("A module that nobody discusses", "Un module dont personne ne discute"))
    make_block(alone, key="b01", markdown=Bilingual("First of all, listen.", "Avant tout, écoutez."))
    make_block(alone, key="b02", markdown=Bilingual("Then wait.", "Puis attendez."))
    world.modules["alone"] = alone.module


def _version(module: Module, number: int = 1) -> ModuleVersion:
    return db.session.query(ModuleVersion).filter_by(module_id=module.id, number=number).one()


def _consultations(world: World) -> None:
    """One at each stage; the title of the unfinished draft exists in English only."""
    small, minute = _version(world.modules["small"]), world.modules["first_minute"]
    committee = make_committee().id
    asked = [_version(minute, 2), _version(world.modules["before"])]
    world.consultations = {
        "open": make_consultation("open", versions=asked, committee_id=committee),
        "reported": make_consultation("closed", versions=[_version(minute)], committee_id=committee, title=ABOUT["reported"]),
        "closed": make_consultation("closed", versions=[small], committee_id=committee, title=ABOUT["closed"]),
        "scheduled": make_consultation("scheduled", title=ABOUT["scheduled"]),
        "ready": make_consultation("draft", title=ABOUT["ready"]),
        "draft": make_consultation(
            "draft", versions=[_version(world.modules["screen"])], **_unwritten("title", "A title and nothing else")
        ),
        "imported": make_consultation("closed", imported=True, versions=[], **_unwritten("title", "Youth and policing in London")),
    }


def _stopped(world: World) -> None:
    """Three that hosts stopped or put away, by the verbs that tell people why."""
    why = Bilingual(
        "Two communities asked for more time after a flood.", "Deux collectivités ont demandé plus de temps après une inondation."
    )
    there = {name: make_consultation("open", title=ABOUT[name]) for name in ("paused", "cancelled", "archived")}
    for consultation in there.values():
        later = (consultation.closes_at or clock.now()) + timedelta(days=7)
        extend_consultation(operator(), consultation, closes_at=later, reason=why)
    pause_consultation(operator(), there["paused"], reason=why)
    cancel_consultation(operator(), there["cancelled"], reason=why)
    cancel_consultation(operator(), there["archived"], reason=why)
    archive_consultation(operator(), there["archived"])
    world.consultations |= there
    given = world.people["neighbour"]
    until = clock.now() + timedelta(days=5)
    give_late_pass(operator(), world.consultations["closed"], given, until=until, reason="A broken connection.")


def _unwritten(name: str, text: str) -> dict[str, Any]:
    """One text in English alone, and nothing else."""
    nothing = dict.fromkeys(("title", "summary", "scope_open", "scope_decided", "scope_excluded", "promise"), Bilingual("", ""))
    return {**nothing, name: Bilingual(text, "")}


def _roles(world: World) -> None:
    people, there = world.people, world.consultations
    committee = there["open"].committee_id
    elsewhere = make_committee(Bilingual("Use of force", "Recours à la force")).id
    for name, grant in {
        "moderator": RoleGrant(role=Role.MODERATOR, consultation_id=there["open"].id),
        "moderator_elsewhere": RoleGrant(role=Role.MODERATOR, consultation_id=there["closed"].id),
        "analyst": RoleGrant(role=Role.ANALYST),
        "editor": RoleGrant(role=Role.EDITOR),
        "administrator": RoleGrant(role=Role.ADMINISTRATOR),
        "member": RoleGrant(role=Role.COMMITTEE_MEMBER, committee_id=committee),
        "member_elsewhere": RoleGrant(role=Role.COMMITTEE_MEMBER, committee_id=elsewhere),
    }.items():
        people[name].grants.append(grant)
    db.session.flush()


def _statements(world: World, crowd: list[User]) -> None:
    """In the open round some are answered; a draft and a rejected one are not shown."""
    consultation = world.consultations["open"]
    for text in STATEMENTS:
        make_votes(make_statement(consultation, text=text), [world.people["neighbour"], *crowd], agree=3, disagree=1)
    for number, status in ((51, StatementStatus.DRAFT), (52, StatementStatus.REJECTED)):
        make_statement(consultation, number=number, status=status)


def _earlier_round(world: World, crowd: list[User]) -> None:
    """Enough answers for lists and figures."""
    consultation = world.consultations["reported"]
    for number, text in enumerate(STATEMENTS):
        make_votes(make_statement(consultation, text=text), crowd, agree=20 - 4 * number, disagree=2 + 4 * number, unsure=1)
    for key, lang in (("b05", "fr"), ("b05", "en"), ("s1", "en"), ("", "fr")):
        make_votes(
            make_comment(
                consultation,
                block_key=key,
                lang=lang,
                body={"en": "A voice of the first round.", "fr": "Une voix de la première ronde."}[lang],
            ),
            crowd,
            agree=4,
            unsure=2,
        )
    judge_sections(consultation, crowd)


def _imported(world: World, crowd: list[User]) -> None:
    """Its statements exist in the language they were written in, and begin at number 0."""
    consultation = world.consultations["imported"]
    for number, words in enumerate(("Officers should live where they work.", "More officers should walk.")):
        statement = Statement(
            consultation=consultation,
            number=number,
            text=Bilingual(words, ""),
            origin=StatementOrigin.IMPORTED,
            status=StatementStatus.LIVE,
            source_id=str(number),
            created_at=clock.now(),
        )
        db.session.add(statement)
        db.session.flush()
        make_votes(statement, crowd, agree=15, disagree=6)
        make_total(statement, 2237, 49, 161)
    consultation.statement_count = 2


def _notices(world: World) -> None:
    """The reader was told of one comment long ago, of another just now."""
    reader = world.people["reader"]
    make_notice(reader, world.comments["mine"], read_at=clock.now())
    make_notice(reader, world.comments["my_hidden"], kind=NoticeKind.COMMENT_HIDDEN, reason="PII-THIRD", note="Leave the name out.")


def _unsigned(world: World) -> None:
    """Two rounds that people contribute to without an account, and texts that wait for a link: in time, and too late."""
    for name, who in (("anyone", WhoMayContribute.ANYONE), ("by_mail", WhoMayContribute.CONFIRMED_EMAIL)):
        versions = [make_version(title=ABOUT[name])]
        found = make_consultation("open", versions=versions, title=ABOUT[name], mode=Mode.PRE, who_may_contribute=who)
        world.consultations[name] = found
    unsigned = make_comment(world.consultations["anyone"], signed_as="Zoe", body="Nobody knows who wrote this.")
    unsigned.author_id, unsigned.origin = None, Origin.UNSIGNED
    for name, days in (("unconfirmed", 3), ("late", -1)):
        world.tokens[name] = make_unconfirmed(world.consultations["by_mail"], days=days)


def _law(world: World) -> None:
    """A law brought in from elsewhere, with the arguments on it."""
    world.consultations["law"], said = make_law(world.people["neighbour"])
    world.comments |= {f"law_{name}": comment for name, comment in said.items()}
    world.modules["law"] = world.consultations["law"].modules[0].module


def _reports(world: World) -> None:
    """Two are published; the draft has its English summary only."""
    for name in ("reported", "imported"):
        world.reports[name] = compile_report(operator(), world.consultations[name])
        write_summary(operator(), world.reports[name], summary=HEARD)
        publish_report(operator(), world.reports[name])
    world.reports["draft"] = compile_report(operator(), world.consultations["closed"])
    write_summary(operator(), world.reports["draft"], summary=Bilingual(HEARD.en, ""))


def _site(world: World) -> None:
    """One page was changed twice, a support line was added and one taken away."""
    for number in ("one", "two"):
        words = Bilingual(f"## About us\n\nWritten by us, state {number}.", f"## À propos de nous\n\nÉcrit par nous, état {number}.")
        make_text(text=words, by=world.people["editor"])
    make_line(by=world.people["editor"], province=Province.NU)
    retire_line(operator(), queries.line("community-services"), base=0)


def _links(world: World) -> None:
    """One-time links as they are mailed."""
    for name, purpose in (("confirm", Purpose.CONFIRM), ("reset", Purpose.RESET)):
        world.tokens[name] = tokens.fresh()
        db.session.add(link_for(world.people["newcomer"], purpose, world.tokens[name], clock.now()))


def _invitations(world: World) -> None:
    """One in each state, and links of invitations to somebody new, to the reader, and to somebody whose role passes on."""
    now, administrator = clock.now(), world.people["administrator"]
    committee = {"committee_id": world.consultations["open"].committee_id}
    for name, lang, given in (
        ("newcomer", "en", {"role": Role.MODERATOR, "consultation_id": world.consultations["draft"].id}),
        ("reader", "en", {"role": Role.COMMITTEE_MEMBER, "email": world.people["reader"].email, **committee}),
        ("successor", "fr", {"role": Role.EDITOR, "replaces_id": world.people["editor"].id}),
        ("accepted", "en", {"role": Role.EDITOR, "accepted_at": now, "accepted_by": world.people["editor"].id}),
        ("expired", "fr", {"role": Role.ANALYST, "expires_at": now - timedelta(days=1)}),
        ("withdrawn", "fr", {"role": Role.SAFETY_OFFICER, "withdrawn_at": now}),
    ):
        world.tokens[name] = tokens.fresh()
        world.invitations[name] = make_invitation(token=world.tokens[name], lang=lang, invited_by=administrator.id, **given)
