"""How a snapshot is shown: every number of the page comes from it, and every word beside a number from one place."""

from consult.reports.presenters.figures import AgreementFigure, SectionFigure
from consult.reports.presenters.judged import ORDER, JudgedSection
from consult.reports.presenters.readiness import ReadinessPart
from consult.reports.presenters.rows import Item, Named, Section
from consult.reports.presenters.view import ReportView, missing_sentences

__all__ = [
    "ORDER",
    "AgreementFigure",
    "Item",
    "JudgedSection",
    "Named",
    "ReadinessPart",
    "ReportView",
    "Section",
    "SectionFigure",
    "missing_sentences",
]
