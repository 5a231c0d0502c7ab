"""The reading page of a module: its text, and a way to comment at every block."""

from flask import render_template

from consult.accounts.session import current_actor
from consult.consultations.rules import is_open, takes_votes
from consult.core import clock
from consult.core.access import public
from consult.core.cache import same_for_visitors
from consult.core.i18n import settle
from consult.feedback import presenters
from consult.feedback.views.ballots import own_answers
from consult.feedback.views.base import MODULE, bp, module_place, module_state
from consult.modules import queries as modules


@bp.page("/modules/<int:module_id>")
@bp.page(MODULE)
@same_for_visitors(module_state)
@public
def module(module_id: int, slug: str = "") -> str:
    """Read a module at the version that is being discussed, or was discussed last."""
    return _read(module_id, None)


@bp.page(f"{MODULE}/versions/<int:number>")
@same_for_visitors(module_state)
@public
def module_version(module_id: int, slug: str, number: int) -> str:
    """Read an earlier version of a module, as people commented on it."""
    return _read(module_id, number)


def _read(module_id: int, number: int | None) -> str:
    place = module_place(module_id, number)
    settle(place.placement.entry.module)
    blocks = modules.blocks(place.placement.version)
    sections = modules.sections(blocks)
    return render_template(
        "feedback/module.html",
        place=place,
        thread_base=place.thread_base(),
        version=place.placement.version,
        consultation=place.placement.consultation,
        entry=place.placement.entry,
        blocks=blocks,
        section_base=place.section_base(),
        # Where each section ends, its question is asked.
        endings={section.blocks[-1].key: section.heading for section in sections},
        answers=own_answers(place, sections),
        is_open=is_open(place.placement.consultation, clock.now()),
        takes_votes=takes_votes(place.placement.consultation, clock.now()),
        signed_in=current_actor() is not None,
        words=presenters,
    )
