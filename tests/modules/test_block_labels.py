"""What the parts of a module are called, in both languages."""

import pytest

from consult.core.bilingual import Bilingual
from consult.core.i18n import speaking
from consult.modules.models import BlockKind, VersionStatus
from consult.modules.presenters import block_label, kind_label, section_title
from tests.builders import make_block, make_version

NBSP = "\u00a0"
pytestmark = pytest.mark.usefixtures("app")


def test_blocks_are_named_in_both_languages() -> None:
    version = make_version()
    note = make_block(version, key="n1", kind=BlockKind.CONTENT_NOTE)
    outcome = make_block(version, key="o7", kind=BlockKind.OUTCOME)
    section = make_block(version, key="s1", kind=BlockKind.SECTION, markdown=Bilingual("1. *Time* & tone", "1. Le *temps* : le ton"))
    paragraph = make_block(version, key="b09", kind=BlockKind.QUOTE)
    with speaking("en"):
        assert [block_label(block) for block in (note, outcome, section, paragraph)] == [
            "Content note",
            "Learning outcome 1",
            "1. Time & tone",
            "Paragraph 1",
        ]
    with speaking("fr"):
        assert [block_label(block) for block in (note, outcome, section, paragraph)] == [
            "Note sur le contenu",
            f"Résultat d’apprentissage{NBSP}1",
            f"1. Le temps{NBSP}: le ton",
            f"Paragraphe{NBSP}1",
        ]


def test_a_paragraph_of_a_draft_has_no_number_yet() -> None:
    block = make_block(make_version(status=VersionStatus.DRAFT))
    with speaking("fr"):
        assert block_label(block) == "Paragraphe sans numéro pour l’instant"


def test_a_section_in_one_language_keeps_its_title_in_the_other() -> None:
    section = make_block(key="s1", kind=BlockKind.SECTION, markdown=Bilingual("Only English", ""))
    with speaking("fr"):
        assert section_title(section) == "Only English"


def test_every_kind_has_a_word_in_both_languages() -> None:
    for lang in ("en", "fr"):
        with speaking(lang):
            assert all(kind_label(kind) for kind in BlockKind)
