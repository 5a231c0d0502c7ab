"""Reading the two files of a module: what they say, and each fault with its file, its line and how to mend it."""

from pathlib import Path

import pytest

from consult.core.bilingual import Bilingual
from consult.core.errors import FileFault
from consult.modules.models import BlockKind, VersionStatus
from consult.modules.source import read_pair
from tests.modules.files import DEMO_PAIRS, EN, Pair

NBSP = "\u00a0"


def fault_of(pair: Pair) -> FileFault:
    """The fault that reading this pair ends with."""
    with pytest.raises(FileFault) as caught:
        pair.read()
    return caught.value


def line_of(text: str, part: str) -> int:
    """In which line a part stands for the first time."""
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize(("pair", "sections", "paragraphs"), [(DEMO_PAIRS[0], 6, 19), (DEMO_PAIRS[1], 7, 22), (DEMO_PAIRS[2], 6, 20)])
def test_the_demo_modules_are_read_whole(pair: tuple[Path, Path], sections: int, paragraphs: int) -> None:
    source = read_pair(*pair)
    kinds = [block.kind for block in source.blocks]
    assert kinds.count(BlockKind.SECTION) == sections
    assert len(kinds) - sections == paragraphs
    assert kinds[0] is BlockKind.QUOTE
    assert kinds[-5:] == [BlockKind.ITEM] * 5
    assert len(source.outcomes) == 4
    assert all(block.markdown.complete for block in source.blocks)


def test_every_part_of_a_pair_is_read(pair: Pair) -> None:
    source = pair.read()
    assert (source.head.id, source.head.version, source.status) == (7, 3, VersionStatus.DRAFT)
    assert source.slug == Bilingual("a-quiet-word", "un-mot-calme")
    assert source.outcomes[1] == Bilingual("Notice your own breath.", "Remarquer sa propre respiration.")
    assert source.content_note == Bilingual("It speaks of **anger**.", "Il parle de **colère**.")
    assert [(block.key, block.kind, block.section_key) for block in source.blocks] == [
        ("b01", BlockKind.QUOTE, None),
        ("s1", BlockKind.SECTION, "s1"),
        ("b02", BlockKind.PARAGRAPH, "s1"),
        ("b03", BlockKind.PARAGRAPH, "s1"),
        ("s2", BlockKind.SECTION, "s2"),
        ("b04", BlockKind.ITEM, "s2"),
        ("b05", BlockKind.ITEM, "s2"),
    ]
    assert source.blocks[4].markdown == Bilingual("2. Questions", "2. Questions")
    assert source.blocks[5].markdown == Bilingual("Who spoke?", "Qui a parlé?")


@pytest.mark.parametrize(
    ("written", "kind", "markdown"),
    [
        ("One\ntwo\nthree {#b02}", BlockKind.PARAGRAPH, "One two three"),
        ("One\ntwo\n{#b02}", BlockKind.PARAGRAPH, "One two"),
        ("One  \ntwo {#b02}", BlockKind.PARAGRAPH, "One\\\ntwo"),
        ("One\\\ntwo {#b02}", BlockKind.PARAGRAPH, "One\\\ntwo"),
        ("> One\n> two\nthree {#b02}", BlockKind.QUOTE, "One two three"),
        ("- One\n  two {#b02}", BlockKind.ITEM, "One two"),
        ("12) One {#b02}", BlockKind.ITEM, "One"),
        ("In the year\n2024. That was late. {#b02}", BlockKind.PARAGRAPH, "In the year 2024. That was late."),
        ("**One**{#b02}  ", BlockKind.PARAGRAPH, "**One**"),
        ("#hashtag {#b02}", BlockKind.PARAGRAPH, "#hashtag"),
        ("1\\. Not a list {#b02}", BlockKind.PARAGRAPH, "1\\. Not a list"),
    ],
)
def test_a_block_may_take_several_lines(pair: Pair, written: str, kind: BlockKind, markdown: str) -> None:
    source = pair.change("Speak low. {#b02}", written, lang="en").change("Parlez bas. {#b02}", written, lang="fr").read()
    assert (source.blocks[2].kind, source.blocks[2].markdown.en) == (kind, markdown)


def test_items_need_no_empty_line_between_them_but_each_has_its_key(pair: Pair) -> None:
    assert [block.line for block in pair.read().blocks[-2:]] == [line_of(EN, "Who spoke"), line_of(EN, "Who spoke") + 1]


