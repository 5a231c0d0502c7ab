"""Pages of feedback: reading, discussing, answering; in both languages, and with nothing lost on the way."""

import pytest
from sqlalchemy import select

from consult.consultations.models import Consultation, Mode
from consult.core.db import db
from consult.core.drafts import Draft
from consult.feedback.models import BODY_MAX, Comment, CommentVote, Stance, StatementVote, Visibility
from consult.modules.models import BlockKind
from tests.builders import PASSPHRASE, make_block, make_comment, make_consultation, make_statement, make_user, make_version
from tests.support.clock import StoppedClock
from tests.support.forms import Given
from tests.support.sending import say
from tests.support.site import Site

LANGS = ("en", "fr")


def consultation_with_text(stage: str = "open", mode: Mode = Mode.PRE) -> Consultation:
    version = make_version()
    make_block(version, key="s1", kind=BlockKind.SECTION)
    make_block(version, key="b01", section_key="s1")
    make_block(version, key="b02", section_key="s1")
    return make_consultation(stage, versions=[version], mode=mode)


@pytest.mark.parametrize("lang", LANGS)
def test_every_paragraph_has_a_way_to_comment_on_it(site: Site, lang: str) -> None:
    module = consultation_with_text().modules[0].module
    page = site.open("feedback.module", module, lang=lang)
    words = {"en": "Comment on paragraph 2", "fr": "Commenter le paragraphe\N{NO-BREAK SPACE}2"}[lang]
    assert page.follow(words).status == 200


@pytest.mark.parametrize("lang", LANGS)
def test_a_comment_on_a_paragraph_is_sent_from_its_page(site: Site, lang: str) -> None:
    consultation = consultation_with_text()
    page = site.as_(make_user(lang=lang)).open("feedback.thread", consultation.modules[0].module, lang=lang, key="b01")
    answer = say(page, "feedback.thread", kind="concern", body="Très clair < 3 & net.", lang="fr")
    comment = db.session.scalars(select(Comment)).one()
    assert (comment.body, comment.lang, comment.block_key, comment.visibility) == ("Très clair < 3 & net.", "fr", "b01", Visibility.PENDING)
    assert answer.status == 200
    assert "Très clair < 3 & net." in answer.article(f"c{comment.id}").text


def test_the_same_thread_stands_beside_both_languages_with_each_comment_tagged(site: Site) -> None:
    consultation = consultation_with_text()
    make_comment(consultation, block_key="b01", body="Clear.", lang="en")
    french = make_comment(consultation, block_key="b01", body="C'est clair.", lang="fr")
    for lang in LANGS:
        page = site.open("feedback.thread", consultation.modules[0].module, lang=lang, key="b01")
        assert "Clear." in page.text
        assert "C'est clair." in page.text
    english = site.open("feedback.thread", consultation.modules[0].module, key="b01")
    assert english.article(f"c{french.id}").first(class_="comment-body")["lang"] == "fr-CA"


@pytest.mark.parametrize(("field", "value"), [("body", "   "), ("body", "x" * (BODY_MAX + 1)), ("kind", "")])
def test_a_faulty_comment_says_why_and_keeps_the_text(site: Site, field: str, value: str) -> None:
    consultation = consultation_with_text()
    values: dict[str, Given] = {"kind": "support", "body": "Kept words.", "lang": "en", field: value}
    page = site.as_(make_user()).post("feedback.thread", values, subject=consultation.modules[0].module, key="b01")
    assert page.status == 422
    assert page.errors
    assert str(values["body"]).strip() in page.html
    assert page.title.startswith("Error:")
    assert not db.session.scalars(select(Comment)).all()


@pytest.mark.parametrize("lang", LANGS)
def test_an_expired_token_keeps_the_text_in_the_form(site: Site, lang: str) -> None:
    consultation = consultation_with_text()
    page = site.as_(make_user()).post(
        "feedback.thread",
        {"kind": "support", "body": "Kept words.", "lang": "en"},
        subject=consultation.modules[0].module,
        lang=lang,
        key="b01",
        token=False,
    )
    assert page.status == 422
    assert page.form("feedback.thread").value("body") == "Kept words."


