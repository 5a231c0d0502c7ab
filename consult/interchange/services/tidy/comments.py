"""Comments and suggested wordings of a tidy import: some hundred at a time, so that however many there are, few are held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete, select

from consult.consultations.models import Consultation
from consult.core.db import db
from consult.core.richtext import comment_html
from consult.feedback.models import AuthorChoice, Comment, Origin, Suggestion, Visibility
from consult.interchange.services.records import accounts
from consult.interchange.services.rows import Values, chunks, differences, insert_rows, update_rows
from consult.interchange.services.tidy.modules import Spots
from consult.interchange.services.tidy.statements import write_statements
from consult.interchange.services.tidy.totals import write_totals
from consult.interchange.source.tidy import Contribution, Tidy, body
from consult.moderation.models import Reason

AT_ONCE = 500
_COMPARED = (
    "module_id",
    "version_id",
    "block_key",
    "section_key",
    "parent_id",
    "kind",
    "title",
    "body",
    "lang",
    "author_id",
    "visibility",
    "reason_code",
    "posted_at",
)
_MADE_ONCE = {"author_choice": AuthorChoice.ANONYMOUS, "quote_ok": True, "origin": Origin.IMPORT}
_PARENT = ("id", "source_id", "module_id", "version_id", "block_key", "section_key")


@dataclass
class Writer:
    """Writes the contributions of one folder into one consultation."""

    consultation: Consultation
    found: Tidy
    spots: Spots
    source: str
    lang: str
    written: int = 0
    _originals: dict[str, str] = field(default_factory=dict)  # of sections that somebody suggests other words for

    def write(self) -> int:
        """Write what began an exchange, then what answers it; how many rows."""
        for replies in (False, True):
            for chunk in chunks(self.found.contributions(replies=replies), AT_ONCE):
                self._write(chunk)
        return self.written

    def _write(self, chunk: Sequence[Contribution]) -> None:
        people, new = accounts(self.source, {one.author for one in chunk if one.author}, self.lang)
        comments = [one for one in chunk if not one.is_statement]
        statements = [one for one in chunk if one.is_statement]
        self.written += new + write_statements(self.consultation, statements, self.spots, people) if statements else new
        if comments:
            self._write_comments(comments, people)

    def _write_comments(self, comments: Sequence[Contribution], people: Mapping[str, int]) -> None:
        parents = known_comments(self.source, [self.found.roots[one.id] for one in comments if one.parent], _PARENT)
        wanted = {one.id: self._values(one, parents, people) for one in comments}
        known = known_comments(self.source, list(wanted), ("id", "source_id", *_COMPARED))
        changed = [{**values, **_html(values, known[name]), "id": known[name]["id"]} for name, values in differences(wanted, known)]
        update_rows(Comment, changed)
        common = {**_MADE_ONCE, "consultation_id": self.consultation.id, "source": self.source}
        new = [{**common, **values, **_html(values, {}), "source_id": name} for name, values in wanted.items() if name not in known]
        insert_rows(Comment, new)
        ids = {name: int(str(row["id"])) for name, row in known_comments(self.source, list(wanted), ("id", "source_id")).items()}
        self.written += len(changed) + len(new) + self._write_suggestions(comments, ids)
        self.written += write_totals(self.consultation.id, "comment_id", {ids[one.id]: one.totals for one in comments})

    def _values(self, one: Contribution, parents: Mapping[str, Mapping[str, object]], people: Mapping[str, int]) -> Values:
        """The columns of a comment that its row in the file decides. An answer stands where the comment stands that it goes back to."""
        parent = parents[self.found.roots[one.id]] if one.parent else None
        spot = None if parent else self.spots.sections.get(one.section) or self.spots.documents[one.document]
        place = spot._asdict() if spot else {name: parent[name] for name in _PARENT[2:]} if parent else {}
        return {
            **place,
            "parent_id": parent["id"] if parent else None,
            "kind": one.kind,
            "title": one.title,
            "body": one.text,
            "lang": one.lang,
            "author_id": people.get(one.author),
            "visibility": one.visibility,
            "reason_code": Reason.IMPORTED.value if one.visibility is Visibility.HIDDEN else None,
            "posted_at": one.at,
        }

    def _write_suggestions(self, comments: Sequence[Contribution], ids: Mapping[str, int]) -> int:
        """A suggested wording is kept beside its comment; one without words (the text as it stands) suggests nothing."""
        wanted: dict[str, Values] = {
            str(ids[one.id]): {"original": self._original(one.section), "replacement": one.replacement, "lang": one.lang}
            for one in comments
            if one.replacement
        }
        there = select(Suggestion.comment_id, Suggestion.original, Suggestion.replacement, Suggestion.lang)
        rows = db.session.execute(there.where(Suggestion.comment_id.in_(list(ids.values()))))
        known: dict[str, Mapping[str, object]] = {str(row["comment_id"]): dict(row) for row in rows.mappings()}

        def whole(name: str, values: Values) -> Values:
            return {"comment_id": int(name), **values, "safe_html": comment_html(str(values["replacement"]), str(values["lang"]))}

        changed = [whole(name, values) for name, values in differences(wanted, known)]
        new = [whole(name, values) for name, values in wanted.items() if name not in known]
        gone = [int(name) for name in known if name not in wanted]
        update_rows(Suggestion, changed)
        insert_rows(Suggestion, new)
        if gone:
            db.session.execute(delete(Suggestion).where(Suggestion.comment_id.in_(gone)))
        return len(changed) + len(new) + len(gone)

    def _original(self, section: str) -> str:
        if section and section not in self._originals:
            self._originals[section] = body.plain_words(self.found.sections[section])
        return self._originals.get(section, "")


def known_comments(source: str, source_ids: Sequence[str], columns: Sequence[str]) -> dict[str, Mapping[str, object]]:
    """These columns of the comments that this source has brought, by their name in it."""
    asked = select(*(getattr(Comment, name) for name in columns)).where(Comment.source == source)
    return {
        str(row["source_id"]): dict(row)
        for some in chunks(dict.fromkeys(source_ids))
        for row in db.session.execute(asked.where(Comment.source_id.in_(some))).mappings()
    }


def _html(values: Values, before: Mapping[str, object]) -> Values:
    """The safe HTML, made where the words are new: it is what an import takes its time for."""
    if before and (before["body"], before["lang"]) == (values["body"], values["lang"]):
        return {}
    return {"safe_html": comment_html(str(values["body"]), str(values["lang"]))}
