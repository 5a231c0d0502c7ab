"""The shape of what is compiled, hashed, frozen and shown, schema 1: counts are integers, shares are strings, nothing is a float.

What is not required came later: editions that were published before have none of it, and never will.
"""

from typing import NotRequired, TypedDict

from consult.reports.queries import ItemType


class Pair(TypedDict):
    """A text in both languages; of an import, one of them is empty."""

    en: str
    fr: str


class ConsultationPart(TypedDict):
    """Which consultation the numbers are of."""

    id: int
    slug: str
    provenance: str
    languages: str
    source: str | None
    source_id: str | None
    opens_at: str | None
    closes_at: str | None


class Parameters(TypedDict):
    """What the calculation was told."""

    minimum_seen: int
    minimum_judged: NotRequired[int]
    list_length: int
    lists_of: ItemType
    interval: str
    z: str


class Participation(TypedDict):
    """People, counted once."""

    participants: int
    commenters: int
    voters: int
    by_language: dict[str, int]
    without_account: NotRequired[int]  # contributions, not people; only where there are any


class SectionPart(TypedDict):
    """Published comments of one section."""

    module: int
    section: str
    comments: int


class Comments(TypedDict):
    """Comments by state, kind and place."""

    published: int
    by_kind: dict[str, int]
    by_section: list[SectionPart]
    not_public: dict[str, int]


class RangePart(TypedDict):
    """A share with its Wilson range."""

    share: str
    low: str
    high: str


class BallotPart(TypedDict):
    """How people judged one section. What is worked out of fewer than `minimum_judged` people is null.

    In what is published (`reports.public`) counts of so few people are null too; the findings and the draft have all of them.
    """

    module: int
    section: str
    ready: int | None
    changes: int | None
    not_ready: int | None
    not_for_me: int | None
    n: int | None
    shares: dict[str, RangePart] | None
    net: str | None
    importance: dict[str, int] | None
    importance_median: str | None
    importance_top2: str | None
    attention: str | None
    earlier_wording: int | None


class TotalPart(TypedDict):
    """What the source of an import states of one statement or comment, without rows behind it."""

    type: ItemType
    number: int
    source_id: str | None
    agree: int
    disagree: int
    unsure: int


class Votes(TypedDict):
    """Live votes, and how many of them are on something public."""

    live: int
    counted: int


class ItemPart(TypedDict):
    """One statement or comment with its answers."""

    type: ItemType
    number: int
    source_id: str | None
    agree: int
    disagree: int
    unsure: int
    seen: int
    share: str
    low: str
    high: str


class Findings(TypedDict):
    """The findings snapshot."""

    schema: int
    consultation: ConsultationPart
    compiled_at: str
    code_version: str
    parameters: Parameters
    participation: Participation
    comments: Comments
    ballots: list[BallotPart]
    votes: Votes
    items: list[ItemPart]
    most_agreed: list[int]
    most_divided: list[int]
    source_totals: NotRequired[list[TotalPart]]


class Labels(TypedDict):
    """The words beside the numbers; keys are numbers as text, sections are `module:key`."""

    title: Pair
    modules: dict[str, Pair]
    sections: dict[str, Pair]
    statements: dict[str, Pair]


class Snapshot(TypedDict):
    """What compiling a draft keeps."""

    findings: Findings
    labels: Labels


class Content(Snapshot):
    """What an edition freezes: everything that its page shows."""

    edition: int
    report: int
    published_at: str
    summary: Pair
    summary_html: Pair
