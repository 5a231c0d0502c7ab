"""Bringing in a folder in the tidy format: what is new or changed is written, what is the same is left alone; all of it or nothing."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from consult.accounts.models import User
from consult.consultations.models import Consultation, Languages
from consult.consultations.rules import may_host
from consult.core.access import require
from consult.core.bilingual import LANGUAGES, Bilingual
from consult.core.db import db
from consult.interchange.services.counters import count_answers, count_comments
from consult.interchange.services.records import accounts, one_language, record_import, write_consultation
from consult.interchange.services.rows import chunks
from consult.interchange.services.tidy.comments import Writer
from consult.interchange.services.tidy.modules import SOURCE, write_modules
from consult.interchange.services.tidy.moved import follow
from consult.interchange.services.tidy.statements import write_section_statements
from consult.interchange.services.tidy.votes import write_votes
from consult.interchange.source.tidy import Draft, Tidy

OPEN_AFTER_LAST = timedelta(seconds=1)  # the end is exclusive


@dataclass(frozen=True)
class TidyImported:
    """What an import found and what it wrote."""

    consultation_id: int
    documents: int
    sections: int
    comments: int
    statements: int
    votes: int
    participants: int
    written: int


def import_tidy(actor: User | None, found: Tidy) -> TidyImported:
    """Make, or bring up to date, the read-only consultation of a tidy folder."""
    require(may_host, actor)
    drafts = found.drafts()
    consultation, written = _write_consultation(found, drafts)
    source = f"{SOURCE}:{found.source_id}"
    lang = drafts[0].document.lang
    for people in chunks(found.participants):
        written += accounts(source, people, lang)[1]
    spots = write_modules(consultation, drafts)
    written += spots.written + write_section_statements(consultation, found, spots)
    written += Writer(consultation, found, spots, source, lang).write()
    written += follow(spots)
    votes, votes_written = write_votes(consultation, found, source=source, lang=lang)
    return _finish(actor, consultation, found, votes=votes, written=written + votes_written)


def _write_consultation(found: Tidy, drafts: list[Draft]) -> tuple[Consultation, int]:
    """It has the title of its one document; where there are several, the name that the files give it."""
    spoken = {document.lang for document in found.documents.values()}
    languages = Languages.BOTH if len(spoken) > 1 else Languages(*spoken)
    title = _title(found, drafts, languages)
    first, last = (found.moments[0], found.moments[-1] + OPEN_AFTER_LAST) if found.moments else (None, None)
    settings = {"languages": languages, "opens_at": first, "closes_at": last}
    return write_consultation(SOURCE, found.source_id, settings, title=title)


def _title(found: Tidy, drafts: list[Draft], languages: Languages) -> Bilingual:
    if len(drafts) > 1:
        named = found.source_id
        return Bilingual(named, named) if languages is Languages.BOTH else one_language(named, languages.value)
    halves = {document.lang: document.title for document in drafts[0].documents}
    return Bilingual(**{lang: halves.get(lang, "") for lang in LANGUAGES})


def _finish(actor: User | None, consultation: Consultation, found: Tidy, *, votes: int, written: int) -> TidyImported:
    """Count what is there, and leave an entry, if anything was written."""
    statements = sum(entry.is_statement for entry in found.entries.values())
    counts = {"comments": len(found.entries) - statements, "statements": statements, "votes": votes, "written": written}
    if written:
        count_answers(consultation)
        count_comments(consultation)
        record_import(actor, consultation, **counts)
    people = db.session.scalar(select(db.func.count()).select_from(User).where(User.source == f"{SOURCE}:{found.source_id}")) or 0
    return TidyImported(consultation.id, len(found.documents), len(found.sections), participants=people, **counts)
