"""Changes of public comments: accepted or refused by a moderator, each with one decision, one entry and one letter."""

import pytest
from flask import Flask
from sqlalchemy import select

from consult.accounts.models import Role
from consult.audit.models import Action, AuditEntry
from consult.consultations.models import Mode
from consult.core.db import db
from consult.core.errors import Overtaken, Refused
from consult.feedback import services as feedback
from consult.feedback.models import EditState, Visibility
from consult.feedback.queries import former_wordings
from consult.moderation import queries, rules, services
from consult.moderation.models import Decision, Reason
from tests.builders import make_comment, make_consultation, make_edit, make_user
from tests.support.clock import StoppedClock
from tests.support.mail import Mailbox, text_of
from tests.support.site import Site

MODERATOR = (Role.MODERATOR,)
NEW = "Two steps back is a better rule."


def comment_by(lang: str = "en", body: str = "Two steps back is a good rule."):
    return make_comment(author=make_user(lang=lang), body=body)


def test_an_accepted_change_takes_the_place_of_the_old_words_which_are_kept(app: Flask, clock: StoppedClock) -> None:
    comment, moderator = comment_by(), make_user(roles=MODERATOR)
    edit, revision = make_edit(comment, NEW), comment.consultation.modules[0].revision
    decision = services.accept_edit(moderator, edit)
    assert (comment.body, comment.edited_at, comment.visibility) == (NEW, clock.now(), Visibility.PUBLISHED)
    assert [one.body for one in former_wordings(comment.id)] == ["Two steps back is a good rule."]
    assert (edit.state, edit.decision_id) == (EditState.ACCEPTED, decision.id)
    assert [entry.action for entry in db.session.scalars(select(AuditEntry))] == [Action.COMMENT_EDIT_ACCEPTED]
    db.session.expire_all()
    assert comment.consultation.modules[0].revision > revision
    assert comment.consultation.modules[0].comment_count == 1


def test_a_refused_change_leaves_the_public_words_as_they_are(app: Flask) -> None:
    comment = comment_by()
    edit = make_edit(comment, NEW)
    services.refuse_edit(make_user(roles=MODERATOR), edit, reason=Reason.PII_THIRD)
    assert (comment.body, comment.edited_at, edit.state) == ("Two steps back is a good rule.", None, EditState.REFUSED)
    decision = db.session.scalars(select(Decision)).one()
    assert (decision.before, decision.after, decision.reason) == (Visibility.PUBLISHED, Visibility.PUBLISHED, Reason.PII_THIRD)
    assert [entry.action for entry in db.session.scalars(select(AuditEntry))] == [Action.COMMENT_EDIT_REFUSED]


@pytest.mark.parametrize("state", [found for found in EditState if found is not EditState.WAITING])
def test_only_what_waits_is_decided(app: Flask, state: EditState) -> None:
    comment, moderator = comment_by(), make_user(roles=MODERATOR)
    edit = make_edit(comment)
    services.refuse_edit(moderator, edit, reason=Reason.SPAM)
    edit.state = state
    with pytest.raises(Overtaken):
        services.accept_edit(moderator, edit)


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason not in rules.HIDING])
def test_other_reasons_refuse_nothing(app: Flask, reason: Reason) -> None:
    with pytest.raises(Refused):
        services.refuse_edit(make_user(roles=MODERATOR), make_edit(comment_by()), reason=reason)


def test_nobody_decides_on_a_change_of_their_own(app: Flask) -> None:
    moderator = make_user(roles=MODERATOR)
    edit = make_edit(make_comment(author=moderator))
    with pytest.raises(Refused):
        services.accept_edit(moderator, edit)
    assert not queries.edits(moderator).rows


def test_a_change_of_a_comment_that_is_no_longer_public_does_not_wait(app: Flask) -> None:
    comment, moderator = comment_by(), make_user(roles=MODERATOR)
    edit = make_edit(comment)
    services.hide_comment(moderator, comment, reason=Reason.SPAM)
    assert not queries.edits(moderator).rows
    with pytest.raises(Overtaken):
        services.accept_edit(moderator, edit)
    services.publish_comment(moderator, comment)
    assert [waiting.id for waiting in queries.edits(moderator).rows] == [edit.id]


