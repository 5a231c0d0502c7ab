"""The files of the demo as typed rows. Days are counted in them, not dated: `calendar` turns them into moments."""

import csv
from pathlib import Path
from typing import NotRequired, TypedDict

import yaml

from consult.core.bilingual import LANGUAGES, Bilingual
from consult.core.formats import spacing

FOLDER = Path(__file__).parents[1] / "demo"
# One file a language for each version of each module.
MODULES = {
    (11, 1): ("01-before-the-call.en.md", "01-avant-l-appel.fr.md"),
    (12, 1): ("02-the-first-minute.v1.en.md", "02-la-premiere-minute.v1.fr.md"),
    (12, 2): ("02-the-first-minute.en.md", "02-la-premiere-minute.fr.md"),
    (13, 1): ("03-behind-the-screen.en.md", "03-derriere-l-ecran.fr.md"),
}
# Not shown where CONSULT_DEMO_SAFE is set: it waits for Indigenous reviewers.
AWAITS_REVIEW = 11
# For whoever signs in to nothing: a module with two versions, and what changed between them.
COMPARISON = Bilingual("/en/modules/12-the-first-minute/changes", "/fr/modules/12-la-premiere-minute/changements")


class Texts(TypedDict):
    """An institutional text in both languages."""

    en: str
    fr: str


class Account(TypedDict):
    """One account that a visitor of the demo may sign in with."""

    address: str
    role: str | None
    of: str | None
    lang: str
    display_name: str
    perspective: str | None
    province: str | None
    note: Texts
    start: str


class ReportPlan(TypedDict):
    """When the report of a round was published."""

    published_days_ago: int


class Round(TypedDict):
    """One consultation."""

    key: str
    slug: Texts
    title: Texts
    summary: Texts
    scope_open: Texts
    scope_decided: Texts
    scope_excluded: Texts
    promise: Texts
    zone: str
    modules: list[int]
    versions: dict[int, int]
    mode: str
    who_may_contribute: NotRequired[str]
    opened_days_ago: int
    closes_in_days: NotRequired[int]
    closed_days_ago: NotRequired[int]
    report_days_after_closing: int
    respond_days_after_closing: int
    report: NotRequired[ReportPlan]


class Leaning(TypedDict):
    """How people answer: of 100 voters how many do, and of 100 of each perspective how many agree, disagree, are unsure."""

    turnout: int
    stances: dict[str, tuple[int, int, int]]


class StatementLine(Leaning):
    """A statement of the first round."""

    number: int
    section: str | None
    en: str
    fr: str


class CommentLine(Leaning):
    """A comment of the first round, and what became of it."""

    id: int
    block: str
    parent: int | None
    lang: str
    kind: str | None
    display_name: str
    attribution: str
    perspective: str
    province: str
    body: str
    visibility: str
    reason: NotRequired[str]
    decided_day: NotRequired[int]
    day: int
    at: str


class FirstRound(TypedDict):
    """The feedback of the closed consultation, and how many voters there are of each perspective."""

    consultation: str
    module: int
    voters: dict[str, int]
    comments: list[CommentLine]
    statements: list[StatementLine]


class Opinion(TypedDict):
    """What one person said of a section: one of the voters (`by` their perspective), or one of the printed accounts."""

    answer: str
    by: NotRequired[str]
    account: NotRequired[str]
    lang: str
    reasons: list[str]
    words: str
    importance: NotRequired[int]


class SectionLine(TypedDict):
    """What people said of one section."""

    ready: int
    not_for_me: int
    importance: list[int]
    asking: list[Opinion]
    accounts: NotRequired[list[Opinion]]


class EditLine(TypedDict):
    """Other words for a comment of the open round; accepted, or waiting still."""

    comment: str
    after_hours: int
    accepted_after_hours: NotRequired[int]
    body: str


class ReturnLine(TypedDict):
    """A comment that came back to its author."""

    comment: str
    after_hours: int
    reason: str
    passage: str
    note: str


class FlagLine(TypedDict):
    """A flag by one of the printed accounts."""

    comment: str
    after_hours: int
    account: str
    reason: str
    words: str


class QuoteLine(TypedDict):
    """Words of the text, in one of its languages."""

    lang: str
    words: str


class OtherWords(TypedDict):
    """A sentence of a text, and what stands in its place."""

    before: str
    after: str


class WordingDecision(TypedDict):
    """What became of a suggested wording; of one that was accepted, also the other language and the change log."""

    comment: str
    after_hours: int
    outcome: str
    reason: Texts
    other: NotRequired[OtherWords]
    changes: NotRequired[Texts]


class Wordings(TypedDict):
    """The wordings that people suggested: the sentence that each takes the place of, words that no other file has, and decisions."""

    places: dict[str, str]
    words: dict[str, str]
    decisions: list[WordingDecision]


class ChangeLines(TypedDict):
    """What became of some comments of the open round."""

    written_by: dict[str, str]  # the number of a comment, and the printed account that wrote it
    edits: list[EditLine]
    returns: list[ReturnLine]
    flags: list[FlagLine]


def accounts() -> list[Account]:
    """The accounts that are printed at the start."""
    found: list[Account] = yaml.safe_load(_read("people.yaml"))["accounts"]
    return found


def committee_name() -> Bilingual:
    """The name of the one committee."""
    return both(yaml.safe_load(_read("consultations.yaml"))["committee"]["name"])


def rounds() -> list[Round]:
    """The consultations, the one that opened first at the head."""
    found: list[Round] = yaml.safe_load(_read("consultations.yaml"))["consultations"]
    return sorted(found, key=lambda one: -one["opened_days_ago"])


def first_round() -> FirstRound:
    """What was said in the closed consultation."""
    found: FirstRound = yaml.safe_load(_read("first_round.yaml"))
    return found


def ballots(key: str) -> dict[int, dict[str, SectionLine]]:
    """What people said of the sections of a round, by module and section key."""
    found: dict[str, dict[int, dict[str, SectionLine]]] = yaml.safe_load(_read("ballots.yaml"))
    return found[key]


def comment_rows() -> list[dict[str, str]]:
    """The comments of the open consultation, as the file has them."""
    return list(csv.DictReader(_read("comments.csv").splitlines(keepends=True)))


def changes() -> ChangeLines:
    """What people changed and flagged in the open consultation, and what came back to its author."""
    found: ChangeLines = yaml.safe_load(_read("changes.yaml"))
    return found


def quotes() -> dict[str, QuoteLine]:
    """What some comments of the open consultation quote, by their number in the file."""
    found: dict[str, QuoteLine] = yaml.safe_load(_read("quotes.yaml"))
    return found


def wordings() -> Wordings:
    """What people suggested to say otherwise, and what became of it."""
    found: Wordings = yaml.safe_load(_read("wordings.yaml"))
    return found


def report_summary() -> Bilingual:
    """What staff wrote beside the figures of the first round, as Markdown."""
    return Bilingual(*(_read(f"report/summary.{lang}.md") for lang in LANGUAGES))


def module_files(module_id: int, version: int) -> tuple[Path, Path]:
    """The English and the French file of a version."""
    en, fr = MODULES[module_id, version]
    return FOLDER / "modules" / en, FOLDER / "modules" / fr


def both(texts: Texts) -> Bilingual:
    """The text in both languages, its punctuation set as on a staff page."""
    return Bilingual(spacing(texts["en"].strip(), "en", edit=True), spacing(texts["fr"].strip(), "fr", edit=True))


def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
