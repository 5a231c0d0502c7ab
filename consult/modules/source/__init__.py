"""The files of a module: one Markdown file a language, read into one description, and written back. Knows no database."""

from consult.modules.source.faults import gathered
from consult.modules.source.pair import ModuleSource, PairedBlock, pair, read_pair
from consult.modules.source.text import SourceText, decoded, source_text
from consult.modules.source.writer import written

__all__ = ["ModuleSource", "PairedBlock", "SourceText", "decoded", "gathered", "pair", "read_pair", "source_text", "written"]
