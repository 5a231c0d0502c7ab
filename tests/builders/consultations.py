"""Consultations at any stage, with published modules of their own unless versions are given."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from consult.consultations.models import Consultation, ConsultationModule, Languages, Provenance
from consult.consultations.rules import Stage
from consult.core import clock
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.modules.models import ModuleVersion
from tests.builders.modules import make_version

# Days from now to the opening and to the closing.
DAYS = {Stage.DRAFT: (10, 40), Stage.SCHEDULED: (10, 40), Stage.OPEN: (-10, 20), Stage.CLOSED: (-40, -10), Stage.REPORTED: (-40, -10)}
DAYS |= {Stage.PAUSED: (-10, 20), Stage.CANCELLED: (-10, 20), Stage.ARCHIVED: (-40, -10)}
# What was done to it besides, and when: a day ago.
ACTS = {
    Stage.REPORTED: "reported_at",
    Stage.PAUSED: "paused_at",
    Stage.CANCELLED: "cancelled_at",
    Stage.ARCHIVED: "archived_at",
}
TEXTS = {
    "title": Bilingual("Recruit training: first foundations", "Formation des recrues\u00a0: les premières bases"),
    "summary": Bilingual("What should new officers learn first?", "Que devraient apprendre les recrues en premier?"),
    "scope_open": Bilingual("The wording and the examples.", "La formulation et les exemples."),
    "scope_decided": Bilingual("There will be a national outline.", "Il y aura un plan de cours national."),
    "scope_excluded": Bilingual("Individual complaints.", "Les plaintes individuelles."),
    "promise": Bilingual("Every comment is read.", "Chaque commentaire est lu."),
}


def make_consultation(
    stage: Stage | str = Stage.OPEN,
    modules: int = 1,
    *,
    versions: Sequence[ModuleVersion] | None = None,
    imported: bool = False,
    **columns: Any,  # noqa: ANN401 - any column of the table
) -> Consultation:
    """A consultation at this stage now, complete in both languages; any column may be given instead."""
    now, stage = clock.now(), Stage(stage)
    opens, closes = (now + timedelta(days=days) for days in DAYS[stage])
    number = (db.session.scalar(select(func.max(Consultation.id))) or 0) + 1
    defaults: dict[str, Any] = {
        **TEXTS,
        "slug": Bilingual(f"consultation-{number}-en", f"consultation-{number}-fr"),
        "opens_at": opens,
        "closes_at": closes,
        "created_at": min(now, opens),
        "published_at": None if stage is Stage.DRAFT else min(now, opens),
    }
    if stage in ACTS:
        defaults[ACTS[stage]] = now - timedelta(days=1)
    if imported:
        defaults |= {"provenance": Provenance.IMPORTED, "languages": Languages.EN, "source": "Polis"}
    consultation = Consultation(**(defaults | columns))
    asked = [make_version() for _ in range(modules)] if versions is None else versions
    consultation.modules = [
        ConsultationModule(module=version.module, version=version, position=place) for place, version in enumerate(asked, start=1)
    ]
    db.session.add(consultation)
    db.session.flush()
    return consultation
