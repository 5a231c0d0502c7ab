"""A site full of things that most people must not see, each with a mark of its own that can be looked for in whatever is sent out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from consult.accounts.models import Invitation, Role, User
from consult.accounts.rules import operator
from consult.consultations.models import Consultation
from consult.consultations.services import give_late_pass
from consult.core import clock
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.feedback.models import (
    AuthorChoice,
    Comment,
    CommentEdit,
    FlagReason,
    Readiness,
    Stance,
    Statement,
    StatementStatus,
    Visibility,
)
from consult.feedback.services import vote_on_comment
from consult.moderation.models import Decision, Reason
from consult.modules.models import BlockKind, ModuleVersion, VersionStatus
from consult.pages.services import retire_line
from consult.pages.texts import Line
from consult.reports.models import Report
from consult.reports.services import compile_report, write_summary
from tests.builders.about import make_answers
from tests.builders.accounts import Given, make_committee, make_invitation, make_user
from tests.builders.ballots import make_ballot
from tests.builders.consultations import make_consultation
from tests.builders.edits import make_edit, make_flag, make_former, make_return
from tests.builders.feedback import make_comment, make_statement, make_unconfirmed
from tests.builders.modules import make_block, make_version
from tests.builders.pages import make_line, make_text
from tests.builders.suggestions import make_suggestion

STAFF = frozenset(
    {"moderator", "moderator_elsewhere", "editor", "analyst", "analyst_elsewhere", "member", "member_elsewhere", "administrator"}
)
EVERYBODY = ("visitor", "writer", "bystander", "anonymous", "voter", *sorted(STAFF))


# Comments that nobody but the team reads, and that suggest other words.
SUGGESTED = ("hidden", "pending", "withdrawn", "returned", "team only")


def mark(what: str) -> str:
    """A word that stands nowhere else, also as part of a slug."""
    return f"zq{what.replace(' ', '')}qz"


def marked(what: str) -> Bilingual:
    """A text that carries the mark in both languages."""
    return Bilingual(f"Secret {mark(what)}", f"Secret {mark(what)}")


@dataclass(frozen=True)
class Secret:
    """One text: who may see it, and where it stands for them. Where no page shows it yet, `reveal` makes it public first."""

    what: str
    seen_by: frozenset[str]
    shown_to: str
    endpoint: str
    arguments: Mapping[str, int | str] = field(default_factory=dict)
    reveal: Callable[[], None] = lambda: None

    @property
    def mark(self) -> str:
        """What is looked for."""
        return mark(self.what)


# What people write of themselves beside the boxes: no page, no table and no file ever holds it.
NEVER_SHOWN = Secret("own words", frozenset(), "nobody", "")


@dataclass
class Vault:
    """That site: its people, and where its secrets lie."""

    people: dict[str, User] = field(default_factory=dict)
    open: Consultation = field(init=False)
    draft: Consultation = field(init=False)
    closed: Consultation = field(init=False)
    version: ModuleVersion = field(init=False)
    next_version: ModuleVersion = field(init=False)
    report: Report = field(init=False)
    invitation: Invitation = field(init=False)
    comments: dict[str, Comment] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    line: Line = field(init=False)
    edit: CommentEdit = field(init=False)
    link: str = field(init=False)


def make_vault() -> Vault:
    """Make all of it."""
    vault = Vault()
    vault.version = make_version(title=Bilingual("Open module", "Module ouvert"))
    for key, kind in (("s1", BlockKind.SECTION), ("b01", BlockKind.PARAGRAPH)):
        make_block(vault.version, key=key, kind=kind, section_key="s1")
    vault.next_version = make_version(vault.version.module, status=VersionStatus.DRAFT, title=marked("version title"))
    vault.next_version.changes = marked("change log")
    make_block(vault.next_version, markdown=marked("version block"))
    _consultations(vault)
    _people(vault)
    _comments(vault)
    _statements(vault)
    _site(vault)
    until = clock.now() + timedelta(days=9)
    give_late_pass(operator(), vault.closed, make_user(), until=until, reason=mark("late reason"))
    make_answers(vault.people["writer"], gender_written=mark(NEVER_SHOWN.what), languages_written=mark(NEVER_SHOWN.what))
    vault.link = make_unconfirmed(vault.open, body=marked("unconfirmed").en)
    vault.report = compile_report(operator(), vault.closed)
    write_summary(operator(), vault.report, summary=Bilingual(marked("report summary").en, ""))
    db.session.flush()
    return vault


def _consultations(vault: Vault) -> None:
    committee = make_committee().id
    vault.open = make_consultation("open", versions=[vault.version], committee_id=committee)
    vault.closed = make_consultation("closed", versions=[make_version()], committee_id=committee)
    texts: dict[str, Any] = {name: marked(f"draft {name}") for name in ("title", "summary", "scope_open", "promise")}
    slug = Bilingual(mark("draft slug"), mark("draft slug"))
    vault.draft = make_consultation("draft", versions=[vault.next_version], committee_id=committee, slug=slug, **texts)


def _people(vault: Vault) -> None:
    """Everybody's name and address is a secret of its own."""
    elsewhere = make_committee(Bilingual("Elsewhere", "Ailleurs")).id
    here = {"committee_id": vault.open.committee_id or 0}
    roles: dict[str, Given] = {
        "moderator": (Role.MODERATOR, {"consultation_id": vault.open.id}),
        "moderator_elsewhere": (Role.MODERATOR, {"consultation_id": vault.closed.id}),
        "administrator": Role.ADMINISTRATOR,
        "editor": Role.EDITOR,
        "analyst": (Role.ANALYST, {"consultation_id": vault.closed.id}),
        "analyst_elsewhere": (Role.ANALYST, {"consultation_id": vault.open.id}),
        "member": (Role.COMMITTEE_MEMBER, here),
        "member_elsewhere": (Role.COMMITTEE_MEMBER, {"committee_id": elsewhere}),
    }
    for name in EVERYBODY[1:]:
        given = [roles[name]] if name in roles else []
        vault.people[name] = make_user(roles=given, display_name=mark(f"name {name}"), email=f"{mark(f'address {name}')}@example.ca")
    vault.invitation = make_invitation(token="a token that nobody knows", email=f"{mark('invited')}@example.ca")


