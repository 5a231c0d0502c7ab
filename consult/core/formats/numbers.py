"""Numbers and percentages, as Canadians write them in each language."""

from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_decimal

from consult.core.formats.typography import NBSP
from consult.core.i18n import LOCALES, language

# A string is what a findings snapshot holds: "0.9130".
Quantity = int | float | Decimal | str


def number(value: Quantity, digits: int = 1, *, lang: str | None = None) -> str:
    """Write a number with at most `digits` decimals: "1,234.5", « 1 234,5 »."""
    lang = lang or language()
    return format_decimal(_rounded(value, digits), _pattern(digits), LOCALES[lang])


def percent(share: Quantity, digits: int = 1, *, lang: str | None = None) -> str:
    """Write a share between 0 and 1 as a percentage with at most `digits` decimals: "62.5%", « 62,5 % »."""
    lang = lang or language()
    figure = number(Decimal(str(share)) * 100, digits, lang=lang)
    return f"{figure}%" if lang == "en" else f"{figure}{NBSP}%"


def _rounded(value: Quantity, digits: int) -> Decimal:
    """Round a half away from zero, as readers who check a table do (Babel rounds it to even)."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    # There is no negative nothing in a table.
    return rounded or abs(rounded)


def _pattern(digits: int) -> str:
    return f"#,##0.{'#' * digits}" if digits else "#,##0"
