"""What the tests of a host's forms share: what is typed into them, and how they are opened and sent."""

from sqlalchemy import select

from consult.consultations.models import Consultation
from consult.core.db import db
from tests.support.forms import Given
from tests.support.pages import Page
from tests.support.site import Site

ZONE = "America/Vancouver"
ABOUT: dict[str, Given] = {
    "title_en": "Recruit training: first foundations",
    "title_fr": "Formation des recrues: les premières bases",
    "summary_en": "What should new officers learn?",
    "summary_fr": "Que devraient apprendre les recrues ?",
}
DATES: dict[str, Given] = {
    "zone": ZONE,
    "opens_on": "2026-11-01",
    "opens_time": "09:00",
    "closes_on": "2027-01-31",
    "report_by": "2027-03-15",
}


def only() -> Consultation:
    """The one consultation there is."""
    return db.session.scalars(select(Consultation)).one()


def edit(staff: Site, consultation: Consultation, lang: str = "en") -> Page:
    """Its task list."""
    return staff.open("consultations.edit", consultation, lang=lang)


def part(staff: Site, consultation: Consultation, name: str, lang: str = "en") -> Page:
    """One of its forms."""
    return staff.open("consultations.part", consultation, lang=lang, name=name)


def save(staff: Site, consultation: Consultation, name: str, values: dict[str, Given]) -> Page:
    """Fill in one of them and send it."""
    return part(staff, consultation, name).send("consultations.part", values)
