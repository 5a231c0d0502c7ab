"""Quotes: chosen in the form, kept with a comment on every road, shown beside it, and highlighted in the text while it is public."""

import pytest
from sqlalchemy import select

from consult.accounts.models import Role
from consult.consultations.models import Mode, WhoMayContribute
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.richtext import plain_text
from consult.feedback.jobs import find_quotes_again
from consult.feedback.models import MARKED_MOST, Anchor, AnchorState, AuthorChoice, Comment, Kind, More, Visibility
from consult.feedback.services import StaleQuote, Target, post_comment, restore_comment, withdraw_comment
from consult.moderation.models import Reason
from consult.moderation.services import hide_comment, publish_comment
from consult.modules.models import VersionStatus
from tests.builders import give_quote, make_block, make_comment, make_consultation, make_user, make_version, quote_value
from tests.support.database import settle
from tests.support.mail import links_in
from tests.support.pages import Page, local
from tests.support.sending import say

LANGS = ("en", "fr")
TEXT = Bilingual(
    "Time helps. Two extra *steps* back, a parked car or a counter can turn a threat into a conversation. 😀 Plan an exit too.",
    "Le temps aide. Deux pas de recul, une voiture ou un comptoir peuvent changer une menace en conversation. Prévoyez une sortie.",
)
SENTENCES = {
    "en": ["Time helps.", "Two extra steps back, a parked car or a counter can turn a threat into a conversation.", "😀 Plan an exit too."],
    "fr": [
        "Le temps aide.",
        "Deux pas de recul, une voiture ou un comptoir peuvent changer une menace en conversation.",
        "Prévoyez une sortie.",
    ],
}
SAID = {"kind": "concern", "body": "Say how.", "lang": "en"}


@pytest.fixture
def round_(app):
    return a_round()


def a_round(**settings):
    version = make_version()
    make_block(version, key="b01")
    make_block(version, key="b02", markdown=TEXT)
    return make_consultation("open", versions=[version], **{"mode": Mode.POST, **settings})


def value(round_, words: str, lang: str = "en", key: str = "b02") -> str:
    return quote_value(round_.modules[0].version_id, key, words, lang)


def thread(site, round_, lang: str = "en", key: str = "b02") -> Page:
    return site.open("feedback.thread", round_.modules[0].module, lang=lang, key=key)


def reading(site, round_, lang: str = "en") -> Page:
    return site.open("feedback.module", round_.modules[0].module, lang=lang)


def marks(page: Page) -> list[str]:
    return [found.text for found in page.all("mark")]


def quote(author, round_, words: str, lang: str = "en", key: str = "b02") -> Comment:
    entry = round_.modules[0]
    target = Target(round_, entry.module_id, entry.version_id, key)
    return post_comment(author, target, kind=Kind.CONCERN, body="Say how.", lang=lang, more=More(quote=value(round_, words, lang, key)))


# ---- The form


@pytest.mark.parametrize("lang", LANGS)
def test_the_form_offers_the_sentences_of_the_text_and_none_is_chosen(site, round_, lang):
    form = thread(site, round_, lang).first("details", class_="quote-words")
    assert [label.text for label in form.all("label")][1:] == SENTENCES[lang]
    assert [choice["value"] for choice in form.all("input") if "checked" in choice.attributes] == [""]


def test_a_quoted_sentence_stands_above_the_comment_and_is_marked_in_the_text(site, round_):
    page = say(thread(site.as_(make_user()), round_), "feedback.thread", **SAID, quote=value(round_, "Time helps."))
    comment = db.session.scalars(select(Comment)).one()
    assert page.article(f"c{comment.id}").first("blockquote").text == "Quoted from the text: Time helps."
    assert marks(page) == ["Time helps."]
    assert page.first("small", class_="quoted-by").text == "1 (quoted by 1 comment)"
    for lang, words in (("en", ["Time helps."]), ("fr", [])):
        assert marks(reading(site, round_, lang)) == words
    anchor = db.session.get_one(Anchor, comment.id)
    assert (anchor.first, anchor.last, anchor.exact, anchor.prefix) == (0, 11, "Time helps.", "")
    assert (anchor.state, anchor.score, anchor.is_marked) == (AnchorState.EXACT, 100, True)


def test_a_reply_and_the_whole_module_quote_nothing(site, round_):
    entry = round_.modules[0]
    assert not site.open("feedback.discussion", entry.module).has("details", class_="quote-words")
    comment = quote(make_user(), round_, "Time helps.")
    settle()
    assert not site.open("feedback.comment", comment_id=comment.id).has("details", class_="quote-words")
    with pytest.raises(StaleQuote):
        post_comment(
            make_user(),
            Target(round_, entry.module_id, entry.version_id),
            kind=Kind.CONCERN,
            body="x",
            lang="en",
            more=More(quote="en:0-3:0"),
        )


