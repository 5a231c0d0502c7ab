"""Where a page stands among the versions of a module: is there a newer one, and what was said on the earlier ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from consult.core.formats import number
from consult.feedback.queries import Edition


@dataclass(frozen=True)
class Standing:
    """One version among the others. `newer` is the newest, where that is another one."""

    here: Edition
    newer: Edition | None
    before: Edition | None  # the one that was published before this one
    earlier: tuple[Edition, ...]  # those with comments, the latest first

    @property
    def said_earlier(self) -> int:
        """How many comments stand on earlier versions."""
        return sum(edition.comment_count for edition in self.earlier)


def standing(editions: Sequence[Edition], here: int) -> Standing:
    """Where version `here` stands among these, given oldest first."""
    own = next((edition for edition in editions if edition.number == here), None)
    if own is None:  # a draft, looked at ahead of its publication, stands nowhere yet
        return Standing(Edition(here, None, 0), None, None, ())
    before = [edition for edition in reversed(editions) if edition.number < here]
    earlier = tuple(edition for edition in before if edition.comment_count)
    return Standing(own, editions[-1] if editions[-1].number > here else None, before[0] if before else None, earlier)


def fate_of_part(standing: Standing) -> str:
    """What became of the words that a discussion is about, in the newest version; nothing where that cannot be said of a part."""
    here, newer = standing.here.part, standing.newer
    if newer is None or here is None:
        return ""
    if newer.part is None:
        return _("These words are no longer in version %(number)d.", number=newer.number)
    if newer.part.text_hash == here.text_hash:
        return _("These words are the same in version %(number)d.", number=newer.number)
    return _("These words were changed in version %(number)d.", number=newer.number)


def said_earlier(count: int) -> str:
    """So many comments on earlier versions, before the links to them."""
    return ngettext(
        "%(count)s comment was made on an earlier version and stays there:",
        "%(count)s comments were made on earlier versions and stay there:",
        count,
        count=number(count),
    )
