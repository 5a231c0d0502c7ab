"""What people say of themselves, as the worker keeps it."""

from typing import Any

from consult.accounts.models import Answers, User
from consult.accounts.services import keep_answers
from consult.core.lockbox import make_key
from consult.settings import current


def prepare_key() -> None:
    """A site that can seal answers."""
    make_key(current().instance)


def make_answers(person: User, **given: Any) -> None:  # noqa: ANN401 - the fields of the answers
    """Somebody who has answered; the worker does its part as soon as the test goes on."""
    prepare_key()
    keep_answers(person, Answers(**given), lang=person.lang)
