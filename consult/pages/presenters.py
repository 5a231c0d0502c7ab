"""What the pages of the site's own words show: their names, what changed, and support lines in groups."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask_babel import LazyString, pgettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.accounts.models import User
from consult.analysis.word_changes import Budget, changed_lines
from consult.analysis.word_changes import Line as ChangedLine
from consult.core.bilingual import LANGUAGES, Bilingual
from consult.core.formats import province_name, provinces
from consult.pages.texts import Line, Text

# The heading of a public page; for what stands elsewhere, its name among the texts.
TITLES: dict[str, LazyString] = {
    "about": _l("About this site"),
    "privacy": _l("Your privacy"),
    "accessibility": _l("Accessibility"),
    "terms": _l("Terms of use"),
    "support": _l("Support lines"),
    "site_name": _l("Name of the site"),
    "home_heading": _l("Home page: heading"),
    "home_lead": _l("Home page: introduction"),
    "footer": _l("Foot of every page"),
    "land": _l("Land acknowledgement"),
}
HINTS: dict[str, LazyString] = {
    "site_name": _l("It stands at the top of every page, in the title of every page and in every e-mail."),
    "home_heading": _l("The first thing that people read. One sentence or two, without jargon."),
    "home_lead": _l("One paragraph under the heading of the home page."),
    "footer": _l("One sentence under the name of the site, at the foot of every page."),
    "land": _l("At the foot of every page. It is written with the nations concerned, never made up."),
    "support": _l("What stands above the list of support lines."),
}
MARKDOWN = _l("Markdown: ## for a heading, - for a list, **strong**, [words](/en/address) for a link.")
# The parts of a support line that are in both languages, in the order of the form.
PARTS: dict[str, LazyString] = {
    "name": _l("Name"),
    "purpose": _l("What for"),
    "hours": _l("Hours"),
    "languages": _l("Languages"),
    "website": _l("Website"),
}


@dataclass(frozen=True)
class Group:
    """Support lines of one place."""

    key: str
    heading: str
    lines: list[Line]


def hint(name: str) -> str:
    """What to know before writing this text."""
    return str(HINTS.get(name, ""))


def who(person: User | None) -> str:
    """Who saved a state, for staff."""
    if person is None:
        return _("the command line, or an account that is gone")
    return person.display_name or _("a person without a display name")


def changes(before: Bilingual, after: Bilingual) -> dict[str, list[ChangedLine]]:
    """The changed lines by language; nothing at all where both texts are as they were."""
    budget = Budget()
    found = {lang: changed_lines(before[lang], after[lang], budget) for lang in LANGUAGES}
    return found if any(found.values()) else {}


def line_changes(before: Line | None, after: Line) -> list[tuple[str, str, list[ChangedLine]]]:
    """What changed in a support line: each part by its name, its language ("" for none), its changed lines. Of a new line, nothing."""
    if before is None:
        return []
    budget, pairs = Budget(), zip(_parts(before), _parts(after), strict=True)
    return [(label, lang, changed_lines(old, new, budget)) for (label, lang, old), (_label, _lang, new) in pairs if old != new]


def _parts(line: Line) -> Iterator[tuple[str, str, str]]:
    """Everything that is said of a support line."""
    for name, label in PARTS.items():
        yield _("%(part)s, in English", part=label), "en", getattr(line, name).en
        yield _("%(part)s, in French", part=label), "fr", getattr(line, name).fr
    yield _("Telephone"), "", line.phone
    yield _("Where"), "", place(line)
    yield _("Last verified"), "", line.verified_on.isoformat() if line.verified_on else pgettext("a line", "never")
    yield _("On the public page"), "", pgettext("on the public page", "no") if line.retired else pgettext("on the public page", "yes")


def place(line: Line) -> str:
    """Where a support line is for."""
    return province_name(line.province.value) if line.province else _("All of Canada")


def grouped(lines: Iterable[Line]) -> list[Group]:
    """All of Canada first, then the provinces and territories in the order of the alphabet."""
    places: dict[str, list[Line]] = {}
    for line in lines:
        places.setdefault(line.province.value if line.province else "", []).append(line)
    order = ["", *(code for code, _name in provinces())]
    return [Group(key or "canada", place(places[key][0]), places[key]) for key in order if key in places]


def dialled(phone: str) -> str:
    """A telephone number as a link dials it; nothing where it holds letters."""
    digits = "".join(char for char in phone if char.isdigit())
    return "" if any(char.isalpha() for char in phone) else digits


def province_choices() -> dict[str, str]:
    """For the form: everywhere first; what lies outside Canada has no line here."""
    return {"": _("All of Canada"), **dict(provinces()[:-1])}


def state_of(text: Text) -> str:
    """Whose words these are, for the list."""
    return _("Version %(number)d", number=text.number) if text.number else _("Words that come with the software")
