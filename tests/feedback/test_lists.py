"""A discussion at size: filters, first replies and the page of the rest, permalinks, and the list of all comments."""

import pytest

from consult.core.db import db
from consult.core.richtext import comment_html
from consult.feedback.models import AuthorChoice, Comment, Kind, SourceTotal, Suggestion, Visibility
from consult.feedback.queries import COMMENTS_A_PAGE, FIRST_REPLIES
from consult.modules.models import BlockKind
from tests.builders import make_block, make_comment, make_consultation, make_law, make_user, make_version
from tests.support.pages import Page
from tests.support.sending import say
from tests.support.site import Site

LANGS = ("en", "fr")


@pytest.fixture
def consultation(app):
    version = make_version()
    make_block(version, key="b01")
    for number in (1, 2):
        make_block(version, key=f"s{number}", kind=BlockKind.SECTION)
        make_block(version, key=f"b1{number}", section_key=f"s{number}")
    return make_consultation(versions=[version])


def numbers(page: Page) -> list[int]:
    """The comments on a page, in its order."""
    return [int(found["id"].removeprefix("c")) for found in page.all("article", class_="comment")]


def ids(*comments: Comment) -> list[int]:
    return [comment.id for comment in comments]


# ---- Filters of a discussion


def a_mixed_talk(consultation) -> dict[str, Comment]:
    talk = {
        f"{kind.value} {lang}": make_comment(consultation, block_key="b11", kind=kind, lang=lang)
        for kind in (Kind.CONCERN, Kind.SUPPORT)
        for lang in ("en", "fr", "moe")
    }
    talk["hidden"] = make_comment(consultation, block_key="b11", kind=Kind.CONCERN, lang="fr", visibility=Visibility.HIDDEN)
    return talk


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"kind": "concern"}, ["concern en", "concern fr", "concern moe"]),
        ({"language": "moe"}, ["concern moe", "support moe"]),
        ({"kind": "concern", "language": "fr"}, ["concern fr"]),
        ({"kind": "question"}, []),
    ],
)
@pytest.mark.parametrize("lang", LANGS)
def test_a_discussion_is_filtered_by_a_form_that_keeps_its_state(site: Site, consultation, lang, asked, shown):
    talk = a_mixed_talk(consultation)
    page = site.open("feedback.thread", consultation.modules[0].module, lang=lang, key="b11")
    form = next(form for form in page.all("form", class_="filters"))
    assert form.get("method") == "get"
    filtered = page.send(page.form("b11"), asked)
    assert numbers(filtered) == [talk[name].id for name in shown]
    assert {name: filtered.form("b11").value(name) for name in asked} == asked
    assert filtered.all("p", class_="filter-state", role="status")
    back = filtered.follow({"en": "Show all comments", "fr": "Afficher tous les commentaires"}[lang])
    assert numbers(back) == ids(*talk.values())


def test_what_is_unknown_in_a_filter_is_left_out(site: Site, consultation):
    talk = a_mixed_talk(consultation)
    module = consultation.modules[0].module
    page = site.open("feedback.thread", module, key="b11", kind="shouting", language="tlh", after="x")
    assert numbers(page) == ids(*talk.values())
    assert not page.all(class_="filter-state")
    page = site.open("feedback.comments", consultation, kind="", language="EN", section="9-s1")
    assert len(numbers(page)) == 6


def test_the_switch_of_language_and_the_next_page_keep_a_filter(site: Site, consultation):
    for _ in range(COMMENTS_A_PAGE + 1):
        make_comment(consultation, block_key="b11", kind=Kind.CONCERN)
        make_comment(consultation, block_key="b11", kind=Kind.SUPPORT)
    page = site.open("feedback.thread", consultation.modules[0].module, key="b11", kind="concern").follow("Next page")
    assert "kind=concern" in page.path
    assert len(numbers(page)) == 1
    assert numbers(page.follow("Français")) == numbers(page)


