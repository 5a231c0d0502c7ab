"""Acts on a comment and on its replies at the same moment: one after the other, and never each waiting for the other."""

from collections.abc import Callable
from functools import partial

from flask import Flask

from consult.accounts.models import User
from consult.consultations.models import Mode
from consult.core import transaction
from consult.core.db import db
from consult.feedback import services
from consult.feedback.models import Comment, Visibility
from tests.builders import make_comment, make_consultation, make_user
from tests.support.crowd import Meet, at_once

ROUNDS = 15


def turns(author_id: int, comment_ids: list[int]) -> Callable[[Meet], None]:
    """Take each of these back and put it there again."""

    def act(meet: Meet) -> None:
        for number in comment_ids:
            meet()
            for verb in (services.withdraw_comment, services.restore_comment):
                person, comment = db.session.get_one(User, author_id), db.session.get_one(Comment, number)
                verb(person, comment)
                transaction.commit()

    return act


def test_who_takes_back_a_comment_and_who_takes_back_its_reply_do_not_block_each_other(app: Flask) -> None:
    consultation, people = make_consultation(mode=Mode.POST), [make_user(), make_user()]
    roots = [make_comment(consultation, author=people[0]) for _ in range(ROUNDS)]
    replies = [make_comment(parent=root, author=people[1]) for root in roots]
    acts = [turns(people[0].id, [root.id for root in roots]), turns(people[1].id, [reply.id for reply in replies])]
    transaction.commit()
    at_once(app, [partial(act) for act in acts])
    db.session.expire_all()
    assert all(comment.visibility is Visibility.PUBLISHED for comment in (*roots, *replies))
    assert all(root.reply_count == 1 for root in roots)
    assert consultation.modules[0].comment_count == 2 * ROUNDS
