"""What people say of the sections of a round: who, how and when, by a seed of each section's own, so that every demo is the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from consult.accounts.models import User
from consult.feedback.models import Readiness, ReadinessReason
from consult.home.demo_loader.content import Opinion, SectionLine
from consult.home.demo_loader.people import Crowd

# One person in so many says nothing of how important a section is.
SILENT = 8


@dataclass(frozen=True)
class Said:
    """One person's answer to one section."""

    voter: User
    module_id: int
    section_key: str
    readiness: Readiness
    importance: int | None
    reasons: list[ReadinessReason]
    reason: str
    lang: str

    @property
    def item(self) -> str:
        """What the hour of this answer is drawn from."""
        return f"section {self.module_id} {self.section_key}"


def opinions(lines: Mapping[int, Mapping[str, SectionLine]], crowd: Crowd, accounts: Mapping[str, User]) -> list[Said]:
    """Everything that was said in a round: by the voters, and by the accounts that a visitor of the demo may sign in with."""
    return [
        said
        for module_id, sections in lines.items()
        for key, line in sections.items()
        for said in _of_section(module_id, key, line, crowd, accounts)
    ]


def _of_section(module_id: int, key: str, line: SectionLine, crowd: Crowd, accounts: Mapping[str, User]) -> Iterator[Said]:
    # Only random() is drawn: its sequence is the same in every version of Python.
    chance = Random(f"opinions of {module_id} {key}")  # noqa: S311 - a demo, not a secret
    people = [crowd.voters[place] for _number, place in sorted((chance.random(), place) for place in range(len(crowd.voters)))]
    for opinion in line["asking"]:
        voter = _fitting(people, opinion)
        people.remove(voter)
        yield _said(voter, module_id, key, opinion, _importance(chance, line["importance"]))
    for opinion in line.get("accounts", []):
        yield _said(accounts[opinion["account"]], module_id, key, opinion, opinion["importance"])
    plain = [Readiness.READY] * line["ready"] + [Readiness.NOT_FOR_ME] * line["not_for_me"]
    for voter, readiness in zip(people, plain, strict=False):
        yield Said(voter, module_id, key, readiness, _importance(chance, line["importance"]), [], "", voter.lang)


def _fitting(people: list[User], opinion: Opinion) -> User:
    """The first of this perspective, of those who read the site in the language of these words where there is one."""
    of_them = [person for person in people if person.profile and person.profile.perspective == opinion["by"]]
    return next((person for person in of_them if person.lang == opinion["lang"]), of_them[0])


def _said(voter: User, module_id: int, key: str, opinion: Opinion, importance: int | None) -> Said:
    reasons = [ReadinessReason(code) for code in opinion["reasons"]]
    return Said(voter, module_id, key, Readiness(opinion["answer"]), importance, reasons, opinion["words"], opinion["lang"])


def _importance(chance: Random, leaning: list[int]) -> int | None:
    """A step of the scale, drawn as the section leans; now and then none."""
    silent, drawn = chance.random() * SILENT, chance.random() * sum(leaning)
    if silent < 1:
        return None
    for step, weight in enumerate(leaning, start=1):
        drawn -= weight
        if drawn < 0:
            return step
    return len(leaning)
