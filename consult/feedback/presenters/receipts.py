"""What a receipt code shows of its contribution, in words."""

from collections.abc import Mapping

from flask_babel import LazyString, lazy_pgettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.feedback.models import AuthorChoice, Comment, Visibility
from consult.feedback.queries import Traced

# The state in a few words with the kind of its tag, and what it means.
_STATES: Mapping[Visibility, tuple[LazyString, str, LazyString]] = {
    Visibility.PENDING: (
        _l("Waiting for a moderator"),
        "part",
        _l("We have it. A moderator will read it, usually within 2 working days after it was sent."),
    ),
    Visibility.RETURNED: (
        lazy_pgettext("contribution", "Returned to the person who wrote it"),
        "part",
        _l("A moderator asked for a change before it can be published. Nothing is lost: whoever has an account finds it there."),
    ),
    Visibility.HIDDEN: (
        lazy_pgettext("contribution", "Not published"),
        "no",
        _l("A moderator decided not to show it. It is kept, and counted as not published."),
    ),
    Visibility.WITHDRAWN: (lazy_pgettext("contribution", "Withdrawn"), "", _l("The person who wrote it took it back.")),
}
_PUBLIC = (lazy_pgettext("contribution", "Published"), "accepted", _l("Everybody can read it."))
_FOR_THE_TEAM = (
    _l("Read by the team"),
    "accepted",
    _l("It was written for the team of the consultation alone: it is not shown in public."),
)


def receipt_state(found: Traced) -> tuple[str, str, str]:
    """The state, the kind of its tag, and a sentence on what it means."""
    published = _PUBLIC if found.is_public else _FOR_THE_TEAM
    words, kind, meaning = _STATES.get(found.state, published)
    return str(words), kind, str(meaning)


def received(comment: Comment, *, by_account: bool) -> str:
    """Whether what was just sent is public already, and what happens to it next; whoever has an account can take it back."""
    is_for_all = comment.author_choice is not AuthorChoice.TEAM_ONLY
    if comment.visibility is Visibility.PUBLISHED:
        return _("Your comment is published.") if is_for_all else _("Comment received. It is for the team only: nobody else reads it.")
    if not by_account:
        return _("Comment received. A moderator will read it, usually within 2 working days.")
    if is_for_all:
        return _(
            "Comment received. A moderator will read it, usually within 2 working days. You can withdraw it until the consultation closes."
        )
    return _(
        "Comment received. It is for the team only. A moderator will read it, usually within 2 working days. "
        "You can withdraw it until the consultation closes."
    )
