"""A page that is only read changes nothing: the database itself refuses."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from consult.accounts.models import Committee
from consult.core.db import db, writing
from tests.support.database import fingerprint
from tests.support.routes import routes


def test_no_page_writes(app, people, things, statements):
    before = fingerprint()
    faults = []
    for route in routes(app):
        # Both languages are one view: French by the visitor is enough.
        for who, browser in people.items() if "GET" in route.methods else ():
            if route.lang == "fr" and who != "visitor":
                continue
            path = route.path(things)
            with statements as seen:
                browser.open(path, follow=False)
            faults += [f"GET {path} by a {who} writes: {statement}. Make it a POST." for statement in seen.writes]
    assert not faults, "\n" + "\n".join(faults)
    assert fingerprint() == before


def test_the_database_refuses_to_write_while_reading(app):
    committee = {"name_en": "Recruit training", "name_fr": "Formation initiale"}
    db.session.rollback()
    reading = writing.set(False)
    try:
        with pytest.raises(DBAPIError):
            db.session.execute(sa.insert(sa.table("committees", sa.column("name_en"), sa.column("name_fr"))), committee)
    finally:
        db.session.rollback()
        writing.reset(reading)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Committee)) == 0
