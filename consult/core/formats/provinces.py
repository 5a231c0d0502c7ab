"""Provinces and territories, and how each stands in a sentence: « en Ontario », « à l’Île-du-Prince-Édouard »."""

from dataclasses import dataclass

from consult.core.bilingual import Bilingual
from consult.core.formats.ordering import sort_key
from consult.core.i18n import language

OUTSIDE = "outside"


@dataclass(frozen=True)
class Province:
    """A province or territory: its name, and the name with its preposition."""

    name: Bilingual
    within: Bilingual


def _province(en: str, fr: str, within_en: str, within_fr: str) -> Province:
    return Province(Bilingual(en, fr), Bilingual(within_en, within_fr))


# Keyed by the code of Canada Post; `outside` is everywhere else.
PROVINCES = {
    "AB": _province("Alberta", "Alberta", "in Alberta", "en Alberta"),
    "BC": _province("British Columbia", "Colombie-Britannique", "in British Columbia", "en Colombie-Britannique"),
    "MB": _province("Manitoba", "Manitoba", "in Manitoba", "au Manitoba"),
    "NB": _province("New Brunswick", "Nouveau-Brunswick", "in New Brunswick", "au Nouveau-Brunswick"),
    "NL": _province("Newfoundland and Labrador", "Terre-Neuve-et-Labrador", "in Newfoundland and Labrador", "à Terre-Neuve-et-Labrador"),
    "NS": _province("Nova Scotia", "Nouvelle-Écosse", "in Nova Scotia", "en Nouvelle-Écosse"),
    "NT": _province("Northwest Territories", "Territoires du Nord-Ouest", "in the Northwest Territories", "aux Territoires du Nord-Ouest"),
    "NU": _province("Nunavut", "Nunavut", "in Nunavut", "au Nunavut"),
    "ON": _province("Ontario", "Ontario", "in Ontario", "en Ontario"),
    "PE": _province("Prince Edward Island", "Île-du-Prince-Édouard", "in Prince Edward Island", "à l’Île-du-Prince-Édouard"),
    "QC": _province("Quebec", "Québec", "in Quebec", "au Québec"),
    "SK": _province("Saskatchewan", "Saskatchewan", "in Saskatchewan", "en Saskatchewan"),
    "YT": _province("Yukon", "Yukon", "in Yukon", "au Yukon"),
    OUTSIDE: _province("Outside Canada", "À l’extérieur du Canada", "outside Canada", "à l’extérieur du Canada"),
}


def province_name(code: str, *, lang: str | None = None) -> str:
    """The name alone: "Prince Edward Island", « Île-du-Prince-Édouard »."""
    return PROVINCES[code].name[lang or language()]


def in_province(code: str, *, lang: str | None = None) -> str:
    """The name with its preposition, for the middle of a sentence: "in Ontario", « en Ontario »."""
    return PROVINCES[code].within[lang or language()]


def provinces(lang: str | None = None) -> list[tuple[str, str]]:
    """Codes and names in alphabetical order, outside Canada last: the choices of a form."""
    lang = lang or language()
    inside = [(code, province.name[lang]) for code, province in PROVINCES.items() if code != OUTSIDE]
    inside.sort(key=lambda choice: sort_key(choice[1], lang))
    return [*inside, (OUTSIDE, PROVINCES[OUTSIDE].name[lang])]
