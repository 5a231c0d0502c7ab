"""Bringing a consultation in from elsewhere: what is new or changed is written, what is the same is left alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from consult.accounts.models import Origin, User
from consult.audit.models import Action
from consult.audit.services import record
from consult.consultations.models import Consultation, Languages, Mode, Provenance
from consult.consultations.queries import by_source
from consult.consultations.rules import may_host
from consult.consultations.services import free_slug
from consult.core import clock
from consult.core.access import require
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.feedback.models import Statement, StatementOrigin, StatementStatus
from consult.interchange.services.rows import insert_rows
from consult.interchange.services.votes import count_votes, write_votes
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
    consultation, written = _write_consultation(known, found, lang)
    people = _people(found, lang)
    written += _write_statements(found, consultation, people, lang)
    written += write_votes(found, consultation.id, people)
    if written:
        count_votes(consultation)
        _record(actor, consultation, found, written)
    rejected = sum(statement.status is StatementStatus.REJECTED for statement in found.statements.values())
    voters = {vote.voter for vote in found.votes}
    return Imported(consultation.id, len(found.statements), rejected, len(found.votes), len(voters), written)


def _guess(found: Conversation) -> str:
    return language.guess([found.topic, found.description, *(statement.text for statement in found.statements.values())])


def _write_consultation(known: Consultation | None, found: Conversation, lang: str) -> tuple[Consultation, int]:
    """The consultation of this source, and whether it is new or different. It opens and closes with its first and last row."""
    consultation = known or _new_consultation(found)
    settings = {
        "title": _one(found.topic, lang),
        "summary": _one(found.description, lang),
        "languages": Languages(lang),
        "opens_at": found.opens_at,
        "closes_at": found.last_at + OPEN_AFTER_LAST,
    }
    written = _set_where_different(consultation, settings)
    if known is None:
        db.session.add(consultation)
    db.session.flush()
    return consultation, int(written)


def _new_consultation(found: Conversation) -> Consultation:
    now = clock.now()
    return Consultation(
        slug=free_slug(Bilingual(found.topic, found.topic)),
        provenance=Provenance.IMPORTED,
        source=SOURCE,
        source_id=found.source_id,
        mode=Mode.PRE,
        zone="UTC",
        published_at=now,
        created_at=now,
    )


def _one(text: str, lang: str) -> Bilingual:
    """A text that exists in one language only: the other half stays empty, and pages tag what they show."""
    return Bilingual(text, "") if lang == "en" else Bilingual("", text)


def _people(found: Conversation, lang: str) -> dict[str, int]:
    """The pseudonymous accounts of voters and authors, by their number in the export; new ones are made."""
    source = f"{SOURCE}:{found.source_id}"
    accounts = select(User.source_id, User.id).where(User.source == source)
    known = {str(row.source_id): row.id for row in db.session.execute(accounts)}
    common = {"source": source, "origin": Origin.IMPORT, "lang": lang, "display_name": "", "created_at": clock.now()}
    new = [{**common, "source_id": person} for person in found.people if person not in known]
    if not new:
        return known
    insert_rows(User, new)
    return {str(row.source_id): row.id for row in db.session.execute(accounts)}


def _write_statements(found: Conversation, consultation: Consultation, people: Mapping[str, int], lang: str) -> int:
    """Write the statements that are new or changed; say how many."""
    known = {row.number: row for row in db.session.scalars(select(Statement).where(Statement.consultation_id == consultation.id))}
    written = 0
    for statement in found.statements.values():
        row = known.get(statement.number)
        if row is None:
            row = Statement(consultation_id=consultation.id, number=statement.number, origin=StatementOrigin.IMPORTED)
            db.session.add(row)
        written += _set_where_different(row, _statement_values(statement, people, lang))
    db.session.flush()
    return written


def _statement_values(statement: PolisStatement, people: Mapping[str, int], lang: str) -> dict[str, object]:
    return {
        "text": _one(statement.text, lang),
        "status": statement.status,
        "source_id": str(statement.number),
        "author_id": people.get(statement.author),
        "created_at": statement.at,
    }


def _set_where_different(row: Consultation | Statement, values: Mapping[str, object]) -> bool:
    """Set what is not so yet; say whether anything was."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def _record(actor: User | None, consultation: Consultation, found: Conversation, written: int) -> None:
    record(
        Action.CONSULTATION_IMPORTED,
        actor.id if actor else None,
        f"consultation:{consultation.id}",
        consultation_id=consultation.id,
        detail={"statements": len(found.statements), "votes": len(found.votes), "written": written},
    )
