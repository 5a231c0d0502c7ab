"""Who reads a draft: the committee it is meant for and those who write it. For everybody else there is none."""

import pytest

from consult.accounts.models import Role
from consult.core.db import db
from consult.reports import rules
from consult.reports.models import Report
from consult.reports.queries import drafts_for, readable_by
from tests.builders import make_committee, make_consultation, make_report, make_user

pytestmark = pytest.mark.usefixtures("app")
DATA = ("report", "items_csv", "comments_csv", "snapshot")


@pytest.fixture
def draft():
    """A draft for a committee of its own."""
    return make_report(make_consultation("closed", committee_id=make_committee().id))


def people(draft):
    """Everybody who could ask, and whether the draft is there for them."""
    consultation, committee, elsewhere = draft.consultation, draft.consultation.committee_id, make_committee().id
    return [
        (None, False),
        (make_user(), False),
        (make_user(roles=[Role.MODERATOR]), False),
        (make_user(roles=[Role.SAFETY_OFFICER]), False),
        (make_user(roles=[(Role.COMMITTEE_MEMBER, {"committee_id": elsewhere})]), False),
        (make_user(roles=[(Role.COMMITTEE_CHAIR, {"committee_id": elsewhere})]), False),
        (make_user(roles=[(Role.ANALYST, {"consultation_id": make_consultation().id})]), False),
        (make_user(roles=[(Role.COMMITTEE_MEMBER, {"committee_id": committee})]), True),
        (make_user(roles=[(Role.COMMITTEE_CHAIR, {"committee_id": committee})]), True),
        (make_user(roles=[Role.COMMITTEE_MEMBER]), True),
        (make_user(roles=[(Role.ANALYST, {"consultation_id": consultation.id})]), True),
        (make_user(roles=[Role.ANALYST]), True),
        (make_user(roles=[Role.EDITOR]), True),
        (make_user(roles=[Role.ADMINISTRATOR]), True),
    ]


def test_a_draft_is_there_for_its_readers_alone(site, draft):
    for person, reads in people(draft):
        browser = site.as_(person) if person else site
        statuses = {browser.open(f"reports.{name}", draft, lang=lang).status for name in DATA for lang in ("en", "fr")}
        assert statuses == {200 if reads else 404}, f"{person and person.roles}"


def test_the_list_names_a_draft_to_its_readers_alone(site, draft):
    for person, reads in people(draft):
        browser = site.as_(person) if person else site
        page = browser.open("reports.index")
        assert page.has("h2", id="drafts") is reads, f"{person and person.roles}"


def test_the_rule_and_its_query_agree_on_every_row(draft):
    without = make_report(make_consultation("closed"))
    published = make_report(make_consultation("closed", committee_id=make_committee().id), published=True)
    for person, _reads in people(draft):
        found = set(db.session.scalars(db.select(Report.id).join(Report.consultation).where(readable_by(person))))
        assert found == {report.id for report in (draft, without, published) if rules.may_read(person, report)}, (
            f"{person and person.roles}"
        )
        assert {report.id for report in drafts_for(person)} == found - {published.id}


def test_a_published_report_is_for_everybody(site):
    report = make_report(published=True)
    assert {site.open(f"reports.{name}", report, lang=lang).status for name in DATA for lang in ("en", "fr")} == {200}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_report_that_is_not_there_is_not_found(site, lang):
    words = {"en": "reports", "fr": "rapports"}[lang]
    assert site.open(f"/{lang}/{words}/404").status == 404
    assert site.open("reports.latest", make_report().consultation, lang=lang).status == 404
