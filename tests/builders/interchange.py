"""A small Polis export, written into a folder: five people, four statements, one of them rejected."""

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
