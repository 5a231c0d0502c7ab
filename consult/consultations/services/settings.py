"""Verbs on the settings of a consultation: create, change, choose the modules, publish. Opening and closing are the clock's."""

from datetime import date, datetime
from typing import TypedDict, Unpack

from consult.accounts.models import User
from consult.audit.models import Action
from consult.consultations import queries, rules
from consult.consultations.models import Consultation, Mode, WhoMayContribute
from consult.consultations.services.kept import begin_history, hold, keep_terms, note, refuse_if_overtaken
from consult.consultations.terms import kept_value
from consult.core import clock
from consult.core.access import require
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.errors import Closed, Incomplete
from consult.core.slugs import first_free, slug_of

NOT_YET = Bilingual("", "")


class Terms(TypedDict, total=False):
    """What staff decide about a consultation, its modules aside. Moments are UTC; `closes_at` is exclusive."""

    slug: Bilingual
    title: Bilingual
    summary: Bilingual
    scope_open: Bilingual
    scope_decided: Bilingual
    scope_excluded: Bilingual
    promise: Bilingual
    other_ways: Bilingual
    moderation_rules: Bilingual
    opens_at: datetime | None
    closes_at: datetime | None
    zone: str
    report_by: date | None
    respond_by: date | None
    mode: Mode
    who_may_contribute: WhoMayContribute
    committee_id: int | None


class Promised(Closed):
    """It has opened: these parts can no longer change this way."""

    def __init__(self, parts: list[str]) -> None:
        super().__init__(f"The consultation has opened. This can no longer change: {', '.join(parts)}.")
        self.parts = parts


def create_consultation(actor: User | None, **terms: Unpack[Terms]) -> Consultation:
    """Begin a consultation as a draft that only staff can see."""
    require(rules.may_host, actor)
    slug = terms.pop("slug", NOT_YET)
    consultation = Consultation(created_at=clock.now(), **dict.fromkeys(rules.TEXTS, NOT_YET))
    _apply(consultation, {**terms, "mode": rules.mode_of(consultation, terms)})
    consultation.slug = slug if slug.complete else free_slug(consultation.title, old=NOT_YET)
    db.session.add(consultation)
    db.session.flush()
    keep_terms(actor, consultation)
    note(Action.CONSULTATION_CREATED, actor, consultation)
    return consultation


def change_consultation(actor: User | None, consultation: Consultation, *, base: int | None = None, **terms: Unpack[Terms]) -> list[str]:
    """Change what is named; give back the names of what is different now. Once it is open, texts may be corrected and dates put later.

    `base` is the number of the settings that the actor was reading: where somebody changed the same parts meanwhile, nothing is changed.
    """
    changed = change_terms(actor, consultation, base, terms)
    if changed:
        keep_terms(actor, consultation)
        note(Action.CONSULTATION_CHANGED, actor, consultation, fields=changed)
    return changed


def change_terms(actor: User | None, consultation: Consultation, base: int | None, terms: Terms) -> list[str]:
    """The change itself, as `change_consultation` says; whoever calls it keeps and records it."""
    require(rules.may_change, actor, consultation)
    hold(consultation)
    refuse_if_overtaken(consultation, base, {name: kept_value(value) for name, value in terms.items()})
    broken = rules.broken_promises(consultation, terms, clock.now())
    if broken:
        raise Promised(broken)
    blanked = rules.blanked_parts(terms) if consultation.published_at else []
    if "who_may_contribute" in terms:
        blanked += rules.emptied_parts(consultation, who=terms["who_may_contribute"])
    if blanked:
        raise Incomplete(blanked)
    terms = _with_mode(consultation, terms)
    retitled = terms.get("title", consultation.title) != consultation.title
    changed = _different(consultation, terms)
    if changed:
        begin_history(consultation)
        _apply(consultation, terms)
    if retitled and consultation.published_at is None and "slug" not in terms:
        # Nobody knows the address of a draft yet, so it may follow the title; a public one stays as it is.
        consultation.slug = free_slug(consultation.title, old=consultation.slug)
    return changed


def _with_mode(consultation: Consultation, terms: Terms) -> Terms:
    """Where anyone may write, a moderator reads first, whatever was chosen before."""
    if not {"mode", "who_may_contribute"} & terms.keys():
        return terms
    return {**terms, "mode": rules.mode_of(consultation, terms)}


def _different(consultation: Consultation, terms: Terms) -> list[str]:
    """The names of the terms that differ, in a stable order."""
    return sorted(name for name, value in terms.items() if value != getattr(consultation, name))


def _apply(consultation: Consultation, terms: Terms) -> None:
    for name in _different(consultation, terms):
        setattr(consultation, name, terms[name])  # type: ignore[literal-required]  # the keys of Terms


def free_slug(title: Bilingual, *, old: Bilingual = NOT_YET) -> Bilingual:
    """A slug from each title, from the other one while that is not written yet; free in its language."""
    halves = {}
    for lang in ("en", "fr"):
        wished = slug_of(title[lang]) or slug_of(title.read(lang).text) or "consultation"
        # A slug of digits alone would be read as an id on the command line.
        wished = f"consultation-{wished}" if wished.replace("-", "").isdigit() else wished
        halves[lang] = first_free(wished, queries.slugs_like(lang, wished) - {old[lang]})
    return Bilingual(**halves)
