"""For every page of the site an example that shows it: who looks at it, and in which states. A page without one fails a test."""

from collections.abc import Iterator

from flask import Flask
from werkzeug.routing import Rule

from consult.accounts.models import Role
from consult.core.i18n import LOCALES
from tests.builders import PASSPHRASE, World, make_user
from tests.support import staff_examples as staff
from tests.support.example import VISITOR, Example, send, show
from tests.support.forms import FormOnPage
from tests.support.pages import Page
from tests.support.site import Site

LANGS = tuple(LOCALES)
# The people whose pages are looked at; the names are those of the world.
PEOPLE = (VISITOR, "reader", "moderator", "editor", "analyst", "member", "administrator")
# Answers that are no pages in two languages, and who tests them.
NO_PAGES = {
    "machine.choice": "stands before the languages: its own test looks at it",
    "machine.healthz": "a word for a machine",
    "machine.robots": "lines for a machine",
}


def examples(world: World, who: str) -> list[Example]:
    """Every example of this person's."""
    return [
        found
        for part in (
            _front,
            _rounds,
            _reading,
            _talking,
            _changing,
            _listing,
            _asking_after,
            _own_activity,
            _unsigned,
            _judging,
            _answering,
            _reports,
            staff.invited,
            _accounts,
            staff.moderating,
            staff.hosting,
            staff.taking_over,
            staff.administering,
            staff.site,
            staff.versions,
            staff.keeping,
            _faults,
        )
        for found in part(world)
        if found.who == who
    ]


def pages_of(app: Flask) -> dict[tuple[str, frozenset[str]], Rule]:
    """Every page that can be opened, by its endpoint and what its address needs; a slug is never needed."""
    return {
        (rule.endpoint, frozenset(rule.arguments) - {"slug", "lang"}): rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint not in NO_PAGES
    }


def _front(world: World) -> Iterator[Example]:
    for who in (VISITOR, "reader"):
        yield show(who, "home.index")
        yield show(who, "home.display")
    yield show(VISITOR, "moderation.rules_page")


def _rounds(world: World) -> Iterator[Example]:
    yield show(VISITOR, "consultations.index")
    for status in ("reported", "archived"):
        yield show(VISITOR, "consultations.index", status=status)
    for stage in ("open", "scheduled", "closed", "reported", "imported", "paused", "cancelled", "archived"):
        yield show(VISITOR, "consultations.page", world.consultations[stage])
    yield show("editor", "consultations.page", world.consultations["draft"])
    yield show("reader", "consultations.page", world.consultations["open"])


def _reading(world: World) -> Iterator[Example]:
    minute = world.modules["first_minute"]
    for who in (VISITOR, "reader"):
        yield show(who, "feedback.module", minute)
    yield show(VISITOR, "feedback.module", world.modules["before"])
    yield show(VISITOR, "feedback.module", world.modules["small"])
    yield show(VISITOR, "feedback.module_version", minute, number=1)


def _talking(world: World) -> Iterator[Example]:
    minute, comments = world.modules["first_minute"], world.comments
    for who in (VISITOR, "reader", "moderator"):
        yield show(who, "feedback.thread", minute, key="b05")
    for key in ("s1", "o1", "n1"):
        yield show(VISITOR, "feedback.thread", minute, key=key)
    yield send("reader", "feedback.thread", minute, key="b05")
    yield show(VISITOR, "feedback.thread", minute, key="b05", number=1)
    yield show(VISITOR, "feedback.discussion", minute)
    yield show(VISITOR, "feedback.discussion", minute, after=comments["team_only"].id + 20)
    yield show("reader", "feedback.discussion", world.modules["before"])
    yield show(VISITOR, "feedback.discussion", minute, number=1)
    for name in ("english", "french", "anonymous", "hidden", "withdrawn"):
        yield show(VISITOR, "feedback.comment", comment_id=comments[name].id)
    for name in ("english", "mine", "my_hidden"):
        yield show("reader", "feedback.comment", comment_id=comments[name].id)
    yield send("reader", "feedback.comment", comment_id=comments["english"].id)


