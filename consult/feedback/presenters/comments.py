"""How feedback is put into words: kinds, answers, names, counts, and what is left of a comment that is gone."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import pgettext

from consult.accounts.presenters import PERSPECTIVES
from consult.consultations.models import Consultation, WhoMayContribute
from consult.consultations.presenters import comment_count
from consult.consultations.rules import Stage, stage
from consult.core import clock
from consult.core.formats import moment, province_name
from consult.core.zones import last_second
from consult.feedback.models import WHOLE_MODULE, AuthorChoice, Comment, Kind, Origin, Stance, Visibility
from consult.feedback.queries import CommentRow
from consult.modules.models import Block, BlockKind
from consult.modules.presenters import section_title

__all__ = ["PERSPECTIVES", "comment_count", "section_title"]

KINDS = {
    Kind.SUPPORT: _l("Support"),
    Kind.CONCERN: _l("A concern"),
    Kind.QUESTION: _l("A question"),
    Kind.MISSING: _l("Something is missing"),
    Kind.EXPERIENCE: _l("An experience"),
    Kind.SUGGESTION: _l("A suggestion"),
    Kind.EVIDENCE: _l("Evidence or a source"),
}
STANCES = {
    Stance.AGREE: _l("Agree"),
    Stance.DISAGREE: _l("Disagree"),
    Stance.UNSURE: _l("Unsure, or not for me to say"),
}
ROLE_JOIN = " · "  # between perspective and province, where they stand for a name
# Each language is named in itself; comments may be written in any of these.
OTHER_LANGUAGES = [
    ("moe", "Innu-aimun"),
    ("iu", "ᐃᓄᒃᑎᑐᑦ (Inuktitut)"),
    ("moh", "Kanien’kéha"),
    ("mic", "Mi’kmaw"),
    ("cr", "Nêhiyawêwin"),
    ("oj", "Anishinaabemowin"),
]
STATES = {
    Visibility.PENDING: (_l("Waiting for a moderator"), "part"),
    Visibility.PUBLISHED: (_l("Published"), "accepted"),
    Visibility.RETURNED: (_l("Returned to you"), "part"),
    Visibility.HIDDEN: (_l("Not published"), "no"),
    Visibility.WITHDRAWN: (_l("Withdrawn by you"), ""),
}
VISIBILITIES = {
    Visibility.PENDING: _l("Waiting"),
    Visibility.PUBLISHED: _l("Published"),
    Visibility.RETURNED: _l("Returned to the author"),
    Visibility.HIDDEN: _l("Not published"),
    Visibility.WITHDRAWN: _l("Withdrawn by the author"),
}


def author_name(row: CommentRow | Comment) -> str:
    """The name to show: what the author chose, or a plain word for a person who gave none."""
    if row.author_choice is AuthorChoice.ROLE_PROVINCE and not row.signed_as and (row.perspective or row.province):
        return ROLE_JOIN.join(_role(row))
    if row.author_choice is AuthorChoice.ANONYMOUS or not row.signed_as:
        return _("Someone without an account") if row.origin is Origin.UNSIGNED else _("Participant")
    return row.signed_as


def about_author(row: CommentRow | Comment) -> list[str]:
    """What the author chose to say of themself: perspective and place; of a name that nobody vouches for, that there is no account."""
    known = [_("without an account")] if row.origin is Origin.UNSIGNED and row.signed_as else []
    stands_for_the_name = row.author_choice is AuthorChoice.ROLE_PROVINCE and not row.signed_as
    return known if stands_for_the_name else known + _role(row)


def _role(row: CommentRow | Comment) -> list[str]:
    known = [str(PERSPECTIVES[row.perspective])] if row.perspective else []
    return [*known, province_name(row.province.value)] if row.province else known


def place_name(block: Block) -> str:
    """The name of a block inside a sentence: “paragraph 7”; in French with its article, « le paragraphe 7 »."""
    if block.kind is BlockKind.SECTION:
        return pgettext("place", "section “%(title)s”", title=section_title(block))
    if block.kind is BlockKind.OUTCOME:
        return pgettext("place", "learning outcome %(number)d", number=block.position)
    if block.kind is BlockKind.CONTENT_NOTE:
        return pgettext("place", "the content note")
    return pgettext("place", "paragraph %(number)d", number=block.number)


def gone(row: CommentRow, reason: str) -> str:
    """What is left in public of a comment that was hidden or withdrawn: the fact, and the reason where there is one."""
    if row.visibility is Visibility.WITHDRAWN:
        return _("Comment withdrawn by the person who wrote it")
    if not reason:
        return _("Not published")
    return _("Not published: %(reason)s", reason=reason)


def kind_word(kind: Kind | None) -> str:
    """What a comment is; a reply may be nothing in particular."""
    return str(KINDS[kind]) if kind else ""


def comment_link(label: str, is_open: bool) -> str:  # noqa: FBT001 - a state of the page, passed by a template
    """The link at a block; `label` is the name of the block, such as “paragraph 7”."""
    return _("Comment on %(place)s", place=label) if is_open else _("See %(place)s on its own page", place=label)


def on_place(label: str) -> str:
    """What completes “3 comments”."""
    return _("on %(place)s", place=label)


def nobody_yet(block_key: str, is_open: bool) -> str:  # noqa: FBT001 - a state of the page, passed by a template
    """An empty discussion asks a question while it can be answered."""
    if not is_open:
        return _("Nobody commented here.")
    if block_key == WHOLE_MODULE:
        return _("No comments on the whole module yet. What is missing? What should come first?")
    return _("No comments here yet. What would make it clearer, fairer or safer?")


def closed_title(consultation: Consultation) -> str:
    """The heading where the form would stand."""
    if stage(consultation, clock.now()) is Stage.PAUSED:
        return _("Comments are paused")
    if not consultation.cancelled_at and consultation.opens_at and clock.now() < consultation.opens_at:
        return _("Comments are not open yet")
    return _("Comments are closed")


def closed_sentence(consultation: Consultation) -> str:
    """Why nothing can be sent now: not open yet, or closed since."""
    now = clock.now()
    told = _told_by_stage(consultation, stage(consultation, now))
    if told:
        return told
    if consultation.opens_at and now < consultation.opens_at:
        return _("Comments open on %(date)s.", date=moment(consultation.opens_at, consultation.zone))
    if consultation.closes_at:
        return _("Comments closed on %(date)s.", date=moment(last_second(consultation.closes_at), consultation.zone))
    if consultation.imported:
        return _("Nobody can take part in this consultation any more.")
    return _("This consultation does not take comments now.")


def _told_by_stage(consultation: Consultation, reached: Stage) -> str:
    """What stands in the way is an act of the hosts, not a date."""
    if consultation.cancelled_at:
        return _("This consultation was cancelled. Nobody can take part in it any more.")
    if reached is Stage.PAUSED:
        return _("This consultation is paused: comments and votes are not taken for now. What people wrote can still be read.")
    if reached is Stage.OPEN and consultation.who_may_contribute is WhoMayContribute.ANYONE:
        return _("Anyone may comment here, without an account. That is why there are no votes.")
    return ""


def state(comment: Comment) -> tuple[str, str]:
    """The true state of one's own comment: words, and the kind of tag."""
    words, kind = STATES[comment.visibility]
    if comment.visibility is Visibility.PUBLISHED and comment.author_choice is AuthorChoice.TEAM_ONLY:
        return pgettext("comment", "Read by the team"), kind
    return str(words), kind


def visibility_word(visibility: Visibility) -> str:
    """A comment's publicity, as staff see it."""
    return str(VISIBILITIES[visibility])


def staff_state(comment: Comment) -> str:
    """The same for one comment."""
    return visibility_word(comment.visibility)


def thread_title(label: str, block_key: str) -> str:
    """The heading of a discussion; `label` is the name of the block, such as “paragraph 7”."""
    if block_key == WHOLE_MODULE:
        return _("Comments on the whole module")
    return _("Comments on %(place)s", place=label)


def stance_word(stance: Stance) -> str:
    """The answer as the person chose it."""
    return str(STANCES[stance])
