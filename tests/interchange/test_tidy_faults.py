"""What is wrong with a tidy folder: a file that cannot be used changes nothing, a row that cannot be used is named and left out."""

import gzip
import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from consult.consultations.models import Consultation
from consult.core.db import db
from consult.feedback.models import Comment, CommentVote, Statement
from consult.interchange.source.tidy.descent import Broken, trace
from tests.builders.interchange import cast, document, said, section
from tests.support.commands import everything, run

pytestmark = pytest.mark.usefixtures("app")
MESSAGE = re.compile(r"(?P<file>.+?)(:(?P<line>\d+))?: .+\. [A-Z].+\.\n")
LONG = "x" * 100_001


def no_files(tidy):
    for file in tidy.folder.iterdir():
        file.unlink()


def no_file(*names):
    def spoil(tidy):
        for name in names:
            (tidy.folder / name).unlink()

    return spoil


def no_column(name, column):
    def spoil(tidy):
        file = tidy.folder / name
        file.write_text(file.read_text().replace(column, "other", 1))

    return spoil


def content(name, written):
    def spoil(tidy):
        (tidy.folder / name).write_bytes(written)

    return spoil


def packed(name, spoilt):
    def spoil(tidy):
        file = tidy.folder / name
        (tidy.folder / f"{name}.gz").write_bytes(spoilt(gzip.compress(file.read_bytes())))
        file.unlink()

    return spoil


def twice(tidy):
    (tidy.folder / "votes.csv.gz").write_bytes(gzip.compress((tidy.folder / "votes.csv").read_bytes()))


FILE_FAULTS = {
    "the folder is empty": (no_files, "", None),
    "documents.csv is missing": (no_file("documents.csv"), "documents.csv", None),
    "nothing to read or to say": (no_file("comments.csv", "sections.csv"), "", None),
    "a column of documents.csv": (no_column("documents.csv", "title"), "documents.csv", 1),
    "a column of sections.csv": (no_column("sections.csv", "heading"), "sections.csv", 1),
    "a column of comments.csv": (no_column("comments.csv", "kind"), "comments.csv", 1),
    "a column of votes.csv": (no_column("votes.csv", "target_type"), "votes.csv", 1),
    "a column of participants.csv": (no_column("participants.csv", "participant"), "participants.csv", 1),
    "comments.csv is not UTF-8": (content("comments.csv", b"comment_id,text\nc1,caf\xe9\n"), "comments.csv", 2),
    "votes.csv is empty": (content("votes.csv", b""), "votes.csv", 1),
    "documents.csv is a header": (content("documents.csv", b"document_id,consultation_id,lang,title\n"), "documents.csv", 1),
    "no document can be used": (content("documents.csv", b"document_id,consultation_id,lang,title\n,c,en,T\n"), "documents.csv", None),
    "a NUL byte": (content("votes.csv", b"target_type,target_id,participant,value\n\0\n"), "votes.csv", 2),
    "a quotation mark that nobody closes": (content("votes.csv", b'target_type,target_id,participant,value\n"x\n'), "votes.csv", 2),
    "no gzip": (packed("votes.csv", lambda _bytes: b"plain"), "votes.csv.gz", None),
    "half a gzip": (packed("comments.csv", lambda whole: whole[:-20]), "comments.csv.gz", None),
    "a broken gzip": (packed("comments.csv", lambda whole: whole[:30] + b"\xff" * 40 + whole[70:]), "comments.csv.gz", None),
    "a file twice": (twice, "votes.csv.gz", None),
}


@pytest.mark.parametrize("options", [(), ("--strict",), ("--json",)], ids=["plain", "strict", "json"])
@pytest.mark.parametrize("case", FILE_FAULTS)
def test_a_file_fault_is_named_and_changes_nothing(app, tidy, case, options):
    spoil, name, number = FILE_FAULTS[case]
    tidy.write()
    spoil(tidy)
    before = everything()
    outcome = run(app, "import-tidy", str(tidy.folder), *options)
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    last = MESSAGE.fullmatch(outcome.stderr.splitlines(keepends=True)[-1])
    assert last, outcome.stderr
    assert (last["file"], last["line"]) == (str(tidy.folder / name if name else tidy.folder), str(number) if number else None)
    assert everything() == before


