"""What one person did here, in words: their notices, and what their lists can be filtered by."""

from collections.abc import Mapping

from flask_babel import LazyString, lazy_pgettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.core.i18n import address, page_at
from consult.feedback.models import Visibility
from consult.notices.models import Notice

EXCERPT = 160
# What a list of one's own comments can be narrowed to.
OWN_STATES: Mapping[Visibility, LazyString] = {
    Visibility.PENDING: _l("Waiting for a moderator"),
    Visibility.PUBLISHED: _l("Published"),
    Visibility.RETURNED: _l("Returned to you"),
    Visibility.HIDDEN: _l("Not published"),
    Visibility.WITHDRAWN: _l("Withdrawn by you"),
}
ANSWERS: Mapping[str, LazyString] = {
    "comments": lazy_pgettext("my answers", "Comments"),
    "statements": lazy_pgettext("my answers", "Statements"),
    "sections": lazy_pgettext("my answers", "Sections"),
}
# By the name of the kind: a notice is of whoever sends it, also of a higher floor.
_NOTICES: Mapping[str, LazyString] = {
    "comment_published": _l("Your comment %(number)s is published."),
    "comment_hidden": _l("Your comment %(number)s is not shown in public."),
    "comment_returned": _l("Your comment %(number)s came back to you for a change."),
    "comment_return_reminder": _l("Your comment %(number)s still waits for your change."),
    "comment_edit_accepted": _l("Your new words for comment %(number)s are public."),
    "comment_edit_refused": _l("Your new words for comment %(number)s were not published. The earlier ones stay."),
    "flag_answered": _l("A moderator answered your flag on comment %(number)s."),
}


def notice_words(notice: Notice) -> str:
    """What this person was told, in one sentence."""
    number = notice.about.rpartition(":")[2]
    if notice.kind.value == "comment_published" and notice.detail.get("for_team"):
        return _("The team has read your comment %(number)s.", number=number)
    known = _NOTICES.get(notice.kind.value)
    return str(known) % {"number": number} if known else _("There is news about comment %(number)s.", number=number)


def notice_url(notice: Notice) -> str:
    """The page that it is about, in the language of this one; none where there is no such page."""
    path = notice.detail.get("path")
    found = page_at(path) if isinstance(path, str) else None
    return address(found[0], **found[1]) if found else ""