@pytest.mark.parametrize(
    "bad", ["en:0-11:00000000", "en:0-9999:e40c292c", "de:0-1:e40c292c", "en:5-5:811c9dc5", "nonsense", "fr:0-11:{hash}"]
)
@pytest.mark.parametrize("lang", LANGS)
def test_words_that_are_gone_are_said_to_be_and_the_text_stays(site, round_, bad, lang):
    stale = bad.format(hash=value(round_, "Time helps.").rpartition(":")[2])
    for browser in (site.as_(make_user(lang=lang)), site):
        page = browser.post("feedback.thread", {**SAID, "quote": stale}, subject=round_.modules[0].module, key="b02", lang=lang)
        assert page.status == 422
        assert page.first("textarea").text == SAID["body"]
        assert len(page.errors) == 1
        assert page.errors[0] in page.first("p", class_="error-text").text
    assert db.session.scalar(select(Comment.id)) is None


# ---- Every road


def test_the_quote_is_kept_through_a_sign_in(site, round_):
    chosen = value(round_, "Time helps.")
    site.post("feedback.thread", {**SAID, "quote": chosen}, subject=round_.modules[0].module, key="b02")
    form = thread(site, round_, "fr").first("details", class_="quote-words")
    assert [choice["value"] for choice in form.all("input") if "checked" in choice.attributes] == [chosen]
    assert form.all("label")[-1].first("span").lang == "en"
    assert "open" in form.attributes


def test_the_quote_goes_along_without_an_account(site):
    round_ = a_round(mode=Mode.PRE, who_may_contribute=WhoMayContribute.ANYONE)
    page = site.post("feedback.thread", {**SAID, "quote": value(round_, "Time helps.")}, subject=round_.modules[0].module, key="b02")
    page = site.open("feedback.review")
    assert "Quoted from the text: Time helps." in page.text
    page.submit("feedback.review", name="")
    assert db.session.scalars(select(Anchor.exact)).all() == ["Time helps."]
    assert marks(reading(site, round_)) == []


def test_the_quote_goes_along_with_a_mailed_link(site, mailbox):
    round_ = a_round(who_may_contribute=WhoMayContribute.CONFIRMED_EMAIL)
    site.post(
        "feedback.thread", {**SAID, "quote": value(round_, "Prévoyez une sortie.", "fr")}, subject=round_.modules[0].module, key="b02"
    )
    site.post("feedback.review", {"email": "zoe@example.ca", "name": ""})
    page = site.open(local(links_in(mailbox[-1])[0]))
    assert "Prévoyez une sortie. From the French text" in page.text
    page.submit("feedback.confirm_comment")
    assert [(one.exact, one.lang) for one in db.session.scalars(select(Anchor))] == [("Prévoyez une sortie.", "fr")]


# ---- In the text


def test_two_people_quote_overlapping_words_in_both_languages(site, round_):
    author, other = make_user(), make_user()
    quote(author, round_, "extra steps back, a parked car")
    quote(other, round_, "steps back")
    quote(author, round_, "Deux pas de recul, une voiture", "fr")
    quote(other, round_, "une voiture ou un comptoir", "fr")
    settle()
    for page in (thread(site, round_), reading(site, round_)):
        assert marks(page) == ["extra", "steps", "back", ", a parked car"]
        assert [found.text.split(" ")[0] for found in page.all("small", class_="quoted-by")] == ["1", "2", "1"]
        assert "2 comments quote the French text" in page.text
    for page in (thread(site, round_, "fr"), reading(site, round_, "fr")):
        assert marks(page) == ["Deux pas de recul,", "une voiture", "ou un comptoir"]
        assert "2 commentaires citent le texte anglais" in page.text


def test_one_thread_for_both_languages_each_quote_with_its_own(site, round_):
    english, french = quote(make_user(), round_, "Time helps."), quote(make_user(), round_, "Le temps aide.", "fr")
    settle()
    page = thread(site, round_)
    assert page.article(f"c{english.id}").first("blockquote").first("p").lang == "en"
    assert page.article(f"c{french.id}").first("blockquote").first("p").lang == "fr"
    assert "From the French text" in page.article(f"c{french.id}").text
    assert "From the" not in page.article(f"c{english.id}").text


def test_only_a_public_comment_marks_the_text(site, round_, app):
    author = make_user()
    before = marks(reading(site, round_))
    comment = quote(author, round_, "Time helps.")
    settle()
    shown = marks(reading(site, round_))
    withdraw_comment(author, comment)
    settle()
    withdrawn = marks(reading(site, round_))
    restore_comment(author, comment)
    settle()
    assert (before, shown, withdrawn, marks(reading(site, round_))) == ([], ["Time helps."], [], ["Time helps."])


def test_a_decision_marks_the_text_and_takes_the_mark_away(site, app):
    round_ = a_round(mode=Mode.PRE)
    moderator = make_user(roles=[Role.MODERATOR])
    comment = quote(make_user(), round_, "Time helps.")
    settle()
    waiting = marks(reading(site, round_))
    publish_comment(moderator, comment)
    settle()
    published = marks(reading(site, round_)), marks(thread(site, round_))
    hide_comment(moderator, comment, reason=Reason.SPAM)
    settle()
    assert (waiting, published) == ([], (["Time helps."], ["Time helps."]))
    assert marks(reading(site, round_)) == marks(thread(site, round_)) == []
    assert "Time helps." not in thread(site, round_).article(f"c{comment.id}").text


