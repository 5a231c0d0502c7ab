"""A sentence that is written where nobody speaks a language yet: English at a command line, translated by whoever shows it on a page."""

from typing import Self


class Sentence(str):
    """The English sentence, and what it takes to say it again in another language."""

    __slots__ = ("msgid", "values")

    msgid: str
    values: dict[str, object]

    def __new__(cls, msgid: str, **values: object) -> Self:
        """Fill the values into the English words."""
        made = super().__new__(cls, msgid % values if values else msgid)
        made.msgid, made.values = msgid, values
        return made


def N_(msgid: str, **values: object) -> Sentence:  # noqa: N802 - gettext's own name for: find these words, translate them later
    """Mark a sentence for translation and fill it in; a value may be such a sentence itself."""
    return Sentence(msgid, **values)
