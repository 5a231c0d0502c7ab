"""What was said in a round: each comment with its author's wishes, its hour, and what became of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from consult.accounts.models import Perspective, Province
from consult.feedback.models import AuthorChoice, Kind, More, Visibility
from consult.home.demo_loader.calendar import Days
from consult.home.demo_loader.content import CommentLine, FirstRound, Leaning
from consult.moderation.models import Reason

# How long the demo's moderator takes: less than the first answer to any comment took to come.
READ_AFTER = timedelta(hours=4)
# What people of the file call themselves by their role (“Nurse in charge”) is the name that they chose, with their role beside it.
WISHES = {
    "name_chosen": More(AuthorChoice.NAME, with_role=True, quote_ok=True),
    "initials": More(AuthorChoice.INITIALS, with_role=True),
    "role_province": More(AuthorChoice.NAME, with_role=True),
}
# These chose otherwise, so that each choice is seen: role and province alone, nothing at all, the team alone.
OTHER_WISHES = {
    "202": More(AuthorChoice.ANONYMOUS),
    "204": More(AuthorChoice.ROLE_PROVINCE),
    "211": More(AuthorChoice.ROLE_PROVINCE, quote_ok=True),
    "222": More(AuthorChoice.ROLE_PROVINCE),
    "244": More(AuthorChoice.TEAM_ONLY),
}


@dataclass(frozen=True)
class Saying:
    """One comment. `answers` is how many people agree, or how each perspective leans."""

    source_id: str
    module_id: int
    block_key: str
    parent: str | None
    lang: str
    kind: Kind | None
    body: str
    signed_as: str
    more: More
    perspective: Perspective
    province: Province
    posted_at: datetime
    fate: Visibility
    settled_at: datetime | None
    reason: Reason | None
    answers: int | Leaning

    def public(self, until: datetime) -> tuple[datetime, datetime] | None:
        """From when to when everybody could read it; `until` is the end of the round. None: never."""
        if self.fate is Visibility.PENDING:
            return None
        if self.settled_at is None:
            return self.posted_at, until
        return (self.settled_at, until) if self.fate is Visibility.PUBLISHED else (self.posted_at, self.settled_at)


def open_round(rows: list[dict[str, str]], days: Days, modules: Collection[int]) -> list[Saying]:
    """The comments on these modules. Those that the file expects to be published, the moderator has read; the others wait."""
    latest = max(datetime.fromisoformat(row["created_at"]) for row in rows)
    return [_of_row(row, days, latest) for row in rows if int(row["module_id"]) in modules]


def closed_round(first: FirstRound, days: Days) -> list[Saying]:
    """The comments of the first round, public at once; one was hidden later, one withdrawn."""
    return [_of_line(line, first["module"], days) for line in first["comments"]]


def _of_row(row: dict[str, str], days: Days, latest: datetime) -> Saying:
    posted_at = days.moved(datetime.fromisoformat(row["created_at"]), latest=latest)
    is_read = row["expected_moderation"] == "publish"
    return Saying(
        source_id=row["id"],
        module_id=int(row["module_id"]),
        block_key=row["block_id"],
        parent=row["parent_id"] or None,
        lang=_language(row["lang"]),
        kind=None if row["kind"] == "reply" else Kind(row["kind"]),
        body=row["body"],
        signed_as=row["display_name"],
        more=OTHER_WISHES.get(row["id"], WISHES[row["attribution"]]),
        perspective=Perspective(row["stakeholder_group"]),
        province=Province(row["province"]),
        posted_at=posted_at,
        fate=Visibility.PUBLISHED if is_read else Visibility.PENDING,
        settled_at=posted_at + READ_AFTER if is_read else None,
        reason=None,
        answers=int(row["agree_count"]),
    )


def _of_line(line: CommentLine, module_id: int, days: Days) -> Saying:
    hour, decided = time.fromisoformat(line["at"]), line.get("decided_day")
    return Saying(
        source_id=str(line["id"]),
        module_id=module_id,
        block_key=line["block"],
        parent=str(line["parent"]) if line["parent"] else None,
        lang=_language(line["lang"]),
        kind=Kind(line["kind"]) if line["kind"] else None,
        body=line["body"].strip(),
        signed_as=line["display_name"],
        more=WISHES[line["attribution"]],
        perspective=Perspective(line["perspective"]),
        province=Province(line["province"]),
        posted_at=days.on_day(line["day"], hour),
        fate=Visibility(line["visibility"]),
        settled_at=days.on_day(decided, hour) if decided else None,
        reason=Reason(line["reason"]) if "reason" in line else None,
        answers=line,
    )


def _language(tag: str) -> str:
    """The language without its region, as it is stored."""
    return tag.partition("-")[0]