def test_a_comment_sent_after_closing_is_refused_with_its_text(site: Site) -> None:
    consultation = consultation_with_text("closed")
    page = site.as_(make_user()).post(
        "feedback.thread", {"kind": "support", "body": "Too late words.", "lang": "en"}, subject=consultation.modules[0].module, key="b01"
    )
    assert page.status == 409
    assert "Too late words." in page.html


@pytest.mark.parametrize("lang", LANGS)
def test_a_visitor_finds_their_text_again_after_signing_in(site: Site, lang: str) -> None:
    person = make_user(lang=lang, passphrase=PASSPHRASE)
    module = consultation_with_text().modules[0].module
    page = site.open("feedback.thread", module, lang=lang, key="b02")
    review = page.submit("feedback.thread", kind="question", body="Who keeps this list?", lang="en")
    sign_in = review.follow({"en": "Sign in", "fr": "Se connecter"}[lang])
    back = sign_in.submit("accounts.sign_in", email=person.email, passphrase=PASSPHRASE)
    assert back.path == review.path
    assert "Who keeps this list?" in back.text
    back.submit("feedback.thread")
    assert db.session.scalars(select(Comment)).one().body == "Who keeps this list?"
    assert not db.session.scalars(select(Draft)).all()


def test_a_hidden_comment_leaves_a_tombstone_and_its_replies(site: Site) -> None:
    consultation = consultation_with_text()
    gone = make_comment(consultation, block_key="b01", body="secret words", visibility=Visibility.HIDDEN, reason_code="PII-THIRD")
    reply = make_comment(parent=gone, body="The reply stays.")
    for lang in LANGS:
        page = site.open("feedback.thread", consultation.modules[0].module, lang=lang, key="b01")
        assert "secret words" not in page.html
        assert "The reply stays." in page.article(f"c{reply.id}").text
        assert page.has("article", id=f"c{gone.id}")
        assert site.open("feedback.comment", lang=lang, comment_id=gone.id).status == 200


def test_what_waits_is_seen_by_its_author_alone(site: Site) -> None:
    consultation, author = consultation_with_text(), make_user()
    waiting = make_comment(consultation, author=author, block_key="b01", body="waiting words", visibility=Visibility.PENDING)
    module = consultation.modules[0].module
    assert "waiting words" in site.as_(author).open("feedback.thread", module, key="b01").text
    for reader in (site, site.as_(make_user())):
        assert "waiting words" not in reader.open("feedback.thread", module, key="b01").html
        assert reader.open("feedback.comment", comment_id=waiting.id).status == 404


@pytest.mark.parametrize("lang", LANGS)
def test_a_reader_votes_on_a_comment_and_then_sees_the_totals(site: Site, lang: str) -> None:
    consultation = consultation_with_text()
    comment = make_comment(consultation, block_key="b01")
    reader = site.as_(make_user())
    page = reader.open("feedback.thread", consultation.modules[0].module, lang=lang, key="b01")
    assert not page.article(f"c{comment.id}").all(class_="nums")
    button = page.article(f"c{comment.id}").all("button")[0].text
    assert button.startswith({"en": "Agree", "fr": "D’accord"}[lang])
    after = page.send(page.form("feedback.vote"), button=button)
    assert db.session.scalars(select(CommentVote)).one().stance is Stance.AGREE
    assert [count.text for count in after.article(f"c{comment.id}").all(class_="nums")] == ["1", "0", "0"]


def test_voting_again_is_a_change_and_not_a_fault(site: Site) -> None:
    comment = make_comment(consultation_with_text(), block_key="b01")
    reader = site.as_(make_user())
    for stance in ("agree", "agree", "disagree"):
        assert reader.post("feedback.vote", {"stance": stance}, comment_id=comment.id).status == 303
    assert db.session.scalars(select(CommentVote)).one().stance is Stance.DISAGREE


