"""When: deadlines with their zone and their distance, and the steps from comments to the committee's answer."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from consult.consultations.models import Consultation
from consult.consultations.rules import Stage, stage
from consult.core import zones
from consult.core.formats import day, moment, period

PAST = frozenset({"closed", "cancelled"})
ONE_DAY = timedelta(days=1)
# A distance in time is told in the unit that people count it in.
DAYS_A_WEEK, DAYS_A_MONTH = 7, 30.4
TOLD_IN_DAYS, TOLD_IN_WEEKS = 20, 120
# How many steps of the timeline lie behind.
REACHED = {Stage.OPEN: 0, Stage.PAUSED: 0, Stage.CLOSED: 1, Stage.REPORTED: 3}


@dataclass(frozen=True)
class Deadline:
    """The moment that matters at this stage: what happens then, when exactly, and how far away that is."""

    act: str
    at: datetime
    text: str
    distance: str


def deadline(consultation: Consultation, now: datetime) -> Deadline | None:
    """When it opens, closes or closed. An exclusive end is told as the last minute before it: 11:59 p.m."""
    opens, closes = consultation.opens_at, consultation.closes_at
    if consultation.cancelled_at:
        return _deadline("cancelled", consultation.cancelled_at, consultation.zone, now)
    if opens is not None and now < opens:
        return _deadline("opens", opens, consultation.zone, now)
    if closes is None:
        return None
    return _deadline("closes" if now < closes else "closed", zones.last_second(closes), consultation.zone, now)


def distance(then: datetime, now: datetime, zone: str) -> str:
    """How far away a coming day is, counted as calendars count in this zone."""
    days = (zones.local(then, zone).date() - zones.local(now, zone).date()).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days <= TOLD_IN_DAYS:
        return ngettext("in %(num)d day", "in %(num)d days", days)
    if days <= TOLD_IN_WEEKS:
        return ngettext("in %(num)d week", "in %(num)d weeks", round(days / DAYS_A_WEEK))
    return ngettext("in %(num)d month", "in %(num)d months", round(days / DAYS_A_MONTH))


def timeline(consultation: Consultation, now: datetime) -> list[tuple[str, str, str]]:
    """The steps from comments to the committee's answer: (title, date, state)."""
    reached = stage(consultation, now)
    done = REACHED.get(_before_archiving(consultation, reached), -1)
    steps = [
        (_("Open for comments"), _open_period(consultation)),
        (_("Analysis"), _analysis(consultation)),
        (_("Report: What we heard"), _report_day(consultation)),
    ]
    if consultation.committee_id or consultation.respond_by:
        steps.append((_("Committee answers"), _by(consultation.respond_by)))
    return [(title, when, _state(place, done)) for place, (title, when) in enumerate(steps)]


def _before_archiving(consultation: Consultation, reached: Stage) -> Stage:
    """An archived consultation has come as far as it had."""
    if reached is not Stage.ARCHIVED or consultation.cancelled_at:
        return reached
    return Stage.REPORTED if consultation.reported_at else Stage.CLOSED


def _deadline(act: str, at: datetime, zone: str, now: datetime) -> Deadline:
    return Deadline(act, at, moment(at, zone), "" if act in PAST else distance(at, now, zone))


def _open_period(consultation: Consultation) -> str:
    opens, closes, zone = consultation.opens_at, consultation.closes_at, consultation.zone
    if opens is None or closes is None:
        return _undated(consultation)
    return capitalized(period(zones.local(opens, zone).date(), zones.last_day(closes, zone)))


def _analysis(consultation: Consultation) -> str:
    if consultation.closes_at is None:
        return _undated(consultation)
    return _("From %(date)s on", date=day(zones.last_day(consultation.closes_at, consultation.zone) + ONE_DAY))


def _undated(consultation: Consultation) -> str:
    return _("Dates not known") if consultation.imported else _("Dates to come")


def _report_day(consultation: Consultation) -> str:
    if consultation.reported_at is not None:
        return _("Published on %(date)s", date=day(consultation.reported_at, consultation.zone))
    return _by(consultation.report_by)


def _by(latest: date | None) -> str:
    return _("By %(date)s", date=day(latest)) if latest else _("Date to come")


def _state(place: int, done: int) -> str:
    """Steps before the present one are done; what nobody has begun has no state."""
    if place == done:
        return "now"
    return "done" if place < done else ""


def capitalized(words: str) -> str:
    """The same words as the beginning of a sentence."""
    return words[:1].upper() + words[1:]
