"""How the eighty answer: drawn with a seed of each item's own, so that every demo is the same one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from consult.accounts.models import User
from consult.feedback.models import Stance
from consult.home.demo_loader.content import Leaning

PERCENT = 100
# The order of the three numbers of a leaning.
STANCES = (Stance.AGREE, Stance.DISAGREE, Stance.UNSURE)

Answers = list[tuple[User, Stance]]


def answers(item: str, voters: Sequence[User], wished: int | Leaning) -> Answers:
    """Who answers this item, and how: so many agree, or each as their perspective leans."""
    # Only random() is drawn: its sequence is the same in every version of Python.
    chance = Random(f"answers to {item}")  # noqa: S311 - a demo, not a secret
    if isinstance(wished, int):
        drawn = sorted((chance.random(), place) for place in range(len(voters)))
        return [(voters[place], Stance.AGREE) for _number, place in drawn[:wished]]
    return [(voter, stance) for voter in voters if (stance := _leaning(voter, wished, chance)) is not None]


def moment_between(item: str, voter: User, earliest: datetime, latest: datetime) -> datetime:
    """When this person answered this item."""
    chance = Random(f"hour of {item} for {voter.source_id}")  # noqa: S311 - a demo, not a secret
    return earliest + timedelta(seconds=int(chance.random() * (latest - earliest).total_seconds()))


def _leaning(voter: User, wished: Leaning, chance: Random) -> Stance | None:
    """One person's answer; None: they did not look at it."""
    comes, leans = chance.random() * PERCENT, chance.random() * PERCENT
    perspective = voter.profile.perspective if voter.profile else None
    if comes >= wished["turnout"] or perspective is None:
        return None
    for stance, share in zip(STANCES, wished["stances"][perspective.value], strict=True):
        leans -= share
        if leans < 0:
            return stance
    return STANCES[-1]
