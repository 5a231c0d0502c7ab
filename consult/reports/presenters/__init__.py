"""How a snapshot is shown: every number of the page comes from it, and every word beside a number from one place."""

from consult.reports.presenters.figures import AgreementFigure, SectionFigure
from consult.reports.presenters.rows import Item, Section
from consult.reports.presenters.view import ReportView, missing_sentences

__all__ = ["AgreementFigure", "Item", "ReportView", "Section", "SectionFigure", "missing_sentences"]