def _changing(world: World) -> Iterator[Example]:
    comments = world.comments
    for name in ("mine", "my_pending", "returned"):
        yield show("reader", "feedback.edit", comment_id=comments[name].id)
        yield show("reader", "feedback.appearance", comment_id=comments[name].id)
    yield send("reader", "feedback.edit", None, {"body": ""}, comment_id=comments["returned"].id)
    for name in ("english", "inuktitut", "french"):  # the last one is flagged already
        yield show("reader", "feedback.flag", comment_id=comments[name].id)
    yield send("reader", "feedback.flag", None, {"reason": "other"}, comment_id=comments["anonymous"].id)


def _listing(world: World) -> Iterator[Example]:
    minute, law, there, comments = world.modules["first_minute"], world.modules["law"], world.consultations, world.comments
    yield show(VISITOR, "feedback.thread", minute, key="b05", kind="concern")
    yield show(VISITOR, "feedback.discussion", minute, kind="question", language="fr")
    for who in (VISITOR, "reader", "moderator"):
        yield show(who, "feedback.comments", there["open"])
        yield show(who, "feedback.comment", comment_id=comments["reply_fr"].id)
    yield show(VISITOR, "feedback.comments", there["open"], section=f"{minute.id}-", language="fr", after=comments["english"].id)
    yield show(VISITOR, "feedback.comments", there["open"], kind="evidence")
    yield show(VISITOR, "feedback.comments", there["scheduled"])
    for who in (VISITOR, "reader"):
        yield show(who, "feedback.thread", law, key="s1")
        yield show(who, "feedback.comments", there["law"])
        for name in ("source", "wording", "argument"):
            yield show(who, "feedback.comment", comment_id=comments[f"law_{name}"].id)
    yield show(VISITOR, "feedback.comment", comment_id=comments["law_wording"].id, after=comments["law_argument"].id - 6)
    yield show(VISITOR, "consultations.page", there["law"])


def _asking_after(world: World) -> Iterator[Example]:
    for who in (VISITOR, "reader"):
        yield show(who, "feedback.receipt")
    yield send(VISITOR, "feedback.receipt")
    yield send(VISITOR, "feedback.receipt", None, {"code": "2346 79AC"})
    for name in ("french", "my_hidden", "pending"):
        yield Example(VISITOR, "feedback.receipt", sent={"code": world.receipts[name]})


def _unsigned(world: World) -> Iterator[Example]:
    words = {"kind": "concern", "body": "Words to be sent.", "lang": "en"}
    for name in ("anyone", "by_mail"):
        module = world.consultations[name].modules[0].module
        yield show(VISITOR, "feedback.discussion", module)
        yield Example(VISITOR, "feedback.discussion", module, words)  # leads to the choice of how to send it
    for who in (VISITOR, "reader"):
        yield Example(who, "feedback.discussion", world.modules["first_minute"], words)  # leads to the page before sending
    for endpoint in ("review", "link_sent"):
        yield show(VISITOR, f"feedback.{endpoint}")
    yield show(VISITOR, "feedback.confirm_comment", token=world.tokens["unconfirmed"])
    for token in (world.tokens["late"], "used-long-ago"):
        yield Example(VISITOR, "feedback.confirm_comment", status=410, arguments={"token": token})


def _own_activity(world: World) -> Iterator[Example]:
    for endpoint in ("my_comments", "my_votes", "my_notices", "my_drafts"):
        yield show("reader", f"feedback.{endpoint}")
        yield show("member", f"feedback.{endpoint}")
    for state in ("returned", "hidden"):
        yield show("reader", "feedback.my_comments", status=state)
    for kind in ("statements", "sections"):
        yield show("reader", "feedback.my_votes", kind=kind)
    yield show("reader", "feedback.my_notices", status="unread")


def _judging(world: World) -> Iterator[Example]:
    minute, there = world.modules["first_minute"], world.consultations
    for who in (VISITOR, "reader"):
        yield show(who, "feedback.section", minute, key="s2")
    # Answered before, on the same words and on others; not answered; over.
    for key in ("s6", "s5", "s1"):
        yield show("reader", "feedback.section", minute, key=key)
    yield send("reader", "feedback.section", minute, key="s1")
    yield send(VISITOR, "feedback.section", minute, key="s3")
    for who in (VISITOR, "reader"):
        yield show(who, "feedback.section", minute, key="s5", number=1)
    for stage in ("open", "reported", "scheduled"):
        yield show("analyst", "feedback.section_answers", there[stage])
    for stage, key in (("open", "s2"), ("open", "s3"), ("reported", "s4")):
        yield show("analyst", "feedback.section_reasons", there[stage], module_id=minute.id, key=key)
    yield show("editor", "feedback.section_reasons", there["open"], module_id=minute.id, key="s2")