ROW_FAULTS = {
    "a document without an id": ("documents", document(""), "document_id is empty."),
    "a document twice": ("documents", document(), "The document 'd1' was there before."),
    "a document without a title": ("documents", document("d2", title=" "), "The document has no title."),
    "a title too long": ("documents", document("d2", title="x" * 1_001), "title has 1001 characters."),
    "a document of another consultation": (
        "documents",
        document("d2", consultation_id="else"),
        "The document is of another consultation, 'else'.",
    ),
    "a document of no consultation": ("documents", document("d2", consultation_id=""), "consultation_id is empty."),
    "a document of a bad day": (
        "documents",
        document("d2", published_at="2026-02-30"),
        "published_at is '2026-02-30', which is not a date.",
    ),
    "a document in no language": ("documents", document("d2", lang="?"), "lang is '?', which is no language tag."),
    "a section without an id": ("sections", section(""), "section_id is empty."),
    "a section twice": ("sections", section("a1"), "The section 'a1' was there before."),
    "a section of no document": ("sections", section("a9", document_id="d9"), "There is no document 'd9'."),
    "a section under nothing": ("sections", section("a9", parent_section_id="a7"), "There is no 'a7' to belong to."),
    "a section under itself": ("sections", section("a9", parent_section_id="a9"), "It belongs to 'a9', which belongs to it in turn."),
    "a section at no place": ("sections", section("a9", position="last"), "position is 'last', which is no number."),
    "a heading too long": ("sections", section("a9", "x" * 1_001), "heading has 1001 characters."),
    "a body too long": ("sections", section("a9", body=LONG), "body has 100001 characters."),
    "a section opened at no moment": ("sections", section("a9", opened_at="soon"), "opened_at is 'soon', which is not a date."),
    "a negative total": ("sections", section("a9", n_agree="-1"), "n_agree is '-1', which is no count."),
    "a total that is no number": ("comments", said("c9", n_pass="1.5"), "n_pass is '1.5', which is no count."),
    "a contribution without an id": ("comments", said(""), "comment_id is empty."),
    "a contribution twice": ("comments", said("c1"), "The contribution 'c1' was there before."),
    "an unknown kind": ("comments", said("c9", "poem"), "kind is 'poem'."),
    "an argument for nothing": ("comments", said("c9", "argument"), "stance is ''."),
    "an unknown status": ("comments", said("c9", status="odd"), "status is 'odd'."),
    "an unknown section": ("comments", said("c9", section_id="a9"), "There is no section 'a9'."),
    "an unknown document": ("comments", said("c9", document_id="d9"), "There is no document 'd9'."),
    "an unknown parent": ("comments", said("c9", parent_id="c8"), "There is no 'c8' to belong to."),
    "an answer to itself": ("comments", said("c9", parent_id="c9"), "It belongs to 'c9', which belongs to it in turn."),
    "an answer to a statement": ("comments", said("c9", parent_id="x1"), "'x1' is a statement: people vote on it, and do not answer it."),
    "another consultation": ("comments", said("c9", consultation_id="else"), "The row is of another consultation, 'else'."),
    "nothing said": ("comments", said("c9", text="<p> </p>"), "The text is empty."),
    "too much said": ("comments", said("c9", text=LONG), "text has 100001 characters."),
    "too much suggested": ("comments", said("c9", "modification", after_text=LONG), "after_text has 100001 characters."),
    "a statement too long": ("comments", said("c9", "statement", "x" * 1_001), "text has 1001 characters."),
    "said at no moment": ("comments", said("c9", created_at="31/12/2026"), "created_at is '31/12/2026', which is not a date."),
    "said in the year 1": ("comments", said("c9", created_at="0001-01-01T00:00:00+10:00"), "which is not a date."),
    "said in no language": ("comments", said("c9", lang="fr fr"), "lang is 'fr fr', which is no language tag."),
    "a vote of nobody": ("votes", cast("p1", ""), "participant is empty."),
    "an unknown vote": ("votes", cast("p1", "u1", "2"), "The vote '2' is unknown."),
    "a vote on nothing": ("votes", cast("p9", "u1"), "There is no comment 'p9'."),
    "a vote on no section": ("votes", cast("p1", "u1", "1", "section"), "There is no section 'p1'."),
    "a vote on a poem": ("votes", cast("p1", "u1", "1", "poem"), "target_type is 'poem'."),
    "a vote at no moment": ("votes", cast("p1", "u1", created_at="now"), "created_at is 'now', which is not a date."),
    "a person without an id": ("participants", {"participant": ""}, "participant is empty."),
    "a person twice": ("participants", {"participant": "u1"}, "The participant 'u1' was there before."),
}


