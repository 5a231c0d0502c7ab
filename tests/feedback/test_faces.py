"""A comment as it is printed: what is seen and heard of it, its buttons, and what is left of one that is gone."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from flask import Flask

from consult.feedback.models import AuthorChoice, Kind, Stance, Visibility
from consult.feedback.presenters import Known, faces, wording
from consult.feedback.queries import CommentRow
from consult.feedback.views.talk import Around
from tests.support.dom import Element
from tests.support.fragments import heard, rendered

SOURCE = (
    '{% from "components/comment.html" import GAP, comment, tombstone, vote %}{% set open_vote = vote(talk, GAP, GAP).split(GAP) %}'
    "{% if face.public %}{{ comment(face, talk, open_vote) }}{% else %}{{ tombstone(face, talk, sentence, 4) }}{% endif %}"
)


def row(**given: Any) -> CommentRow:
    """Comment 7, by M. L., answered by 1,235 people."""
    values: dict[str, Any] = {
        **dict.fromkeys(CommentRow._fields),
        "id": 7,
        "block_key": "b01",
        "safe_html": "<p>Clear.</p>",
        "title": "",
        "kind": Kind.SUPPORT,
        "lang": "en",
        "author_choice": AuthorChoice.NAME,
        "signed_as": "M. L.",
        "posted_at": datetime(2026, 5, 1, 19, tzinfo=UTC),
        "visibility": Visibility.PUBLISHED,
        "reply_count": 0,
        "agree_count": 33,
        "disagree_count": 2,
        "unsure_count": 1_200,
    }
    return CommentRow(**{**values, **given})


def printed(app: Flask, shown: CommentRow, lang: str = "en", *, is_open: bool = True, **known: Any) -> Element:
    """That comment on a page."""
    words = wording(lang)
    face = faces([shown], Known("UTC", **{"shows_totals": False, **known}), words)[0]
    talk = SimpleNamespace(
        words=words,
        is_open=is_open,
        takes_votes=is_open,
        may_moderate=False,
        vote_url=Around("/vote/", ""),
        comment_url=Around("/comments/", ""),
        moderation_url="",
    )
    return rendered(app, SOURCE, path=f"/{lang}/", face=face, talk=talk, sentence="Hidden: rule 2.")


def test_vote_buttons_say_answer_count_and_what_they_are_about(app: Flask) -> None:
    """The name starts with what is seen, so that voice control finds it."""
    page = printed(app, row(), stances={7: Stance.AGREE})
    buttons = page.first("form", method="post", action="/vote/7").all("button", type="submit", name="stance")
    assert [heard(button) for button in buttons] == [
        "Agree 33, comment 7 by M. L.",
        "Disagree 2, comment 7 by M. L.",
        "Unsure 1,200, comment 7 by M. L.",
    ]
    assert [(button["value"], button["aria-pressed"]) for button in buttons] == [
        ("agree", "true"),
        ("disagree", "false"),
        ("unsure", "false"),
    ]
    assert page.has("input", name="csrf_token")


def test_vote_buttons_without_totals_say_no_number(app: Flask) -> None:
    """Totals are kept back until a person has answered: not even a zero may show."""
    assert [heard(button) for button in printed(app, row()).all("button")] == [
        "Agree, comment 7 by M. L.",
        "Disagree, comment 7 by M. L.",
        "Unsure, comment 7 by M. L.",
    ]


def test_vote_buttons_speak_french(app: Flask) -> None:
    """One pair of words everywhere."""
    assert [button.all("span")[0].text for button in printed(app, row(), "fr").all("button")] == [
        "D’accord",
        "En désaccord",
        "Je ne sais pas",
    ]


def test_after_closing_there_are_numbers_and_no_buttons(app: Flask) -> None:
    """Not a disabled button without a reason."""
    page = printed(app, row(), is_open=False, shows_totals=True)
    assert [item.text for item in page.first("ul", class_="nums").all("li")] == ["Agree 33", "Disagree 2", "Unsure 1,200"]
    assert not page.has("button")


def test_a_comment_in_the_other_language_is_tagged_where_it_is_spoken(app: Flask) -> None:
    """The body, not the interface around it."""
    article = printed(app, row(lang="fr", safe_html="<p>Très clair.</p>")).first("article", id="c7")
    assert article.first("div", class_="comment-body").lang == "fr"
    assert article.first("h3").lang == ""
    assert heard(article.first("h3")) == "M. L., comment 7"
    assert article.first("time")["datetime"].startswith("2026-05-01")


def test_a_tombstone_has_a_number_and_a_reason_and_no_name(app: Flask) -> None:
    """What is hidden stays hidden."""
    gone = row(visibility=Visibility.HIDDEN, parent_id=3, safe_html="", signed_as="", kind=None)
    article = printed(app, gone).first("article", class_="comment--gone")
    assert "Comment 7" in article.text
    assert "Hidden: rule 2." in article.text
    assert "comment--reply" in article.classes
    assert article.has("h4")
    assert not article.has("button")


def test_markup_in_a_name_or_a_title_is_escaped(app: Flask) -> None:
    """Only what was made safe when it was written may pass."""
    page = printed(app, row(signed_as="<b>M</b>", title="<script>x</script>"))
    assert not page.has("script")
    assert not page.has("b")
