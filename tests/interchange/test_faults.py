"""What is wrong with an export: a file that cannot be used changes nothing, a row that cannot be used is named and left out."""

import re
import shutil

import pytest
from sqlalchemy import func, select

from consult.core.db import db
from consult.feedback.models import Statement, StatementVote
from tests.builders.interchange import FIRST
from tests.support.commands import everything, run

pytestmark = pytest.mark.usefixtures("app")
T = FIRST
MESSAGE = re.compile(r"(?P<file>.+?)(:(?P<line>\d+))?: .+\. [A-Z].+\.\n")


def no_folder(export):
    shutil.rmtree(export.folder)


def empty_folder(export):
    no_folder(export)
    export.folder.mkdir()


def no_file(name):
    def spoil(export):
        (export.folder / name).unlink()

    return spoil


def header(name, line):
    def spoil(export):
        file = export.folder / name
        file.write_text("\n".join([line, *file.read_text().splitlines()[1:]]) + "\n")

    return spoil


def content(name, written):
    def spoil(export):
        (export.folder / name).write_bytes(written)

    return spoil


def line(name, number, written):
    """Put these bytes in the place of one line."""

    def spoil(export):
        lines = (export.folder / name).read_bytes().split(b"\n")
        lines[number - 1] = written
        (export.folder / name).write_bytes(b"\n".join(lines))

    return spoil


COMMENTS, VOTES, SUMMARY = "comments.csv", "votes.csv", "summary.csv"
ENOUGH = b'1,Tue,0,7,9,9,1,"' + b"x" * 1_200_000 + b'"'
FILE_FAULTS = {
    "the folder is not there": (no_folder, "", None),
    "the folder is empty": (empty_folder, "", None),
    "comments.csv is missing": (no_file(COMMENTS), COMMENTS, None),
    "votes.csv is missing": (no_file(VOTES), VOTES, None),
    "a column of comments.csv": (header(COMMENTS, "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,body"), COMMENTS, 1),
    "a column of votes.csv": (header(VOTES, "timestamp,datetime,comment-id,voter,vote"), VOTES, 1),
    "semicolons": (header(COMMENTS, "timestamp;datetime;comment-id;author-id;agrees;disagrees;moderated;comment-body"), COMMENTS, 1),
    "comments.csv is not UTF-8": (line(COMMENTS, 3, b"1,Tue,1,7,9,9,1,caf\xe9"), COMMENTS, 3),
    "votes.csv is not UTF-8": (line(VOTES, 4, b"1,Tue,0,\xff,1"), VOTES, 4),
    "summary.csv is not UTF-8": (line(SUMMARY, 4, b"conversation-description,caf\xe9"), SUMMARY, 4),
    "UTF-16": (content(COMMENTS, "timestamp,comment-id".encode("utf-16")), COMMENTS, 1),
    "comments.csv is empty": (content(COMMENTS, b""), COMMENTS, 1),
    "votes.csv is empty": (content(VOTES, b""), VOTES, 1),
    "comments.csv is a header": (
        content(COMMENTS, b"timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"),
        COMMENTS,
        1,
    ),
    "a NUL byte in a text": (line(COMMENTS, 3, b"1,Tue,1,7,9,9,1,a\0b"), COMMENTS, 3),
    "a NUL byte in the summary": (line(SUMMARY, 1, b"topic,a\0b"), SUMMARY, 1),
    "a cell that is too large": (line(COMMENTS, 3, ENOUGH), COMMENTS, 3),
    "a quotation mark that nobody closes": (line(COMMENTS, 4, b'1,Tue,2,7,9,9,1,"and so on'), COMMENTS, 4),
    "a quotation mark in the middle": (line(COMMENTS, 3, b'1,Tue,1,7,9,9,1,"So" he said'), COMMENTS, 3),
    "no row can be used": (content(COMMENTS, b"timestamp,comment-id,author-id,moderated,comment-body\nx,x,x,x,x\n"), COMMENTS, None),
}


@pytest.mark.parametrize("options", [(), ("--strict",), ("--json",)], ids=["plain", "strict", "json"])
@pytest.mark.parametrize("case", FILE_FAULTS)
def test_a_file_fault_is_named_and_changes_nothing(app, export, case, options):
    spoil, name, number = FILE_FAULTS[case]
    export.write()
    spoil(export)
    before = everything()
    outcome = run(app, "import-polis", str(export.folder), *options)
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    last = MESSAGE.fullmatch(outcome.stderr.splitlines(keepends=True)[-1])
    assert last, outcome.stderr
    assert last["file"] == str(export.folder / name if name else export.folder)
    assert last["line"] == (str(number) if number else None)
    assert everything() == before


@pytest.mark.parametrize("case", FILE_FAULTS)
def test_a_file_fault_leaves_an_earlier_import_as_it_was(app, export, case):
    assert run(app, "import-polis", str(export.write())).exit_code == 0
    FILE_FAULTS[case][0](export)
    before = everything()
    assert run(app, "import-polis", str(export.folder)).exit_code == 1
    assert everything() == before


