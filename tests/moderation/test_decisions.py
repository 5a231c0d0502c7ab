"""Decisions: published or hidden with a reason, told to the author in their language, one row and one audit entry each."""

import pytest
from flask import Flask
from sqlalchemy import select

from consult.accounts.models import Role
from consult.audit.models import Action, AuditEntry
from consult.consultations.models import Consultation, Mode
from consult.core.db import db
from consult.core.errors import Overtaken, Refused
from consult.feedback.models import Comment, Visibility
from consult.feedback.rules import TRANSITIONS, By
from consult.moderation import queries, rules, services
from consult.moderation.models import Decision, Reason
from consult.moderation.queries.waiting import moderated_by
from tests.builders import make_comment, make_consultation, make_user
from tests.support.mail import Mailbox, text_of
from tests.support.site import Site

LANGS = ("en", "fr")
MODERATOR = (Role.MODERATOR,)


def waiting(consultation: Consultation | None = None, lang: str = "en", body: str = "Waiting words.") -> Comment:
    return make_comment(consultation, author=make_user(lang=lang), visibility=Visibility.PENDING, body=body)


def test_a_published_comment_is_one_decision_and_one_audit_entry(app: Flask) -> None:
    comment, moderator = waiting(), make_user(roles=MODERATOR)
    services.publish_comment(moderator, comment)
    decision = db.session.scalars(select(Decision)).one()
    assert (decision.before, decision.after, decision.reason, decision.moderator_id) == (
        Visibility.PENDING,
        Visibility.PUBLISHED,
        None,
        moderator.id,
    )
    assert [entry.action for entry in db.session.scalars(select(AuditEntry))] == [Action.COMMENT_PUBLISHED]
    db.session.flush()
    db.session.expire_all()
    assert comment.consultation.modules[0].comment_count == 1


@pytest.mark.parametrize("reason", rules.HIDING)
def test_a_comment_is_hidden_for_a_reason_of_the_list(app: Flask, reason: Reason) -> None:
    comment = waiting()
    services.hide_comment(make_user(roles=MODERATOR), comment, reason=reason)
    assert (comment.visibility, comment.reason_code) == (Visibility.HIDDEN, reason.value)


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason not in rules.HIDING])
def test_other_reasons_hide_nothing(app: Flask, reason: Reason) -> None:
    with pytest.raises(Refused):
        services.hide_comment(make_user(roles=MODERATOR), waiting(), reason=reason)


def test_a_comment_hidden_by_mistake_comes_back_with_the_reason_error(app: Flask) -> None:
    comment, moderator = waiting(), make_user(roles=MODERATOR)
    services.hide_comment(moderator, comment, reason=Reason.SPAM)
    services.publish_comment(moderator, comment)
    assert [decision.reason for decision in queries.decisions(comment.id)] == [Reason.SPAM, Reason.ERROR]
    assert (comment.visibility, comment.reason_code) == (Visibility.PUBLISHED, None)


def test_every_pair_of_states_is_legal_only_where_the_table_says_so(app: Flask) -> None:
    moderator = make_user(roles=MODERATOR)
    acts = {
        Visibility.PUBLISHED: services.publish_comment,
        Visibility.HIDDEN: lambda who, what: services.hide_comment(who, what, reason=Reason.SPAM),
    }
    for before in Visibility:
        for after, act in acts.items():
            comment = make_comment(visibility=before)
            if before is after is Visibility.PUBLISHED:
                continue  # read and left as it is: tested below
            if TRANSITIONS.get((before, after)) is By.MODERATOR:
                act(moderator, comment)
                assert comment.visibility is after
            else:
                with pytest.raises(Overtaken):
                    act(moderator, comment)
                assert comment.visibility is before


def test_nobody_decides_on_their_own_comment(app: Flask) -> None:
    moderator = make_user(roles=MODERATOR)
    comment = make_comment(author=moderator, visibility=Visibility.PENDING)
    with pytest.raises(Refused):
        services.publish_comment(moderator, comment)
    assert not queries.waiting(moderator).rows


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MODERATOR])
def test_no_other_role_decides(app: Flask, role: Role) -> None:
    with pytest.raises(Refused):
        services.publish_comment(make_user(roles=[role]), waiting())


def test_a_moderator_of_one_consultation_sees_and_decides_only_there(app: Flask) -> None:
    here, there = make_consultation(), make_consultation()
    mine, other = waiting(here), waiting(there)
    moderator = make_user(roles=[(Role.MODERATOR, {"consultation_id": here.id})])
    assert [comment.id for comment in queries.waiting(moderator).rows] == [mine.id]
    with pytest.raises(Refused):
        services.publish_comment(moderator, other)


def test_an_imported_comment_is_a_record_that_nobody_moderates(app: Flask) -> None:
    with pytest.raises(Refused):
        services.hide_comment(make_user(roles=MODERATOR), make_comment(make_consultation(imported=True)), reason=Reason.SPAM)


@pytest.mark.parametrize(
    ("lang", "words", "path"),
    [
        ("en", "Personal information of another person", "/en/comments/"),
        ("fr", "Renseignements personnels d’une autre personne", "/fr/commentaires/"),
    ],
)
def test_the_author_is_told_why_in_their_language(site: Site, mailbox: Mailbox, lang: str, words: str, path: str) -> None:
    comment = waiting(lang=lang)
    page = site.as_(make_user(roles=MODERATOR)).open("moderation.item", comment_id=comment.id)
    page.submit("moderation.item", outcome="hide", reason="PII-THIRD", note="Take the name out.")
    assert comment.author
    message = mailbox.to(str(comment.author.email))[0]
    assert message["Content-Language"] == {"en": "en-CA", "fr": "fr-CA"}[lang]
    assert words in text_of(message)
    assert "Take the name out." in text_of(message)
    assert f"{path}{comment.id}" in text_of(message)


