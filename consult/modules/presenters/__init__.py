"""How modules, their versions and their parts are put into words."""

from consult.modules.presenters.blocks import KINDS, block_label, kind_label, section_title
from consult.modules.presenters.comparison import CHANGES, Change, Part, Text, compared, in_both, labels
from consult.modules.presenters.versions import (
    STATUSES,
    fault_sentence,
    in_words,
    missing_text,
    version_name,
    who,
)

__all__ = [
    "CHANGES",
    "KINDS",
    "STATUSES",
    "Change",
    "Part",
    "Text",
    "block_label",
    "compared",
    "fault_sentence",
    "in_both",
    "in_words",
    "kind_label",
    "labels",
    "missing_text",
    "section_title",
    "version_name",
    "who",
]