def test_words_for_the_team_alone_mark_nothing(site, round_):
    comment = make_comment(round_, block_key="b02", author_choice=AuthorChoice.TEAM_ONLY)
    give_quote(comment, "Time helps.").is_marked = True
    round_.modules[0].revision += 1
    settle()
    assert marks(reading(site, round_)) == marks(thread(site, round_)) == []


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("ᐃᓄᒃᑎᑐᑦ ᐅᖃᐅᓯᖅ. ᐊᒻᒪ ᓄᓇ.", "ᐅᖃᐅᓯᖅ."),
        ("נצח ישראל. שלום לכם 😀 אבא.", "😀 אבא"),
        ("Cafe\u0301 e\u0301te\u0301. 🧑🏽‍🚒 crème.", "🧑🏽‍🚒 crème"),
    ],
)
def test_words_in_any_script_are_marked_where_they_stand(site, app, markdown, words):
    version = make_version()
    make_block(version, key="b01", markdown=Bilingual(markdown, markdown))
    round_ = make_consultation("open", versions=[version], mode=Mode.POST)
    quote(make_user(), round_, words, key="b01")
    settle()
    assert marks(thread(site, round_, key="b01")) == [words]


def test_of_one_paragraph_so_many_quotes_are_marked_and_no_more(site, round_):
    for _ in range(MARKED_MOST + 1):
        give_quote(make_comment(round_, block_key="b02", author=None), "Time helps.")
    settle()
    page = reading(site, round_)
    assert f"quoted by {MARKED_MOST} comments" in page.text


# ---- Beside the comment


def test_the_quote_stands_wherever_the_comment_does(site, round_):
    author = make_user()
    comment = quote(author, round_, "Time helps.")
    pending = make_comment(round_, block_key="b02", author=author, visibility=Visibility.PENDING)
    give_quote(pending, "Prévoyez une sortie.", "fr")
    settle()
    for page in (
        site.open("feedback.comment", comment_id=comment.id),
        site.open("feedback.comments", round_),
        site.as_(author).open("feedback.my_comments"),
        site.as_(make_user(roles=[Role.MODERATOR])).open("moderation.item", comment_id=comment.id),
    ):
        assert "Quoted from the text: Time helps." in page.text
    assert "Prévoyez une sortie. From the French text" in thread(site.as_(author), round_).article(f"c{pending.id}").text


# ---- In a newer version of the text


@pytest.mark.parametrize(
    ("new", "state", "said"),
    [
        (TEXT, AnchorState.EXACT, ""),
        (Bilingual("First. Two extra steps back, a parked car or a counter help you. Time helps.", TEXT.fr), AnchorState.CARRIED, ""),
        (
            Bilingual("Take two steps back; a parked car or a wall can turn it.", TEXT.fr),
            AnchorState.REWORDED,
            "have changed in a newer version",
        ),
        (Bilingual("Nothing of all this.", TEXT.fr), AnchorState.REMOVED, "not in the newest version any more"),
        (None, AnchorState.REMOVED, "not in the newest version any more"),
    ],
)
def test_a_quote_is_looked_for_in_the_version_published_next(site, round_, new, state, said):
    comment = quote(make_user(), round_, "Two extra steps back, a parked car or a counter")
    settle()
    before = site.open("feedback.comment", comment_id=comment.id).text
    newer = publish_next(round_, b02=new)
    find_quotes_again()
    settle()
    anchor = db.session.get_one(Anchor, comment.id)
    assert (anchor.state, anchor.carried_to_id, anchor.found_key) == (state, newer.id, None if state is AnchorState.REMOVED else "b02")
    if new and anchor.found_first is not None:
        assert "a parked car or a" in plain_text(new.en)[anchor.found_first : anchor.found_last]
    assert "version any more" not in before
    assert said in site.open("feedback.comment", comment_id=comment.id).text
    assert marks(site.open("feedback.module_version", round_.modules[0].module, number=1))[0].startswith("Two extra")


def test_the_very_words_in_another_paragraph_have_moved(site, round_):
    comment = quote(make_user(), round_, "Two extra steps back, a parked car or a counter")
    publish_next(round_, b02=Bilingual("Short.", "Court."), b03=TEXT)
    find_quotes_again()
    anchor = db.session.get_one(Anchor, comment.id)
    assert (anchor.state, anchor.found_key, anchor.score) == (AnchorState.MOVED, "b03", 100)


def test_what_was_found_is_not_looked_for_again(round_, statements):
    quote(make_user(), round_, "Time helps.")
    publish_next(round_, b02=TEXT)
    find_quotes_again()
    settle()
    with statements as seen:
        find_quotes_again()
    assert len(seen.selects) <= 2
    assert not any(statement.startswith("UPDATE") for statement in seen.writes)


def publish_next(round_, **texts):
    """The next version of the module, with these paragraphs."""
    before = round_.modules[0].version
    before.status = VersionStatus.SUPERSEDED
    db.session.flush()
    version = make_version(before.module)
    for key, text in texts.items():
        if text is not None:
            make_block(version, key=key, markdown=text)
    return version
