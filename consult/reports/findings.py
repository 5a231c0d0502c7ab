"""From evidence to the findings snapshot, schema 1: pure, and the same bytes for the same rows, moment and code."""

from datetime import datetime
from fractions import Fraction

from consult.analysis import readiness
from consult.analysis.agreement import LIST_LENGTH, MINIMUM_SEEN, Tally, most_agreed, most_divided, share
from consult.analysis.canonical import decimal
from consult.analysis.intervals import Z_95, wilson
from consult.analysis.readiness import MINIMUM_JUDGED, Judged
from consult.audit.rules import stamp
from consult.consultations.models import Consultation
from consult.core.version import VERSION
from consult.feedback.models import LEAST_IMPORTANT, MOST_IMPORTANT, Readiness
from consult.reports.models import SCHEMA
from consult.reports.queries import BallotCounts, Evidence, ItemCounts, ItemType, StatedTotal
from consult.reports.snapshot import (
    BallotPart,
    Comments,
    ConsultationPart,
    Findings,
    ItemPart,
    Parameters,
    Participation,
    RangePart,
    TotalPart,
)

Z_DECIMALS = 6
STEPS = range(LEAST_IMPORTANT, MOST_IMPORTANT + 1)


def findings(consultation: Consultation, evidence: Evidence, compiled_at: datetime) -> Findings:
    """Work the evidence up: shares with their ranges, and the two lists. Counts are integers, shares strings; there is no float.

    Lists (most agreed, most divided) speak of statements; where a consultation has none, of its comments.
    """
    listed = _listed(evidence.items)
    tallies = [_tally(item) for item in evidence.items if item.type == listed]
    return {
        "schema": SCHEMA,
        "consultation": _identity(consultation),
        "compiled_at": stamp(compiled_at),
        "code_version": VERSION,
        "parameters": _parameters(listed),
        "participation": _participation(evidence),
        "comments": _comments(evidence),
        "ballots": [_ballots(section) for section in evidence.ballots],
        "votes": {"live": evidence.votes_live, "counted": sum(item.seen for item in evidence.items)},
        "items": [_item(item) for item in evidence.items],
        "most_agreed": [tally.number for tally in most_agreed(tallies)],
        "most_divided": [tally.number for tally in most_divided(tallies)],
        "source_totals": [_total(stated) for stated in evidence.source_totals],
    }


def _participation(evidence: Evidence) -> Participation:
    """People, counted once; what came without an account is counted apart, and only where there is any."""
    people: Participation = {
        "participants": evidence.participants,
        "commenters": evidence.commenters,
        "voters": evidence.voters,
        "by_language": evidence.by_language,
    }
    if evidence.without_account:
        people["without_account"] = evidence.without_account
    return people


def _listed(items: list[ItemCounts]) -> ItemType:
    return "statement" if any(item.type == "statement" for item in items) else "comment"


def _parameters(listed: ItemType) -> Parameters:
    return {
        "minimum_seen": MINIMUM_SEEN,
        "minimum_judged": MINIMUM_JUDGED,
        "list_length": LIST_LENGTH,
        "lists_of": listed,
        "interval": "wilson",
        "z": decimal(Z_95, Z_DECIMALS),
    }


def _identity(consultation: Consultation) -> ConsultationPart:
    return {
        "id": consultation.id,
        "slug": consultation.slug["en"],
        "provenance": consultation.provenance.value,
        "languages": consultation.languages.value,
        "source": consultation.source,
        "source_id": consultation.source_id,
        "opens_at": stamp(consultation.opens_at) if consultation.opens_at else None,
        "closes_at": stamp(consultation.closes_at) if consultation.closes_at else None,
    }


def _comments(evidence: Evidence) -> Comments:
    return {
        "published": evidence.published,
        "by_kind": evidence.by_kind,
        "by_section": [{"module": row.module_id, "section": row.key, "comments": row.comments} for row in evidence.by_section],
        "not_public": evidence.not_public,
    }


def _ballots(section: BallotCounts) -> BallotPart:
    """One section: its counts, and what is worked out of them where enough people judged."""
    judged = Judged(*(section.answers.get(answer, 0) for answer in (Readiness.READY, Readiness.CHANGES, Readiness.NOT_READY)))
    # Not everybody who judged said how important the section is.
    rated = section.importance if sum(section.importance.values()) >= MINIMUM_JUDGED else {}
    return {
        "module": section.module_id,
        "section": section.key,
        "ready": judged.ready,
        "changes": judged.changes,
        "not_ready": judged.not_ready,
        "not_for_me": section.answers.get(Readiness.NOT_FOR_ME, 0),
        "n": judged.people,
        "shares": _shares(judged) if judged.enough else None,
        "net": decimal(readiness.net(judged)) if judged.enough else None,
        "importance": {str(step): section.importance.get(step, 0) for step in STEPS},
        "importance_median": _decimal(readiness.middle(rated)),
        "importance_top2": _decimal(readiness.top_two(rated)),
        "attention": _decimal(readiness.attention(judged, rated)),
        "earlier_wording": section.earlier_wording,
    }


def _shares(judged: Judged) -> dict[str, RangePart]:
    return {
        answer: {"share": decimal(share), "low": decimal(bounds.low), "high": decimal(bounds.high)}
        for answer, (share, bounds) in readiness.ranges(judged).items()
    }


def _decimal(value: Fraction | None) -> str | None:
    return None if value is None else decimal(value)


def _item(item: ItemCounts) -> ItemPart:
    """One row: the share of agreement among all who answered, and its Wilson range."""
    low, high = wilson(item.agree, item.seen)
    return {
        "type": item.type,
        "number": item.number,
        "source_id": item.source_id,
        "agree": item.agree,
        "disagree": item.disagree,
        "unsure": item.unsure,
        "seen": item.seen,
        "share": decimal(share(_tally(item))),
        "low": decimal(low),
        "high": decimal(high),
    }


def _total(stated: StatedTotal) -> TotalPart:
    return {
        "type": stated.type,
        "number": stated.number,
        "source_id": stated.source_id,
        "agree": stated.agree,
        "disagree": stated.disagree,
        "unsure": stated.unsure,
    }


def _tally(item: ItemCounts) -> Tally:
    return Tally(item.number, item.agree, item.disagree, item.unsure)
