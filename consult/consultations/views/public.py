"""What everybody reads: the list of consultations, and one of them."""

from datetime import datetime

from flask import render_template, request
from flask.typing import ResponseReturnValue

from consult.accounts.session import current_actor
from consult.consultations import presenters, queries, rules
from consult.consultations.models import Consultation
from consult.consultations.views.base import CONSULTATION, bp
from consult.core import clock
from consult.core.access import public
from consult.core.i18n import settle


@bp.page("/consultations")
@public
def index() -> ResponseReturnValue:
    """Every consultation, open ones first; filtered by a plain form."""
    status = presenters.known_status(request.args.get("status", ""))
    found = queries.listed(current_actor(), clock.now(), stages=presenters.STATUSES[status].stages)
    return render_template("consultations/index.html", consultations=found, status=status, now=clock.now(), words=presenters)


@bp.page(CONSULTATION)
@bp.page("/consultations/<int:consultation_id>")
@public
def page(consultation_id: int, slug: str = "") -> ResponseReturnValue:
    """One consultation: what can change, what to read, until when, who reads the answers."""
    consultation = queries.consultation(consultation_id, current_actor())
    settle(consultation)
    return public_page(consultation, clock.now())


def public_page(consultation: Consultation, now: datetime, *, is_preview: bool = False) -> str:
    """Its page, as this reader sees it; in a preview, as a stranger will."""
    actor = None if is_preview else current_actor()
    reached = rules.stage(consultation, now)
    read = queries.versions_read([entry.module_id for entry in consultation.modules], now, actor)
    return render_template(
        "consultations/page.html",
        consultation=consultation,
        committee=queries.committee(consultation),
        cards=presenters.module_cards(consultation, reached, read, is_preview=is_preview),
        acts=queries.acts(consultation),
        late=queries.late_count(consultation) if reached in rules.OVER else 0,
        now=now,
        stage=reached,
        over=rules.OVER,
        takes_votes=rules.takes_votes(consultation, now, actor),
        is_preview=is_preview,
        words=presenters,
        may_change=rules.may_change(actor, consultation),
        may_moderate=rules.may_moderate(actor, consultation),
        may_report=rules.may_report(actor, consultation),
    )
