"""Changing one's own words: at once where nobody else has read them, by way of a moderator where they are public, never after closing."""

import pytest
from flask import Flask
from sqlalchemy import select

from consult.accounts.models import Role, User
from consult.audit.models import Action, AuditEntry
from consult.consultations.models import Mode
from consult.core.db import db
from consult.core.errors import Closed, Overtaken, Refused
from consult.feedback import queries, services
from consult.feedback.models import Comment, CommentEdit, EditState, Kind, Visibility
from consult.feedback.services import Edited, WordsChanged
from consult.moderation import services as moderation
from consult.moderation.models import Reason
from tests.builders import make_comment, make_consultation, make_edit, make_flag, make_former, make_return, make_user
from tests.support.clock import StoppedClock
from tests.support.site import Site

NBSP = "\N{NO-BREAK SPACE}"
NEW = "Clearer, and fairer."


def mine(visibility: Visibility = Visibility.PUBLISHED, mode: Mode = Mode.PRE, body: str = "Old words.") -> tuple[User, Comment]:
    """A person, and a comment of theirs."""
    author = make_user(display_name="An Author")
    return author, make_comment(make_consultation(mode=mode), author=author, visibility=visibility, body=body)


def actions() -> list[str]:
    return [entry.action for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq))]


def test_a_comment_that_waits_is_changed_at_once_and_its_former_words_are_kept(app: Flask) -> None:
    author, comment = mine(Visibility.PENDING)
    posted_at = comment.posted_at
    assert services.edit_comment(author, comment, body=f" {NEW}\r\n", lang="fr") is Edited.SENT
    assert (comment.body, comment.lang, comment.visibility, comment.posted_at) == (NEW, "fr", Visibility.PENDING, posted_at)
    assert NEW in comment.safe_html
    assert [(one.number, one.body, one.lang) for one in queries.former_wordings(comment.id)] == [(1, "Old words.", "en")]
    assert comment.edited_at is None, "nobody had read it: the public is told nothing of the change"
    assert actions() == [Action.COMMENT_EDITED]


def test_what_is_public_stays_as_it_is_until_a_moderator_has_decided(app: Flask) -> None:
    author, comment = mine()
    assert services.edit_comment(author, comment, body=NEW, lang="en") is Edited.PROPOSED
    assert (comment.body, comment.visibility) == ("Old words.", Visibility.PUBLISHED)
    waiting = queries.waiting_edit(comment.id)
    assert waiting
    assert (waiting.body, waiting.state) == (NEW, EditState.WAITING)
    assert not queries.former_wordings(comment.id)
    assert actions() == [Action.COMMENT_EDIT_PROPOSED]


def test_a_second_change_takes_the_place_of_the_one_that_waits(app: Flask) -> None:
    author, comment = mine()
    for body in (NEW, "Clearest."):
        assert services.edit_comment(author, comment, body=body, lang="en") is Edited.PROPOSED
    states = [(edit.body, edit.state) for edit in db.session.scalars(select(CommentEdit).order_by(CommentEdit.id))]
    assert states == [(NEW, EditState.REPLACED), ("Clearest.", EditState.WAITING)]


def test_the_same_words_change_nothing(app: Flask) -> None:
    author, comment = mine()
    assert services.edit_comment(author, comment, body="Old words.", lang="en") is Edited.NOTHING
    services.edit_comment(author, comment, body=NEW, lang="en")
    assert services.edit_comment(author, comment, body=NEW, lang="en") is Edited.NOTHING
    assert actions() == [Action.COMMENT_EDIT_PROPOSED]


def test_the_public_words_again_take_the_change_back(app: Flask) -> None:
    author, comment = mine()
    services.edit_comment(author, comment, body=NEW, lang="en")
    assert services.edit_comment(author, comment, body="Old words.", lang="en") is Edited.TAKEN_BACK
    assert queries.waiting_edit(comment.id) is None
    assert actions() == [Action.COMMENT_EDIT_PROPOSED, Action.COMMENT_EDIT_TAKEN_BACK]