# ---- Replies


@pytest.mark.parametrize("lang", LANGS)
def test_a_discussion_shows_the_first_replies_and_the_way_to_all(site: Site, consultation, lang):
    root, quiet = (make_comment(consultation, block_key="b11") for _ in range(2))
    replies = [make_comment(parent=root, body=f"Reply {number}.") for number in range(COMMENTS_A_PAGE + 4)]
    one = make_comment(parent=quiet)
    page = site.open("feedback.thread", consultation.modules[0].module, lang=lang, key="b11")
    assert numbers(page) == ids(root, *replies[:FIRST_REPLIES], quiet, one)
    more = page.all(class_="more-replies")
    assert len(more) == 1
    assert f"{len(replies)}" in more[0].text
    assert f"{root.id}" in more[0].text  # heard without the comment beside it
    first = page.follow(more[0].first("a")["href"])
    assert numbers(first) == ids(root, *replies[:COMMENTS_A_PAGE])
    second = first.follow({"en": "Next page", "fr": "Page suivante"}[lang])
    assert numbers(second) == ids(root, *replies[COMMENTS_A_PAGE:])


def test_a_hidden_reply_among_the_first_leaves_the_way_to_the_one_it_pushes_out(site: Site, consultation):
    root = make_comment(consultation, block_key="b11")
    make_comment(parent=root, visibility=Visibility.HIDDEN)
    for _ in range(FIRST_REPLIES):
        make_comment(parent=root)
    page = site.open("feedback.thread", consultation.modules[0].module, key="b11")
    assert len(numbers(page)) == 1 + FIRST_REPLIES
    assert page.all(class_="more-replies")


def test_a_reply_on_its_own_page_says_what_it_answers_and_leads_to_it(site: Site, consultation):
    root = make_comment(consultation, block_key="b11")
    replies = [make_comment(parent=root) for _ in range(COMMENTS_A_PAGE + 2)]
    page = site.open("feedback.comment", comment_id=replies[-1].id)
    assert numbers(page) == [replies[-1].id]
    parent = page.follow(f"In reply to comment {root.id}")
    assert numbers(parent)[0] == root.id
    assert replies[-1].id in numbers(parent)


@pytest.mark.parametrize("which", [0, FIRST_REPLIES, COMMENTS_A_PAGE + 1])
def test_whoever_votes_on_a_reply_comes_back_to_it(site: Site, consultation, which):
    root = make_comment(consultation, block_key="b11")
    replies = [make_comment(parent=root) for _ in range(COMMENTS_A_PAGE + 2)]
    reader = site.as_(make_user())
    posted = reader.post("feedback.vote", {"stance": "agree"}, comment_id=replies[which].id)
    assert posted.headers["Location"].endswith(f"#c{replies[which].id}")
    assert replies[which].id in numbers(reader.open(posted.location))


def test_a_new_reply_leads_to_the_page_that_shows_it(site: Site, consultation):
    consultation.mode = type(consultation.mode).POST
    root = make_comment(consultation, block_key="b11")
    for _ in range(COMMENTS_A_PAGE + 2):
        make_comment(parent=root)
    page = site.as_(make_user()).open("feedback.comment", comment_id=root.id)
    page = say(page, "feedback.comment", body="And mine.", lang="en")
    assert "And mine." in page.article(f"c{numbers(page)[-1]}").text


def test_what_is_only_ones_own_is_shown_up_to_a_limit(site: Site, consultation):
    author = make_user()
    waiting = [make_comment(consultation, author=author, block_key="b11", visibility=Visibility.PENDING) for _ in range(22)]
    page = site.as_(author).open("feedback.thread", consultation.modules[0].module, key="b11")
    assert numbers(page) == ids(*waiting[2:])
    assert "newest" in page.first(class_="own").text


# ---- The list of all comments


