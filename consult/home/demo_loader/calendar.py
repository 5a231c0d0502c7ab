"""The days of the demo, counted back from the day it is loaded, and the clock that shows them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from consult.core import clock, zones
from consult.home.demo_loader.content import Round

MORNING = time(10)


@dataclass(frozen=True)
class Days:
    """The moments of one round, from the day on which the demo is loaded."""

    zone: str
    today: date
    first: date
    last: date

    @classmethod
    def of(cls, plan: Round) -> "Days":
        """Count the days of this round from today, as its zone counts them."""
        today = zones.local(clock.now(), plan["zone"]).date()
        left = plan.get("closes_in_days", 0) - plan.get("closed_days_ago", 0)
        return cls(plan["zone"], today, today - timedelta(days=plan["opened_days_ago"]), today + timedelta(days=left))

    @property
    def opens_at(self) -> datetime:
        """The start of the first day."""
        return zones.moment_at(self.first, time.min, self.zone)

    @property
    def closes_at(self) -> datetime:
        """The end of the last day."""
        return zones.end_of_day(self.last, self.zone)

    @property
    def voted_until(self) -> datetime:
        """No vote is later: the round has closed, or today begins."""
        return min(self.closes_at, zones.moment_at(self.today, time.min, self.zone))

    def on_day(self, number: int, hour: time) -> datetime:
        """An hour of a day of the round; day 1 is the first."""
        return zones.moment_at(self.first + timedelta(days=number - 1), hour, self.zone)

    def ago(self, days: int) -> datetime:
        """A morning so many days before today."""
        return zones.moment_at(self.today - timedelta(days=days), MORNING, self.zone)

    def before_opening(self, days: int) -> datetime:
        """A morning so many days before the first one."""
        return zones.moment_at(self.first - timedelta(days=days), MORNING, self.zone)

    def moved(self, written: datetime, *, latest: datetime) -> datetime:
        """The same hour, as many days later or earlier as put the latest of all on yesterday."""
        shift = self.today - timedelta(days=1) - zones.local(latest, self.zone).date()
        then = zones.local(written, self.zone)
        return zones.moment_at(then.date() + shift, then.time(), self.zone)


@contextmanager
def set_back(moment: datetime) -> Iterator[None]:
    """Let the site's clock show this moment: what is done meanwhile was done then, for its dates, its audit and its notices."""
    shown = clock.now
    clock.now = lambda: moment
    try:
        yield
    finally:
        clock.now = shown


@dataclass
class Timeline:
    """What people did, in whatever order it is noted; played in the order in which it happened."""

    _acts: list[tuple[datetime, int, Callable[[], object]]] = field(default_factory=list)

    def note(self, at: datetime, act: Callable[[], object]) -> None:
        """At this moment, this was done."""
        self._acts.append((at, len(self._acts), act))

    def play(self) -> None:
        """Do all of it, the clock set back for each act."""
        for at, _place, act in sorted(self._acts, key=lambda noted: noted[:2]):
            with set_back(at):
                act()