def test_windows_line_ends_a_byte_order_mark_and_decomposed_accents_make_no_difference(pair: Pair) -> None:
    plain = pair.read()
    for path in pair.paths:
        text = path.read_text(encoding="utf-8").replace("é", "e\u0301")
        path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert read_pair(pair.folder / "module.en.md", pair.folder / "module.fr.md").blocks == plain.blocks


def test_texts_of_the_front_matter_are_set_as_their_language_asks(pair: Pair) -> None:
    source = pair.change('"Un mot calme"', '"Un mot calme : l\'essai"', lang="fr").read()
    assert source.text("title").fr == f"Un mot calme{NBSP}: l’essai"


def test_a_first_heading_that_differs_from_the_title_is_left_out_all_the_same(pair: Pair) -> None:
    assert len(pair.change("# A quiet word", "# Another word", lang="en").read().blocks) == 7


HEAD_FAULTS = [
    ("en", "---\nid: 7", "id: 7", 1, "no front matter"),
    ("fr", "\n---\n# Un", "\n# Un", 1, "no end"),
    ("en", 'title: "A quiet word"', "title: A quiet: word", 6, "broken"),
    ("en", 'title: "A quiet word"', 'title: "A quiet word', 9, "broken"),
    ("en", "version: 3", "version: 2026-13-45", 2, "broken"),
    ("en", "audience: ", "audience: [[[[", 10, "broken"),
    ("en", 'title: "A quiet word"\n', "", 1, "lacks title"),
    ("fr", "slug: un-mot-calme\n", "", 1, "lacks slug"),
    ("fr", "lang: fr-CA", "lang:", 4, "lacks lang"),
    ("en", "version: 3", "version: three", 7, "version is not a whole number"),
    ("en", "version: 3", "version: true", 7, "version is not a whole number"),
    ("en", "version: 3", "version: 0", 7, "version is not a whole number"),
    ("en", "id: 7", "id: 99999999999", 2, "id is not a whole number"),
    ("en", "slug: a-quiet-word", "slug: A Quiet Word", 3, "slug is not a slug"),
    ("fr", 'audience: "Recrues"', "audience: 12", 9, "audience is not a text"),
    ("en", "status: draft_for_consultation", "status: finished", 8, "status is not one of"),
    ("en", "content_note:", "content_notes:", 11, "unknown key content_notes"),
    ("en", "reading_minutes: 2", "reading_minutes: 2\nid: 8", 11, "there twice"),
    ("fr", '  - "Parler bas."', '  - ""', 12, "learning_outcomes is not a text"),
    ("fr", "learning_outcomes:\n", "learning_outcomes: oui\ntopics:\n", 12, "learning_outcomes is not a list"),
    ("en", "reading_minutes: 2", "reading_minutes: 2\nsensitive: maybe", 11, "sensitive is not `true`"),
    ("fr", "lang: fr-CA", "lang: en-CA", 4, "should be the French file"),
    ("en", "lang: en-CA", "lang: de", 4, "should be the English file"),
    ("en", "translation_of: un-mot-calme", "translation_of: autre-mot", 5, "slug of the other file is un-mot-calme"),
    ("fr", "translation_of: a-quiet-word", "translation_of: other", 5, "slug of the other file is a-quiet-word"),
    ("fr", "id: 7", "id: 8", 2, "value of id is not the one"),
    ("fr", "version: 3", "version: 4", 7, "value of version is not the one"),
    ("fr", 'content_note: "Il parle de **colère**."\n', "", None, "content_note in this file only"),
    ("fr", '  - "Parler bas."\n', "", 12, "2 learning outcomes in English and 1 in French"),
]


@pytest.mark.parametrize(("lang", "old", "new", "line", "reason"), HEAD_FAULTS)
def test_a_faulty_front_matter_is_named_with_its_line(pair: Pair, lang: str, old: str, new: str, line: int | None, reason: str) -> None:
    fault = fault_of(pair.change(old, new, lang=lang))
    if line is None:  # what is missing in one file is named where it is there
        lang, line = "en", line_of(EN, "content_note")
    assert fault.file.endswith(f"module.{lang}.md")
    assert fault.line == line
    assert reason in fault.reason
    assert fault.mend