@pytest.mark.parametrize("lang", LANGS)
def test_all_comments_of_a_consultation_stand_in_one_list(site: Site, consultation, lang):
    on_text = make_comment(consultation, block_key="b11")
    reply = make_comment(parent=on_text)
    whole = make_comment(consultation, lang="fr")
    for visibility in (Visibility.HIDDEN, Visibility.PENDING, Visibility.WITHDRAWN):
        make_comment(consultation, visibility=visibility)
    make_comment(consultation, author_choice=AuthorChoice.TEAM_ONLY)
    make_comment(make_consultation())
    page = site.open("consultations.page", consultation, lang=lang)
    page = page.follow({"en": "All comments (3)", "fr": "Tous les commentaires (3)"}[lang])
    assert numbers(page) == ids(on_text, reply, whole)
    assert page.path.endswith({"en": "/comments", "fr": "/commentaires"}[lang])
    where = page.article(f"c{reply.id}").first(class_="where").all("a")
    assert [link["href"].rpartition("/")[2] for link in where] == ["b11", str(on_text.id)]
    assert page.site.open(where[0]["href"]).status == 200  # type: ignore[attr-defined]


@pytest.mark.parametrize(("key", "found"), [("", "whole"), ("start", "before"), ("s1", "first"), ("s2", "second")])
def test_the_list_is_filtered_by_section(site: Site, consultation, key, found):
    blocks = {"whole": "", "before": "b01", "first": "b11", "second": "b12"}
    made = {name: make_comment(consultation, block_key=block) for name, block in blocks.items()}
    heading = make_comment(consultation, block_key="s1")
    module = consultation.modules[0].module
    page = site.open("feedback.comments", consultation)
    page = page.send(page.form("comments"), {"section": f"{module.id}-{key}"})
    assert numbers(page) == ids(made[found], *([heading] if key == "s1" else []))
    assert page.form("comments").value("section") == f"{module.id}-{key}"


def test_the_list_is_paged_by_key_with_its_filter(site: Site, consultation):
    wanted = [make_comment(consultation, block_key="b11", kind=Kind.CONCERN, lang="fr") for _ in range(COMMENTS_A_PAGE + 2)]
    make_comment(consultation, block_key="b11")
    module = consultation.modules[0].module
    page = site.open("feedback.comments", consultation, section=f"{module.id}-s1", kind="concern", language="fr")
    assert numbers(page) == ids(*wanted[:COMMENTS_A_PAGE])
    assert numbers(page.follow("Next page")) == ids(*wanted[COMMENTS_A_PAGE:])


def test_the_list_of_a_draft_is_for_staff(site: Site):
    assert site.open("feedback.comments", make_consultation("draft")).status == 404


# ---- Imported comments


@pytest.mark.parametrize("lang", LANGS)
def test_an_imported_comment_shows_title_wording_and_the_totals_of_its_source(site: Site, lang):
    law, said = make_law(make_user())
    page = site.open("feedback.thread", law.modules[0].module, lang=lang, key="s1")
    article = page.article(f"c{said['wording'].id}")
    assert article.first(class_="comment-title").text == said["wording"].title
    assert article.first(class_="comment-title").get("lang") == ("fr-CA" if lang == "en" else "")
    wording = db.session.get_one(Suggestion, said["wording"].id)
    assert "<50" in article.first(class_="suggested").text
    assert comment_html(wording.replacement, "fr") in page.html
    assert "2,237" in article.text if lang == "en" else "2\u00a0237" in article.text
    assert not article.all(class_="nums")
    assert not page.article(f"c{said['source'].id}").all("time")
    assert page.all(class_="banner--important")


def test_totals_of_a_hidden_comment_are_not_shown(site: Site):
    law, said = make_law(make_user())
    db.session.add(SourceTotal(consultation_id=law.id, comment_id=said["hidden"].id, agree=987, disagree=0, unsure=0))
    page = site.open("feedback.thread", law.modules[0].module, key="s1")
    assert "987" not in page.article(f"c{said['hidden'].id}").text
