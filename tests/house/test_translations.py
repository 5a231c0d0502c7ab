"""The French catalogue: complete, true to its English, and set as Canadian French is set."""

import csv
import re
from collections.abc import Iterator
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from consult.core.formats import french_spacing
from consult.core.paths import ROOT

TRANSLATIONS = ROOT / "translations"
REFRESH = "Run `make catalogue`, then translate what is new in translations/fr/LC_MESSAGES/messages.po."
# The same as in the Makefile, on top of Babel's own.
KEYWORDS = {
    "_": None,
    "_l": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}|%[sd]")
TAG = re.compile(r"</?\w+[^>]*>")
NARROW_NBSP = "\u202f"
MIDDLE_DOTS = "·•‧"

Fault = Iterator[str]
Key = tuple[str, str | None]


@cache
def catalogue(name: str) -> Catalog:
    """The template or the French catalogue."""
    with (TRANSLATIONS / name).open("rb") as file:
        return read_po(file, locale="fr" if name.endswith(".po") else None)


def french() -> list[Message]:
    """Every French message but the header."""
    return [message for message in catalogue("fr/LC_MESSAGES/messages.po") if message.id]


def template() -> list[Message]:
    """Every message that the code asks for, as the template has it."""
    return [message for message in catalogue("messages.pot") if message.id]


def key(message: Message) -> Key:
    """What a message is looked up by."""
    return forms(message.id)[0], message.context


def forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """Singular and plural, or the one form there is."""
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


def in_the_code() -> set[Key]:
    """What the code asks for now."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT, methods, options, KEYWORDS, ("Translators:",), directory_filter=lambda path: not hidden(str(path)))
    return {(forms(message)[0], context) for _file, _line, message, _comments, context in found if message}


def hidden(path: str) -> bool:
    """A folder that holds none of our code."""
    return path.rpartition("/")[2] in {".venv", ".git", "node_modules", "instance", "tests", "static", "translations", "__pycache__"}


def the_template_is_fresh() -> Fault:
    for text, _context in sorted(in_the_code() ^ {key(message) for message in template()}, key=str):
        yield f"{text!r} is in the code and not in translations/messages.pot, or the other way round. {REFRESH}"


def nothing_is_missing_or_left_over() -> Fault:
    asked, known = {key(message) for message in template()}, {key(message): message for message in french()}
    for text, _context in sorted(asked - known.keys(), key=str):
        yield f"{text!r} is not in the French catalogue. {REFRESH}"
    for text, _context in sorted(known.keys() - asked, key=str):
        yield f"{text!r} is translated and no longer asked for. {REFRESH}"
    for text, _context in sorted(map(key, catalogue("fr/LC_MESSAGES/messages.po").obsolete.values()), key=str):
        yield f"{text!r} is obsolete: delete it from the catalogue (lines that begin with #~)."


def every_message_is_translated() -> Fault:
    for message in french():
        words = forms(message.string)
        if not all(words):
            yield f"{key(message)[0]!r} has no French."
        if message.fuzzy:
            yield f"{key(message)[0]!r} is marked fuzzy: check its French, then take the mark away."
        if message.pluralizable and len(words) != catalogue("fr/LC_MESSAGES/messages.po").num_plurals:
            yield f"{key(message)[0]!r} needs a singular and a plural in French."


def placeholders_and_tags_are_the_same() -> Fault:
    for message in french():
        english = forms(message.id)
        for pattern, what in ((PLACEHOLDER, "placeholders"), (TAG, "tags")):
            asked = {one for text in english for one in pattern.findall(text)}
            for number, words in enumerate(forms(message.string)):
                found = set(pattern.findall(words))
                # « un commentaire » may leave the number out.
                fits = (
                    asked - {"%(num)s", "%(num)d", "%(count)s", "%(count)d"} <= found <= asked
                    if message.pluralizable and number == 0
                    else found == asked
                )
                if words and not fits:
                    yield f"{english[0]!r}: the French has other {what}: {sorted(found)} for {sorted(asked)}."


def french_is_set_as_it_should_be() -> Fault:
    for message in french():
        for words in forms(message.string):
            right = french_spacing(words, edit=True)
            if right != words:
                yield f"{words!r}: write {right!r}."
            if "'" in PLACEHOLDER.sub("", TAG.sub("", words)):
                yield f"{words!r}: write the apostrophe as ’."
            if NARROW_NBSP in words:
                yield f"{words!r}: U+202F is in none of our fonts; write U+00A0."
            if any(dot in words for dot in MIDDLE_DOTS):
                yield f"{words!r}: no middle dot; take an epicene word or both forms."


def no_forbidden_word_is_used() -> Fault:
    for row in glossary():
        for lang, column in (("en", "forbidden_en"), ("fr", "forbidden_fr")):
            for word in filter(None, row[column].split("|")):
                for message in french():
                    for text in forms(message.id if lang == "en" else message.string):
                        if pattern(word).search(PLACEHOLDER.sub("", text)):
                            yield f"{text!r} says {word!r}: the glossary has “{row['term_en']}”, « {row['term_fr']} »."


@cache
def glossary() -> list[dict[str, str]]:
    """The rows of translations/glossary.csv."""
    with (TRANSLATIONS / "glossary.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@cache
def pattern(word: str) -> re.Pattern[str]:
    """A word as a whole; a `*` at its end stands for any ending. Either apostrophe fits."""
    stem = re.escape(word.rstrip("*")).replace("’", "['’]")
    ending = r"\w*" if word.endswith("*") else ""
    return re.compile(rf"(?<![\w@.-]){stem}{ending}(?![\w@-])", re.IGNORECASE)


@pytest.mark.parametrize(
    "rule",
    [
        the_template_is_fresh,
        nothing_is_missing_or_left_over,
        every_message_is_translated,
        placeholders_and_tags_are_the_same,
        french_is_set_as_it_should_be,
        no_forbidden_word_is_used,
    ],
)
def test_translations(rule):
    faults = list(dict.fromkeys(rule()))
    assert not faults, "\n" + "\n".join(faults)
