"""Bringing a consultation in from elsewhere: what is new or changed is written, what is the same is left alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from consult.accounts.models import User
from consult.consultations.models import Consultation, Languages
from consult.consultations.queries import by_source
from consult.consultations.rules import may_host
from consult.core.access import require
from consult.core.db import db
from consult.feedback.models import Statement, StatementOrigin, StatementStatus
from consult.interchange.services.counters import count_answers
from consult.interchange.services.records import accounts, one_language, record_import, set_where_different, write_consultation
from consult.interchange.services.votes import write_votes
from consult.interchange.source import language
from consult.interchange.source.polis import Conversation, PolisStatement

SOURCE = "polis"
OPEN_AFTER_LAST = timedelta(seconds=1)  # the end is exclusive


@dataclass(frozen=True)
class Imported:
    """What an import found and what it wrote."""

    consultation_id: int
    statements: int
    rejected: int
    votes: int
    voters: int
    written: int


def import_conversation(actor: User | None, found: Conversation, *, lang: str | None = None) -> Imported:
    """Make, or bring up to date, the read-only consultation of a Polis export.

    `lang` is the language it was held in; without it that of an earlier import, else a guess from the texts.
    """
    require(may_host, actor)
    known = by_source(SOURCE, found.source_id)
    lang = lang or (known.languages.value if known else _guess(found))
    consultation, written = _write_consultation(found, lang)
    people, _new = accounts(f"{SOURCE}:{found.source_id}", found.people, lang)
    written += _write_statements(found, consultation, people, lang)
    written += write_votes(found, consultation.id, people)
    if written:
        count_answers(consultation)
        record_import(actor, consultation, statements=len(found.statements), votes=len(found.votes), written=written)
    rejected = sum(statement.status is StatementStatus.REJECTED for statement in found.statements.values())
    voters = {vote.voter for vote in found.votes}
    return Imported(consultation.id, len(found.statements), rejected, len(found.votes), len(voters), written)


def _guess(found: Conversation) -> str:
    return language.guess([found.topic, found.description, *(statement.text for statement in found.statements.values())])


def _write_consultation(found: Conversation, lang: str) -> tuple[Consultation, int]:
    """It opens and closes with its first and last row."""
    settings = {
        "summary": one_language(found.description, lang),
        "languages": Languages(lang),
        "opens_at": found.opens_at,
        "closes_at": found.last_at + OPEN_AFTER_LAST,
    }
    return write_consultation(SOURCE, found.source_id, settings, title=one_language(found.topic, lang))


def _write_statements(found: Conversation, consultation: Consultation, people: Mapping[str, int], lang: str) -> int:
    """Write the statements that are new or changed; say how many."""
    known = {row.number: row for row in db.session.scalars(select(Statement).where(Statement.consultation_id == consultation.id))}
    written = 0
    for statement in found.statements.values():
        row = known.get(statement.number)
        if row is None:
            row = Statement(consultation_id=consultation.id, number=statement.number, origin=StatementOrigin.IMPORTED)
            db.session.add(row)
        written += set_where_different(row, _statement_values(statement, people, lang))
    db.session.flush()
    return written


def _statement_values(statement: PolisStatement, people: Mapping[str, int], lang: str) -> dict[str, object]:
    return {
        "text": one_language(statement.text, lang),
        "status": statement.status,
        "source_id": str(statement.number),
        "author_id": people.get(statement.author),
        "created_at": statement.at,
    }
