"""What stands on the review page beside the text: questions about personal data, similar contributions, how to appear."""

from typing import Any

import pytest
from flask import Flask

from consult.accounts.models import Perspective, Province
from consult.core.db import db
from consult.feedback import presenters, queries
from consult.feedback.forms import ReplyForm
from consult.feedback.models import AuthorChoice, Comment, Visibility
from consult.feedback.queries import Spot
from consult.feedback.views.talk import talk_about
from tests.builders import make_block, make_comment, make_consultation, make_user, make_version, make_votes
from tests.support.dom import Element
from tests.support.fragments import heard, rendered
from tests.support.statements import Statements

LANGS = ("en", "fr")
HEAD = (
    '{% from "feedback/_before_sending.html" import alike, concerns, marked, wishes %}{% from "components/comment.html" import GAP, vote %}'
)
WORDS = "Recruits should hear from families who lost somebody, not only from officers."
TWIN = "Let the recruits meet families that lost someone, and hear them before any officer speaks."


def spot(comment: Comment) -> Spot:
    return Spot(comment.consultation_id, comment.module_id, comment.version_id, comment.block_key)


def found(comment: Comment, body: str = TWIN, lang: str = "en", **given: Any) -> list[int]:
    db.session.flush()
    return [one.row.id for one in queries.similar(spot(comment), body=body, lang=lang, **given)]


@pytest.fixture
def said(app: Flask) -> Comment:
    version = make_version()
    make_block(version, key="s1")
    for key in ("b01", "b02"):
        make_block(version, key=key, section_key="s1")
    make_block(version, key="b03", section_key="s2")
    return make_comment(make_consultation(versions=[version]), block_key="b01", body=WORDS)


def test_personal_data_is_a_question_with_its_words_marked_and_a_way_to_mend_it(app: Flask) -> None:
    asked = presenters.concerns("Call me: 613-555-0142.\r\nIt was Cst. Smith.")
    page = rendered(app, HEAD + "{{ concerns(found, '/edit') }}", found=asked)
    assert [one.text for one in page.all("mark")] == ["613-555-0142", "Cst. Smith"]
    assert page.first("strong").text == "This looks like a phone number. Remove it?"
    assert page.all("a", href="/edit")
    whole = rendered(app, HEAD + "<p>{{ marked(found) }}</p>", found=asked)
    assert whole.text == "Call me: 613-555-0142. It was Cst. Smith."
    assert len(whole.all("mark")) == 2


@pytest.mark.parametrize("lang", LANGS)
def test_every_trace_has_its_question_in_both_languages(app: Flask, lang: str) -> None:
    with app.test_request_context(f"/{lang}/"):
        asked = [str(words) for words in presenters.QUESTIONS.values()]
    assert all(words.startswith({"en": "This looks like", "fr": "On dirait"}[lang]) for words in asked)
    assert len(set(asked)) == len(asked)


def test_a_text_without_personal_data_is_asked_nothing(app: Flask) -> None:
    assert rendered(app, HEAD + "<p>{{ concerns(found, '/edit') }}</p>", found=presenters.concerns("Clear and fair.")).text == ""


def test_a_text_is_printed_as_it_was_typed_never_as_markup(app: Flask) -> None:
    page = rendered(app, HEAD + "{{ concerns(found, '/e') }}", found=presenters.concerns("<b>613-555-0142</b> <script>x</script>"))
    assert not page.all("script")
    assert not page.all("b")


def test_what_was_said_before_in_the_paragraph_or_its_section_is_offered(said: Comment) -> None:
    neighbour = make_comment(
        said.consultation, block_key="b02", body="Families who have lost somebody should speak: recruits must hear them."
    )
    answer = make_comment(parent=neighbour, body="Yes: recruits need to hear families that lost someone, before officers.")
    make_comment(said.consultation, block_key="b03", body=WORDS)
    make_comment(said.consultation, block_key="b01", body="The paragraph on cameras is too short.")
    make_comment(block_key="", body=WORDS)
    assert set(found(said)) == {said.id, neighbour.id, answer.id}
    assert found(said, "Thank you.") == []


def test_only_what_is_public_is_offered_in_the_same_language_and_by_others(said: Comment) -> None:
    author = make_user()
    for state in (Visibility.PENDING, Visibility.RETURNED, Visibility.HIDDEN, Visibility.WITHDRAWN):
        make_comment(said.consultation, block_key="b01", body=WORDS, visibility=state)
    make_comment(said.consultation, block_key="b01", body=WORDS, author_choice=AuthorChoice.TEAM_ONLY)
    make_comment(said.consultation, block_key="b01", body=WORDS, lang="fr")
    make_comment(said.consultation, block_key="b01", body=WORDS, author=author)
    assert found(said, author_id=author.id) == [said.id]
    assert found(said, author_id=author.id, answered=said.id) == []
    assert len(found(said)) == 2
    said.consultation.published_at = None
    assert found(said) == []