BODY_FAULTS = [
    ("en", "Speak low. {#b02}", "Speak low.", "Speak low.", "This paragraph has no key", "{#b06}"),
    ("fr", "## 1. La voix {#s1}", "## 1. La voix", "## 1. La voix", "This section heading has no key", "{#s3}"),
    ("en", "1. Who spoke? {#b04}", "1. Who spoke?", "1. Who spoke?", "This list item has no key", "{#b06}"),
    ("fr", "> Un texte fait pour les essais. {#b01}", "> Un texte", "> Un texte", "This quote has no key", "{#b06}"),
    ("en", "Wait. {#b03}", "Wait. {#b02}", "Wait.", "b02 is there twice (also on the block in line 22)", "{#b06}"),
    ("fr", "Attendez. {#b03}\n\n", "", None, "b03 is in this file only", "module.fr.md"),
    ("fr", "Attendez. {#b03}", "Attendez. {#b03}\n\nEncore. {#b06}", "Encore.", "b06 is in this file only", "module.en.md"),
    ("fr", "Attendez. {#b03}", "- Attendez. {#b03}", "- Attendez.", "b03 is a list item here and a paragraph in line 24", "same form"),
    ("en", "Wait. {#b03}", "Wait. {#x1}", "Wait.", "{#x1} is no key", "{#b06}"),
    ("en", "Wait. {#b03}", "Wait. {#B3}", "Wait.", "{#B3} is no key", "{#b06}"),
    ("en", "Wait. {#b03}", "Wait. {#}", "Wait.", "{#} is no key", "{#b06}"),
    ("en", "Wait. {#b03}", "Wait. {#b3}", "Wait.", "b3 is not in its usual form", "{#b03}"),
    ("en", "Wait. {#b03}", "Wait. {#b00}", "Wait.", "b00 is not in its usual form", "{#b01}"),
    ("en", "Wait. {#b03}", "Wait. {#s3}", "Wait.", "A paragraph cannot have the key s3", "{#b06}"),
    ("en", "Wait. {#b03}", "Wait. {#o1}", "Wait.", "A paragraph cannot have the key o1", "{#b06}"),
    ("en", "## 2. Questions {#s2}", "## 2. Questions {#b09}", "## 2.", "A section heading cannot have the key b09", "{#s2}"),
    ("en", "## 2. Questions {#s2}", "### 2. Questions {#s2}", "### 2.", "not one of a section", "{#s3}"),
    ("en", "Wait. {#b03}", "{#b03}", "{#b03}", "b03 stands alone", "Write its text"),
    ("en", "Wait. {#b03}", "Wa\x07it. {#b03}", "Wa\x07it", "control character (U+0007)", "Delete"),
]


@pytest.mark.parametrize(("lang", "old", "new", "at", "reason", "mend"), BODY_FAULTS)
def test_a_faulty_block_is_named_with_its_line(pair: Pair, lang: str, old: str, new: str, at: str | None, reason: str, mend: str) -> None:
    pair.change(old, new, lang=lang)
    fault = fault_of(pair)
    if at is None:
        lang, at = "en", "Wait. {#b03}"
    assert fault.file.endswith(f"module.{lang}.md")
    assert fault.line == line_of(getattr(pair, lang), at)
    assert reason in fault.reason
    assert mend in fault.mend


def test_blocks_in_another_order_are_named(pair: Pair) -> None:
    pair.fr = pair.fr.replace("Parlez bas. {#b02}\n\nAttendez. {#b03}", "Attendez. {#b03}\n\nParlez bas. {#b02}")
    fault = fault_of(pair)
    assert (fault.line, fault.file.endswith("fr.md")) == (line_of(pair.fr, "Attendez."), True)
    assert "Here stands b03; at the same place" in fault.reason
    assert "has b02 (line 22)" in fault.reason


def test_a_file_that_is_not_utf8_is_named_with_the_line_of_the_first_bad_byte(pair: Pair) -> None:
    en, fr = pair.paths
    fr.write_bytes(fr.read_bytes().replace("colère".encode(), "colère".encode("latin-1")))
    with pytest.raises(FileFault) as caught:
        read_pair(en, fr)
    assert (caught.value.file, caught.value.line, caught.value.reason) == (str(fr), line_of(pair.fr, "colère"), "The file is not UTF-8.")


@pytest.mark.parametrize("content", [b"", b"\n", b"---", b"---\n---\n", b"---\n- a\n---\n", b"---\nnull\n---", b"\x00"])
def test_a_file_that_is_no_module_is_refused_in_words(pair: Pair, content: bytes) -> None:
    en, fr = pair.paths
    en.write_bytes(content)
    with pytest.raises(FileFault):
        read_pair(en, fr)


def test_a_file_that_is_not_there_is_named_without_a_line(pair: Pair) -> None:
    with pytest.raises(FileFault) as caught:
        read_pair(pair.folder / "absent.md", pair.paths[1])
    assert (caught.value.line, caught.value.file) == (None, str(pair.folder / "absent.md"))


def test_a_folder_instead_of_a_file_is_named(pair: Pair) -> None:
    with pytest.raises(FileFault):
        read_pair(pair.folder, pair.paths[1])