ROW_FAULTS = {
    "an unknown vote": ("votes", f"{T},Tue,0,9,2", "The vote '2' is unknown."),
    "an empty vote": ("votes", f"{T},Tue,0,9,", "The vote '' is unknown."),
    "a row that ends early": ("votes", f"{T},Tue,0,9", "The vote '' is unknown."),
    "a vote on a statement that is not there": ("votes", f"{T},Tue,77,9,1", "There is no statement '77' in comments.csv."),
    "a vote on nothing": ("votes", f"{T},Tue,,9,1", "There is no statement '' in comments.csv."),
    "a vote on what is no number": ("votes", f"{T},Tue,²,9,1", "There is no statement '²' in comments.csv."),
    "a vote of nobody": ("votes", f"{T},Tue,0, ,1", "voter-id is empty."),
    "a vote at no moment": ("votes", "yesterday,Tue,0,9,1", "The timestamp 'yesterday' is not a moment."),
    "a vote at a negative moment": ("votes", "-5,Tue,0,9,1", "The timestamp '-5' is not a moment."),
    "a vote far in the future": ("votes", "999999999999999,Tue,0,9,1", "The timestamp '999999999999999' is not a moment."),
    "a vote at a moment in other digits": ("votes", "²,Tue,0,9,1", "The timestamp '²' is not a moment."),
    "a vote with a cell too many": ("votes", f"{T},Tue,0,9,1,1", "The row has 6 cells, the header 5."),
    "a statement without a number": ("comments", f"{T},Tue,,7,0,0,1,Words.", "comment-id is '', which is no number."),
    "a statement with a number of other digits": ("comments", f"{T},Tue,٣,7,0,0,1,Words.", "comment-id is '٣', which is no number."),
    "a statement with a number that no row can have": (
        "comments",
        f"{T},Tue,99999999999,7,0,0,1,Words.",
        "comment-id is '99999999999', which is no number.",
    ),
    "a statement that was there": ("comments", f"{T},Tue,0,7,0,0,1,Words.", "Statement 0 was there before."),
    "a statement at no moment": ("comments", ",Tue,9,7,0,0,1,Words.", "The timestamp '' is not a moment."),
    "a statement of an unknown status": ("comments", f"{T},Tue,9,7,0,0,2,Words.", "moderated is '2'."),
    "a statement without words": ("comments", f"{T},Tue,9,7,0,0,1, ", "The text has 0 characters."),
    "a statement that is too long": ("comments", f"{T},Tue,9,7,0,0,1,{'x' * 1001}", "The text has 1001 characters."),
    "a statement cut by its comma": ("comments", f"{T},Tue,9,7,0,0,1,Words, and more", "The row has 9 cells, the header 8."),
    "a long cell in its message": ("comments", f"{T},Tue,{'y' * 99},7,0,0,1,Words.", f"comment-id is '{'y' * 40}…', which is no number."),
}


def counts():
    return tuple(db.session.scalar(select(func.count()).select_from(table)) for table in (Statement, StatementVote))


@pytest.mark.parametrize("case", ROW_FAULTS)
def test_a_row_fault_is_named_and_the_rest_comes_in(app, export, case):
    file, row, reason = ROW_FAULTS[case]
    rows = getattr(export, file)
    rows.insert(1, row)
    outcome = run(app, "import-polis", str(export.write()))
    assert outcome.exit_code == 0
    assert outcome.stderr.startswith(f"{export.folder / file}.csv:3: {reason} ")
    assert MESSAGE.fullmatch(outcome.stderr)
    assert outcome.stdout.endswith("; 13 rows written, 1 rows skipped\n")
    assert counts() == (4, 7)


@pytest.mark.parametrize("case", ROW_FAULTS)
def test_strict_makes_a_row_fault_a_fault_of_the_import(app, export, case):
    file, row, reason = ROW_FAULTS[case]
    getattr(export, file).insert(1, row)
    before = everything()
    outcome = run(app, "import-polis", str(export.write()), "--strict")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    first, last = outcome.stderr.splitlines()
    assert reason in first
    assert "nothing was changed" in last
    assert everything() == before


def test_the_line_is_where_a_row_begins(app, export):
    export.comments[:1] = [f'{T},Tue,0,7,0,0,1,"Every patrol', "", 'begins with a ""walk""."', "", f"{T},Tue,x,7,0,0,1,Words."]
    export.votes.insert(0, "")
    export.votes.append(f"{T},Tue,0,9,7")
    outcome = run(app, "import-polis", str(export.write()))
    assert [message.split(": ")[0].rpartition("/")[2] for message in outcome.stderr.splitlines()] == ["comments.csv:6", "votes.csv:11"]
    text = db.session.scalars(select(Statement).where(Statement.number == 0)).one().text.en
    assert text == 'Every patrol\n\nbegins with a "walk".'


def test_the_message_of_a_row_stays_on_one_line(app, export):
    export.comments.append(f'{T},Tue,"a\nb",7,0,0,1,Words.')
    outcome = run(app, "import-polis", str(export.write()))
    assert outcome.stderr.count("\n") == 1


def test_a_statement_that_is_left_out_takes_its_votes_along(app, export):
    export.comments[0] = export.comments[0].replace(",1,Every", ",?,Every")
    outcome = run(app, "import-polis", str(export.write()))
    assert outcome.stdout.endswith("4 rows skipped\n")
    assert counts() == (3, 4)


def test_columns_may_stand_in_any_order_and_others_beside_them(app, export):
    export.votes_header = " vote , voter-id,comment-id, timestamp ,note"
    export.votes = [f"1,1,0,{T},so", f"-1,2,0,{T},"]
    assert run(app, "import-polis", str(export.write())).exit_code == 0
    assert counts() == (4, 2)


@pytest.mark.parametrize("words", [(), ("a", "b"), ("a", "--lang", "de")])
def test_wrong_usage_is_exit_2(app, words):
    assert run(app, "import-polis", *words).exit_code == 2


def test_statements_that_nobody_has_voted_on_come_in(app, export):
    export.votes = []
    for written in ("13 rows", "0 rows"):
        outcome = run(app, "import-polis", str(export.write()))
        assert (outcome.exit_code, outcome.stderr) == (0, "")
        expected = "4 statements (1 rejected), 0 live votes, 0 voters; "
        assert outcome.stdout.splitlines()[1].startswith(expected), written
    assert counts() == (4, 0)
