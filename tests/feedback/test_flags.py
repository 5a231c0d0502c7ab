"""Flags: one a person and comment, private, taken back at will; nothing changes in public however many there are."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from consult.accounts.models import User
from consult.consultations.models import Mode
from consult.core import transaction
from consult.core.db import db
from consult.core.errors import Overtaken, Refused
from consult.feedback import queries, services
from consult.feedback.models import AuthorChoice, Comment, Flag, FlagReason, FlagState, Visibility
from tests.builders import make_comment, make_consultation, make_flag, make_user
from tests.support.crowd import Meet, at_once
from tests.support.site import Site


def flag(actor: User | None, comment: Comment, words: str = "") -> bool:
    return services.flag_comment(actor, comment, reason=FlagReason.PERSONAL, words=words, lang="en")


def test_a_flag_is_one_a_person_and_a_second_one_changes_nothing(app: Flask) -> None:
    person, comment = make_user(), make_comment()
    assert flag(person, comment, "First words.")
    assert not flag(person, comment, "Second words.")
    assert [one.words for one in db.session.scalars(select(Flag))] == ["First words."]
    assert flag(make_user(), comment)


def test_a_flag_that_was_taken_back_can_be_made_again(app: Flask) -> None:
    person, comment = make_user(), make_comment()
    flag(person, comment)
    services.withdraw_flag(person, comment)
    found = queries.flag_of(person, comment.id)
    assert found
    assert found.state is FlagState.WITHDRAWN
    assert flag(person, comment, "Again.")
    assert (found.state, found.words, found.settled_at) == (FlagState.OPEN, "Again.", None)
    services.withdraw_flag(person, comment)
    with pytest.raises(Overtaken):
        services.withdraw_flag(person, comment)


@pytest.mark.parametrize("visibility", [found for found in Visibility if found is not Visibility.PUBLISHED])
def test_only_what_is_public_is_flagged(app: Flask, visibility: Visibility) -> None:
    with pytest.raises(Refused):
        flag(make_user(), make_comment(visibility=visibility))


def test_nobody_flags_their_own_words_words_for_the_team_or_an_import(app: Flask) -> None:
    author = make_user()
    for actor, comment in (
        (author, make_comment(author=author)),
        (make_user(), make_comment(author_choice=AuthorChoice.TEAM_ONLY)),
        (make_user(), make_comment(make_consultation(imported=True))),
        (make_user(confirmed=False), make_comment()),
        (None, make_comment()),
    ):
        with pytest.raises(Refused):
            flag(actor, comment)


def test_comments_are_flagged_after_closing_too(app: Flask) -> None:
    assert flag(make_user(), make_comment(make_consultation("closed")))


@pytest.mark.parametrize(
    ("lang", "link", "thanks", "already"),
    [
        ("en", "Flag comment {} by A. Writer", "A moderator will look at this comment", "You flagged this comment on"),
        ("fr", "Signaler commentaire\N{NO-BREAK SPACE}{} (A. Writer)", "va examiner ce commentaire", "Vous avez signalé ce commentaire le"),
    ],
)
def test_a_reader_flags_a_comment_from_where_it_stands(site: Site, lang: str, link: str, thanks: str, already: str) -> None:
    comment = make_comment(make_consultation(mode=Mode.POST), signed_as="A. Writer")
    reader = site.as_(make_user(lang=lang))
    page = reader.open("feedback.discussion", comment.consultation.modules[0].module, lang=lang)
    page = page.follow(link.format(comment.id))
    page = page.submit("feedback.flag", reason="personal", words="It names my neighbour.")
    assert thanks in page.text
    page = reader.open("feedback.flag", lang=lang, comment_id=comment.id)
    assert already in page.text
    assert "It names my neighbour." in page.text
    page.submit("feedback.withdraw_flag")
    assert db.session.scalars(select(Flag.state)).one() is FlagState.WITHDRAWN


def test_flagging_again_is_answered_kindly(site: Site) -> None:
    comment, person = make_comment(), make_user()
    make_flag(comment, person)
    page = site.as_(person).post("feedback.flag", {"reason": "safety", "words": ""}, comment_id=comment.id)
    assert page.status == 303
    assert "Once is enough" in site.as_(person).open("feedback.flag", comment_id=comment.id).text or page.status == 303
    assert db.session.scalar(select(func.count()).select_from(Flag)) == 1


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose what the problem is."),
        ({"reason": "other"}, "Say what the problem is."),
        ({"reason": "personal", "words": "x" * 2_001}, "This has more than 2,000 characters."),
    ],
)
def test_a_flag_without_what_it_needs_says_so(site: Site, sent: dict[str, str], sentence: str) -> None:
    page = site.as_(make_user()).post("feedback.flag", sent, comment_id=make_comment().id)
    assert page.status == 422
    assert sentence in page.errors
    assert sent.get("words", "") in page.html


def test_a_visitor_is_asked_to_sign_in_and_comes_back(site: Site) -> None:
    comment = make_comment()
    page = site.open("feedback.flag", comment_id=comment.id)
    assert page.hops == [(303, f"/en/sign-in?next=/en/comments/{comment.id}/flag")]


def test_nothing_changes_in_public_however_many_flag(site: Site) -> None:
    comment = make_comment()
    module, author = comment.consultation.modules[0].module, comment.author
    assert author
    pages = [(reader, target) for reader in (site, site.as_(author)) for target in ("feedback.discussion", "feedback.comment")]

    def shown() -> list[str]:
        return [
            reader.open(target, module).text if target == "feedback.discussion" else reader.open(target, comment_id=comment.id).text
            for reader, target in pages
        ]

    before, revision = shown(), comment.consultation.modules[0].revision
    for _ in range(3):
        flag(make_user(), comment, "Unmistakable.")
    transaction.commit()
    db.session.expire_all()
    assert shown() == before
    assert comment.consultation.modules[0].revision == revision


def test_two_windows_of_one_person_make_one_flag(app: Flask) -> None:
    person, comment = make_user(), make_comment()
    person_id, comment_id, made = person.id, comment.id, list[bool]()
    transaction.commit()

    def act(meet: Meet) -> None:
        meet()
        made.append(flag(db.session.get_one(User, person_id), db.session.get_one(Comment, comment_id)))
        transaction.commit()

    at_once(app, [act, act])
    assert sorted(made) == [False, True]
    assert db.session.scalar(select(func.count()).select_from(Flag)) == 1
