"""Texts of the site: they exist from the start, are saved in both languages at once, keep every state, and can be put back."""

import json

import pytest
from sqlalchemy import select

from consult.accounts.models import Role
from consult.accounts.rules import operator
from consult.audit.models import AuditEntry
from consult.audit.queries import broken_links
from consult.core.bilingual import LANGUAGES, Bilingual
from consult.core.db import db
from consult.core.errors import Incomplete, NotFound, Overtaken, Refused
from consult.pages import queries, rules, services
from consult.pages.models import TextVersion
from consult.pages.texts import PAGES, TEXTS, TO_COMPLETE
from tests.builders import make_committee, make_text, make_user
from tests.house.test_translations import glossary, pattern
from tests.support.at_once import together

FIRST = Bilingual("First words.", "Premiers mots.")
SECOND = Bilingual("Second words.", "Deuxièmes mots.")


def acts() -> list[tuple[str, str, dict[str, object]]]:
    """What the history of acts holds of texts."""
    rows = db.session.scalars(select(AuditEntry).where(AuditEntry.target.like("site_text:%")).order_by(AuditEntry.id))
    return [(row.action, row.target, json.loads(row.detail)) for row in rows]


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_is_there_before_anybody_wrote_one(app, name):
    text = queries.text(name)
    assert text.number == 0
    assert text.text.complete
    assert bool(text.html.en and text.html.fr) is (name in PAGES)
    assert db.session.scalars(select(TextVersion)).all() == []


def test_a_text_is_saved_in_both_languages_and_its_markdown_made_safe(app):
    editor = make_user(roles=[Role.EDITOR])
    words = Bilingual("## Hello\n\n<script>x</script> **we**", "## Bonjour\n\n**nous** : ici")
    assert services.save_text(editor, "about", text=words, base=0) is True
    text = queries.text("about")
    assert (text.number, text.text, text.saved_by_id) == (1, words, editor.id)
    assert text.html.en.startswith("<h2>Hello</h2>")
    assert "<script" not in text.html.en
    assert "nous</strong>\u00a0: ici" in text.html.fr
    assert acts() == [("site_text_changed", "site_text:about", {"number": 1})]


@pytest.mark.parametrize("words", [Bilingual("One.", ""), Bilingual(" ", "Un.")])
def test_one_language_alone_is_never_saved(app, words):
    with pytest.raises(Incomplete):
        services.save_text(operator(), "footer", text=words, base=0)


def test_the_same_words_are_no_new_state(app):
    make_text("footer", FIRST)
    assert services.save_text(operator(), "footer", text=FIRST, base=1) is False
    assert queries.text("footer").number == 1
    assert len(acts()) == 1


def test_who_saved_second_changes_nothing_and_loses_nothing(app):
    make_text("footer", FIRST)
    make_text("footer", SECOND)
    with pytest.raises(Overtaken):
        services.save_text(operator(), "footer", text=Bilingual("Mine.", "Le mien."), base=1)
    assert queries.text("footer").text == SECOND
    assert queries.text_version("footer", 1).text == FIRST


def test_an_earlier_state_comes_back_as_a_new_one(app):
    make_text("about", FIRST)
    make_text("about", SECOND)
    services.restore_text(operator(), queries.text_version("about", 1), base=2)
    text = queries.text("about")
    assert (text.number, text.text, text.restored_number) == (3, FIRST, 1)
    assert acts()[-1] == ("site_text_restored", "site_text:about", {"number": 3, "restored": 1})
    assert [text.number for text, _who in queries.text_history("about").rows] == [3, 2, 1]
    assert not broken_links()


def test_the_words_of_the_software_come_back_too(app):
    make_text("privacy", FIRST)
    services.restore_text(operator(), queries.text_version("privacy", 0), base=1)
    assert queries.text("privacy").text == queries.text_version("privacy", 0).text


@pytest.mark.parametrize(("name", "number"), [("about", 1), ("nothing", 0), ("nothing", 1)])
def test_what_was_never_there_is_not_found(app, name, number):
    with pytest.raises(NotFound):
        queries.text_version(name, number)


def test_a_long_history_is_cut_into_pages(app):
    for number in range(23):
        make_text("footer", Bilingual(f"Words {number}.", f"Mots {number}."))
    first = queries.text_history("footer")
    assert [text.number for text, _who in first.rows] == list(range(23, 3, -1))
    second = queries.text_history("footer", after=first.after or 0)
    assert [text.number for text, _who in second.rows] == [3, 2, 1]
    assert second.after is None


@pytest.mark.parametrize("role", [None, *Role])
def test_editors_and_administrators_write_and_nobody_else(app, role):
    scope = {"committee_id": make_committee().id} if role in {Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR} else {}
    actor = make_user(roles=[(role, scope)] if role else [])
    may = role in {Role.EDITOR, Role.ADMINISTRATOR}
    assert rules.may_edit_site(actor) is may
    if not may:
        with pytest.raises(Refused):
            services.save_text(actor, "about", text=FIRST, base=0)


def test_nobody_at_all_may_not_either(app):
    assert rules.may_edit_site(None) is False


def test_what_the_coalition_must_write_is_marked(app):
    unfinished = {name for name in TEXTS if rules.is_unfinished(queries.words(name))}
    assert unfinished == {"about", "privacy", "accessibility", "terms", "land"}
    make_text("land", Bilingual("We meet on this land.", "Nous nous réunissons sur ce territoire."))
    assert not rules.is_unfinished(queries.words("land"))


@pytest.mark.parametrize("name", TEXTS)
def test_both_languages_have_the_same_gaps_and_the_same_parts(app, name):
    text = queries.text(name).text
    assert text.en.count(TO_COMPLETE.en) == text.fr.count(TO_COMPLETE.fr)
    for mark in ("\n## ", "\n- ", "\n1. ", "](/"):
        assert text.en.count(mark) == text.fr.count(mark), mark


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_that_the_glossary_forbids_is_used(app, name, lang):
    words = queries.words(name)[lang]
    found = [word for row in glossary() for word in filter(None, row[f"forbidden_{lang}"].split("|")) if pattern(word).search(words)]
    assert found == []


def test_of_two_who_save_at_the_same_moment_one_is_told(app):
    """Each in a thread of its own, on top of the same state: nothing is written over."""
    db.session.commit()
    saves = [lambda words=words: services.save_text(operator(), "footer", text=words, base=0) for words in (FIRST, SECOND)]
    assert together(app, saves) == ["Overtaken", "done"]
    assert queries.newest_text_number("footer") == 1