def test_a_moderator_of_another_consultation_sees_no_change_here(site: Site) -> None:
    edit, elsewhere = make_edit(comment_by()), make_consultation()
    moderator = make_user(roles=[(Role.MODERATOR, {"consultation_id": elsewhere.id})])
    assert not queries.edits(moderator).rows
    assert site.as_(moderator).open("moderation.edit", edit_id=edit.id).status == 404


@pytest.mark.parametrize(
    ("lang", "removed", "added", "told"),
    [
        ("en", "Removed: good", "Added: better", "Everybody reads your new words"),
        ("fr", "Supprimé\N{NO-BREAK SPACE}: good", "Ajouté\N{NO-BREAK SPACE}: better", "Tout le monde lit votre nouveau texte"),
    ],
)
def test_a_moderator_sees_the_changed_words_and_accepts_them(
    site: Site, mailbox: Mailbox, lang: str, removed: str, added: str, told: str
) -> None:
    comment = comment_by(lang)
    make_edit(comment, NEW)
    page = site.as_(make_user(roles=MODERATOR)).open("moderation.edits", lang=lang)
    page = page.follow({"en": f"Change of comment {comment.id}", "fr": f"Modification du commentaire\N{NO-BREAK SPACE}{comment.id}"}[lang])
    assert removed in page.text
    assert added in page.text
    page = page.submit("moderation.edit", outcome="accept")
    assert page.path == site.path("moderation.edits", lang=lang)
    assert comment.body == NEW
    assert comment.author
    assert told in text_of(mailbox.to(str(comment.author.email))[0])


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "Your comment stays public with the words that it had."),
        ("fr", "Votre commentaire reste public, dans sa version précédente."),
    ],
)
def test_the_author_is_told_why_a_change_is_not_published(site: Site, mailbox: Mailbox, lang: str, words: str) -> None:
    comment = comment_by(lang)
    edit = make_edit(comment, NEW)
    page = site.as_(make_user(roles=MODERATOR)).open("moderation.edit", edit_id=edit.id)
    page.submit("moderation.edit", outcome="refuse", reason="HARASS", note="It names a person.")
    assert comment.author
    text = text_of(mailbox.to(str(comment.author.email))[0])
    assert words in text
    assert "It names a person." in text


def test_a_refusal_without_a_reason_says_so_and_keeps_the_message(site: Site) -> None:
    edit = make_edit(comment_by())
    page = site.as_(make_user(roles=MODERATOR)).post("moderation.edit", {"outcome": "refuse", "note": "Kept."}, edit_id=edit.id)
    assert page.status == 422
    assert page.errors == ["Choose the reason: the author will read it."]
    assert "Kept." in page.html
    assert edit.state is EditState.WAITING


def test_the_history_of_a_comment_says_what_became_of_its_changes(site: Site) -> None:
    comment, moderator = comment_by(), make_user(roles=MODERATOR)
    services.refuse_edit(moderator, make_edit(comment), reason=Reason.SPAM)
    services.accept_edit(moderator, make_edit(comment, NEW))
    text = site.as_(moderator).open("moderation.item", comment_id=comment.id).text
    assert "Change not accepted" in text
    assert "Change accepted" in text


def test_words_changed_at_once_are_read_again_by_a_moderator(app: Flask, clock: StoppedClock) -> None:
    author, moderator = make_user(), make_user(roles=MODERATOR)
    comment = make_comment(make_consultation(mode=Mode.POST), author=author)
    services.publish_comment(moderator, comment)
    assert not queries.waiting(moderator).rows
    clock.move(minutes=5)
    feedback.edit_comment(author, comment, body=NEW, lang="en")
    assert [waiting.id for waiting in queries.waiting(moderator).rows] == [comment.id]
    clock.move(minutes=5)
    services.publish_comment(moderator, comment)
    assert not queries.waiting(moderator).rows


def test_a_decision_is_about_the_words_that_the_moderator_has_read(site: Site) -> None:
    author = make_user()
    comment = make_comment(author=author, visibility=Visibility.PENDING)
    page = site.as_(make_user(roles=MODERATOR)).open("moderation.item", comment_id=comment.id)
    feedback.edit_comment(author, comment, body="Other words.", lang="en")
    page = page.submit("moderation.item", outcome="publish", note="Kept message.")
    assert page.status == 422
    assert "The author changed the words since you opened this page." in page.text
    assert "Other words." in page.text
    assert "Kept message." in page.html
    assert comment.visibility is Visibility.PENDING
    page.submit("moderation.item")
    assert [decision.after for decision in queries.decisions(comment.id)] == [Visibility.PUBLISHED]
