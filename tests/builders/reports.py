"""Reports as drafts or as frozen editions, made by their own services."""

from collections.abc import Sequence

from consult.accounts.models import User
from consult.accounts.rules import operator
from consult.consultations.models import Consultation
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.feedback.models import Comment, Readiness, SourceTotal, Statement
from consult.reports.models import Report
from consult.reports.services import compile_report, publish_report, write_summary
from tests.builders.accounts import make_user
from tests.builders.ballots import make_ballot
from tests.builders.consultations import make_consultation

ORDER = (Readiness.READY, Readiness.CHANGES, Readiness.NOT_READY, Readiness.NOT_FOR_ME)
SUMMARY = Bilingual("People asked for **examples**.", "Les gens ont demandé des **exemples**.")


def make_report(consultation: Consultation | None = None, *, summary: Bilingual = SUMMARY, published: bool = False) -> Report:
    """The report of a closed consultation: a draft with its summary, published where a test says so."""
    report = compile_report(operator(), consultation or make_consultation("closed"))
    write_summary(operator(), report, summary=summary)
    if published:
        publish_report(operator(), report)
    db.session.flush()
    return report


def make_judgements(
    consultation: Consultation,
    answers: tuple[int, int, int, int],
    *,
    key: str = "s1",
    module: int = 0,
    importance: Sequence[int] = (),
    crowd: Sequence[User] = (),
    wording: str = "",
) -> None:
    """So many people call a section ready, ready with changes, not ready, not for them to say; the first of them give a step each."""
    readiness = [answer for answer, people in zip(ORDER, answers, strict=True) for _ in range(people)]
    voters = crowd or [make_user() for _ in readiness]
    steps = [*importance, *[None] * len(readiness)]
    for voter, answer, step in zip(voters, readiness, steps, strict=False):
        make_ballot(consultation, voter, key=key, module=module, readiness=answer, importance=step, wording=wording)


def judge_sections(consultation: Consultation, crowd: Sequence[User]) -> None:
    """Enough answers for two sections, too few for a third, and some on an earlier wording of a fourth."""
    make_judgements(consultation, (12, 7, 2, 3), key="s1", importance=[5, 5, 4, 4, 3, 3, 2, 4, 5, 4, 4, 1], crowd=crowd)
    make_judgements(consultation, (5, 8, 10, 0), key="s2", importance=[5] * 11 + [4] * 9, crowd=crowd)
    make_judgements(consultation, (3, 1, 0, 0), key="s3", crowd=crowd)
    make_judgements(consultation, (2, 0, 0, 0), key="s4", crowd=crowd, wording="of an earlier version")


def make_total(subject: Comment | Statement, agree: int, disagree: int, unsure: int) -> SourceTotal:
    """What the source of an import states of a comment or a statement, without rows."""
    target = {"comment_id": subject.id} if isinstance(subject, Comment) else {"statement_id": subject.id}
    total = SourceTotal(consultation_id=subject.consultation_id, agree=agree, disagree=disagree, unsure=unsure, **target)
    db.session.add(total)
    db.session.flush()
    return total
