"""Comments stay with the words that they were made on, say so, and are found again from the newer ones."""

from datetime import timedelta

import pytest
from flask import Flask

from consult.accounts.rules import operator
from consult.consultations.models import Consultation, Mode
from consult.core import clock
from consult.core.bilingual import Bilingual
from consult.feedback.models import Comment
from consult.modules.models import BlockKind, Module, ModuleVersion, VersionStatus
from consult.modules.queries import blocks
from consult.modules.services import publish_version
from tests.builders import make_block, make_comment, make_consultation, make_user, make_version
from tests.support.database import settle
from tests.support.pages import Page
from tests.support.sending import say
from tests.support.site import Site

NBSP = "\u00a0"
FIRST = Bilingual("Many calls that end badly did not begin that way.", "Bien des interventions qui finissent mal n’ont pas commencé ainsi.")
OTHER = Bilingual("Other words.", "D’autres mots.")


def words(page: Page) -> str:
    """What is read, spaces aside."""
    return page.text.replace(NBSP, " ")


def text_of(version: ModuleVersion, *, first: Bilingual | None = None) -> ModuleVersion:
    """One section with two paragraphs."""
    make_block(version, key="s1", kind=BlockKind.SECTION)
    make_block(version, key="b01", section_key="s1", markdown=first or FIRST)
    make_block(version, key="b02", section_key="s1")
    return version


@pytest.fixture
def round_(app: Flask) -> Consultation:
    """An open consultation on the first version, with two comments on a paragraph and one on the whole."""
    consultation = make_consultation("open", versions=[text_of(make_version())], mode=Mode.POST)
    make_comment(consultation, block_key="b01", body="Said of the first words.")
    make_comment(consultation, block_key="b01", body="Said of them too.")
    make_comment(consultation, block_key="", body="Said of the whole.")
    return consultation


def module_of(consultation: Consultation) -> Module:
    return consultation.modules[0].module


def published(module: Module, *, first: Bilingual | None = None) -> ModuleVersion:
    """The next version, published."""
    version = text_of(make_version(module, status=VersionStatus.DRAFT), first=first)
    publish_version(operator(), version)
    settle()
    return version


def comment_of(round_: Consultation) -> Comment:
    return make_comment(round_, block_key="b01", body="One more.")


def test_participants_of_an_open_consultation_stay_on_the_words_they_were_asked_about(site: Site, round_: Consultation) -> None:
    module = module_of(round_)
    before = site.open("feedback.module", module)
    assert "is newer" not in words(before)
    published(module, first=OTHER)
    page = site.open("feedback.module", module)
    assert "Many calls that end badly" in page.text
    assert "This is version 1, published on" in words(page)
    assert "Version 2 is newer." in words(page)
    assert "This consultation stays on version 1 until it closes" in words(page)
    thread = site.as_(make_user()).open("feedback.thread", module, key="b01")
    assert say(thread, "feedback.thread", body="Still welcome.", kind="support", lang="en").status == 200
    french = words(site.open("feedback.module", module, lang="fr"))
    assert "Cette consultation garde la version 1 jusqu’à sa clôture" in french


def test_a_version_that_nobody_asks_about_can_be_read_and_says_so(site: Site, round_: Consultation) -> None:
    version = published(module_of(round_), first=OTHER)
    page = site.open("feedback.module_version", version.module, number=2)
    assert "Other words." in page.text
    assert "No consultation asks about this version" in page.text
    assert "3 comments were made on earlier versions and stay there: Version 1 (3 comments)" in words(page)
    assert site.open("feedback.thread", version.module, key="b01", number=2).status == 404