def _comments(vault: Vault) -> None:
    """The writer has nothing in public; the anonymous one only without a name; the voter only votes."""
    writer, states = vault.people["writer"], (Visibility.HIDDEN, Visibility.PENDING, Visibility.WITHDRAWN, Visibility.RETURNED)
    for state in states:
        vault.comments[state.value] = make_comment(
            vault.open, author=writer, block_key="b01", body=marked(state.value).en, visibility=state
        )
    vault.comments["team only"] = make_comment(
        vault.open, author=writer, block_key="b01", body=marked("team only").en, author_choice=AuthorChoice.TEAM_ONLY
    )
    public = make_comment(vault.open, author=vault.people["anonymous"], block_key="b01", author_choice=AuthorChoice.ANONYMOUS)
    make_comment(vault.open, parent=vault.comments["withdrawn"], author=vault.people["anonymous"], author_choice=AuthorChoice.ANONYMOUS)
    for what in SUGGESTED:
        make_suggestion(vault.comments[what], marked(f"wording {what}").en)
    vault.comments["reply"] = make_comment(parent=public, author=writer, body=marked("reply").en, visibility=Visibility.PENDING)
    vault.comments["public"] = public
    vote_on_comment(vault.people["voter"], public, Stance.AGREE)
    make_ballot(vault.open, writer, readiness=Readiness.NOT_READY, reason=marked("ballot").en)
    decision = Decision(
        comment=vault.comments["hidden"],
        consultation_id=vault.open.id,
        moderator=vault.people["moderator"],
        before=Visibility.PENDING,
        after=Visibility.HIDDEN,
        reason=Reason.HARASS,
        note=marked("note").en,
        decided_at=clock.now() - timedelta(hours=1),
    )
    db.session.add(decision)
    _changes(vault)


def _changes(vault: Vault) -> None:
    """Of a public comment: other words that wait, what it said before, why somebody flagged it. And why another one came back."""
    public = vault.comments["public"]
    make_former(public, marked("former wording").en)
    vault.edit = make_edit(public, marked("proposal").en)
    make_flag(public, vault.people["bystander"], FlagReason.OTHER, marked("flag words").en)
    make_return(vault.comments["returned"], marked("return note").en)


def _statements(vault: Vault) -> None:
    make_statement(vault.open)
    for status in (StatementStatus.DRAFT, StatementStatus.REJECTED, StatementStatus.RETIRED):
        number = len(vault.statements) + 50
        vault.statements[status.value] = make_statement(vault.open, number=number, text=marked(f"{status.value} statement"), status=status)
    vault.statements["early"] = make_statement(vault.draft, text=marked("early statement"))


def _site(vault: Vault) -> None:
    """Words that stood on the site once, and a support line that does no longer."""
    for words in (marked("earlier words"), Bilingual("Later words.", "Mots suivants.")):
        make_text("about", words)
    vault.line = make_line(purpose=marked("retired line"))
    retire_line(operator(), vault.line, base=1)


def secrets(vault: Vault) -> list[Secret]:
    """What lies there."""
    return [
        *_of_comments(vault),
        *_of_changes(vault),
        *_of_ballots(vault),
        *_of_people(vault),
        *_of_drafts(vault),
        *_of_statements(vault),
        *_of_site(),
    ]


def _of_site() -> list[Secret]:
    """What was taken off the site is read by those who may put it back."""
    hosts = frozenset({"editor", "administrator"})
    return [
        Secret("earlier words", hosts, "editor", "pages.text_version", {"name": "about", "number": 1}),
        Secret("retired line", hosts, "editor", "pages.edit_line", {"line": "northern-listening-line"}),
    ]


