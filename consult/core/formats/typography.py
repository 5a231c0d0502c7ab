"""French and English typography: the one judge of spaces, quotation marks and apostrophes.

Two modes. Authored text (`edit=True`) is repaired, and its editor sees the difference. A participant's words (`edit=False`)
only have their own spaces made no-break for display: no visible character is ever added, removed or changed.
Sources: OQLF, « Espacement avant et après les signes »; Translation Bureau, « Guide du rédacteur » 1.1.12.
"""

import re
from collections.abc import Callable

from consult.core.bilingual import LANGUAGES

NBSP = "\u00a0"
# None of the fonts has U+202F: the browser would take it from another face. It is always written as U+00A0.
NARROW_NBSP = "\u202f"

# Stands for one stretch that must stay as it is. A text that holds this private character keeps it: it protects itself.
_KEPT = "\ue000"
_PROTECTED = re.compile(
    "|".join(
        (
            _KEPT,
            r"`[^`\n]*`",  # code
            r"<[A-Za-z/][^<>\n]*>",  # a tag inside a translated sentence
            r"(?:https?://|www\.)[^\s<>\"«»“”`]*[^\s<>\"«»“”`.,;:!?…)\]'’]",
            r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
            r"%\(\w+\)[-+#0-9.]*[a-z]",
            r"\{[^{}\n]*\}",
        )
    )
)

_SPACE = f"[ {NBSP}\u2009]"
_CAPITAL = "[A-ZÀ-ÖØ-ÞŒ]"
_FRENCH_MONTH = "(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)"
_ENGLISH_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
# What a number follows: the number never starts a line.
_NUMBERED = (
    "(?:article|chapitre|commentaire|énoncé|étape|figure|module|page|paragraphe|partie"
    "|question|recommandation|règle|section|tableau|version)"
)

Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]


def _held(match: re.Match[str]) -> str:
    """The same stretch with its spaces made no-break."""
    return match[0].replace(" ", NBSP)


def _hour(match: re.Match[str]) -> str:
    """`14h05` as « 14 h 5 », `14 h 00` as « 14 h »."""
    minutes = int(match[2] or 0)
    return f"{match[1]}{NBSP}h{NBSP}{minutes}" if minutes else f"{match[1]}{NBSP}h"


# `(?<! ) +` looks at a run of spaces once, from its start: a page of spaces costs one reading, not its square.
_FRENCH_HELD: tuple[Rule, ...] = tuple(
    (re.compile(pattern, re.MULTILINE), _held)
    for pattern in (
        r"(?<=«) +|(?<! ) +(?=[»:;!?])",
        rf"(?<=[\d{_KEPT}]) +(?=[%$€])",
        rf"(?<![\d,.])\d{{1,3}}(?:[ {NBSP}]\d{{3}})+(?!\d)",
        r"(?<=\d) (?=(?:h|min|s|ko|Mo|Go|mm|cm|m|km|g|kg|ml|mL|L|°C)(?![\w'’]))",
        rf"(?<=\d{NBSP}h) (?=\d{{1,2}}(?!\d))",
        rf"(?<![\w,.])(?:1er|\d{{1,2}})[ {NBSP}]{_FRENCH_MONTH}(?:[ {NBSP}]\d{{4}})?(?!\w)",
        rf"\b(?:MM?\.|Mmes?|Mlles?|Mx|Dre?s?|Me|Pre?) (?=[{_CAPITAL[1:-1]}{_KEPT}])",
        rf"\b(?i:{_NUMBERED}s?|nos?|p\.|art\.) (?=\d)",
        r"^— (?=\S)",
    )
)
# An aside keeps its two dashes with its own words: the space outside each may break.
_ASIDE: Rule = (re.compile(rf"(?<=\S) —[ {NBSP}](?=\S)([^—\n.!?]*\S)[ {NBSP}]—(?=[\s,;:.)]|$)", re.MULTILINE), rf" —{NBSP}\1{NBSP}—")