def told(outcome):
    """The faults that the command named: how far it has come is no fault."""
    return [line for line in outcome.stderr.splitlines() if re.match(r".+\.csv(\.gz)?:\d+: ", line)]


@pytest.mark.parametrize("case", ROW_FAULTS)
def test_a_row_fault_is_named_and_the_rest_comes_in(app, tidy, case):
    table, row, reason = ROW_FAULTS[case]
    assert run(app, "import-tidy", str(tidy.write())).exit_code == 0
    clean = everything()
    getattr(tidy, table).append(row)
    outcome = run(app, "import-tidy", str(tidy.write()))
    assert outcome.exit_code == 0
    assert outcome.stdout.endswith("; 0 rows written, 1 rows skipped\n")
    (message,) = told(outcome)
    assert MESSAGE.fullmatch(f"{message}\n")
    assert reason in message
    lines = (tidy.folder / f"{table}.csv").read_text().splitlines()
    assert f"{table}.csv:{len(lines)}: " in message or table == "sections"  # a body of two paragraphs has more lines than rows
    assert everything() == clean


@pytest.mark.parametrize("case", ROW_FAULTS)
def test_strict_makes_a_row_fault_a_fault_of_the_import(app, tidy, case):
    table, row, reason = ROW_FAULTS[case]
    getattr(tidy, table).append(row)
    before = everything()
    outcome = run(app, "import-tidy", str(tidy.write()), "--strict")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert reason in told(outcome)[0]
    assert "nothing was changed" in outcome.stderr.splitlines()[-1]
    assert everything() == before


def test_what_hangs_on_a_row_that_was_left_out_is_left_out_with_its_own_reason(app, tidy):
    tidy.row("comments", "p1")["kind"] = "poem"
    outcome = run(app, "import-tidy", str(tidy.write()))
    reasons = [line.partition(".csv:")[2] for line in told(outcome)]
    assert [reason.partition(". ")[0] for reason in reasons] == [
        "3: kind is 'poem'",
        "4: The row 'p1' that it belongs to was left out",
        "6: The row 'g1' that it belongs to was left out",
        "4: There is no comment 'p1'",
        "5: There is no comment 'p1'",
        "8: There is no comment 'p1'",
    ]
    assert outcome.stdout.endswith("6 rows skipped\n")
    assert db.session.scalar(select(func.count()).select_from(Comment)) == 6


def test_what_is_left_out_says_nothing_of_when_it_was_held(app, tidy):
    long_ago = {"created_at": "1999-01-01"}
    tidy.comments += [
        said("z1", parent_id="nobody", **long_ago),
        said("z2", parent_id="z1", created_at="2050-01-01"),
        said("z3", "poem", **long_ago),
        said("z4", parent_id="x1", **long_ago),
    ]
    tidy.votes.append(cast("z1", "u1", **long_ago))
    tidy.sections.append(section("z5", parent_section_id="nothing", opened_at="1999-01-01"))
    assert run(app, "import-tidy", str(tidy.write())).stdout.endswith("6 rows skipped\n")
    held = db.session.scalars(select(Consultation)).one()
    assert (held.opens_at, held.closes_at) == (datetime(2026, 1, 2, 8, tzinfo=UTC), datetime(2026, 1, 5, 10, 0, 1, tzinfo=UTC))