def test_the_whole_module_has_its_own(said: Comment) -> None:
    whole = make_comment(said.consultation, body=WORDS)
    assert found(whole) == [whole.id]


def test_it_takes_one_select_and_three_at_most_are_offered(said: Comment, statements: Statements) -> None:
    for _ in range(12):
        make_comment(said.consultation, block_key="b01", body=WORDS)
    db.session.flush()
    here = spot(said)
    with statements as seen:
        assert len(queries.similar(here, body=TWIN, lang="en")) == 3
    assert len(seen.selects) == 1
    assert all(one.row.safe_html == "" and one.words == WORDS for one in queries.similar(here, body=TWIN, lang="en"))


def _joined(app: Flask, said: Comment, lang: str = "en") -> Element:
    source = HEAD + "{% set open_vote = vote(talk, GAP, GAP).split(GAP) %}{{ alike(similar, talk, open_vote) }}"
    db.session.flush()
    with app.test_request_context(f"/{lang}/"):
        similar = queries.similar(spot(said), body=TWIN, lang="en")
        talk = talk_about([one.row for one in similar], said.consultation)
    return rendered(app, source, path=f"/{lang}/", similar=similar, talk=talk)


@pytest.mark.parametrize("lang", LANGS)
def test_one_joins_by_agreeing_or_by_an_answer(app: Flask, said: Comment, lang: str) -> None:
    page = _joined(app, said, lang)
    assert WORDS in page.text
    assert [button["value"] for button in page.all("button")] == ["agree", "disagree", "unsure"]
    (link,) = page.all("a")
    assert link["href"].endswith(f"/{said.id}#add")
    reply = {"en": f"Reply instead to comment {said.id} by", "fr": f"Répondre plutôt au commentaire\u00a0{said.id} ("}
    assert heard(link).startswith(reply[lang])
    assert {"en": "Both are welcome", "fr": "Les deux sont les bienvenus"}[lang] in page.text


def test_totals_are_not_shown_before_one_has_answered(app: Flask, said: Comment) -> None:
    make_votes(said, [make_user() for _ in range(3)], agree=3)
    assert "3" not in [one.text for one in _joined(app, said).all(class_="nums")]


@pytest.mark.parametrize("lang", LANGS)
def test_wishes_show_each_way_as_it_would_look_and_the_usual_one_is_chosen(app: Flask, lang: str) -> None:
    author = make_user(display_name="Marie-Ève Leblanc", perspective=Perspective.POLICE, province=Province.QC)
    with app.test_request_context(f"/{lang}/"):
        form, ways = ReplyForm(), presenters.ways_to_appear(author)
    page = rendered(app, HEAD + "{{ wishes(form, ways) }}", path=f"/{lang}/", form=form, ways=ways)
    radios = page.all("input", type="radio")
    assert [one["value"] for one in radios] == [choice.value for choice in AuthorChoice]
    assert [one["value"] for one in radios if "checked" in one.attributes] == ["name"]
    assert not [one for one in page.all("input", type="checkbox") if "checked" in one.attributes]
    examples = [one.text for one in page.all("small")]
    role = {"en": "Police service · Quebec", "fr": "Service de police · Québec"}[lang]
    for example in ("Marie-Ève Leblanc", "M.-È. L.", role, {"en": "Participant", "fr": "Personne participante"}[lang]):
        assert any(example in words for words in examples)


def test_who_gave_no_name_appears_without_one_unless_they_choose(app: Flask) -> None:
    with app.test_request_context("/en/"):
        nobody = presenters.ways_to_appear(make_user())
        visitor = presenters.ways_to_appear(None)
        chosen = presenters.ways_to_appear(make_user(display_name="Zoe"), AuthorChoice.ROLE_PROVINCE)
    assert (nobody.chosen, [way.value for way in nobody.open]) == ("anonymous", ["anonymous", "team_only"])
    assert (visitor.chosen, [way.value for way in visitor.open]) == ("name", ["name", "anonymous", "team_only"])
    assert (visitor.settings_url, visitor.profile_url) == ("", "")
    assert chosen.chosen == "name", "what cannot be shown is not chosen"
    with app.test_request_context("/en/"):
        short = presenters.ways_to_appear(make_user(display_name="D. M."))
    assert "initials" not in [way.value for way in short.open], "the name is initials already"
