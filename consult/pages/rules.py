"""Who may change the site's own words, and which of them still want a person's attention."""

from datetime import date, timedelta

from consult.accounts.models import Role, User
from consult.core.bilingual import LANGUAGES, Bilingual
from consult.pages.texts import TO_COMPLETE, Line

# Numbers change hands. After half a year without a call to check it, staff are told so.
VERIFIED_FOR = timedelta(days=180)


def may_edit_site(actor: User | None) -> bool:
    """May change the pages, the support lines and the settings of the site: editors and administrators."""
    return actor is not None and (actor.holds(Role.EDITOR) or actor.holds(Role.ADMINISTRATOR))


def is_stale(line: Line, today: date) -> bool:
    """Nobody has checked this line for too long, or ever."""
    return line.verified_on is None or today - line.verified_on >= VERIFIED_FOR


def is_unfinished(text: Bilingual) -> bool:
    """The coalition still has something to write here that nobody else can know."""
    return any(TO_COMPLETE[lang] in text[lang] for lang in LANGUAGES)
