"""Small exports, written into a folder: a Polis one (five people, four statements, one of them rejected), and one in the tidy format."""

import csv
import gzip
import io
from dataclasses import dataclass, field
from pathlib import Path

FIRST = 1_700_000_000_000  # 2023-11-14 22:13:20 UTC, in milliseconds
COMMENTS_HEADER = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body"
VOTES_HEADER = "timestamp,datetime,comment-id,voter-id,vote"
SUMMARY = """\
topic,How should a patrol begin?
url,https://pol.is/example
views,9
conversation-description,A conversation made for tests.
"""


def _comments() -> list[str]:
    return [
        f"{FIRST},Tue,0,7,9,9,1,Every patrol begins with a walk.",
        f"{FIRST + 1_000},Tue,1,7,9,9,0,Nobody should patrol alone.",
        f"{FIRST + 2_000},Tue,2,8,9,9,-1,Buy my book.",
        f'{FIRST + 3_000},Tue,3,9,9,9,1,"Radios fail, so learn the streets."',
    ]


def _votes() -> list[str]:
    cast = [(0, 1, 1), (0, 2, -1), (0, 3, 0), (1, 1, 1), (1, 2, 1), (2, 1, -1), (3, 4, 1), (3, 4, -1)]
    return [f"{FIRST + 10_000 + place * 1_000},Tue,{number},{voter},{value}" for place, (number, voter, value) in enumerate(cast)]


@dataclass
class PolisExport:
    """The three files as lines that a test may change; `write()` puts them into the folder."""

    folder: Path
    comments: list[str] = field(default_factory=_comments)
    votes: list[str] = field(default_factory=_votes)
    summary: str | None = SUMMARY
    comments_header: str = COMMENTS_HEADER
    votes_header: str = VOTES_HEADER

    def write(self) -> Path:
        """Write the files; the folder is what the command takes."""
        self.folder.mkdir(exist_ok=True)
        self._put("comments.csv", [self.comments_header, *self.comments])
        self._put("votes.csv", [self.votes_header, *self.votes])
        if self.summary is not None:
            (self.folder / "summary.csv").write_text(self.summary, encoding="utf-8")
        return self.folder

    def _put(self, name: str, lines: list[str]) -> None:
        (self.folder / name).write_bytes("".join(f"{line}\n" for line in lines).encode())


COLUMNS = {
    "documents": "document_id consultation_id lang title version status published_at parallel_document_id source_url",
    "sections": (
        "section_id document_id parent_section_id position lang heading body body_format opened_at parallel_section_id "
        "n_agree n_disagree n_pass"
    ),
    "comments": (
        "comment_id consultation_id document_id section_id parent_id kind stance lang author author_role created_at updated_at status "
        "status_reason title text before_text after_text n_agree n_disagree n_pass dup_cluster label"
    ),
    "votes": "target_type target_id participant value created_at",
    "participants": "participant role group n_comments n_votes",
}
Cells = dict[str, str]


def document(number: str = "d1", **cells: str) -> Cells:
    """A row of documents.csv."""
    return {"document_id": number, "consultation_id": "patrols", "lang": "en", "title": "On patrols", **cells}


def section(number: str, heading: str = "A heading", body: str = "", **cells: str) -> Cells:
    """A row of sections.csv."""
    return {"section_id": number, "document_id": "d1", "heading": heading, "body": body, "body_format": "text", "lang": "en", **cells}


def said(number: str, kind: str = "comment", text: str = "Well said.", **cells: str) -> Cells:
    """A row of comments.csv."""
    common = {"consultation_id": "patrols", "document_id": "d1", "lang": "en", "author": "u1", "status": "published"}
    return {"comment_id": number, "kind": kind, "text": text, **common, **cells}


def cast(target: str, participant: str, value: str = "1", target_type: str = "comment", **cells: str) -> Cells:
    """A row of votes.csv."""
    return {"target_type": target_type, "target_id": target, "participant": participant, "value": value, **cells}


def _sections() -> list[Cells]:
    return [
        section("s1", "Part one", position="1"),
        section("a2", "Article 2", "Radios fail: < 3 in ten.", position="3", parent_section_id="s1"),
        section(
            "a1", "Article 1", "Walk first.\n\nThen drive.", position="2", parent_section_id="s1", n_agree="20", n_disagree="3", n_pass="1"
        ),
    ]


def _tidy_comments() -> list[Cells]:
    return [
        said("c1", text="I walked.", section_id="a1", created_at="2026-01-02T10:00:00+0200"),
        said("p1", "proposal", "Cycle too.", title="Cycling", author="u2", section_id="a1", n_agree="9"),
        said("g1", "argument", "It is quick.", stance="for", parent_id="p1", author="u3"),
        said("g2", "argument", "It rains.", stance="against", section_id="a2", created_at="2026-01-05T10:00:00Z"),
        said("r1", "source", "https://example.org", title="A study", parent_id="g1"),
        said("m1", "modification", "", title="Shorter", section_id="a1", after_text="Walk."),
        said("k1", "question", "Why walk?"),
        said("t1", text="Buy my book.", section_id="a2", status="trashed"),
        said("w1", text="Nobody knows.", section_id="a2", status="unknown"),
        said("x1", "statement", "Everybody should walk.", section_id="a1", author="u4"),
        said("x2", "statement", "Nobody should.", status="rejected"),
    ]


def _tidy_votes() -> list[Cells]:
    return [
        cast("a1", "u1", "1", "section"),
        cast("a1", "u2", "-1", "section"),
        cast("p1", "u1"),
        cast("p1", "u3", "0", created_at="2026-01-03"),
        cast("x1", "u2"),
        cast("t1", "u2", "-1"),
        cast("p1", "u1", "-1"),
    ]


@dataclass
class TidyFolder:
    """The files as rows that a test may change; `write()` puts them into the folder. None: no such file. `packed`: those that are gzip."""

    folder: Path
    documents: list[Cells] | None = field(default_factory=lambda: [document()])
    sections: list[Cells] | None = field(default_factory=_sections)
    comments: list[Cells] | None = field(default_factory=_tidy_comments)
    votes: list[Cells] | None = field(default_factory=_tidy_votes)
    participants: list[Cells] | None = field(default_factory=lambda: [{"participant": f"u{number}"} for number in range(1, 6)])
    packed: frozenset[str] = frozenset()

    def write(self) -> Path:
        """Write the files; the folder is what the command takes."""
        self.folder.mkdir(exist_ok=True)
        for name, columns in COLUMNS.items():
            rows = getattr(self, name)
            if rows is not None:
                self._put(name, columns.split(), rows)
        return self.folder

    def row(self, table: str, number: str) -> Cells:
        """The row with this id, to be changed in its place."""
        rows: list[Cells] = getattr(self, table)
        return next(row for row in rows if number in {row.get(f"{table[:-1]}_id"), row.get("participant")})

    def _put(self, name: str, columns: list[str], rows: list[Cells]) -> None:
        written = io.StringIO()
        writer = csv.DictWriter(written, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        content = written.getvalue().encode()
        if name in self.packed:
            (self.folder / f"{name}.csv.gz").write_bytes(gzip.compress(content))
        else:
            (self.folder / f"{name}.csv").write_bytes(content)
