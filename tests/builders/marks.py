"""A hundred and fifty texts that are not public, each with a mark of its own: fifty hidden, fifty for the team alone, fifty withdrawn.

They went in as people and moderators send them, through the services, and others had answered half of them before.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from consult.accounts.models import Role, User
from consult.consultations.models import Consultation, Mode
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.feedback import services
from consult.feedback.models import AuthorChoice, Comment, Kind, More, Stance, Suggestion
from consult.feedback.services import Target
from consult.moderation.models import Reason
from consult.moderation.services import hide_comment
from consult.modules.models import BlockKind, ModuleVersion
from tests.builders.accounts import make_committee, make_user
from tests.builders.consultations import make_consultation
from tests.builders.edits import make_edit
from tests.builders.modules import make_block, make_version

FATES = ("hidden", "team", "withdrawn")
# Where a comment can carry a mark: its words, its title, the words that it proposes, those that it replaced, and its author's name.
PLACES = ("body", "title", "proposal", "former", "name")
OF_EACH_FATE = 10
KEYS = ("b01", "s1", "")


@dataclass
class Marks:
    """The consultation, its people, and the comments with their marks."""

    version: ModuleVersion
    consultation: Consultation
    people: dict[str, User] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)

    @property
    def all(self) -> list[str]:
        """Every mark."""
        return [mark(name, place) for name, place in product(self.comments, PLACES)]


def mark(name: str, place: str) -> str:
    """A word that stands nowhere else; every part of it is a letter, so that initials show one of them at most."""
    return f"Zq{name}{place}qz"


def make_marks() -> Marks:
    """All of them, in a consultation that is open and publishes at once."""
    version = make_version()
    make_block(version, key="s1", kind=BlockKind.SECTION, markdown=Bilingual("Distance", "La distance"))
    make_block(version, key="b01", section_key="s1")
    committee = make_committee()
    made = Marks(version, make_consultation(versions=[version], mode=Mode.POST, committee_id=committee.id))
    here, elsewhere = made.consultation.id, make_consultation("closed").id
    roles: dict[str, tuple[Role, dict[str, int]]] = {
        "moderator": (Role.MODERATOR, {"consultation_id": here}),
        "moderator_elsewhere": (Role.MODERATOR, {"consultation_id": elsewhere}),
        "analyst": (Role.ANALYST, {"consultation_id": here}),
        "member": (Role.COMMITTEE_MEMBER, {"committee_id": committee.id}),
        "administrator": (Role.ADMINISTRATOR, {}),
    }
    made.people = {name: make_user(roles=[role]) for name, role in roles.items()} | {"bystander": make_user()}
    for fate, number in product(FATES, range(OF_EACH_FATE)):
        _say(made, f"{fate}{chr(ord('a') + number)}", number)
    db.session.flush()
    return made


def _say(made: Marks, name: str, number: int) -> None:
    """One comment, in public at first; another one by its author, who shows initials or nothing and stays in public with it."""
    author = make_user(display_name=f"Ann {mark(name, 'name')}")
    modest = More((AuthorChoice.INITIALS, AuthorChoice.ANONYMOUS)[number % 2])
    post(made, author, "Something else, in public.", modest, KEYS[number % 3])
    fate = name[:-1]
    starts_for_the_team = fate == "team" and number % 2
    more = More(AuthorChoice.TEAM_ONLY) if starts_for_the_team else modest
    comment = post(made, author, mark(name, "former"), more, KEYS[number % 3], lang=("en", "fr")[number % 2])
    services.edit_comment(author, comment, body=f"Words {mark(name, 'body')}", lang=comment.lang)
    comment.title, comment.kind = mark(name, "title"), Kind.SUGGESTION
    proposal = mark(name, "proposal")
    shown = {"safe_html": f"<p>{proposal}</p>", "changes_html": f"<del>Old.</del> <ins>{proposal}</ins>"}
    db.session.add(Suggestion(comment_id=comment.id, lang=comment.lang, original="Old.", replacement=proposal, **shown))
    if number % 4 == 0:
        make_edit(comment, f"Later {mark(name, 'body')}")
    if not starts_for_the_team and number % 3 == 0:
        services.vote_on_comment(made.people["bystander"], comment, Stance.AGREE)
        services.reply_to_comment(made.people["bystander"], comment, body="I answer.", lang="en")
    _settle(made, fate, author, comment)
    made.comments[name] = comment


def _settle(made: Marks, fate: str, author: User, comment: Comment) -> None:
    if fate == "hidden":
        hide_comment(made.people["moderator"], comment, reason=Reason.PII_THIRD)
    elif fate == "withdrawn":
        services.withdraw_comment(author, comment)
    else:
        services.change_appearance(author, comment, more=More(AuthorChoice.TEAM_ONLY))


def post(made: Marks, author: User, body: str, more: More, key: str, lang: str = "en") -> Comment:
    """Say something in that consultation."""
    entry = made.consultation.modules[0]
    target = Target(made.consultation, entry.module_id, entry.version_id, key)
    return services.post_comment(author, target, kind=Kind.CONCERN, body=body, lang=lang, more=more)


def found_in(sent: str, marks: list[str]) -> Iterator[str]:
    """Which marks stand in what was sent."""
    return (one for one in marks if one in sent) if "qz" in sent else iter(())
