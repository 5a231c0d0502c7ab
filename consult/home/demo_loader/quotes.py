"""Which words of the text a comment of the demo quotes."""

from functools import cache

from consult.analysis.text_quotes import quote_at
from consult.core.richtext import plain_text
from consult.feedback.models import NOTHING_MORE, More
from consult.feedback.queries import Quote
from consult.feedback.services import Target
from consult.home.demo_loader import content
from consult.home.demo_loader.content import QuoteLine
from consult.modules import queries as modules


def carried(number: str, target: Target) -> More:
    """What the comment of this number carries beside its words."""
    line = _lines().get(number)
    return More(quote=_value(line, target)) if line else NOTHING_MORE


@cache
def _lines() -> dict[str, QuoteLine]:
    return content.quotes()


def _value(line: QuoteLine, target: Target) -> str:
    """As the form would name the words; the file was written beside the text, so they stand there."""
    block = modules.block(modules.version_by_id(target.version_id), target.block_key)
    text = plain_text(block.markdown[line["lang"]])
    start = text.index(line["words"])
    words = quote_at(text, start, start + len(line["words"]))
    return Quote(line["lang"], words).value if words else ""
