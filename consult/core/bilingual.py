"""Text in both official languages: a pair of columns that reads as one value."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Composite, MappedColumn, composite, mapped_column

LANGUAGES = ("en", "fr")


@dataclass(frozen=True)
class Bilingual:
    """The same text in English and in French. An empty string means: not written yet."""

    en: str
    fr: str

    def read(self, lang: str) -> "Passage":
        """The text for a reader of `lang`, or the other one where only that exists, with the language it is in."""
        own = getattr(self, lang)
        if own:
            return Passage(own, lang)
        other = "fr" if lang == "en" else "en"
        return Passage(getattr(self, other), other if getattr(self, other) else lang)

    def __getitem__(self, lang: str) -> str:
        """The text in exactly this language (may be empty)."""
        if lang not in LANGUAGES:
            raise KeyError(lang)
        return str(getattr(self, lang))

    @property
    def complete(self) -> bool:
        """Both languages are there."""
        return bool(self.en.strip() and self.fr.strip())


@dataclass(frozen=True)
class Passage:
    """A text and the language it is written in, for the `lang` attribute beside it."""

    text: str
    lang: str

    def __str__(self) -> str:
        """The text alone."""
        return self.text


def bilingual(name: str, *, default: str | None = "") -> Composite[Bilingual]:
    """Map `name_en` and `name_fr` to one `Bilingual` attribute: `title: Mapped[Bilingual] = bilingual("title")`."""
    return composite(Bilingual, _half(f"{name}_en", default), _half(f"{name}_fr", default))


def _half(column: str, default: str | None) -> MappedColumn[Any]:
    return mapped_column(column, sa.Text, default=default, nullable=False)


def complete_unless(name: str, *, condition: str) -> sa.CheckConstraint:
    """The CHECK that both halves are filled in, unless the SQL `condition` holds (still a draft, imported …)."""
    return sa.CheckConstraint(f"({condition}) OR ({name}_en <> '' AND {name}_fr <> '')", name=f"{name}_complete")