def test_the_newer_version_leads_back_to_what_was_said_before(site: Site, round_: Consultation) -> None:
    version = published(module_of(round_), first=OTHER)
    make_consultation("open", versions=[version], mode=Mode.POST)
    round_.closes_at = clock.now() - timedelta(days=1)
    settle()
    page = site.open("feedback.module", version.module)
    assert "Other words." in page.text
    back = page.follow("Version 1 (3 comments)")
    assert back.path.endswith("/versions/1")
    assert "Version 2 is newer." in words(back)
    thread = site.open("feedback.thread", version.module, key="b01")
    assert "No comments" in thread.text
    assert "2 comments were made on earlier versions" in words(thread)
    older = thread.follow("Version 1 (2 comments)")
    assert "Said of the first words." in older.text
    whole = site.open("feedback.discussion", version.module)
    assert "Said of the whole." in whole.follow("Version 1 (1 comment)").text


@pytest.mark.parametrize(
    ("first", "said"),
    [(OTHER, "These words were changed in version 2."), (None, "These words are the same in version 2.")],
)
def test_a_discussion_says_what_became_of_its_words(site: Site, round_: Consultation, first: Bilingual | None, said: str) -> None:
    module = module_of(round_)
    published(module, first=first)
    page = site.open("feedback.thread", module, key="b01")
    assert "These comments are about version 1 of the text, published on" in words(page)
    assert said in words(page)
    assert page.links["See what changed from version 1 to version 2"].endswith("/changes?from=1&to=2#b01")


def test_a_discussion_says_that_its_words_were_taken_out(site: Site, round_: Consultation) -> None:
    module = module_of(round_)
    version = make_version(module, status=VersionStatus.DRAFT)
    make_block(version, key="b02")
    publish_version(operator(), version)
    assert "These words are no longer in version 2." in words(site.open("feedback.thread", module, key="b01"))


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "This comment is about version 1 of the text, published on"),
        ("fr", "Ce commentaire porte sur la version 1 du texte, publiée le"),
    ],
)
def test_a_comment_says_which_version_it_is_about(site: Site, round_: Consultation, lang: str, said: str) -> None:
    comment = comment_of(round_)
    assert said not in words(site.open("feedback.comment", comment_id=comment.id, lang=lang))
    published(module_of(round_), first=OTHER)
    assert said in words(site.open("feedback.comment", comment_id=comment.id, lang=lang))


def test_counts_stay_where_they_are(site: Site, round_: Consultation) -> None:
    module = module_of(round_)
    version = published(module)
    assert round_.modules[0].comment_count == 3
    assert "3 comments" in words(site.open("feedback.module", module))
    assert {block.comment_count for block in blocks(version)} == {0}


def test_a_kept_page_hears_of_a_new_version_and_of_comments_on_an_older_one(site: Site, round_: Consultation) -> None:
    module = module_of(round_)
    page = site.open("feedback.module", module)
    assert site.open("feedback.module", module).headers["ETag"] == page.headers["ETag"]
    published(module)
    assert "Version 2 is newer." in words(site.open("feedback.module", module))
    newer = site.open("feedback.module_version", module, number=2)
    assert "Version 1 (3 comments)" in words(newer)
    thread = site.as_(make_user()).open("feedback.thread", module, key="b02")
    say(thread, "feedback.thread", body="Late.", kind="support", lang="en")
    assert "Version 1 (4 comments)" in words(site.open("feedback.module_version", module, number=2))


def test_a_draft_of_a_version_cannot_be_read(site: Site, round_: Consultation) -> None:
    module = module_of(round_)
    text_of(make_version(module, status=VersionStatus.DRAFT))
    assert site.open("feedback.module_version", module, number=2).status == 404


def test_preparing_a_consultation_on_a_published_version_takes_it_from_nobody(site: Site, round_: Consultation) -> None:
    """It was published, and the older version leads there; only the draft of the consultation is hidden."""
    version = published(module_of(round_), first=OTHER)
    draft = make_consultation("draft", versions=[version], title=Bilingual("Not told yet", "Pas encore annoncée"))
    for _ in range(2):
        page = site.open("feedback.module", version.module).follow("Read version 2")
        assert (page.status, "Other words." in page.text) == (200, True)
        assert "No consultation asks about this version" in page.text
        assert draft.title.en not in page.text
    alone = text_of(make_version())
    make_consultation("draft", versions=[alone])
    assert site.open("feedback.module", alone.module).status == 200
