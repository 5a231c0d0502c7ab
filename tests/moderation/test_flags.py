"""What moderators see of flags, and how a decision answers them."""

import pytest
from flask import Flask
from sqlalchemy import select

from consult.accounts.models import Role
from consult.core.db import db
from consult.core.errors import Overtaken
from consult.feedback import services as feedback
from consult.feedback.models import FlagReason, FlagState, Visibility
from consult.moderation import queries, services
from consult.moderation.models import Decision, Reason
from tests.builders import make_comment, make_consultation, make_flag, make_user
from tests.support.mail import Mailbox, text_of
from tests.support.site import Site

MODERATOR = (Role.MODERATOR,)


def test_the_list_shows_how_many_people_flagged_a_comment_and_why(app: Flask) -> None:
    comment, moderator = make_comment(), make_user(roles=MODERATOR)
    for reason in (FlagReason.PERSONAL, FlagReason.PERSONAL, FlagReason.SAFETY):
        make_flag(comment, reason=reason)
    withdrawn = make_user()
    make_flag(comment, withdrawn)
    feedback.withdraw_flag(withdrawn, comment)
    (found,) = queries.flagged(moderator).rows
    assert (found.comment.id, found.people, found.reasons) == (comment.id, 3, {FlagReason.PERSONAL: 2, FlagReason.SAFETY: 1})
    assert queries.counts(moderator).flagged == 1


def test_a_comment_left_public_dismisses_its_flags(app: Flask) -> None:
    comment, moderator = make_comment(), make_user(roles=MODERATOR)
    flags = [make_flag(comment) for _ in range(2)]
    decision = services.publish_comment(moderator, comment)
    assert [(flag.state, flag.decision_id) for flag in flags] == [(FlagState.DISMISSED, decision.id)] * 2
    assert comment.visibility is Visibility.PUBLISHED
    assert not queries.flagged(moderator).rows
    with pytest.raises(Overtaken):
        services.publish_comment(moderator, comment)


def test_a_comment_flagged_again_by_somebody_else_is_decided_again(app: Flask) -> None:
    comment, moderator = make_comment(), make_user(roles=MODERATOR)
    make_flag(comment)
    services.publish_comment(moderator, comment)
    make_flag(comment)
    services.publish_comment(moderator, comment)
    assert len(db.session.scalars(select(Decision)).all()) == 2


def test_a_comment_taken_out_of_public_view_answers_its_flags(app: Flask) -> None:
    comment = make_comment()
    flag = make_flag(comment)
    services.hide_comment(make_user(roles=MODERATOR), comment, reason=Reason.PII_THIRD)
    assert flag.state is FlagState.ACTED


@pytest.mark.parametrize(
    ("lang", "outcome", "words"),
    [
        ("en", "publish", "and left it public: it follows the moderation rules."),
        ("fr", "publish", "et l’a laissé public"),
        ("en", "hide", "and took it out of public view."),
        ("fr", "hide", "et l’a retiré de la publication."),
    ],
)
def test_who_flagged_is_told_what_came_of_it(site: Site, mailbox: Mailbox, lang: str, outcome: str, words: str) -> None:
    comment, person = make_comment(), make_user(lang=lang)
    make_flag(comment, person, words="It names my neighbour.")
    make_flag(comment)
    page = site.as_(make_user(roles=MODERATOR)).open("moderation.flags").follow(f"Comment {comment.id}")
    assert "Flagged by 2 people" in page.text
    assert "It names my neighbour." in page.text
    page = page.submit("moderation.item", outcome=outcome, reason="" if outcome == "publish" else "SPAM", note="For the author alone.")
    assert page.path == "/en/moderation/flags"
    (letter,) = mailbox.to(str(person.email))
    assert words in text_of(letter)
    assert "For the author alone." not in text_of(letter)
    told = site.as_(person).open("feedback.flag", lang="en", comment_id=comment.id).text
    assert ("left it public" if outcome == "publish" else "took it out of public view") in told


def test_an_author_learns_nothing_of_flags_that_changed_nothing(site: Site, mailbox: Mailbox) -> None:
    comment = make_comment()
    make_flag(comment)
    services.publish_comment(make_user(roles=MODERATOR), comment)
    assert comment.author
    assert not mailbox.to(str(comment.author.email))


def test_flags_are_shown_to_moderators_of_the_consultation_alone(site: Site) -> None:
    comment, elsewhere = make_comment(), make_consultation()
    make_flag(comment)
    for person in (make_user(roles=[(Role.MODERATOR, {"consultation_id": elsewhere.id})]), comment.author):
        assert person
        assert not queries.flagged(person).rows
    assert site.as_(make_user(roles=[Role.ANALYST])).open("moderation.flags").status == 404
