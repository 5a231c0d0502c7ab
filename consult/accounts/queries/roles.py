"""Reads of who holds what, and of what roles are for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from consult.accounts.models import Role, RoleGrant, User
from consult.core.bilingual import Bilingual
from consult.core.db import Model, db
from consult.core.errors import NotFound
from consult.core.paging import Page, cut

HOLDERS_A_PAGE = 20


class Scoped(Protocol):
    """What is for a consultation, a committee, or everywhere: a grant, an invitation."""

    consultation_id: int | None
    committee_id: int | None


@dataclass(frozen=True)
class Names:
    """What consultations and committees are called, by their numbers."""

    consultations: dict[int, Bilingual]
    committees: dict[int, Bilingual]

    def of(self, held: Scoped) -> Bilingual | None:
        """What this is for; None: everywhere."""
        if held.consultation_id is not None:
            return self.consultations[held.consultation_id]
        return self.committees[held.committee_id] if held.committee_id is not None else None


def holders(*, after: int = 0) -> Page[User]:
    """One page of the people who hold a role, each with all of theirs."""
    query = (
        select(User)
        .where(User.grants.any(), User.id > after)
        .order_by(User.id)
        .limit(HOLDERS_A_PAGE + 1)
        .options(selectinload(User.grants))
    )
    return cut(list(db.session.scalars(query)), HOLDERS_A_PAGE)


def holder(user_id: int) -> User:
    """One of them. Whoever holds no role is not found: this is no way to learn who has an account."""
    found = db.session.scalar(select(User).where(User.id == user_id, User.grants.any()).options(selectinload(User.grants)))
    if found is None:
        raise NotFound(user_id)
    return found


def team(*, without: int) -> list[User]:
    """Everybody else who holds a role and can sign in: whom a role may pass to at once."""
    others = (User.grants.any(), User.id != without, User.disabled_at.is_(None), User.confirmed_at.is_not(None))
    return list(db.session.scalars(select(User).where(*others).order_by(User.display_name, User.id)))


def grant_by_id(grant_id: int) -> RoleGrant:
    """One role of one person."""
    found = db.session.scalar(select(RoleGrant).where(RoleGrant.id == grant_id).options(joinedload(RoleGrant.user)))
    if found is None:
        raise NotFound(grant_id)
    return found


def is_held(role: Role) -> bool:
    """Somebody whose account is open holds this role."""
    return bool(db.session.scalar(select(select(RoleGrant.id).join(RoleGrant.user).where(*is_live(role)).exists())))


def lock_administrators() -> set[int]:
    """Who administers this site; nobody else can take that from anybody until this transaction ends.

    In order of their numbers, so that two who lock them at once wait for each other instead of for ever. On SQLite the writing
    transaction is the lock.
    """
    live = select(RoleGrant).join(RoleGrant.user).where(*is_live(Role.ADMINISTRATOR)).order_by(RoleGrant.id)
    return {grant.user_id for grant in db.session.scalars(live.with_for_update(of=RoleGrant))}


def names(held: Iterable[Scoped] | None = None) -> Names:
    """What these are for is called; without any, the names of all that a role may be for."""
    some = None if held is None else list(held)
    consultations = None if some is None else {one.consultation_id for one in some}
    committees = None if some is None else {one.committee_id for one in some}
    return Names(_called("consultations", "title", consultations), _called("committees", "name", committees))


def is_live(role: Role) -> tuple[ColumnElement[bool], ...]:
    """The role counts: the account of whoever holds it is open."""
    return RoleGrant.role == role, User.disabled_at.is_(None)


def _called(table: str, column: str, ids: set[int | None] | None) -> dict[int, Bilingual]:
    """Names by number. Consultations live on a higher floor, so tables are read by their name."""
    if ids is not None and not ids - {None}:
        return {}
    columns = Model.metadata.tables[table].c
    wanted = sa.true() if ids is None else columns.id.in_(ids - {None})
    rows = db.session.execute(select(columns.id, columns[f"{column}_en"], columns[f"{column}_fr"]).where(wanted).order_by(columns.id))
    return {number: Bilingual(english, french) for number, english, french in rows}
