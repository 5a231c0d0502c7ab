"""Comments: posted, answered, withdrawn; only while the consultation is open, only by confirmed people, counted right."""

import pytest
from flask import Flask

from consult.accounts.models import User
from consult.audit.models import Action, AuditEntry
from consult.consultations.models import Consultation, Mode
from consult.consultations.rules import BEFORE_OPENING, UNDER_WAY, Stage
from consult.core.db import db
from consult.core.errors import Closed, Refused, SignInNeeded
from consult.feedback import services
from consult.feedback.models import Comment, Kind, Visibility
from consult.feedback.services import Target
from tests.builders import make_block, make_comment, make_consultation, make_user, make_version
from tests.support.clock import StoppedClock
from tests.support.site import Site


def target(consultation: Consultation, key: str = "") -> Target:
    entry = consultation.modules[0]
    return Target(consultation, entry.module_id, entry.version_id, key)


def post(author: User | None, consultation: Consultation, body: str = "Clear.", key: str = "") -> Comment:
    return services.post_comment(author, target(consultation, key), kind=Kind.SUPPORT, body=body, lang="en")


@pytest.mark.parametrize(("mode", "visibility"), [(Mode.PRE, Visibility.PENDING), (Mode.POST, Visibility.PUBLISHED)])
def test_a_new_comment_waits_only_where_the_consultation_reviews_first(app: Flask, mode: Mode, visibility: Visibility) -> None:
    assert post(make_user(), make_consultation(mode=mode)).visibility is visibility


@pytest.mark.parametrize("stage", ["draft", "scheduled", "closed", "reported"])
def test_comments_are_taken_only_while_the_consultation_is_open(app: Flask, stage: str) -> None:
    with pytest.raises(Closed):
        post(make_user(), make_consultation(stage))


def test_the_clock_closes_a_consultation_at_the_very_second(app: Flask, clock: StoppedClock) -> None:
    consultation, author = make_consultation(), make_user()
    assert consultation.closes_at
    clock.set(consultation.closes_at)
    clock.move(seconds=-1)
    post(author, consultation)
    clock.move(seconds=1)
    with pytest.raises(Closed):
        post(author, consultation)


def test_an_imported_consultation_takes_nothing(app: Flask) -> None:
    with pytest.raises(Closed):
        post(make_user(), make_consultation(imported=True))


def test_a_visitor_is_asked_to_sign_in_and_an_unconfirmed_person_is_refused(app: Flask) -> None:
    consultation = make_consultation()
    with pytest.raises(SignInNeeded):
        post(None, consultation)
    with pytest.raises(Refused):
        post(make_user(confirmed=False), consultation)


def test_only_line_ends_and_outer_white_space_of_a_text_change(app: Flask) -> None:
    comment = post(make_user(), make_consultation(), body="  One\r\ntwo  <50%\r\r é \n")
    assert comment.body == "One\ntwo  <50%\n\n é"


def test_a_comment_is_counted_when_it_is_public_and_only_then(app: Flask) -> None:
    version = make_version()
    block = make_block(version)
    consultation = make_consultation(versions=[version], mode=Mode.POST)
    author = make_user()
    comment = post(author, consultation, key="b01")
    reply = services.reply_to_comment(make_user(), comment, body="Yes.", lang="en")
    db.session.flush()
    db.session.expire_all()
    entry = consultation.modules[0]
    assert (block.comment_count, entry.comment_count, entry.general_count, comment.reply_count) == (2, 2, 0, 1)
    services.withdraw_comment(author, comment)
    db.session.flush()
    db.session.expire_all()
    assert (block.comment_count, entry.comment_count, comment.reply_count) == (1, 1, 1)
    assert reply.visibility is Visibility.PUBLISHED
    services.restore_comment(author, comment)
    db.session.flush()
    db.session.expire_all()
    assert (block.comment_count, entry.comment_count) == (2, 2)
    assert comment.visibility is Visibility.PUBLISHED


def test_a_reply_to_a_reply_joins_the_same_exchange(app: Flask) -> None:
    root = make_comment(make_consultation(mode=Mode.POST))
    first = services.reply_to_comment(make_user(), root, body="Yes.", lang="en")
    second = services.reply_to_comment(make_user(), first, body="No.", lang="fr")
    assert second.parent_id == root.id


@pytest.mark.parametrize("visibility", [Visibility.PENDING, Visibility.HIDDEN, Visibility.WITHDRAWN])
def test_nobody_replies_to_what_is_not_public(app: Flask, visibility: Visibility) -> None:
    with pytest.raises(Refused):
        services.reply_to_comment(make_user(), make_comment(visibility=visibility), body="Yes.", lang="en")


def test_only_its_author_withdraws_a_comment(app: Flask) -> None:
    author = make_user()
    comment = make_comment(author=author)
    with pytest.raises(Refused):
        services.withdraw_comment(make_user(), comment)
    services.withdraw_comment(author, comment)
    assert comment.visibility is Visibility.WITHDRAWN


def test_a_comment_that_waited_goes_back_to_waiting_not_further(app: Flask) -> None:
    author = make_user()
    comment = make_comment(author=author, visibility=Visibility.PENDING)
    services.withdraw_comment(author, comment)
    services.restore_comment(author, comment)
    assert comment.visibility is Visibility.PENDING


def test_nothing_is_withdrawn_after_closing(app: Flask) -> None:
    author = make_user()
    with pytest.raises(Closed):
        services.withdraw_comment(author, make_comment(make_consultation("closed"), author=author))


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage not in BEFORE_OPENING])
def test_words_are_taken_back_until_the_closing_and_put_back_only_while_it_is_open(site: Site, stage: Stage) -> None:
    author = make_user()
    comment = make_comment(make_consultation(stage), author=author)
    mine = site.as_(author)
    button = {"action": site.path("feedback.withdraw", comment_id=comment.id)}
    assert mine.open("feedback.my_comments").has("form", **button) is (stage in UNDER_WAY)
    assert mine.post("feedback.withdraw", comment_id=comment.id).status == (303 if stage in UNDER_WAY else 409)
    assert (comment.visibility is Visibility.WITHDRAWN) is (stage in UNDER_WAY)
    if stage in UNDER_WAY:
        assert mine.post("feedback.restore", comment_id=comment.id).status == (303 if stage is Stage.OPEN else 409)
        assert (comment.visibility is Visibility.PUBLISHED) is (stage is Stage.OPEN)


def test_the_life_of_a_comment_is_in_the_audit_trail_without_its_words(app: Flask) -> None:
    author, consultation = make_user(), make_consultation()
    comment = post(author, consultation, body="unmistakable words")
    services.withdraw_comment(author, comment)
    entries = db.session.query(AuditEntry).order_by(AuditEntry.seq).all()
    assert [entry.action for entry in entries] == [Action.COMMENT_POSTED, Action.COMMENT_WITHDRAWN]
    assert not any("unmistakable" in f"{entry.target}{entry.detail}" for entry in entries)
