"""Which language a foreign text is in: its tag as we keep it; without one a library's guess, for imports alone, and always overridable."""

import re
from collections.abc import Iterable

from consult.core.bilingual import LANGUAGES

# Language, script, region, variants (BCP 47).
TAG = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-(?:[a-z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*", re.IGNORECASE)
ENOUGH = 20_000  # characters; more do not make the guess better


def guess(texts: Iterable[str]) -> str:
    """The language of these texts together: `en` or `fr`."""
    import py3langid  # noqa: PLC0415 - loads a model and numpy: only an import needs it, never a web process

    py3langid.set_languages(list(LANGUAGES))
    return str(py3langid.classify("\n".join(texts)[:ENOUGH])[0])


def tag(text: str) -> str:
    """A language tag as this site keeps it: the region cut off (`fr-FR` is `fr`, `zh-Hant-TW` is `zh-Hant`); empty where it is none."""
    found = TAG.fullmatch(text.replace("_", "-"))
    if found is None:
        return ""
    named = found[1].lower()
    return f"{named}-{found[2].title()}" if found[2] and named not in LANGUAGES else named
