"""The people of the demo: one account for each role, and the eighty who vote, some of whom also write.

Those eighty have no e-mail address and no passphrase: nobody signs in as one of them, and no mail can go out to them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from consult.accounts import services
from consult.accounts.models import Committee, Origin, Perspective, Profile, Province, Role, User
from consult.accounts.rules import OF_A_COMMITTEE, OF_A_CONSULTATION, operator
from consult.core import clock
from consult.core.db import db
from consult.home.demo_loader import content
from consult.home.demo_loader.content import Account
from consult.home.demo_loader.sayings import Saying
from consult.notices.models import Notice

SOURCE = "demo"
LANGUAGES_IN_TURN = ("en", "fr", "en")


@dataclass
class Staff:
    """The accounts that hold a role, and what their roles are for."""

    committee: Committee
    people: dict[Role, User] = field(default_factory=dict)
    accounts: dict[str, User] = field(default_factory=dict)  # all printed ones, also those without a role, by address

    @property
    def own_comments(self) -> dict[str, User]:
        """The printed accounts that wrote a comment of the file, by its number."""
        return {number: self.accounts[address] for number, address in content.changes()["written_by"].items()}

    def serve(self, consultation_id: int) -> None:
        """Give those whose role is of a consultation this one too."""
        for role in sorted(OF_A_CONSULTATION & self.people.keys()):
            services.grant_role(operator(), self.people[role], role, consultation_id=consultation_id)


@dataclass(frozen=True)
class Crowd:
    """Everybody who takes part."""

    voters: list[User]
    authors: dict[str, User]  # by the number that the comment has in its file


def open_accounts(accounts: Iterable[Account], committee: Committee, passphrase: str) -> Staff:
    """Open the printed accounts, all with the same passphrase; roles of a consultation wait for it."""
    staff = Staff(committee)
    for line in accounts:
        person = services.create_user(operator(), line["address"], lang=line["lang"], passphrase=passphrase, origin=Origin.DEMO)
        services.change_settings(person, lang=line["lang"], display_name=line["display_name"])
        if line["perspective"] or line["province"]:
            person.profile = Profile(perspective=_perspective(line), province=_province(line))
        staff.accounts[line["address"]] = person
        if line["role"]:
            _give(staff, person, Role(line["role"]))
    db.session.flush()
    return staff


def gather(sayings: Iterable[Saying], voters: Mapping[str, int], own_comments: Mapping[str, User]) -> Crowd:
    """Make so many voters of each perspective. Who writes is one of them, while there are any of their perspective, or has an account."""
    written: dict[str, list[Saying]] = defaultdict(list)
    for saying in sayings:
        if saying.source_id not in own_comments:
            written[saying.perspective.value].append(saying)
    crowd = Crowd([], {**own_comments})
    numbers = iter(range(1, 1_000))
    for perspective in [*voters, *(found for found in written if found not in voters)]:
        _gather(crowd, Perspective(perspective), written[perspective], voters.get(perspective, 0), numbers)
    db.session.flush()
    return crowd


def note_letters_as_sent(staff: Staff) -> None:
    """What the accounts were told in the story, they were told in its days: no letter goes out today."""
    told = sa.update(Notice).where(Notice.user_id.in_([person.id for person in staff.accounts.values()]))
    db.session.execute(told.values(mailed_at=Notice.created_at))


def _gather(crowd: Crowd, perspective: Perspective, written: list[Saying], votes: int, numbers: Iterator[int]) -> None:
    """People of one perspective: first those who write, then others, until there are enough voters."""
    for place in range(max(votes, len(written))):
        saying = written[place] if place < len(written) else None
        person = _participant(next(numbers), perspective, saying)
        if saying:
            crowd.authors[saying.source_id] = person
        if place < votes:
            crowd.voters.append(person)


def _participant(number: int, perspective: Perspective, saying: Saying | None) -> User:
    person = User(
        lang=saying.lang if saying else LANGUAGES_IN_TURN[number % len(LANGUAGES_IN_TURN)],
        display_name=saying.signed_as if saying else "",
        confirmed_at=clock.now(),
        origin=Origin.DEMO,
        source=SOURCE,
        source_id=str(number),
        profile=Profile(perspective=perspective, province=saying.province if saying else None),
    )
    db.session.add(person)
    return person


def _give(staff: Staff, person: User, role: Role) -> None:
    staff.people[role] = person
    if role not in OF_A_CONSULTATION:
        committee_id = staff.committee.id if role in OF_A_COMMITTEE else None
        services.grant_role(operator(), person, role, committee_id=committee_id)


def _perspective(line: Account) -> Perspective | None:
    return Perspective(line["perspective"]) if line["perspective"] else None


def _province(line: Account) -> Province | None:
    return Province(line["province"]) if line["province"] else None