def _answering(world: World) -> Iterator[Example]:
    there = world.consultations
    for who in (VISITOR, "reader"):
        yield show(who, "feedback.statements", there["open"])
        yield show(who, "feedback.statement", there["open"], number=1)
    for stage in ("reported", "imported", "scheduled"):
        yield show(VISITOR, "feedback.statements", there[stage])
    yield show(VISITOR, "feedback.statement", there["imported"], number=0)
    yield show("reader", "feedback.statement", there["reported"], number=1)
    yield send("reader", "feedback.statement", there["open"], number=1)


def _reports(world: World) -> Iterator[Example]:
    yield show(VISITOR, "reports.index")
    yield show(VISITOR, "reports.latest", world.consultations["reported"])
    for name in ("reported", "imported"):
        yield show(VISITOR, "reports.report", world.reports[name])
    for endpoint in ("reports.items_csv", "reports.comments_csv", "reports.ballots_csv", "reports.snapshot"):
        yield show(VISITOR, endpoint, world.reports["reported"])
    yield show(VISITOR, "reports.totals_csv", world.reports["imported"])
    yield show("member", "reports.index")
    yield show("member", "reports.report", world.reports["draft"])
    for stage in ("open", "closed", "reported"):
        yield show("analyst", "reports.workspace", world.consultations[stage])
    yield show("analyst", "reports.report", world.reports["draft"])


def _accounts(world: World) -> Iterator[Example]:
    for endpoint in ("join", "joined", "sign_in", "unconfirmed", "request_reset", "reset_sent"):
        yield show(VISITOR, f"accounts.{endpoint}")
    for endpoint in ("join", "sign_in", "request_reset"):
        yield send(VISITOR, f"accounts.{endpoint}")
    typed = {"email": str(world.people["newcomer"].email), "passphrase": PASSPHRASE}
    yield Example(VISITOR, "accounts.sign_in", sent=typed)
    yield show(VISITOR, "accounts.confirm", token=world.tokens["confirm"])
    yield show(VISITOR, "accounts.reset", token=world.tokens["reset"])
    yield send(VISITOR, "accounts.reset", token=world.tokens["reset"])
    yield Example(VISITOR, "accounts.reset", status=410, arguments={"token": "used-long-ago"})
    yield show("reader", "accounts.settings")
    for who in ("reader", "member"):
        yield show(who, "accounts.profile")
        yield show(who, "accounts.about_you")
    yield send("reader", "accounts.about_you", None, {"identity": "inuk"})


def _faults(world: World) -> Iterator[Example]:
    for who in (VISITOR, "moderator"):
        yield Example(who, "/nothing-here", status=404)


def opened(site: Site, example: Example, lang: str, query: str = "") -> Page:
    """The page as this browser gets it, after its form was sent where the example sends it."""
    page = site.open(example.path(site.app, lang) + query)
    return page if example.sent is None else page.send(main_form(page), dict(example.sent))


def main_form(page: Page) -> FormOnPage:
    """The form that a page is about: the one that ends with a row of buttons."""
    forms = [form for form in page.main.all("form") if form.has(class_="form-actions")]
    assert forms, f"{page.path} has no form that ends with `buttons(…)`."
    return FormOnPage(forms[0])


def empty_world() -> World:
    """A site on its first day: somebody moderates, edits, administers, and nothing is there."""
    roles = {"moderator": Role.MODERATOR, "editor": Role.EDITOR, "administrator": Role.ADMINISTRATOR}
    return World(people={name: make_user(roles=[role]) for name, role in roles.items()})


def empty_examples() -> list[Example]:
    """The lists of that site."""
    lists = [show(VISITOR, endpoint) for endpoint in ("home.index", "consultations.index", "reports.index")]
    return [
        *lists,
        show("moderator", "moderation.queue"),
        show("editor", "consultations.workspace"),
        show("editor", "consultations.new"),
        show("administrator", "accounts.invitations"),
        show("administrator", "accounts.committees"),
        show("editor", "modules.workspace"),
    ]