@pytest.mark.parametrize("lang", LANGS)
def test_statements_are_answered_one_after_the_other(site: Site, lang: str) -> None:
    consultation = make_consultation()
    for _ in range(3):
        make_statement(consultation)
    page = site.as_(make_user()).open("feedback.statements", consultation, lang=lang)
    page = page.follow({"en": "Start", "fr": "Commencer"}[lang])
    for _ in range(3):
        page = page.submit("feedback.statement", stance="agree")
    assert len(db.session.scalars(select(StatementVote)).all()) == 3
    assert page.path.endswith({"en": "/statements", "fr": "/enonces"}[lang])


def test_a_statement_without_an_answer_says_what_is_missing(site: Site) -> None:
    statement = make_statement()
    page = site.as_(make_user()).post("feedback.statement", {}, subject=statement)
    assert page.status == 422
    assert page.errors == ["Choose an answer, or select “Skip for now”."]


def test_totals_of_statements_wait_for_ten_answers_or_the_closing(site: Site, clock: StoppedClock) -> None:
    consultation = make_consultation()
    statements = [make_statement(consultation) for _ in range(10)]
    reader = site.as_(make_user())
    for statement in statements[:9]:
        reader.post("feedback.statement", {"stance": "agree"}, subject=statement)
    assert not reader.open("feedback.statements", consultation).all(class_="meta")
    reader.post("feedback.statement", {"stance": "agree"}, subject=statements[9])
    assert reader.open("feedback.statements", consultation).all(class_="meta")
    assert not site.open("feedback.statements", consultation).all(class_="meta")
    clock.move(days=30)
    assert site.open("feedback.statements", consultation).all(class_="meta")


@pytest.mark.parametrize("key", ["b99", "x", "s9"])
def test_an_unknown_paragraph_is_not_found(site: Site, key: str) -> None:
    consultation = consultation_with_text()
    assert site.open("feedback.thread", consultation.modules[0].module, key=key).status == 404


def test_what_a_draft_consultation_asks_is_not_there_for_the_public(site: Site) -> None:
    """Its module is published, so the text can be read; that somebody prepares a consultation on it cannot."""
    consultation = consultation_with_text("draft")
    module = consultation.modules[0].module
    assert "No consultation asks about this version" in site.open("feedback.module", module).text
    assert site.open("feedback.thread", module, key="b01").status == 404
    assert site.open("feedback.discussion", module).status == 404
    assert site.open("feedback.statements", consultation).status == 404


def test_the_language_switch_keeps_the_place_and_leads_back(site: Site) -> None:
    module = consultation_with_text().modules[0].module
    english = site.open(f"/en/modules/{module.id}-{module.slug.en}/paragraphs/b02?after=0&next=//evil.example")
    french = english.follow("Français")
    assert french.path == f"/fr/modules/{module.id}-{module.slug.fr}/paragraphes/b02?after=0"
    assert french.follow("English").path == f"/en/modules/{module.id}-{module.slug.en}/paragraphs/b02?after=0"


def test_an_old_slug_leads_to_the_right_address(site: Site) -> None:
    module = consultation_with_text().modules[0].module
    page = site.open(f"/fr/modules/{module.id}-ancien-nom/paragraphes/b01")
    assert page.hops == [(301, f"/fr/modules/{module.id}-{module.slug.fr}/paragraphes/b01")]


def test_a_long_thread_is_paged_by_key(site: Site) -> None:
    consultation = consultation_with_text(mode=Mode.POST)
    comments = [make_comment(consultation, block_key="b01", body=f"comment number {number}.") for number in range(25)]
    page = site.open("feedback.thread", consultation.modules[0].module, key="b01")
    assert "comment number 19." in page.text
    assert "comment number 20." not in page.text
    second = page.follow("Next page")
    assert f"after={comments[19].id}" in second.path
    assert "comment number 24." in second.text
