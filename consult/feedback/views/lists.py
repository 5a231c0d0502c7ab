"""The list of all comments of a consultation."""

from collections.abc import Callable, Collection

from flask import render_template, request
from flask.typing import ResponseReturnValue

from consult.accounts.session import current_actor
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.access import public
from consult.core.cache import same_for_visitors
from consult.core.i18n import address, language, settle
from consult.core.paging import Page, asked_after
from consult.feedback import presenters, queries
from consult.feedback.forms import asked_filters
from consult.feedback.models import WHOLE_MODULE
from consult.feedback.presenters import Entry, Group
from consult.feedback.queries import UNFILTERED, CommentRow
from consult.feedback.views.base import bp, consultation_state
from consult.feedback.views.talk import Talk, talk_about
from consult.modules.models import ModuleVersion

CONSULTATION = "/consultations/<int:consultation_id>-<slug>"


@bp.page(f"{CONSULTATION}/comments", f"{CONSULTATION}/commentaires")
@same_for_visitors(consultation_state)
@public
def comments(consultation_id: int, slug: str) -> ResponseReturnValue:
    """Everything that was published in a consultation, by number, filtered by section, language and kind."""
    consultation = consultations.consultation(consultation_id, current_actor())
    settle(consultation)
    groups = _sections(consultation)
    filters = asked_filters({choice.value for group in groups for choice in group.choices})
    page = queries.all_comments(consultation_id, after=asked_after(), filters=filters)
    talk = talk_about(page.rows, consultation)
    return render_template(
        "feedback/comments.html",
        consultation=consultation,
        count=sum(entry.comment_count for entry in consultation.modules),
        page=page,
        is_of_many=len(consultation.modules) > 1,
        entries=_entries(page, consultation, talk),
        talk=talk,
        filter=presenters.filter_words(filters, talk.words, groups),
        is_filtered=filters != UNFILTERED,
        words=presenters,
    )


def _sections(consultation: Consultation) -> list[Group]:
    """What the list can be filtered by beside language and kind."""
    blocks = queries.sections([entry.version_id for entry in consultation.modules])
    return presenters.section_groups(consultation.modules, blocks, request.args.get("section", ""))


def _entries(page: Page[CommentRow], consultation: Consultation, talk: Talk) -> list[Entry]:
    versions = {entry.version_id: entry.version for entry in consultation.modules}
    versions |= queries.versions({row.version_id for row in page.rows} - versions.keys())
    return presenters.entries(
        talk.faces(page.rows), versions, queries.places(page.rows), discussions({row.module_id for row in page.rows}), talk.words
    )


def discussions(module_ids: Collection[int]) -> Callable[[ModuleVersion, str], str]:
    """How to write the address of a discussion: the short one where that version is what people read there now."""
    read = consultations.versions_read(module_ids, clock.now(), current_actor())
    bases: dict[tuple[int, bool], str] = {}

    def base(version: ModuleVersion, *, whole: bool) -> str:
        number = {} if read.get(version.module_id) == version.id else {"number": version.number}
        if whole:
            return address("feedback.discussion", version.module, language(), **number)
        return address("feedback.thread", version.module, language(), key="-", **number).removesuffix("-")

    def thread(version: ModuleVersion, key: str) -> str:
        known = (version.id, key == WHOLE_MODULE)
        if known not in bases:
            bases[known] = base(version, whole=known[1])
        return bases[known] + key

    return thread
