"""An author changes words at the moment at which a moderator decides on them: one goes before the other, and nothing is lost."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import func, select

from consult.accounts.models import Role, User
from consult.core import transaction
from consult.core.db import db
from consult.core.errors import Overtaken
from consult.feedback import services as feedback
from consult.feedback.models import Comment, CommentEdit, EditState, Flag, FlagReason, FlagState, Visibility
from consult.feedback.queries import former_wordings, words_mark
from consult.moderation import services
from consult.moderation.models import Decision, Reason
from tests.builders import make_comment, make_edit, make_flag, make_user
from tests.support.crowd import Meet, at_once

OLD, NEW, NEWER = "Old words.", "New words.", "Newer words."
Act = Callable[[User], object]


def by(person_id: int, act: Act, outcomes: list[str]) -> Callable[[Meet], None]:
    """This person acts at the same moment as the others; who comes too late notes it."""

    def run(meet: Meet) -> None:
        meet()
        try:
            act(db.session.get_one(User, person_id))
            transaction.commit()
            outcomes.append("done")
        except Overtaken as refusal:
            transaction.roll_back()
            outcomes.append(type(refusal).__name__)

    return run


def test_a_moderator_publishes_only_the_words_that_were_read(app: Flask) -> None:
    author, moderator = make_user(), make_user(roles=[Role.MODERATOR])
    comment = make_comment(author=author, visibility=Visibility.PENDING, body=OLD)
    number, read, people = comment.id, words_mark(comment), (author.id, moderator.id)
    transaction.commit()
    outcomes: list[str] = []

    def change(person: User) -> None:
        feedback.edit_comment(person, db.session.get_one(Comment, number), body=NEW, lang="en", read=read)

    def publish(person: User) -> None:
        services.publish_comment(person, db.session.get_one(Comment, number), read=read)

    at_once(app, [by(people[0], change, outcomes), by(people[1], publish, outcomes)])
    comment = db.session.get_one(Comment, number)
    waiting = db.session.scalar(select(CommentEdit.body))
    if comment.visibility is Visibility.PENDING:  # the author was faster: the moderator must read again
        assert (comment.body, sorted(outcomes)) == (NEW, ["WordsChanged", "done"])
    else:  # the moderator was: what was read is public, and the change waits
        assert (comment.body, waiting, outcomes) == (OLD, NEW, ["done", "done"])


def test_a_change_is_accepted_or_replaced_never_both(app: Flask) -> None:
    author, moderator = make_user(), make_user(roles=[Role.MODERATOR])
    comment = make_comment(author=author, body=OLD)
    number, edit_id, people = comment.id, make_edit(comment, NEW).id, (author.id, moderator.id)
    transaction.commit()
    outcomes: list[str] = []

    def change(person: User) -> None:
        feedback.edit_comment(person, db.session.get_one(Comment, number), body=NEWER, lang="en")

    def accept(person: User) -> None:
        services.accept_edit(person, db.session.get_one(CommentEdit, edit_id))

    at_once(app, [by(people[0], change, outcomes), by(people[1], accept, outcomes)])
    comment, edit = db.session.get_one(Comment, number), db.session.get_one(CommentEdit, edit_id)
    assert db.session.scalars(select(CommentEdit.body).where(CommentEdit.state == EditState.WAITING)).all() == [NEWER]
    if edit.state is EditState.ACCEPTED:
        assert (comment.body, [one.body for one in former_wordings(number)]) == (NEW, [OLD])
    else:
        assert (edit.state, comment.body, outcomes.count("Overtaken")) == (EditState.REPLACED, OLD, 1)


def test_two_moderators_decide_on_a_change_once(app: Flask) -> None:
    comment, moderators = make_comment(body=OLD), [make_user(roles=[Role.MODERATOR]).id for _ in range(2)]
    edit_id = make_edit(comment, NEW).id
    transaction.commit()
    outcomes: list[str] = []

    def accept(person: User) -> None:
        services.accept_edit(person, db.session.get_one(CommentEdit, edit_id))

    def refuse(person: User) -> None:
        services.refuse_edit(person, db.session.get_one(CommentEdit, edit_id), reason=Reason.SPAM)

    at_once(app, [by(moderators[0], accept, outcomes), by(moderators[1], refuse, outcomes)])
    assert sorted(outcomes) == ["Overtaken", "done"]
    assert db.session.scalar(select(func.count()).select_from(Decision)) == 1


def test_two_moderators_send_a_comment_back_once(app: Flask) -> None:
    comment, moderators = make_comment(body=OLD, visibility=Visibility.PENDING), [make_user(roles=[Role.MODERATOR]).id for _ in range(2)]
    number = comment.id
    transaction.commit()
    outcomes: list[str] = []

    def send_back(person: User) -> None:
        subject = db.session.get_one(Comment, number)
        services.return_comment(person, subject, reason=Reason.PII_THIRD, passage="Old", note="Leave it out.")

    at_once(app, [by(person, send_back, outcomes) for person in moderators])
    assert sorted(outcomes) == ["Overtaken", "done"]


def test_a_flag_made_while_a_moderator_decides_is_answered_or_still_open(app: Flask) -> None:
    comment, moderator, flagger = make_comment(), make_user(roles=[Role.MODERATOR]), make_user()
    first, number = make_flag(comment).id, comment.id
    people = moderator.id, flagger.id
    transaction.commit()
    outcomes: list[str] = []

    def leave(person: User) -> None:
        services.publish_comment(person, db.session.get_one(Comment, number))

    def flag(person: User) -> None:
        subject = db.session.get_one(Comment, number)
        feedback.flag_comment(person, subject, reason=FlagReason.SAFETY, words="", lang="en")

    at_once(app, [by(people[0], leave, outcomes), by(people[1], flag, outcomes)])
    flags = db.session.scalars(select(Flag).order_by(Flag.id)).all()
    assert flags[0].id == first
    assert flags[0].state is FlagState.DISMISSED
    assert flags[1].state in {FlagState.OPEN, FlagState.DISMISSED}
    assert outcomes == ["done", "done"]
