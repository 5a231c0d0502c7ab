"""What every verb on a consultation does beside its change: hold the row, keep the former settings, record, renew the pages kept."""

from collections.abc import Iterable

from sqlalchemy import select, update

from consult.accounts.models import User
from consult.audit.models import Action
from consult.audit.rules import Detail
from consult.audit.services import record
from consult.consultations import queries
from consult.consultations.models import Consultation, Revision
from consult.consultations.terms import Kept, as_kept, different
from consult.core import clock
from consult.core.db import db
from consult.core.errors import Overtaken


def hold(consultation: Consultation) -> None:
    """Read it again and hold it until the transaction ends: two hosts' acts on it are one after the other."""
    db.session.flush()
    db.session.execute(select(Consultation.id).where(Consultation.id == consultation.id).with_for_update())
    db.session.refresh(consultation)


def refuse_if_overtaken(consultation: Consultation, base: int | None, wanted: Kept) -> None:
    """Somebody saved another version of the same part since `base`: nothing is changed, unless both want the same."""
    if base is None:
        return
    read = queries.terms_at(consultation, max(base, 1))
    now = as_kept(consultation)
    if read is None:
        if base or queries.newest_number(consultation):
            raise Overtaken(base)
        return
    theirs = [name for name in different(read, now) if name in wanted and wanted[name] != now[name]]
    if theirs:
        raise Overtaken(", ".join(theirs))


def begin_history(consultation: Consultation) -> None:
    """Keep the settings as they were before the first change that the history knows of."""
    if not queries.newest_number(consultation):
        _add(consultation, 1, saved_by_id=None, restored_number=None)


def keep_terms(actor: User | None, consultation: Consultation, *, restored_number: int | None = None) -> int:
    """Keep the settings as they are now; the number of that state."""
    number = queries.newest_number(consultation) + 1
    _add(consultation, number, saved_by_id=actor.id if actor else None, restored_number=restored_number)
    return number


def _add(consultation: Consultation, number: int, *, saved_by_id: int | None, restored_number: int | None) -> None:
    row = Revision(consultation_id=consultation.id, number=number, terms=as_kept(consultation), restored_number=restored_number)
    row.saved_at = clock.now() if number > 1 or saved_by_id else consultation.created_at
    row.saved_by_id = saved_by_id
    db.session.add(row)
    db.session.flush()


def note(action: Action, actor: User | None, consultation: Consultation, **detail: Iterable[str] | Iterable[int] | str | int) -> None:
    """Record what was done to it; its public pages show something new."""
    renew(consultation)
    kept: Detail = {name: value if isinstance(value, str | int) else list(value) for name, value in detail.items()}  # type: ignore[misc]
    record(action, actor.id if actor else None, f"consultation:{consultation.id}", consultation_id=consultation.id, detail=kept)


def renew(consultation: Consultation) -> None:
    """Its public pages show something new: what is kept of them is old. Counted by the database, so that no two changes share a number."""
    db.session.execute(update(Consultation).where(Consultation.id == consultation.id).values(revision=Consultation.revision + 1))


def renew_all() -> None:
    """The same for every consultation: who set counters right does not ask which pages show them."""
    db.session.execute(update(Consultation).values(revision=Consultation.revision + 1))
