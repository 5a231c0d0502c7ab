"""Which of the two languages a foreign text is in. A library's guess, for imports alone, and always overridable."""

from collections.abc import Iterable

from consult.core.bilingual import LANGUAGES

ENOUGH = 20_000  # characters; more do not make the guess better


def guess(texts: Iterable[str]) -> str:
    """The language of these texts together: `en` or `fr`."""
    import py3langid  # noqa: PLC0415 - loads a model and numpy: only an import needs it, never a web process

    py3langid.set_languages(list(LANGUAGES))
    return str(py3langid.classify("\n".join(texts)[:ENOUGH])[0])
