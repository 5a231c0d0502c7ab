"""How the parts of a module are called."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.core.i18n import language
from consult.core.richtext import bare
from consult.modules.models import Block, BlockKind

KINDS = {
    BlockKind.SECTION: _l("Section"),
    BlockKind.PARAGRAPH: _l("Paragraph"),
    BlockKind.QUOTE: _l("Paragraph"),
    BlockKind.ITEM: _l("Paragraph"),
    BlockKind.OUTCOME: _l("Learning outcome"),
    BlockKind.CONTENT_NOTE: _l("Content note"),
}


def kind_label(kind: BlockKind) -> str:
    """What a block is, in one word; quotes and list items are paragraphs to a reader, for they are numbered with them."""
    return str(KINDS[kind])


def block_label(block: Block) -> str:
    """The name of a block by itself: “Paragraph 7”, the title of a section, “Learning outcome 2”, “Content note”."""
    if block.kind is BlockKind.SECTION:
        return section_title(block)
    if block.kind is BlockKind.OUTCOME:
        return _("Learning outcome %(number)d", number=block.position)
    if block.kind is BlockKind.CONTENT_NOTE:
        return _("Content note")
    if block.number is None:
        return _("Paragraph without a number yet")
    return _("Paragraph %(number)d", number=block.number)


def section_title(block: Block) -> str:
    """The title of a section as plain words, in the language of the page where it is there."""
    return bare(block.html.read(language()).text)
