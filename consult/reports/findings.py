"""From evidence to the findings snapshot, schema 1: pure, and the same bytes for the same rows, moment and code."""

from datetime import datetime

from consult.analysis.agreement import LIST_LENGTH, MINIMUM_SEEN, Tally, most_agreed, most_divided, share
from consult.analysis.canonical import decimal
from consult.analysis.intervals import Z_95, wilson
from consult.audit.rules import stamp
from consult.consultations.models import Consultation
from consult.core.version import VERSION
from consult.reports.models import SCHEMA
from consult.reports.queries import Evidence, ItemCounts, ItemType
from consult.reports.snapshot import Comments, ConsultationPart, Findings, ItemPart, Parameters

Z_DECIMALS = 6


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
        "participation": {
            "participants": evidence.participants,
            "commenters": evidence.commenters,
            "voters": evidence.voters,
            "by_language": evidence.by_language,
        },
        "comments": _comments(evidence),
        "ballots": [],  # section ballots are not asked yet: no section, so no row
        "votes": {"live": evidence.votes_live, "counted": sum(item.seen for item in evidence.items)},
        "items": [_item(item) for item in evidence.items],
        "most_agreed": [tally.number for tally in most_agreed(tallies)],
        "most_divided": [tally.number for tally in most_divided(tallies)],
    }


def _listed(items: list[ItemCounts]) -> ItemType:
    return "statement" if any(item.type == "statement" for item in items) else "comment"


def _parameters(listed: ItemType) -> Parameters:
    return {
        "minimum_seen": MINIMUM_SEEN,
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


def _tally(item: ItemCounts) -> Tally:
    return Tally(item.number, item.agree, item.disagree, item.unsure)
