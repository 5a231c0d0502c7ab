"""Two hosts in the same moment: nothing unpublished is asked about in public, and no version is asked about twice. On PostgreSQL."""

import pytest
from flask import Flask

from consult.accounts.rules import operator
from consult.consultations import queries, services
from consult.consultations.models import Consultation
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.modules.models import ModuleVersion, VersionStatus
from consult.reports.models import Report, ReportStatus
from consult.reports.services import publish_report
from tests.builders import make_consultation, make_report, make_version
from tests.support.at_once import overlapping

REASON = Bilingual("Snow closed the roads.", "La neige a fermé les routes.")


@pytest.fixture(autouse=True)
def _postgresql(app: Flask) -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("On SQLite one person writes at a time.")


def consultation(number: int) -> Consultation:
    """As a request reads it, with its modules and their versions."""
    return queries.consultation(number, operator())


def version(number: int) -> ModuleVersion:
    return db.session.get_one(ModuleVersion, number)


def test_a_draft_that_joins_while_somebody_publishes_is_not_asked_about_in_public(app: Flask) -> None:
    row, draft = make_consultation("draft").id, make_version(status=VersionStatus.DRAFT).id
    db.session.commit()
    outcomes = overlapping(
        app,
        first=lambda: services.set_modules(operator(), consultation(row), [version(draft)]),
        look=lambda: [consultation(row), services.missing_parts(consultation(row))],
        second=lambda: services.publish_consultation(operator(), consultation(row)),
    )
    assert outcomes == ["done", "Incomplete"]
    assert consultation(row).published_at is None
    db.session.rollback()


def test_a_draft_cannot_join_what_somebody_publishes(app: Flask) -> None:
    row, draft = make_consultation("draft").id, make_version(status=VersionStatus.DRAFT).id
    db.session.commit()
    outcomes = overlapping(
        app,
        first=lambda: services.publish_consultation(operator(), consultation(row)),
        look=lambda: consultation(row),
        second=lambda: services.set_modules(operator(), consultation(row), [version(draft)]),
    )
    assert outcomes == ["done", "Incomplete"]
    assert draft not in [entry.version_id for entry in consultation(row).modules]
    db.session.rollback()


def test_of_two_consultations_on_one_version_one_is_told(app: Flask) -> None:
    asked = make_version().id
    one, two = (make_consultation("draft", modules=0).id for _ in range(2))
    db.session.commit()
    outcomes = overlapping(
        app,
        first=lambda: services.set_modules(operator(), consultation(one), [version(asked)]),
        look=lambda: [consultation(two), version(asked)],
        second=lambda: services.set_modules(operator(), consultation(two), [version(asked)]),
    )
    assert outcomes == ["done", "Incomplete"]
    assert consultation(two).modules == []
    db.session.rollback()


def test_a_report_is_not_published_of_what_was_cancelled_meanwhile(app: Flask) -> None:
    report = make_report()
    row, number = report.consultation_id, report.id
    db.session.commit()
    outcomes = overlapping(
        app,
        first=lambda: services.cancel_consultation(operator(), consultation(row), reason=REASON),
        look=lambda: [db.session.get_one(Report, number), consultation(row)],
        second=lambda: publish_report(operator(), db.session.get_one(Report, number)),
    )
    assert outcomes == ["done", "Closed"]
    assert db.session.get_one(Report, number).status is ReportStatus.DRAFT
    db.session.rollback()
