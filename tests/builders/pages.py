"""The site's own words, saved by its services, so that each state has its history."""

from consult.accounts.models import User
from consult.accounts.rules import operator
from consult.core.bilingual import Bilingual
from consult.pages import queries, services
from consult.pages.texts import Line

CHANGED = Bilingual("## What changed\n\nThese words were **saved by staff**.", "## Ce qui a changé\n\nCes mots **viennent du personnel**.")


def make_text(name: str = "about", text: Bilingual = CHANGED, *, by: User | None = None) -> None:
    """Another state of a text, on top of what stands."""
    services.save_text(by or operator(), name, text=text, base=queries.newest_text_number(name))


def make_line(*, by: User | None = None, **parts: object) -> Line:
    """A support line that did not come with the software."""
    known: dict[str, object] = {
        "name": Bilingual("Northern listening line", "Ligne d’écoute du Nord"),
        "phone": "1-800-555-0100",
        "purpose": Bilingual("For anyone who wants to talk.", "Pour quiconque veut parler."),
        "hours": Bilingual("Evenings", "Le soir"),
        "languages": Bilingual("English and French", "Français et anglais"),
    }
    return services.add_line(by or operator(), Line("", **{**known, **parts}))  # type: ignore[arg-type]  # the parts of a line
