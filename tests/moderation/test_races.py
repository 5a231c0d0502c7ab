"""Two acts on one comment at the same moment: one after the other, one decision, counters true. On both databases."""

import threading
from collections.abc import Callable

from flask import Flask
from sqlalchemy import func, select

from consult.accounts.models import Role, User
from consult.consultations.models import ConsultationModule
from consult.core import transaction
from consult.core.db import db
from consult.core.errors import Closed, Overtaken, Refused
from consult.feedback.models import Comment, Visibility
from consult.feedback.services import withdraw_comment
from consult.moderation.models import Decision
from consult.moderation.services import publish_comment
from tests.builders import make_comment, make_user

Act = Callable[[User, Comment], object]


def at_once(app: Flask, acts: list[tuple[Act, int]], comment_id: int) -> list[str]:
    """Each act by its person, in a thread of its own that has read the comment before any of them acts."""
    ready, outcomes = threading.Barrier(len(acts)), []

    def run(act: Act, person_id: int) -> None:
        with app.app_context():
            person, comment = db.session.get_one(User, person_id), db.session.get_one(Comment, comment_id)
            if db.engine.dialect.name == "sqlite":
                db.session.rollback()  # the write lock is taken at the first statement: nobody else could read meanwhile
            ready.wait(timeout=20)
            try:
                act(person, comment)
                transaction.commit()
                outcomes.append("done")
            except (Overtaken, Refused, Closed) as refusal:
                transaction.roll_back()
                outcomes.append(type(refusal).__name__)

    threads = [threading.Thread(target=run, args=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    return sorted(outcomes)


def published_and_counted(comment_id: int) -> tuple[Visibility, int]:
    comment = db.session.get_one(Comment, comment_id)
    counted = db.session.scalar(
        select(ConsultationModule.comment_count).where(ConsultationModule.consultation_id == comment.consultation_id)
    )
    return comment.visibility, counted or 0


def test_two_moderators_publish_a_comment_once(app: Flask) -> None:
    comment = make_comment(visibility=Visibility.PENDING)
    moderators = [make_user(roles=[Role.MODERATOR]) for _ in range(2)]
    comment_id, people = comment.id, [person.id for person in moderators]
    db.session.commit()
    assert at_once(app, [(publish_comment, person) for person in people], comment_id) == ["Overtaken", "done"]
    assert published_and_counted(comment_id) == (Visibility.PUBLISHED, 1)
    assert db.session.scalar(select(func.count()).select_from(Decision)) == 1


def test_a_comment_is_never_published_after_its_author_withdrew_it(app: Flask) -> None:
    author, moderator = make_user(), make_user(roles=[Role.MODERATOR])
    comment = make_comment(author=author, visibility=Visibility.PENDING)
    comment_id, people = comment.id, (moderator.id, author.id)
    db.session.commit()
    at_once(app, [(publish_comment, people[0]), (withdraw_comment, people[1])], comment_id)
    visibility, counted = published_and_counted(comment_id)
    assert (visibility, counted) == (Visibility.WITHDRAWN, 0)
