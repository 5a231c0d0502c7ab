"""Loads the demo: invented people, three modules, a round that is closed and reported, and one that is open.

Everything goes through the services that the site itself uses, each act by the person who did it and with the clock set back to
its hour, so that counters, decisions, notices and audit are what they would be had it all happened. In one transaction: all or nothing.
"""

from consult.accounts.models import Role
from consult.accounts.rules import operator
from consult.accounts.services import create_committee
from consult.home.demo_loader import changes, content, people, rounds
from consult.home.demo_loader.calendar import Days, set_back
from consult.home.demo_loader.content import AWAITS_REVIEW, FirstRound, Round
from consult.home.demo_loader.opinions import opinions
from consult.home.demo_loader.people import Crowd, Staff
from consult.home.demo_loader.sayings import Saying, closed_round, open_round
from consult.home.demo_loader.suggesting import note_decisions
from consult.home.demo_loader.talk import Talk

__all__ = ["load_demo"]

FOUNDED_DAYS_BEFORE = 14


def load_demo(passphrase: str, *, safe: bool) -> None:
    """Load all of it into an empty database. `safe` leaves out what awaits review by Indigenous reviewers."""
    first, plans = content.first_round(), content.rounds()
    scenes = [_Scene(plan, first, safe=safe) for plan in plans]
    with set_back(scenes[0].days.before_opening(FOUNDED_DAYS_BEFORE)):
        committee = create_committee(operator(), content.committee_name())
        staff = people.open_accounts(content.accounts(), committee, passphrase)
        crowd = people.gather([saying for scene in scenes for saying in scene.sayings], first["voters"], staff.own_comments)
    for scene in scenes:
        scene.play(staff, crowd)
    people.note_letters_as_sent(staff)


class _Scene:
    """One round of the demo, from its preparation to its report."""

    def __init__(self, plan: Round, first: FirstRound, *, safe: bool) -> None:
        self.plan, self.days = plan, Days.of(plan)
        self.asked = [module_id for module_id in plan["modules"] if not (safe and module_id == AWAITS_REVIEW)]
        self.first = first if first["consultation"] == plan["key"] else None
        self.sayings = self._sayings()

    def play(self, staff: Staff, crowd: Crowd) -> None:
        """Set it up, let people speak and vote, and report where it is over."""
        consultation = rounds.prepare(self.plan, self.days, staff, self.asked)
        statements = rounds.write_statements(consultation, self.days, self.first) if self.first else []
        rounds.announce(consultation, self.days, staff)
        lines = {module_id: sections for module_id, sections in content.ballots(self.plan["key"]).items() if module_id in self.asked}
        talk = Talk(consultation, self.days, crowd, staff)
        if not self.first:
            changes.note(talk, self.sayings)
        note_decisions(talk.timeline.note, self.sayings, talk.comments, staff.people[Role.EDITOR])
        talk.play(self.sayings, statements, opinions(lines, crowd, staff.accounts))
        rounds.report(self.plan, consultation, self.days, staff)

    def _sayings(self) -> list[Saying]:
        if self.first:
            return closed_round(self.first, self.days)
        return open_round(content.comment_rows(), self.days, self.asked)
