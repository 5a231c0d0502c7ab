"""Examples of the pages of those who moderate, host, administer and write; and of what their work leads to."""

from collections.abc import Iterator

from consult.consultations.parts import PARTS
from tests.builders import World
from tests.support.example import VISITOR, Example, send, show


def moderating(world: World) -> Iterator[Example]:
    """What moderators work with."""
    comments = world.comments
    yield show("moderator", "moderation.queue")
    yield show("moderator", "consultations.workspace")
    yield show("moderator", "moderation.edits")
    yield show("moderator", "moderation.flags")
    for name in ("pending", "pending_french", "hidden", "mine", "withdrawn", "reply_fr", "inuktitut", "english", "french", "returned"):
        yield show("moderator", "moderation.item", comment_id=comments[name].id)
    yield send("moderator", "moderation.item", comment_id=comments["pending_french"].id)
    yield send("moderator", "moderation.item", None, {"outcome": "return", "passage": "not there"}, comment_id=comments["pending"].id)
    for name in ("mine", "inuktitut"):
        yield show("moderator", "moderation.edit", edit_id=world.edit(name).id)
    yield send("moderator", "moderation.edit", None, {"outcome": "refuse"}, edit_id=world.edit("mine").id)


def hosting(world: World) -> Iterator[Example]:
    """What hosts prepare and run."""
    yield show("editor", "consultations.workspace")
    yield show("editor", "consultations.new")
    yield send("editor", "consultations.new")
    there = world.consultations
    for stage in ("draft", "ready", "scheduled", "open", "reported"):
        yield show("editor", "consultations.edit", there[stage])
    for name in PARTS:
        yield show("editor", "consultations.part", there["draft"], name=name)
    for name in ("dates", "moderation", "modules"):
        yield show("editor", "consultations.part", there["open"], name=name)
    yield show("editor", "consultations.part", there["cancelled"], name="about")
    yield send("editor", "consultations.part", there["draft"], {"title_fr": "t" * 201}, name="about")
    yield send("editor", "consultations.part", there["draft"], {"closes_on": "2020-01-01", "opens_on": "2021-01-01"}, name="dates")
    yield from looking_back(world)
    yield show("editor", "reports.workspace", world.consultations["closed"])
    for stage, name in (("open", "extend"), ("open", "pause"), ("open", "cancel"), ("closed", "archive"), ("archived", "unarchive")):
        yield show("editor", "consultations.act", world.consultations[stage], name=name)
    yield send("editor", "consultations.act", world.consultations["open"], {"closes_on": "2020-01-01"}, name="extend")
    yield send("editor", "consultations.act", world.consultations["open"], name="cancel")


def taking_over(world: World) -> Iterator[Example]:
    """What becomes of suggested wordings."""
    there = world.consultations["open"]
    for status in ("", "decided"):
        yield show("editor", "feedback.suggestions", there, status=status)
    yield show("editor", "feedback.suggestions", world.consultations["reported"])
    for name in ("anonymous", "french", "mine"):
        yield show("editor", "feedback.suggestion", there, comment_id=world.comments[name].id)
    french = world.comments["french"].id
    for decision in ("accepted", "in_part", "declined"):
        yield show("editor", "feedback.suggestion", there, comment_id=french, decision=decision)
    yield Example("editor", "feedback.suggestion", there, {"text_fr": ""}, 422, arguments={"comment_id": french, "decision": "in_part"})


def looking_back(world: World) -> Iterator[Example]:
    """What hosts look up, and look at before everybody."""
    there = world.consultations
    for stage in ("open", "paused"):
        yield show("editor", "consultations.history", there[stage])
    for number in (1, 2):
        yield show("editor", "consultations.revision", there["paused"], number=number)
    for stage in ("closed", "reported"):
        yield show("editor", "consultations.passes", there[stage])
    yield send("editor", "consultations.passes", there["open"])
    yield show("editor", "consultations.duplicate", there["reported"])
    for stage in ("draft", "ready"):
        yield show("editor", "consultations.preview", there[stage])
        yield show("editor", "feedback.preview", there[stage], module_id=there[stage].modules[0].module_id)