def test_where_comments_are_published_at_once_changes_are_too_and_the_old_words_are_kept(app: Flask, clock: StoppedClock) -> None:
    author, comment = mine(mode=Mode.POST)
    revision = comment.consultation.modules[0].revision
    assert services.edit_comment(author, comment, body=NEW, lang="en") is Edited.PUBLIC
    assert (comment.body, comment.edited_at) == (NEW, clock.now())
    assert [one.body for one in queries.former_wordings(comment.id)] == ["Old words."]
    db.session.expire_all()
    assert comment.consultation.modules[0].revision > revision, "kept pages of the module are made anew"
    assert comment.consultation.modules[0].comment_count == 1


def test_a_returned_comment_waits_again_once_its_author_has_changed_it(app: Flask) -> None:
    author, comment = mine(Visibility.RETURNED)
    returned = make_return(comment)
    assert services.edit_comment(author, comment, body=NEW, lang="en") is Edited.SENT
    assert comment.visibility is Visibility.PENDING
    assert returned.answered_at is not None


def test_ten_days_change_nothing_a_returned_comment_can_be_changed_until_closing(app: Flask, clock: StoppedClock) -> None:
    author, comment = mine(Visibility.RETURNED)
    make_return(comment)
    assert comment.consultation.closes_at
    comment.consultation.closes_at = clock.move(days=30)
    clock.set(comment.consultation.closes_at)
    clock.move(days=-1)
    assert comment.visibility is Visibility.RETURNED
    services.edit_comment(author, comment, body=NEW, lang="en")
    clock.move(days=1)
    with pytest.raises(Closed):
        services.edit_comment(author, comment, body="Later.", lang="en")


@pytest.mark.parametrize("visibility", [Visibility.HIDDEN, Visibility.WITHDRAWN])
def test_what_was_taken_out_of_public_view_is_not_changed(app: Flask, visibility: Visibility) -> None:
    author, comment = mine(visibility)
    with pytest.raises(Refused):
        services.edit_comment(author, comment, body=NEW, lang="en")


def test_nobody_changes_the_words_of_somebody_else(app: Flask, site: Site) -> None:
    _author, comment = mine()
    with pytest.raises(Refused):
        services.edit_comment(make_user(), comment, body=NEW, lang="en")
    assert site.as_(make_user()).open("feedback.edit", comment_id=comment.id).status == 404


def test_a_change_made_from_other_words_is_not_taken(app: Flask) -> None:
    author, comment = mine(Visibility.PENDING)
    read = queries.words_mark(comment)
    services.edit_comment(author, comment, body=NEW, lang="en", read=read)
    with pytest.raises(WordsChanged):
        services.edit_comment(author, comment, body="From the other window.", lang="en", read=read)
    assert comment.body == NEW


def test_of_two_windows_neither_text_is_lost(site: Site) -> None:
    author, comment = mine(Visibility.PENDING)
    reader = site.as_(author)
    first, second = (reader.open("feedback.edit", comment_id=comment.id) for _ in range(2))
    assert first.submit("feedback.edit", body="From the first.").status == 200
    page = second.submit("feedback.edit", body="From the second.")
    assert page.status == 422
    assert "From the second." in page.html
    assert comment.body == "From the first."
    page.submit("feedback.edit")
    assert comment.body == "From the second."
    assert [one.body for one in queries.former_wordings(comment.id)] == ["From the first.", "Old words."]


def test_a_change_that_nobody_asked_for_cannot_be_taken_back_twice(app: Flask) -> None:
    author, comment = mine()
    make_edit(comment)
    services.take_back_edit(author, comment)
    with pytest.raises(Overtaken):
        services.take_back_edit(author, comment)


@pytest.mark.parametrize(
    ("lang", "link", "waits", "back"),
    [
        (
            "en",
            "Change comment {} by An Author",
            "Your change waits for a moderator. Until then, everybody reads these words.",
            "Take my change back",
        ),
        (
            "fr",
            f"Modifier commentaire{NBSP}{{}} (An Author)",
            "Votre modification attend l’équipe de modération. D’ici là, c’est ce texte que tout le monde lit.",
            "Retirer ma modification",
        ),
    ],
)
def test_an_author_changes_a_public_comment_and_sees_that_it_waits(site: Site, lang: str, link: str, waits: str, back: str) -> None:
    author, comment = mine()
    module = comment.consultation.modules[0].module
    page = site.as_(author).open("feedback.discussion", module, lang=lang)
    page = page.follow(link.format(comment.id))
    page = page.submit("feedback.edit", body=NEW)
    assert waits in page.text
    assert "Old words." in page.text
    assert NEW not in page.text
    assert waits not in site.open("feedback.discussion", module, lang=lang).text
    page = site.as_(author).open("feedback.edit", lang=lang, comment_id=comment.id)
    assert back in page.text
    assert NEW in page.html
    page.submit("feedback.take_back_edit")
    assert queries.waiting_edit(comment.id) is None


