"""Module files for tests: a small pair to bend, and the demo's own."""

from dataclasses import dataclass
from pathlib import Path

from consult.core.paths import ROOT
from consult.modules.source import ModuleSource, read_pair

DEMO = ROOT / "consult" / "home" / "demo" / "modules"
DEMO_PAIRS = [
    (DEMO / "01-before-the-call.en.md", DEMO / "01-avant-l-appel.fr.md"),
    (DEMO / "02-the-first-minute.en.md", DEMO / "02-la-premiere-minute.fr.md"),
    (DEMO / "03-behind-the-screen.en.md", DEMO / "03-derriere-l-ecran.fr.md"),
]

EN = """\
---
id: 7
slug: a-quiet-word
lang: en-CA
translation_of: un-mot-calme
title: "A quiet word"
version: 3
status: draft_for_consultation
audience: "Recruits"
reading_minutes: 2
content_note: "It speaks of **anger**."
learning_outcomes:
  - "Use a quiet voice."
  - "Notice your own breath."
---
# A quiet word

> A text made for tests. {#b01}

## 1. Voice {#s1}

Speak low. {#b02}

Wait. {#b03}

## 2. Questions {#s2}

1. Who spoke? {#b04}
2. Who listened? {#b05}
"""
FR = """\
---
id: 7
slug: un-mot-calme
lang: fr-CA
translation_of: a-quiet-word
title: "Un mot calme"
version: 3
status: draft_for_consultation
audience: "Recrues"
reading_minutes: 2
content_note: "Il parle de **colère**."
learning_outcomes:
  - "Parler bas."
  - "Remarquer sa propre respiration."
---
# Un mot calme

> Un texte fait pour les essais. {#b01}

## 1. La voix {#s1}

Parlez bas. {#b02}

Attendez. {#b03}

## 2. Questions {#s2}

1. Qui a parlé? {#b04}
2. Qui a écouté? {#b05}
"""


@dataclass
class Pair:
    """Two files in a folder of the test; `change` replaces words in one or both."""

    folder: Path
    en: str = EN
    fr: str = FR

    @property
    def paths(self) -> tuple[Path, Path]:
        """Write both files and say where they are."""
        paths = self.folder / "module.en.md", self.folder / "module.fr.md"
        for path, text in zip(paths, (self.en, self.fr), strict=True):
            path.write_text(text, encoding="utf-8")
        return paths

    def read(self) -> ModuleSource:
        """Read the pair."""
        return read_pair(*self.paths)

    def change(self, old: str, new: str, *, lang: str = "both") -> "Pair":
        """Put `new` for `old`, which must be there."""
        for one in ("en", "fr") if lang == "both" else (lang,):
            text = getattr(self, one)
            assert old in text, f"{old!r} is not in the {one} file"
            setattr(self, one, text.replace(old, new))
        return self

    def drop(self, key: str) -> "Pair":
        """Take a block out of both files."""
        for one in ("en", "fr"):
            kept = [line for line in getattr(self, one).split("\n") if not line.endswith(f"{{#{key}}}")]
            setattr(self, one, "\n".join(kept))
        return self