_SHARED_EDITS: tuple[Rule, ...] = (
    (re.compile(r"(?<!\.)\.{3}(?!\.)"), "…"),
    (re.compile(rf"(?<=[^\W\d_])'(?=[^\W_]|[\"«“{_KEPT}])"), "’"),
)
_FRENCH_EDITS: tuple[Rule, ...] = (
    (re.compile(rf"(?<=\w){_SPACE}+(?=…)"), ""),
    # A semicolon before a bracket is a wink, not a semicolon.
    (re.compile(rf"(?<!{_SPACE}){_SPACE}+(?=[!?]+(?:[\s\":)»”\]…]|$)|;(?:[\s:»”]|$))", re.MULTILINE), ""),
    (re.compile(rf"«{_SPACE}*(?=\S)"), f"«{NBSP}"),
    (re.compile(rf"(?<=\S){_SPACE}*»"), f"{NBSP}»"),
    (re.compile(rf"(?<=“){_SPACE}+(?=\S)|(?<=\S){_SPACE}+(?=”)"), ""),
    (re.compile(rf"(?<=[^\s:]){_SPACE}*:(?=\s|$)", re.MULTILINE), f"{NBSP}:"),
    (re.compile(rf"(?<=[\d{_KEPT}]){_SPACE}*([%$€])(?![\w(])"), rf"{NBSP}\1"),
    (re.compile(rf"(?<![\w,.:])(?<!h{_SPACE})(\d{{1,2}}){_SPACE}?h(?:{_SPACE}?(\d{{2}}))?(?![\w']|{_SPACE}?\d)"), _hour),
    (re.compile(rf"(?<![\w,.])1{_SPACE}+(?={_FRENCH_MONTH}(?!\w))"), f"1er{NBSP}"),
)
_ENGLISH_HELD: tuple[Rule, ...] = (
    (re.compile(r"(?<=\d) (?=[ap]\.m\.)"), _held),
    (re.compile(rf"\b{_ENGLISH_MONTH} (?=\d{{1,2}}(?!\d))"), _held),
)
_ENGLISH_EDITS: tuple[Rule, ...] = (
    (re.compile(r'(?<!\w)"([^"“”\n]*[^"“”\s])"(?!\w)'), r"“\1”"),
    (re.compile(rf"(?<!{_SPACE}){_SPACE}+(?=[:;!?](?:\s|$))", re.MULTILINE), ""),
)
_QUOTED = re.compile(rf'[«»]|(?<![\w{_KEPT}])"([^"«»“”\n]+)"(?!\w)')


def french_spacing(text: str, *, edit: bool) -> str:
    """Set French text for Canada; what is not prose (addresses, code, placeholders) stays as it is."""
    return _around_what_is_kept(text, _french_edit if edit else _french_display)


def english_spacing(text: str, *, edit: bool) -> str:
    """Set English text for Canada: curly quotation marks, no-break dates and hours, nothing before a colon."""
    return _around_what_is_kept(text, _english_edit if edit else _english_display)


def spacing(text: str, lang: str, *, edit: bool) -> str:
    """Set a text in its own language; a text in a third language is nobody's to set."""
    if lang not in LANGUAGES:
        return text
    return french_spacing(text, edit=edit) if lang == "fr" else english_spacing(text, edit=edit)


def _around_what_is_kept(text: str, rewrite: Callable[[str], str]) -> str:
    """Rewrite the prose of `text`; put what was set aside back in the same order."""
    text = text.replace(NARROW_NBSP, NBSP)
    kept = iter(_PROTECTED.findall(text))
    rewritten = rewrite(_PROTECTED.sub(_KEPT, text))
    return re.sub(_KEPT, lambda _: next(kept), rewritten)


def _apply(rules: tuple[Rule, ...], text: str) -> str:
    for pattern, replacement in rules:
        text = pattern.sub(replacement, text)
    return text


def _french_display(text: str) -> str:
    return _apply((*_FRENCH_HELD, _ASIDE), text)


def _french_edit(text: str) -> str:
    return _french_display(_apply(_FRENCH_EDITS, _guillemets(_apply(_SHARED_EDITS, text))))


def _english_display(text: str) -> str:
    return _apply(_ENGLISH_HELD, text)


def _english_edit(text: str) -> str:
    return _english_display(_apply(_ENGLISH_EDITS, _apply(_SHARED_EDITS, text)))


def _guillemets(text: str) -> str:
    """Turn pairs of straight quotation marks into « », or “ ” inside a quotation."""
    depth = 0

    def repaired(match: re.Match[str]) -> str:
        nonlocal depth
        if match[1] is None:
            depth = max(0, depth + (1 if match[0] == "«" else -1))
            return match[0]
        inner = match[1].strip()
        if not inner:
            return match[0]
        return f"“{inner}”" if depth else f"«{NBSP}{inner}{NBSP}»"

    return _QUOTED.sub(repaired, text)