def test_a_circle_of_answers_is_left_out_with_everything_that_answers_it(app, tidy):
    tidy.comments += [said("z1", parent_id="z2"), said("z2", parent_id="z3"), said("z3", parent_id="z1"), said("z4", parent_id="z1")]
    reasons = [line.partition(".csv:")[2] for line in told(run(app, "import-tidy", str(tidy.write())))]
    assert len(reasons) == 4
    assert sum("belongs to it in turn" in reason for reason in reasons) == 3
    assert sum("'z1' that it belongs to was left out" in reason for reason in reasons) == 1


def test_an_answer_may_stand_before_what_it_answers(app, tidy):
    tidy.comments.reverse()
    assert told(run(app, "import-tidy", str(tidy.write()))) == []
    rows = {row.source_id: row for row in db.session.scalars(select(Comment))}
    assert rows["r1"].parent_id == rows["g1"].parent_id == rows["p1"].id


def test_of_a_contribution_that_is_there_twice_the_first_counts(app, tidy):
    tidy.comments.append(said("c1", text="Another text."))
    run(app, "import-tidy", str(tidy.write()))
    assert db.session.scalars(select(Comment.body).where(Comment.source_id == "c1")).one() == "I walked."


def test_a_faulty_vote_does_not_replace_the_one_before(app, tidy):
    tidy.votes = [cast("p1", "u1"), cast("p1", "u1", "7"), cast("x1", "u1"), cast("x1", "u1", created_at="?")]
    run(app, "import-tidy", str(tidy.write()))
    assert db.session.scalars(select(CommentVote.stance)).one().value == "agree"
    assert db.session.scalars(select(Statement.agree_count).where(Statement.source_id == "x1")).one() == 1


@pytest.mark.parametrize("words", [(), ("a", "b"), ("a", "--lang", "de")])
def test_wrong_usage_is_exit_2(app, words):
    assert run(app, "import-tidy", *words).exit_code == 2


@pytest.mark.parametrize(
    ("parents", "root", "broken"),
    [
        ({"a": "", "b": "a", "c": "b"}, {"a": "a", "b": "a", "c": "a"}, {}),
        ({"c": "b", "b": "a", "a": ""}, {"a": "a", "b": "a", "c": "a"}, {}),
        ({"a": "x", "b": "a"}, {}, {"a": Broken.UNKNOWN, "b": Broken.LEFT_OUT}),
        ({"b": "a", "a": "x"}, {}, {"a": Broken.UNKNOWN, "b": Broken.LEFT_OUT}),
        ({"a": "gone"}, {}, {"a": Broken.LEFT_OUT}),
        ({"a": "b", "b": "a", "c": "a"}, {}, {"a": Broken.CIRCLE, "b": Broken.CIRCLE, "c": Broken.LEFT_OUT}),
        ({"c": "a", "a": "b", "b": "a"}, {}, {"a": Broken.CIRCLE, "b": Broken.CIRCLE, "c": Broken.LEFT_OUT}),
        ({}, {}, {}),
    ],
)
def test_descent(parents, root, broken):
    found = trace(parents, {"gone"})
    assert (found.root, found.broken) == (root, broken)


def test_a_long_line_of_descent_is_no_trouble():
    parents = {str(number): str(number - 1) if number else "" for number in range(100_000)}
    assert set(trace(parents).root.values()) == {"0"}
    assert set(trace({number: str(int(number) + 1) for number in parents}).broken.values()) == {Broken.UNKNOWN, Broken.LEFT_OUT}
