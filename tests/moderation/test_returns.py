"""Comments sent back to their author: once, with the passage, a reason and what would help; a reminder on day eight, and no deadline."""

import pytest
from flask import Flask
from sqlalchemy import select

from consult.accounts.models import Role
from consult.audit.models import Action, AuditEntry
from consult.consultations.rules import Stage
from consult.core import transaction
from consult.core.db import db
from consult.core.errors import Overtaken, Refused
from consult.feedback import services as feedback
from consult.feedback.models import Comment, CommentReturn, Visibility
from consult.jobs.registry import recurring
from consult.jobs.services import start_recurring
from consult.moderation import rules, services
from consult.moderation.models import Decision, Reason
from consult.notices.models import Notice, NoticeKind
from consult.reports.queries import evidence
from tests.builders import make_comment, make_consultation, make_return, make_user
from tests.support.clock import StoppedClock
from tests.support.mail import Mailbox, links_in, text_of
from tests.support.site import Site

MODERATOR = (Role.MODERATOR,)
BODY = "My neighbour Ann said so."


def waiting(lang: str = "en") -> Comment:
    return make_comment(author=make_user(lang=lang), visibility=Visibility.PENDING, body=BODY)


def send_back(comment: Comment, passage: str = "neighbour Ann", reason: Reason = Reason.PII_THIRD) -> Decision:
    return services.return_comment(make_user(roles=MODERATOR), comment, reason=reason, passage=passage, note="Leave the name out.")


def test_a_comment_sent_back_is_one_decision_one_entry_and_what_its_author_needs(app: Flask) -> None:
    comment = waiting()
    send_back(comment)
    assert comment.visibility is Visibility.RETURNED
    returned = db.session.scalars(select(CommentReturn)).one()
    assert (returned.passage, returned.note, returned.reason_code) == ("neighbour Ann", "Leave the name out.", "PII-THIRD")
    decision = db.session.scalars(select(Decision)).one()
    assert (decision.before, decision.after, decision.reason) == (Visibility.PENDING, Visibility.RETURNED, Reason.PII_THIRD)
    assert [entry.action for entry in db.session.scalars(select(AuditEntry))] == [Action.COMMENT_RETURNED]


def test_a_comment_is_sent_back_once_then_published_or_not(app: Flask) -> None:
    comment = waiting()
    send_back(comment)
    feedback.edit_comment(comment.author, comment, body="My neighbour Ann told me.", lang="en")
    with pytest.raises(Overtaken):
        send_back(comment)
    services.publish_comment(make_user(roles=MODERATOR), comment)
    assert comment.visibility is Visibility.PUBLISHED


def test_a_comment_that_its_author_leaves_is_published_by_nobody_but_may_be_hidden(app: Flask) -> None:
    comment = waiting()
    send_back(comment)
    with pytest.raises(Overtaken):
        services.publish_comment(make_user(roles=MODERATOR), comment)
    services.hide_comment(make_user(roles=MODERATOR), comment, reason=Reason.PII_THIRD)
    assert comment.visibility is Visibility.HIDDEN


@pytest.mark.parametrize("visibility", [found for found in Visibility if found is not Visibility.PENDING])
def test_only_what_waits_is_sent_back(app: Flask, visibility: Visibility) -> None:
    comment = make_comment(visibility=visibility, body=BODY)
    with pytest.raises(Overtaken):
        send_back(comment)


def test_nothing_is_sent_back_to_somebody_without_an_account(app: Flask) -> None:
    comment = waiting()
    comment.author_id = None
    with pytest.raises(Overtaken):
        send_back(comment)


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason not in rules.RETURNING])
def test_what_other_words_cannot_mend_is_not_sent_back(app: Flask, reason: Reason) -> None:
    with pytest.raises(Refused):
        send_back(waiting(), reason=reason)


@pytest.mark.parametrize("passage", ["", "  ", "neighbour Anna", "My neighbor"])
def test_the_passage_stands_in_the_comment_word_for_word(app: Flask, passage: str) -> None:
    with pytest.raises(Refused):
        send_back(waiting(), passage)


def test_only_a_moderator_of_the_consultation_sends_back(app: Flask) -> None:
    comment, elsewhere = waiting(), make_consultation()
    for person in (make_user(), comment.author, make_user(roles=[(Role.MODERATOR, {"consultation_id": elsewhere.id})])):
        with pytest.raises(Refused):
            services.return_comment(person, comment, reason=Reason.PII_THIRD, passage="Ann", note="Leave it out.")