@pytest.mark.parametrize("lang", LANGS)
def test_the_queue_leads_from_one_comment_to_the_next(site: Site, lang: str) -> None:
    consultation = make_consultation()
    comments = [waiting(consultation) for _ in range(3)]
    page = site.as_(make_user(roles=MODERATOR)).open("moderation.queue", lang=lang)
    page = page.follow({"en": f"Comment {comments[0].id}", "fr": f"Commentaire\N{NO-BREAK SPACE}{comments[0].id}"}[lang])
    for _ in comments:
        page = page.submit("moderation.item", outcome="publish")
    assert page.path == f"/{lang}/moderation"
    assert all(comment.visibility is Visibility.PUBLISHED for comment in comments)


@pytest.mark.parametrize(
    "values", [{}, {"outcome": "hide"}, {"outcome": "hide", "reason": "NONSENSE"}, {"outcome": "hide", "reason": "ERROR"}]
)
def test_a_decision_without_what_it_needs_says_so_and_keeps_the_message(site: Site, values: dict[str, str]) -> None:
    comment = waiting()
    page = site.as_(make_user(roles=MODERATOR)).post("moderation.item", {**values, "note": "Kept message."}, comment_id=comment.id)
    assert page.status == 422
    assert page.errors
    assert "Kept message." in page.html
    assert comment.visibility is Visibility.PENDING


def test_the_workspace_does_not_exist_for_participants_and_other_staff(site: Site) -> None:
    comment = waiting()
    for person in (make_user(), make_user(roles=[Role.ANALYST]), make_user(roles=[Role.ADMINISTRATOR])):
        reader = site.as_(person)
        assert reader.open("moderation.queue").status == 404
        assert reader.open("moderation.item", comment_id=comment.id).status == 404


@pytest.mark.parametrize("lang", LANGS)
def test_the_rules_are_public_and_name_every_reason(site: Site, lang: str) -> None:
    page = site.open("moderation.rules_page", lang=lang)
    assert all(reason.value in page.text for reason in rules.HIDING)


def test_a_comment_published_at_once_waits_to_be_read_and_then_leaves_the_queue(app: Flask) -> None:
    comment, moderator = make_comment(make_consultation(mode=Mode.POST)), make_user(roles=MODERATOR)
    assert [waiting.id for waiting in queries.waiting(moderator).rows] == [comment.id]
    services.publish_comment(moderator, comment)
    assert not queries.waiting(moderator).rows
    assert [(decision.before, decision.after) for decision in queries.decisions(comment.id)] == [
        (Visibility.PUBLISHED, Visibility.PUBLISHED)
    ]
    with pytest.raises(Overtaken):
        services.publish_comment(moderator, comment)


def test_a_moderator_comes_from_a_public_comment_to_its_decision(site: Site) -> None:
    comment = make_comment()
    module = comment.consultation.modules[0].module
    page = site.as_(make_user(roles=MODERATOR)).open("feedback.discussion", module)
    page = page.follow(f"Moderate comment {comment.id} by {comment.signed_as}")
    page.submit("moderation.item", outcome="hide", reason="SPAM")
    assert comment.visibility is Visibility.HIDDEN
    assert not site.open("feedback.discussion", module).has("a", href=f"/en/moderation/comments/{comment.id}")


def test_the_second_of_two_decisions_is_told_that_it_came_too_late(site: Site) -> None:
    comment = waiting()
    moderator = site.as_(make_user(roles=MODERATOR))
    assert moderator.post("moderation.item", {"outcome": "publish"}, comment_id=comment.id).status == 303
    assert moderator.post("moderation.item", {"outcome": "publish"}, comment_id=comment.id).status == 409
    assert len(queries.decisions(comment.id)) == 1


def test_a_note_is_counted_as_its_author_sees_it(site: Site) -> None:
    comment = waiting()
    note = "\r\n".join(["line"] * 400)  # 1,999 characters, 2,398 as a browser sends them
    page = site.as_(make_user(roles=MODERATOR)).post("moderation.item", {"outcome": "publish", "note": note}, comment_id=comment.id)
    assert page.status == 303


@pytest.mark.parametrize("imported", [False, True])
@pytest.mark.parametrize("scoped", [False, True])
@pytest.mark.parametrize("whose", ["own", "another's", "nobody's"])
def test_the_queue_holds_exactly_what_may_be_decided(app: Flask, imported: bool, scoped: bool, whose: str) -> None:
    """The rule in Python and its twin in SQL, over a grid."""
    here, elsewhere = make_consultation(imported=imported), make_consultation(imported=imported)
    moderator = make_user(roles=[(Role.MODERATOR, {"consultation_id": here.id})] if scoped else MODERATOR)
    for consultation in (here, elsewhere):
        comment = make_comment(consultation, author=moderator if whose == "own" else make_user(), visibility=Visibility.PENDING)
        if whose == "nobody's":
            comment.author_id = None
    db.session.flush()
    db.session.expire_all()
    found = set(db.session.scalars(select(Comment.id).where(moderated_by(moderator))))
    assert found == {comment.id for comment in db.session.scalars(select(Comment)) if rules.may_decide(moderator, comment)}
    assert {comment.id for comment in queries.waiting(moderator).rows} == found
    assert bool(found) is (not imported and whose != "own")
