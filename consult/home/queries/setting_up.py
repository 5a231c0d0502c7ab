"""What this database holds already."""

import sqlalchemy as sa
from sqlalchemy import ColumnElement, select

from consult.accounts.models import Origin, User
from consult.consultations.models import Consultation
from consult.core.db import Model, db
from consult.modules.models import Module


def holds_demo() -> bool:
    """The demo was loaded here."""
    return _any(User, User.origin == Origin.DEMO)


def is_empty() -> bool:
    """Nobody and nothing is here yet."""
    return not any(_any(table) for table in (User, Module, Consultation))


def _any(table: type[Model], *conditions: ColumnElement[bool]) -> bool:
    return bool(db.session.scalar(select(select(sa.literal(1)).select_from(table).where(*conditions).exists())))