@pytest.mark.parametrize(
    ("lang", "subject", "path"),
    [
        ("en", "Please change a passage of your comment", "/en/comments/{}/edit"),
        ("fr", "Pouvez-vous modifier un passage de votre commentaire?", "/fr/commentaires/{}/modification"),
    ],
)
def test_the_author_is_told_in_their_language_what_to_change(site: Site, mailbox: Mailbox, lang: str, subject: str, path: str) -> None:
    comment = waiting(lang)
    page = site.as_(make_user(roles=MODERATOR)).open("moderation.item", comment_id=comment.id)
    page.submit("moderation.item", outcome="return", reason="PII-THIRD", passage="neighbour Ann", note="Leave the name out.")
    assert comment.author
    (letter,) = mailbox.to(str(comment.author.email))
    assert letter["Subject"] == subject
    assert "Leave the name out." in text_of(letter)
    assert "Ann" not in text_of(letter), "what could identify somebody is shown on the page alone"
    assert links_in(letter)[0].endswith(path.format(comment.id))


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"reason": ""}, "Choose the reason: the author will read it."),
        ({"reason": "SPAM"}, "Other words cannot mend this. Choose another reason, or do not publish the comment."),
        ({"passage": "Anna"}, "Copy the words to change from the comment, exactly as they stand there."),
        ({"note": ""}, "Say what could be changed so that the comment can be published."),
    ],
)
def test_sending_back_needs_a_reason_the_passage_and_what_would_help(site: Site, sent: dict[str, str], sentence: str) -> None:
    comment = waiting()
    whole = {"outcome": "return", "reason": "PII-THIRD", "passage": "Ann", "note": "Leave it out.", "read": "0-0"}
    page = site.as_(make_user(roles=MODERATOR)).post("moderation.item", {**whole, **sent}, comment_id=comment.id)
    assert page.status == 422
    assert sentence in page.errors
    assert comment.visibility is Visibility.PENDING


def test_the_page_offers_no_second_return(site: Site) -> None:
    comment = waiting()
    make_return(comment)
    page = site.as_(make_user(roles=MODERATOR)).open("moderation.item", comment_id=comment.id)
    assert not page.has("input", value="return")


def reminders() -> list[Notice]:
    return list(db.session.scalars(select(Notice).where(Notice.kind == NoticeKind.COMMENT_RETURN_REMINDER)))


def returned_comment(lang: str = "en", stage: str = "open") -> Comment:
    comment = make_comment(make_consultation(stage), author=make_user(lang=lang), visibility=Visibility.RETURNED, body=BODY)
    if comment.consultation.closes_at and stage == "open":
        comment.consultation.closes_at = comment.consultation.closes_at.replace(year=comment.consultation.closes_at.year + 1)
    make_return(comment)
    return comment


def test_the_job_runs_by_itself(app: Flask) -> None:
    assert "moderation.jobs.remind_of_returned" in [work.name for work in recurring()]


@pytest.mark.parametrize(
    ("lang", "subject"),
    [("en", "Two days left to change your comment"), ("fr", "Il vous reste deux jours pour modifier votre commentaire")],
)
def test_an_author_is_reminded_once_on_the_eighth_day(app: Flask, mailbox: Mailbox, clock: StoppedClock, lang: str, subject: str) -> None:
    comment = returned_comment(lang)
    transaction.commit()
    for days, hours, letters in ((7, 23, 0), (0, 1, 1), (0, 1, 1), (30, 0, 1)):
        clock.move(days=days, hours=hours)
        start_recurring()
        transaction.commit()
        assert len(mailbox) == letters
    assert mailbox[0]["Subject"] == subject
    assert "Leave the name out." in text_of(mailbox[0])
    db.session.refresh(comment)
    assert comment.visibility is Visibility.RETURNED, "no clock moves it"


def test_nobody_is_reminded_of_what_is_changed_withdrawn_or_closed(app: Flask, clock: StoppedClock) -> None:
    changed, withdrawn, closed = returned_comment(), returned_comment(), returned_comment(stage="closed")
    feedback.edit_comment(changed.author, changed, body="Other words.", lang="en")
    feedback.withdraw_comment(withdrawn.author, withdrawn)
    clock.move(days=9)
    assert services.remind_authors() == 0
    assert closed.visibility is Visibility.RETURNED
    assert not reminders()


@pytest.mark.parametrize("stage", Stage)
def test_people_are_reminded_only_where_they_can_change_their_words(app: Flask, clock: StoppedClock, stage: Stage) -> None:
    comment = returned_comment(stage=stage)
    if comment.consultation.closes_at and stage is not Stage.CLOSED:
        comment.consultation.closes_at = comment.consultation.closes_at.replace(year=2099)
    clock.move(days=9)
    assert services.remind_authors() == (stage is Stage.OPEN)


def test_the_report_counts_what_was_returned(app: Flask) -> None:
    comment = returned_comment()
    assert evidence(comment.consultation).not_public["returned"] == 1
