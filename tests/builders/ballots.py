"""Answers to sections, whatever the stage of their consultation."""

from collections.abc import Sequence

from consult.accounts.models import User
from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.db import db
from consult.feedback.models import Readiness, ReadinessReason, SectionBallot
from consult.feedback.rules import needs_reasons
from consult.modules.queries import section
from tests.builders.accounts import make_user

UNBROKEN = f"Deux pas, {'encore-' * 30}oui.\n\nEt une sortie."


def make_ballot(
    consultation: Consultation,
    voter: User | None = None,
    *,
    key: str = "s1",
    module: int = 0,
    readiness: Readiness = Readiness.READY,
    importance: int | None = None,
    reasons: Sequence[ReadinessReason] = (),
    reason: str = "",
    lang: str = "en",
    wording: str = "",
) -> SectionBallot:
    """An answer to a section of one of its modules, on the words as they stand unless another wording is given."""
    entry = consultation.modules[module]
    asks = needs_reasons(readiness)
    ballot = SectionBallot(
        consultation_id=consultation.id,
        module_id=entry.module_id,
        section_key=key,
        voter_id=(voter or make_user()).id,
        version_id=entry.version_id,
        wording_hash=wording or section(entry.version_id, key).wording,
        readiness=readiness,
        importance=importance,
        reasons=[reason.value for reason in reasons or ([ReadinessReason.UNCLEAR] if asks else [])],
        reason=reason or ("It needs an example." if asks else ""),
        lang=lang,
        cast_at=clock.now(),
    )
    db.session.add(ballot)
    db.session.flush()
    return ballot


def make_opinions(present: Consultation, earlier: Consultation, people: dict[str, User]) -> None:
    """The reader has answered now, and before now on words that are the same and on others; of the neighbour there are words to read."""
    reader, neighbour = people["reader"], people["neighbour"]
    make_ballot(present, reader, key="s2", readiness=Readiness.CHANGES, importance=4)
    for key in ("s5", "s6"):
        make_ballot(earlier, reader, key=key, readiness=Readiness.NOT_READY)
    make_ballot(present, neighbour, key="s2", readiness=Readiness.NOT_READY, reasons=list(ReadinessReason), reason=UNBROKEN, lang="fr")
    make_ballot(
        present, people["member"], key="s2", readiness=Readiness.READY, reason="It says what I would say.", wording="of an earlier day"
    )
