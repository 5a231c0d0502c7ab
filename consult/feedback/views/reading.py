"""The reading page of a module: its text, and a way to comment at every block."""

from datetime import datetime

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from consult.accounts.models import User
from consult.accounts.session import current_actor
from consult.consultations import queries as consultations
from consult.consultations.rules import is_open, may_change, takes_votes
from consult.core import clock
from consult.core.access import public, require, staff
from consult.core.cache import same_for_visitors
from consult.core.context import markers_in
from consult.core.errors import NotFound
from consult.core.i18n import settle
from consult.feedback import presenters, queries
from consult.feedback.queries import previews
from consult.feedback.views.ballots import own_answers
from consult.feedback.views.base import MODULE, ModulePlace, PreviewPlace, bp, module_place, reading_state, standing_of
from consult.feedback.views.statements import CONSULTATION
from consult.modules import queries as modules
from consult.settings import current

YEAR = 365 * 24 * 3600
MARKERS = ("0", "1")  # without the ways to comment in the text, and with them


@bp.page("/modules/<int:module_id>")
@bp.page(MODULE)
@same_for_visitors(reading_state)
@public
def module(module_id: int, slug: str = "") -> ResponseReturnValue:
    """Read a module at the version that is being discussed, or was discussed last."""
    return _displayed(_read(module_id, None))


@bp.page(f"{MODULE}/versions/<int:number>")
@same_for_visitors(reading_state)
@public
def module_version(module_id: int, slug: str, number: int) -> ResponseReturnValue:
    """Read an earlier version of a module, as people commented on it."""
    return _displayed(_read(module_id, number))


@bp.page(f"{CONSULTATION}/preview/<int:module_id>", f"{CONSULTATION}/apercu/<int:module_id>")
@staff
def preview(consultation_id: int, slug: str, module_id: int) -> str:
    """A module of a draft, as people will read it once the consultation is open."""
    consultation = consultations.consultation(consultation_id, current_actor())
    require(may_change, current_actor(), consultation)
    settle(consultation)
    entry = next((one for one in consultation.modules if one.module_id == module_id), None)
    if entry is None:
        raise NotFound(module_id)
    consultation, now = consultations.once_open(consultation, clock.now())
    place = PreviewPlace(entry.module, None, consultations.Placement(consultation, entry.version, entry))
    return _page(place, None, now, is_preview=True)


def _markers() -> bool:
    """Whether every block shows its way to comment: as asked for now, or as chosen before."""
    asked = request.args.get("markers")
    return asked != "0" if asked in MARKERS else markers_in(request.headers.get("Cookie", ""))


def _displayed(page: str) -> ResponseReturnValue:
    """The page; a choice of the address is kept on this device. Such an answer carries a cookie, so no cache keeps it (`core.cache`)."""
    asked = request.args.get("markers")
    if asked not in MARKERS:
        return page
    response = make_response(page)
    response.set_cookie("markers", asked, max_age=YEAR, secure=current().https, samesite="Lax")
    return response


def _read(module_id: int, number: int | None) -> str:
    try:
        place = module_place(module_id, number)
    except NotFound:
        return _read_alone(module_id, number)
    settle(place.placement.entry.module)
    return _page(place, current_actor(), clock.now())


def _page(place: ModulePlace, actor: User | None, now: datetime, *, is_preview: bool = False) -> str:
    consultation, version = place.placement.consultation, place.placement.version
    blocks = previews.blocks_ahead(version) if is_preview else modules.blocks(version)
    sections = modules.sections(blocks)
    return render_template(
        "feedback/module.html",
        place=place,
        thread_base=place.thread_base(),
        version=version,
        consultation=consultation,
        entry=place.placement.entry,
        standing=standing_of(place),
        blocks=blocks,
        section_base=place.section_base(),
        # Where each section ends, its question is asked.
        endings={section.blocks[-1].key: section.heading for section in sections},
        answers={} if is_preview else own_answers(place, sections),
        marked=presenters.Marked() if is_preview else presenters.marked(blocks, queries.marked_ranges(consultation.id, version.id)),
        is_open=is_open(consultation, now, actor),
        takes_votes=takes_votes(consultation, now, actor),
        is_preview=is_preview,
        markers=_markers(),
        signed_in=actor is not None,
        words=presenters,
    )


def _read_alone(module_id: int, number: int | None) -> str:
    """A published version that no public consultation asks about: it was put before the public, so preparing one takes it from nobody."""
    subject = modules.module(module_id)
    version = modules.published_version(subject) if number is None else modules.version(subject, number)
    if version.published_at is None:
        raise NotFound(module_id, number)
    settle(subject)
    return render_template(
        "feedback/text.html",
        version=version,
        number=number,
        blocks=modules.blocks(version),
        standing=presenters.standing(queries.editions(module_id), version.number),
        words=presenters,
    )
