"""The files of a tidy folder, read row by row as often as needed; nothing of them is kept but what a reader keeps."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from consult.core.errors import FileFault
from consult.interchange.source.tables import Faults, Row, find_file, read_table, require_folder

DOCUMENTS, SECTIONS, COMMENTS = "documents.csv", "sections.csv", "comments.csv"
VOTES, PARTICIPANTS = "votes.csv", "participants.csv"
# Without one of these a row could not be placed or read; other columns of the format may be absent.
COLUMNS = {
    DOCUMENTS: ("document_id", "consultation_id", "lang", "title"),
    SECTIONS: ("section_id", "document_id", "heading", "body"),
    COMMENTS: ("comment_id", "document_id", "section_id", "parent_id", "kind", "stance", "lang", "author", "status", "text"),
    VOTES: ("target_type", "target_id", "participant", "value"),
    PARTICIPANTS: ("participant",),
}
TOLD_EVERY = 5_000  # rows

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Files:
    """A folder in the tidy format. `tell` hears how far reading has come."""

    folder: Path
    tell: Tell

    def require(self) -> None:
        """Raise FileFault unless there is something to import."""
        require_folder(self.folder, (DOCUMENTS,))
        if find_file(self.folder, COMMENTS) is None and find_file(self.folder, SECTIONS) is None:
            reason, mend = f"There is neither {COMMENTS} nor {SECTIONS}.", "Put one of them into the folder."
            raise FileFault(str(self.folder), None, reason, mend)

    def rows(self, name: str, faults: Faults, *, doing: str = "read") -> Iterator[Row]:
        """The rows of one of the files; none where it is absent."""
        path = find_file(self.folder, name)
        if path is None:
            return
        count = 0
        for row in read_table(path, COLUMNS[name], faults, may_be_empty=name != DOCUMENTS):
            yield row
            count += 1
            if count % TOLD_EVERY == 0:
                self.tell(f"{path.name}: {count:,} rows {doing} …")
        self.tell(f"{path.name}: {count:,} {'row' if count == 1 else 'rows'} {doing}.")
