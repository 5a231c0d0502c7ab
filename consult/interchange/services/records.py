"""What every import does alike: a read-only consultation, accounts of people known by a number, one entry in the history."""

from collections.abc import Collection, Mapping

from sqlalchemy import select, update

from consult.accounts.models import Origin, User
from consult.audit.models import Action
from consult.audit.services import record
from consult.consultations.models import Consultation, ConsultationModule, Mode, Provenance
from consult.consultations.queries import by_source
from consult.consultations.services import free_slug, renew
from consult.core import clock
from consult.core.bilingual import Bilingual
from consult.core.db import Model, db
from consult.interchange.services.rows import chunks, insert_rows


def one_language(text: str, lang: str) -> Bilingual:
    """A text that exists in one language only: the other half stays empty, and pages tag what they show."""
    return Bilingual(text, "") if lang == "en" else Bilingual("", text)


def write_consultation(source: str, source_id: str, settings: Mapping[str, object], *, title: Bilingual) -> tuple[Consultation, int]:
    """The consultation of this source, and whether it is new or different. Its address stays as the first import made it."""
    known = by_source(source, source_id)
    now = clock.now()
    consultation = known or Consultation(
        slug=free_slug(title),
        provenance=Provenance.IMPORTED,
        source=source,
        source_id=source_id,
        mode=Mode.PRE,
        zone="UTC",
        published_at=now,
        created_at=now,
    )
    written = set_where_different(consultation, {"title": title, **settings})
    db.session.add(consultation)
    db.session.flush()
    return consultation, int(written)


def set_where_different(row: Model, values: Mapping[str, object]) -> bool:
    """Set what is not so yet; say whether anything was."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def accounts(source: str, people: Collection[str], lang: str) -> tuple[dict[str, int], int]:
    """The pseudonymous accounts of these people, by their name in the source, and how many are new."""
    known = _known(source, people)
    common = {"source": source, "origin": Origin.IMPORT, "lang": lang, "display_name": "", "created_at": clock.now()}
    new = [{**common, "source_id": person} for person in dict.fromkeys(people) if person not in known]
    if not new:
        return known, 0
    insert_rows(User, new)
    return _known(source, people), len(new)


def _known(source: str, people: Collection[str]) -> dict[str, int]:
    accounts = select(User.source_id, User.id).where(User.source == source)
    return {str(row.source_id): row.id for some in chunks(people) for row in db.session.execute(accounts.where(User.source_id.in_(some)))}


def record_import(actor: User | None, consultation: Consultation, **counts: int) -> None:
    """One entry for an import that wrote something; every public page of the consultation is new."""
    own = ConsultationModule.consultation_id == consultation.id
    db.session.execute(update(ConsultationModule).where(own).values(revision=ConsultationModule.revision + 1))
    renew(consultation)
    number = actor.id if actor else None
    target = f"consultation:{consultation.id}"
    record(Action.CONSULTATION_IMPORTED, number, target, consultation_id=consultation.id, detail=counts)