def test_the_public_is_told_that_words_changed_and_not_what_they_were(site: Site, clock: StoppedClock) -> None:
    author, comment = mine(mode=Mode.POST)
    module = comment.consultation.modules[0].module
    assert "Old words." in site.open("feedback.discussion", module).text
    services.edit_comment(author, comment, body=NEW, lang="en")
    for lang, told in (("en", "changed on"), ("fr", "modifié le")):
        text = site.open("feedback.discussion", module, lang=lang).text
        assert told in text
        assert NEW in text
        assert "Old words." not in text


def test_an_author_reads_what_the_comment_said_before(site: Site) -> None:
    author, comment = mine()
    make_former(comment, "What it said at first.")
    assert "What it said at first." in site.as_(author).open("feedback.edit", comment_id=comment.id).text


def test_an_author_reads_why_a_comment_came_back_and_until_when(site: Site) -> None:
    author, comment = mine(Visibility.RETURNED, body="My neighbour Ann said so.")
    make_return(comment, "Leave the name out.")
    page = site.as_(author).open("feedback.edit", comment_id=comment.id)
    for words in ("My neighbour Ann", "Leave the name out.", "Personal information of another person", "Please change it by"):
        assert words in page.text
    page = site.as_(author).open("feedback.discussion", comment.consultation.modules[0].module)
    page = page.follow(f"See why, and change it my comment {comment.id}")
    page.submit("feedback.edit", body="My neighbour said so.")
    assert comment.visibility is Visibility.PENDING


def test_an_empty_change_is_refused_with_its_words_beside_it(site: Site) -> None:
    author, comment = mine()
    page = site.as_(author).open("feedback.edit", comment_id=comment.id).submit("feedback.edit", body="  ")
    assert page.status == 422
    assert page.errors == ["Write your comment before sending it."]


def test_after_closing_the_page_shows_the_words_and_no_form(site: Site) -> None:
    author = make_user()
    comment = make_comment(make_consultation("closed"), author=author)
    reader = site.as_(author)
    page = reader.open("feedback.edit", comment_id=comment.id)
    assert "Comments are closed" in page.text
    page = reader.post("feedback.edit", {"body": "Too late, and kept.", "lang": "en", "read": "0-0"}, comment_id=comment.id)
    assert page.status == 409
    assert "Too late, and kept." in page.html


def test_a_change_that_waits_rests_while_its_comment_is_withdrawn(app: Flask) -> None:
    author, comment = mine()
    services.edit_comment(author, comment, body=NEW, lang="en")
    services.withdraw_comment(author, comment)
    services.restore_comment(author, comment)
    assert comment.visibility is Visibility.PUBLISHED
    assert queries.waiting_edit(comment.id)


def test_a_returned_comment_that_was_withdrawn_goes_back_to_its_author(app: Flask) -> None:
    author, comment = mine(Visibility.RETURNED)
    services.withdraw_comment(author, comment)
    services.restore_comment(author, comment)
    assert comment.visibility is Visibility.RETURNED


def test_no_word_of_a_change_is_in_the_audit_trail(app: Flask) -> None:
    author, comment = mine()
    services.edit_comment(author, comment, body="unmistakable words", lang="en")
    make_flag(comment, words="unmistakable words")
    moderation.hide_comment(make_user(roles=[Role.MODERATOR]), comment, reason=Reason.SPAM)
    assert not any("unmistakable" in f"{entry.target}{entry.detail}" for entry in db.session.scalars(select(AuditEntry)))


def test_a_reply_is_changed_like_a_comment(site: Site) -> None:
    author = make_user()
    root = make_comment(make_consultation(mode=Mode.POST), kind=Kind.QUESTION)
    reply = make_comment(parent=root, author=author, body="Yes.")
    page = site.as_(author).open("feedback.edit", comment_id=reply.id).submit("feedback.edit", body="No.")
    assert page.status == 200
    db.session.expire_all()
    assert (reply.body, root.reply_count) == ("No.", 1)
