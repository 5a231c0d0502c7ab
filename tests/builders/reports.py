"""Reports as drafts or as frozen editions, made by their own services."""

from consult.accounts.rules import operator
from consult.consultations.models import Consultation
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.reports.models import Report
from consult.reports.services import compile_report, publish_report, write_summary
from tests.builders.consultations import make_consultation

SUMMARY = Bilingual("People asked for **examples**.", "Les gens ont demandé des **exemples**.")


def make_report(consultation: Consultation | None = None, *, summary: Bilingual = SUMMARY, published: bool = False) -> Report:
    """The report of a closed consultation: a draft with its summary, published where a test says so."""
    report = compile_report(operator(), consultation or make_consultation("closed"))
    write_summary(operator(), report, summary=summary)
    if published:
        publish_report(operator(), report)
    db.session.flush()
    return report
