"""What waits for a moderator, in three lists; and the rules that everybody may read."""

from flask import render_template
from flask.typing import ResponseReturnValue

from consult.core import clock
from consult.core.access import public, staff
from consult.core.paging import asked_after
from consult.feedback import presenters as feedback
from consult.moderation import presenters, queries
from consult.moderation.views.base import bp, moderator


@bp.page("/moderation")
@staff
def queue() -> ResponseReturnValue:
    """Comments that wait for a decision, the longest waiting first."""
    actor = moderator()
    return render_template(
        "moderation/queue.html",
        page=queries.waiting(actor, after=asked_after()),
        counts=queries.counts(actor),
        most=queries.COUNT_UP_TO,
        now=clock.now(),
        words=feedback,
    )


@bp.page("/moderation/changes", "/moderation/modifications")
@staff
def edits() -> ResponseReturnValue:
    """Changes of public comments that wait, the longest waiting first."""
    actor = moderator()
    return render_template(
        "moderation/edits.html",
        page=queries.edits(actor, after=asked_after()),
        counts=queries.counts(actor),
        most=queries.COUNT_UP_TO,
        words=feedback,
    )


@bp.page("/moderation/flags", "/moderation/signalements")
@staff
def flags() -> ResponseReturnValue:
    """Public comments that people flagged."""
    actor = moderator()
    return render_template(
        "moderation/flags.html",
        page=queries.flagged(actor, after=asked_after()),
        counts=queries.counts(actor),
        most=queries.COUNT_UP_TO,
        words=feedback,
        moderation=presenters,
    )


@bp.page("/moderation-rules", "/regles-de-moderation")
@public
def rules_page() -> ResponseReturnValue:
    """The rules, in public: what is kept from publication and what never is."""
    return render_template("moderation/rules.html", rules=presenters.RULES, reason_label=presenters.reason_label)