def _of_comments(vault: Vault) -> list[Secret]:
    insiders = frozenset({"writer", "moderator"})
    waiting = [
        Secret(what, insiders, "moderator", "moderation.item", {"comment_id": comment.id}) for what, comment in vault.comments.items()
    ]
    # What was sent to the team alone, those decide on who write the modules.
    deciders = {"team only": insiders | {"editor", "administrator"}}
    suggested = [
        Secret(f"wording {what}", deciders.get(what, insiders), "moderator", "moderation.item", {"comment_id": vault.comments[what].id})
        for what in SUGGESTED
    ]
    waiting = [secret if secret.what != "team only" else replace(secret, seen_by=deciders["team only"]) for secret in waiting]
    return [*suggested, *(secret for secret in waiting if secret.what != "public")]


def _of_changes(vault: Vault) -> list[Secret]:
    """For whoever wrote it and for the moderators of that consultation. Who is flagged learns nothing of it, nor does anybody else."""
    public, author = {"comment_id": vault.comments["public"].id}, frozenset({"anonymous", "moderator"})
    flagger, returned = frozenset({"bystander", "moderator"}), {"comment_id": vault.comments["returned"].id}
    return [
        Secret("proposal", author, "moderator", "moderation.edit", {"edit_id": vault.edit.id}),
        Secret("proposal", author, "anonymous", "feedback.edit", public),
        Secret("former wording", author, "moderator", "moderation.item", public),
        Secret("former wording", author, "anonymous", "feedback.edit", public),
        Secret("flag words", flagger, "moderator", "moderation.item", public),
        Secret("flag words", flagger, "bystander", "feedback.flag", public),
        Secret("return note", frozenset({"writer", "moderator"}), "moderator", "moderation.item", returned),
        Secret("return note", frozenset({"writer", "moderator"}), "writer", "feedback.edit", returned),
    ]


def _of_ballots(vault: Vault) -> list[Secret]:
    """The words of a ballot are for their author and for those who write the report of that consultation: nobody else, no moderator."""
    readers = frozenset({"writer", "editor", "administrator", "analyst_elsewhere"})
    module = vault.version.module
    place: dict[str, int | str] = {"consultation_id": vault.open.id, "slug": vault.open.slug.en, "module_id": module.id, "key": "s1"}
    return [
        # A text that waits for a link is for whoever has the link.
        Secret("unconfirmed", frozenset(), "visitor", "feedback.confirm_comment", {"token": vault.link}),
        Secret("ballot", readers, "analyst_elsewhere", "feedback.section_reasons", place),
        Secret("ballot", readers, "writer", "feedback.section", {"module_id": module.id, "slug": module.slug.en, "key": "s1"}),
    ]


def _of_people(vault: Vault) -> list[Secret]:
    """A name is its owner's own; a writer's and a moderator's stand where decisions are made, those of the team where roles are given."""
    item = {"comment_id": vault.comments["hidden"].id}
    others = {"writer": frozenset({"moderator"}), "moderator": frozenset({"moderator"})}
    seen_by = {name: frozenset({name, "administrator"} if name in STAFF else {name}) for name in vault.people}
    names = [Secret(f"name {name}", seen_by[name] | others.get(name, frozenset()), name, "accounts.settings") for name in vault.people]
    decided = Secret("name moderator", seen_by["moderator"], "moderator", "moderation.item", item)
    addresses = [Secret(f"address {name}", seen_by[name], name, "accounts.settings") for name in vault.people]
    on_the_team = Secret("address editor", seen_by["editor"], "administrator", "accounts.roles")
    invited = Secret("invited", frozenset({"administrator"}), "administrator", "accounts.invitations")
    return [*names, decided, *addresses, on_the_team, invited]


def _of_drafts(vault: Vault) -> list[Secret]:
    """A draft consultation is for staff; a version for who edits it; a report for its committee and for those who write it."""
    page: dict[str, int | str] = {"consultation_id": vault.draft.id, "slug": vault.draft.slug.en}
    readers = frozenset({"editor", "analyst", "member", "administrator"})
    hosts = frozenset({"editor", "administrator"})

    version: dict[str, int | str] = {"module_id": vault.version.module_id, "number": vault.next_version.number}
    return [
        *(
            Secret(f"draft {name}", STAFF, "editor", "consultations.page", page)
            for name in ("title", "summary", "scope_open", "promise", "slug")
        ),
        Secret("version title", STAFF, "editor", "consultations.page", page),
        Secret("version block", hosts, "editor", "feedback.preview", {**page, "module_id": vault.version.module_id}),
        Secret("version block", hosts, "editor", "modules.version", version),
        Secret("late reason", hosts, "editor", "consultations.passes", {"consultation_id": vault.closed.id, "slug": vault.closed.slug.en}),
        Secret("change log", STAFF, "editor", "modules.version", version),
        Secret("report summary", readers, "member", "reports.report", {"report_id": vault.report.id, "slug": vault.closed.slug.en}),
    ]


def _of_statements(vault: Vault) -> list[Secret]:
    """No page shows them yet: they appear once they are live, in public."""
    found = []
    for what, statement in vault.statements.items():
        consultation = statement.consultation

        def publish(statement: Statement = statement, consultation: Consultation = consultation) -> None:
            statement.status, consultation.published_at = StatementStatus.LIVE, clock.now()

        found.append(Secret(f"{what} statement", frozenset(), "visitor", "feedback.statements", dict(consultation.place("en")), publish))
    return found