def administering(world: World) -> Iterator[Example]:
    """Who holds which role."""
    editor, moderator = (world.people[name] for name in ("editor", "moderator"))
    grant = moderator.grants[0].id
    for endpoint in ("accounts.roles", "accounts.invitations", "home.status"):
        yield show("administrator", endpoint)
    yield show("administrator", "accounts.committees")
    yield send("administrator", "accounts.committees")
    yield show("administrator", "accounts.invite")
    yield send("administrator", "accounts.invite")
    yield show("administrator", "accounts.give_role", user_id=editor.id)
    yield send("administrator", "accounts.give_role", user_id=editor.id)
    yield show("administrator", "accounts.end_role", grant_id=grant)
    yield show("administrator", "accounts.replace_role", grant_id=grant)
    yield send("administrator", "accounts.replace_role", grant_id=grant)


def invited(world: World) -> Iterator[Example]:
    """What an invitation leads to."""
    for name in ("newcomer", "reader"):  # somebody without an account, and somebody who has one and must sign in
        yield show(VISITOR, "accounts.invitation", token=world.tokens[name])
    yield send(VISITOR, "accounts.invitation", token=world.tokens["newcomer"])
    for name in ("reader", "newcomer"):  # their own, and somebody else's
        yield show("reader", "accounts.invitation", token=world.tokens[name])
    yield Example(VISITOR, "accounts.invitation", status=410, arguments={"token": world.tokens["expired"]})
    # Somebody administers this site: the page of the first administrator is a dead link. Its own test looks at it.
    yield Example(VISITOR, "accounts.first_administrator", status=410, arguments={"token": "somebody-administers"})


def site(world: World) -> Iterator[Example]:
    """The words of the site, read and written."""
    line = "northern-listening-line"
    for page in ("about", "privacy", "accessibility", "terms", "support"):
        yield show(VISITOR, f"pages.{page}")
    for page in ("privacy", "support", "workspace", "support_lines", "new_line"):
        yield show("editor", f"pages.{page}")
    for name in ("about", "land", "site_name"):
        yield show("editor", "pages.edit_text", name=name)
    yield send("editor", "pages.edit_text", None, {"text_en": "", "text_fr": "x" * 300}, name="footer")
    yield show("editor", "pages.text_history", name="about")
    yield show("editor", "pages.text_history", name="terms")
    for number in (0, 1, 2):
        yield show("editor", "pages.text_version", name="about", number=number)
    yield send("editor", "pages.new_line")
    yield show("editor", "pages.edit_line", line=line)
    yield send("editor", "pages.edit_line", None, {"website_en": "x", "phone": "call"}, line=line)
    for name in (line, "community-services", "kids-help-phone"):
        yield show("editor", "pages.line_history", line=name)


def versions(world: World) -> Iterator[Example]:
    """Versions of a module, and two of them compared."""
    minute = world.modules["first_minute"]
    yield show(VISITOR, "modules.versions", minute)
    yield show("editor", "modules.versions", world.modules["screen"])
    yield show(VISITOR, "modules.compare", minute)
    yield show(VISITOR, "modules.compare", minute, show="all", language="fr")
    yield show(VISITOR, "modules.compare", minute, view="sentences", show="all", language="en")
    yield show(VISITOR, "modules.compare", world.modules["small"])
    # Published, and no consultation asks about it.
    yield show(VISITOR, "feedback.module", world.modules["alone"])
    yield show(VISITOR, "feedback.module_version", world.modules["alone"], number=1)


def keeping(world: World) -> Iterator[Example]:
    """Where staff keep modules."""
    minute, screen = world.modules["first_minute"].id, world.modules["screen"].id
    yield show("editor", "modules.workspace")
    yield show("editor", "modules.history", module_id=minute)
    yield show("editor", "modules.version", module_id=minute, number=2)
    yield show("editor", "modules.version", module_id=screen, number=1)
    yield send("editor", "modules.version", None, {"changes_en": "x" * 5_001}, module_id=screen, number=1)
    yield show("editor", "modules.new")
    yield send("editor", "modules.new", None, {"text_en": "No front matter", "text_fr": "---"})
    yield show("editor", "modules.new_version", module_id=minute, **{"from": 1})
    yield send("editor", "modules.new_version", None, {"text_en": "---\nid: 12"}, module_id=minute)
