"""Suggesting other words for a passage: what is taken, how it is shown, and what staff make of it."""

from pathlib import Path
from typing import Any

import pytest

from consult.accounts.models import Role, User
from consult.consultations.models import Consultation, Mode, WhoMayContribute
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.errors import Overtaken, Refused
from consult.feedback import rules
from consult.feedback.models import AuthorChoice, Comment, Kind, More, Suggestion, SuggestionDecision, SuggestionStatus, Visibility
from consult.feedback.services import Taking, Target, leave_out, post_comment, take_over
from consult.modules import queries as modules
from consult.modules.models import BlockKind, VersionStatus
from consult.modules.services import carried_over, export_module
from consult.notices.models import Notice, NoticeKind
from tests.builders import make_block, make_comment, make_committee, make_consultation, make_user, make_version
from tests.support.database import settle
from tests.support.mail import Mailbox, text_of
from tests.support.pages import Page
from tests.support.site import Site

LANGS = ("en", "fr")
TEXT = Bilingual("**Distance.** Two extra steps back, and speak.", "**Distance.** Deux pas de plus en arrière, et parlez.")
PLAIN = Bilingual("Distance. Two extra steps back, and speak.", "Distance. Deux pas de plus en arrière, et parlez.")
OTHER = Bilingual("Distance. Three extra steps back, and speak.", "Distance. Trois pas de plus en arrière, et parlez.")
WHY = Bilingual("It is clearer.", "C’est plus clair.")


@pytest.fixture
def consultation(app) -> Consultation:
    version = make_version()
    version.reading_minutes_en = version.reading_minutes_fr = 4
    version.audience = Bilingual("Recruits", "Recrues")
    make_block(version, key="s1", kind=BlockKind.SECTION, markdown=Bilingual("Space", "Espace"), section_key="s1")
    make_block(version, key="b01", section_key="s1", markdown=TEXT)
    make_block(version, key="b02", section_key="s1", markdown=Bilingual("Tone matters.", "Le ton compte."))
    return make_consultation(versions=[version], mode=Mode.POST)


def suggested(consultation: Consultation, words: str = OTHER.en, lang: str = "en", author: User | None = None, **more: Any) -> Suggestion:
    """A suggestion on the paragraph, through the service."""
    entry = consultation.modules[0]
    target = Target(consultation, entry.module_id, entry.version_id, "b01")
    said = More(replacement=words, worded=f"{lang}-", **more)
    comment = post_comment(author or make_user(), target, kind=Kind.SUGGESTION, body="Because.", lang=lang, more=said)
    return db.session.get_one(Suggestion, comment.id)


def taking(markdown: Bilingual = Bilingual("**Distance.** Three extra steps back, and speak.", TEXT.fr), base: int = 1) -> Taking:
    return Taking(markdown, Bilingual("New words.", "Nouveaux mots."), base)


def written(page: Page, **values: str) -> Page:
    """A comment on the paragraph, from the form on its page."""
    return page.send(page.form("feedback.thread"), {"kind": "suggestion", "body": "Because.", **values})


def sent(page: Page, **values: str) -> Page:
    """The same, looked at once more and sent."""
    return written(page, **values).submit("feedback.thread")


def all_suggestions() -> list[Suggestion]:
    settle()
    return list(db.session.scalars(db.select(Suggestion).order_by(Suggestion.comment_id)))


# ---- What is taken


@pytest.mark.parametrize("lang", LANGS)
def test_the_box_begins_with_the_words_of_the_page_and_other_words_are_a_suggestion(site: Site, consultation, lang):
    module = consultation.modules[0].module
    page = site.as_(make_user(lang=lang)).open("feedback.thread", module, lang=lang, key="b01")
    assert page.form("feedback.thread").value("replacement") == PLAIN[lang]
    page = sent(page, replacement=OTHER[lang])
    [found] = all_suggestions()
    assert (found.lang, found.original, found.replacement) == (lang, PLAIN[lang], OTHER[lang])
    wording = page.article(f"c{found.comment_id}").first(class_="suggested")
    gone, new = {"en": ("Two", "Three"), "fr": ("Deux", "Trois")}[lang]
    assert gone in wording.first("del").text
    assert new in wording.first("ins").text
    assert {"en": "Removed:", "fr": "Supprimé"}[lang] in wording.first("del").text


def test_the_language_of_the_wording_is_that_of_the_page_not_of_the_comment(site: Site, consultation):
    module = consultation.modules[0].module
    page = site.as_(make_user()).open("feedback.thread", module, lang="fr", key="b01")
    page = sent(page, replacement=OTHER.fr, lang="en")
    [found] = all_suggestions()
    assert (found.lang, db.session.get_one(Comment, found.comment_id).lang) == ("fr", "en")
    there = site.open("feedback.thread", module, key="b01").article(f"c{found.comment_id}").first(class_="diff")
    assert there.get("lang") == "fr-CA"
    assert there.first("del").first(class_="vh").get("lang") == "en-CA"


@pytest.mark.parametrize("words", [PLAIN.en, f"  {PLAIN.en}\n", PLAIN.en.replace(" ", "  ")])
def test_words_that_stand_there_already_suggest_nothing(site: Site, consultation, words):
    page = site.as_(make_user()).open("feedback.thread", consultation.modules[0].module, key="b01")
    assert sent(page, replacement=words).status == 200
    assert (len(all_suggestions()), db.session.scalar(db.select(db.func.count(Comment.id)))) == (0, 1)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"replacement": ""}, {"en": "An empty box suggests nothing", "fr": "ne propose rien"}),
        (
            {"replacement": "Quite other.", "kind": "concern"},
            {"en": "Choose “A suggestion”, or put", "fr": "Choisissez «\u00a0Une suggestion\u00a0»"},
        ),
        ({"replacement": "x" * 5_001}, {"en": "1 character too many", "fr": "1 caractère de trop"}),
        ({"replacement": "Quite other.", "worded": "en-0123456789abcdef"}, {"en": "changed since you opened", "fr": "a changé depuis"}),
        ({"replacement": "Quite other.", "body": ""}, {"en": "Write your comment", "fr": "Rédigez votre comme"}),
    ],
)
def test_what_cannot_be_a_suggestion_is_refused_and_nothing_is_lost(site: Site, consultation, lang, sent, sentence):
    page = site.as_(make_user()).open("feedback.thread", consultation.modules[0].module, lang=lang, key="b01")
    page = written(page, **sent)
    assert page.status == 422
    assert any(sentence[lang] in error for error in page.errors)
    assert page.form("feedback.thread").value("replacement") == (sent["replacement"] or PLAIN[lang])
    assert not all_suggestions()


def test_a_stale_wording_can_be_sent_again_and_then_counts(site: Site, consultation):
    page = site.as_(make_user()).open("feedback.thread", consultation.modules[0].module, key="b01")
    page = written(page, replacement=OTHER.en, worded="en-0123456789abcdef")
    page.send(page.form("feedback.thread")).submit("feedback.thread")
    assert [one.replacement for one in all_suggestions()] == [OTHER.en]


def test_the_whole_module_and_a_reply_take_no_other_words(site: Site, consultation):
    module = consultation.modules[0].module
    assert not site.open("feedback.discussion", module).all("textarea", id="replacement")
    root = make_comment(consultation, block_key="b01")
    assert not site.open("feedback.comment", comment_id=root.id).all("textarea", id="replacement")


@pytest.mark.parametrize(
    "words", ["ᐅᖃᐅᓯᖅ ᐊᓯᖏᓐᓂᒃ.", "Distance 👩🏽‍🚒 e\u0301te\u0301.", "المسافة تحمي الجميع.", "<b>Bold</b> & `code` <script>"]
)
def test_every_script_is_stored_as_typed_and_shown_right(site: Site, consultation, words):
    page = site.as_(make_user()).open("feedback.thread", consultation.modules[0].module, key="b01")
    page = sent(page, replacement=words)
    [found] = all_suggestions()
    assert found.replacement == words
    shown = page.article(f"c{found.comment_id}").first(class_="diff")
    assert words in shown.first("ins").text
    assert shown.get("dir") == "auto"
    assert not shown.all("script")


def test_a_long_wording_shows_what_changed_and_can_be_read_whole(site: Site, consultation):
    block = modules.block(consultation.modules[0].version, "b01")
    long = " ".join(f"word{number}" for number in range(400))
    block.markdown, found = Bilingual(long, long), None
    db.session.flush()
    found = suggested(consultation, long.replace("word200 ", "other "))
    assert "word100" not in found.changes_html
    assert all(word in found.changes_html for word in ("word195", "word200", "other", "word205"))
    article = site.open("feedback.comment", comment_id=found.comment_id).article(f"c{found.comment_id}")
    assert "word100" not in article.first(class_="diff").text
    assert "word100" in article.first("details").text


def test_a_wording_travels_with_a_text_that_is_sent_without_an_account(site: Site, consultation):
    consultation.who_may_contribute, consultation.mode = WhoMayContribute.ANYONE, Mode.PRE
    page = site.open("feedback.thread", consultation.modules[0].module, lang="fr", key="b01")
    page = written(page, replacement=OTHER.fr)
    assert "Trois" in page.first(class_="diff").text
    page.submit("feedback.review", name="")
    [found] = all_suggestions()
    assert (found.lang, found.replacement) == ("fr", OTHER.fr)


def test_a_wording_waits_for_the_mailed_link(site: Site, consultation, mailbox: Mailbox):
    consultation.who_may_contribute = WhoMayContribute.CONFIRMED_EMAIL
    page = written(site.open("feedback.thread", consultation.modules[0].module, lang="fr", key="b01"), replacement=OTHER.fr)
    page.submit("feedback.review", email="zoe@example.ca", name="")
    path = next(word for word in text_of(mailbox[-1]).split() if "/contributions/" in word).partition("//")[2].partition("/")[2]
    page = site.open(f"/{path}")
    assert "Three" not in page.text
    assert "Trois" in page.first(class_="diff").text
    page.submit("feedback.confirm_comment")
    [found] = all_suggestions()
    assert (found.lang, found.replacement) == ("fr", OTHER.fr)


# ---- Where it is not shown


@pytest.mark.parametrize("state", [Visibility.HIDDEN, Visibility.WITHDRAWN, Visibility.PENDING, "team"])
def test_the_wording_of_what_is_not_public_stays_away(site: Site, consultation, state):
    found = suggested(consultation, "Words zqwordingqz nobody reads.")
    comment = db.session.get_one(Comment, found.comment_id)
    if state == "team":
        comment.author_choice = AuthorChoice.TEAM_ONLY
    else:
        comment.visibility = state
    db.session.flush()
    module = consultation.modules[0].module
    for page in (
        site.open("feedback.thread", module, key="b01"),
        site.open("feedback.comments", consultation),
        site.open("feedback.comment", comment_id=comment.id),
    ):
        assert "zqwordingqz" not in page.html
    editor = site.as_(make_user(roles=[Role.EDITOR]))
    listed = editor.open("feedback.suggestions", consultation)
    assert ("zqwordingqz" in listed.html) is (state == "team")
    if state == "team":
        deciding = editor.open("feedback.suggestion", consultation, comment_id=comment.id, decision="declined")
        assert "only the team reads it here" in deciding.text
        assert "Everybody reads the reason" not in deciding.text


def test_its_author_finds_it_in_their_activity_and_a_moderator_in_the_queue(site: Site, consultation):
    consultation.mode = Mode.PRE
    author = make_user()
    found = suggested(consultation, author=author)
    assert "Three" in site.as_(author).open("feedback.my_comments").first(class_="diff").text
    assert "Three" in site.as_(author).open("feedback.thread", consultation.modules[0].module, key="b01").first(class_="own").text
    moderator = site.as_(make_user(roles=[Role.MODERATOR]))
    assert OTHER.en in moderator.open("moderation.item", comment_id=found.comment_id).text


# ---- Who decides


@pytest.mark.parametrize("role", [None, *Role])
def test_those_who_write_the_modules_decide_on_what_others_suggest(consultation, role):
    comment = make_comment(consultation, block_key="b01", kind=Kind.SUGGESTION)
    scope = {Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR}
    actor = make_user(roles=[(role, {"committee_id": make_committee().id}) if role in scope else role] if role else [])
    assert rules.may_decide_wording(actor, comment) is (role in {Role.EDITOR, Role.ADMINISTRATOR})
    assert not rules.may_decide_wording(None, comment)
    comment.author_id = actor.id
    assert not rules.may_decide_wording(actor, comment)
    comment.author_id, comment.visibility = None, Visibility.HIDDEN
    assert not rules.may_decide_wording(actor, comment)


def test_nobody_decides_twice_nor_on_an_import(consultation):
    editor, found = make_user(roles=[Role.EDITOR]), suggested(consultation)
    leave_out(editor, found, SuggestionStatus.DECLINED, reason=WHY)
    with pytest.raises(Overtaken):
        leave_out(editor, found, SuggestionStatus.DECLINED, reason=WHY)
    with pytest.raises(Refused):
        take_over(editor, found, SuggestionStatus.DECLINED, reason=WHY, taking=taking())


# ---- Taking over


@pytest.mark.parametrize("after_closing", [False, True])
def test_accepted_words_stand_in_the_next_draft_and_in_its_file(consultation, after_closing, clock, tmp_path: Path):
    author, editor = make_user(lang="fr"), make_user(roles=[Role.EDITOR])
    found = suggested(consultation, author=author)
    if after_closing:
        clock.set(consultation.closes_at)
    decision = take_over(editor, found, SuggestionStatus.ACCEPTED, reason=WHY, taking=taking())
    module = consultation.modules[0].module
    newest = modules.latest_version(module)
    assert (newest.number, newest.status, newest.made_from, decision.version_id) == (2, VersionStatus.DRAFT, 1, newest.id)
    blocks = {block.key: block.markdown for block in modules.blocks(newest)}
    assert blocks == {
        "s1": Bilingual("Space", "Espace"),
        "b01": Bilingual("**Distance.** Three extra steps back, and speak.", TEXT.fr),
        "b02": Bilingual("Tone matters.", "Le ton compte."),
    }
    en, _fr = export_module(module, tmp_path)
    assert "Three extra steps back, and speak. {#b01}" in en.read_text(encoding="utf-8")
    assert modules.published_version(module).number == 1
    notice = db.session.scalar(db.select(Notice).where(Notice.user_id == author.id))
    assert (notice.kind, notice.detail["note"], notice.detail["outcome"]) == (NoticeKind.SUGGESTION_DECIDED, WHY.fr, "accepted")


def test_two_accepted_suggestions_stand_in_one_draft_after_the_other(consultation):
    editor, first = make_user(roles=[Role.EDITOR]), suggested(consultation)
    second = suggested(consultation, "Distance. Two extra steps back, and listen.")
    take_over(editor, first, SuggestionStatus.ACCEPTED, reason=WHY, taking=taking())
    with pytest.raises(Overtaken):
        take_over(editor, second, SuggestionStatus.IN_PART, reason=WHY, taking=taking())
    assert second.status is SuggestionStatus.OPEN
    both = Bilingual("**Distance.** Three extra steps back, and listen.", TEXT.fr)
    take_over(editor, second, SuggestionStatus.IN_PART, reason=WHY, taking=taking(both, base=2))
    newest = modules.latest_version(consultation.modules[0].module)
    assert (newest.number, newest.made_from, modules.block(newest, "b01").markdown) == (3, 2, both)


@pytest.mark.parametrize(
    ("markdown", "words", "made"),
    [
        ("**Distance.** Two steps back.", "Distance. Three steps back.", "**Distance.** Three steps back."),
        ("Read [the act](https://example.org/a) now.", "Read [the act] twice *now*.", "Read \\[the act\\] twice \\*now\\*."),
        ("One *two three* four.", "One two four.", "One two four."),
    ],
)
def test_suggested_words_keep_the_emphasis_that_stays(app, markdown, words, made):
    assert carried_over(markdown, words) == made


# ---- The pages of staff


@pytest.mark.parametrize("lang", LANGS)
def test_staff_accept_in_one_step_and_everybody_reads_why(site: Site, consultation, lang, mailbox: Mailbox):
    found = suggested(consultation, OTHER[lang], lang, author=make_user(lang=lang))
    editor, module = site.as_(make_user(roles=[Role.EDITOR], lang=lang)), consultation.modules[0].module
    page = editor.open("feedback.suggestions", consultation, lang=lang)
    page = page.follow({"en": f"Comment {found.comment_id}", "fr": f"Commentaire\u00a0{found.comment_id}"}[lang])
    page = page.follow({"en": "Accept it as it stands", "fr": "L’accepter tel quel"}[lang])
    form = page.form("feedback.suggestion")
    assert form.value(f"text_{lang}") == TEXT[lang].replace("Two", "Three").replace("Deux", "Trois")
    page = page.send(form, {"reason_en": WHY.en})
    assert page.status == 422
    assert len(page.errors) == 2  # the other reason, and the other language
    page = page.send(page.form("feedback.suggestion"), {"reason_fr": WHY.fr, "other_same": "y"})
    assert page.status == 200
    assert WHY[lang] in text_of(mailbox[-1])
    settle()
    newest = modules.latest_version(module)
    assert newest.number == 2
    assert str(found.comment_id) in newest.changes.en
    assert str(found.comment_id) in newest.changes.fr
    article = site.open("feedback.comment", lang=lang, comment_id=found.comment_id).article(f"c{found.comment_id}")
    assert WHY[lang] in article.text
    assert {"en": "Accepted", "fr": "Accepté"}[lang] in article.first(class_="tag").text
    assert f"c{found.comment_id}" in editor.open("feedback.suggestions", consultation, lang=lang, status="decided").html


@pytest.mark.parametrize(
    ("outcome", "sent", "sentence"),
    [
        ("accepted", {"text_en": "Something else."}, "not the suggested words"),
        ("in_part", {}, "Nothing of the suggestion stands here"),
        ("in_part", {"text_en": ""}, "never empty"),
        ("in_part", {"text_en": "Two.\n\nBlocks. {#b09}"}, "cannot be one passage"),
        ("in_part", {"text_en": "## A heading"}, "cannot be one passage"),
        ("in_part", {"text_en": "Other.", "base": "0"}, "Somebody saved another version"),
    ],
)
def test_what_cannot_be_taken_over_is_said_and_nothing_is_lost(site: Site, consultation, outcome, sent, sentence):
    found = suggested(consultation)
    editor = site.as_(make_user(roles=[Role.EDITOR]))
    page = editor.open("feedback.suggestion", consultation, comment_id=found.comment_id, decision=outcome)
    page = page.send(page.form("feedback.suggestion"), {"reason_en": WHY.en, "reason_fr": WHY.fr, "other_same": "y", **sent})
    assert page.status == 422
    assert any(sentence in error for error in page.errors)
    assert page.form("feedback.suggestion").value("reason_fr") == WHY.fr
    settle()
    assert db.session.get_one(Suggestion, found.comment_id).status is SuggestionStatus.OPEN
    assert modules.latest_version(consultation.modules[0].module).number == 1


def test_whoever_decides_second_is_told_and_loses_no_word(site: Site, consultation):
    found = suggested(consultation)
    editor = site.as_(make_user(roles=[Role.EDITOR]))
    page = editor.open("feedback.suggestion", consultation, comment_id=found.comment_id, decision="declined")
    settle()
    leave_out(make_user(roles=[Role.EDITOR]), found, SuggestionStatus.DECLINED, reason=WHY)
    db.session.commit()
    page = page.send(page.form("feedback.suggestion"), {"reason_en": "My own reason.", "reason_fr": WHY.fr})
    assert page.status == 409
    assert "My own reason." in page.html
    assert db.session.get_one(SuggestionDecision, found.comment_id).reason == WHY


def test_a_suggestion_on_words_that_changed_since_says_so(site: Site, consultation):
    first, second = suggested(consultation), suggested(consultation, "Distance. Two extra steps back, and listen.")
    editor = make_user(roles=[Role.EDITOR])
    take_over(editor, first, SuggestionStatus.ACCEPTED, reason=WHY, taking=taking())
    page = site.as_(editor).open("feedback.suggestion", consultation, comment_id=second.comment_id)
    assert "The text has changed since this was suggested" in page.text


def test_ones_own_suggestion_is_for_somebody_else(site: Site, consultation):
    editor = make_user(roles=[Role.EDITOR])
    found = suggested(consultation, author=editor)
    page = site.as_(editor).open("feedback.suggestion", consultation, comment_id=found.comment_id)
    assert "You suggested this yourself" in page.text
    assert not page.all("a", class_="btn--secondary")


@pytest.mark.parametrize("role", [None, Role.MODERATOR])
def test_the_list_is_for_those_who_decide(site: Site, consultation, role):
    browser = site.as_(make_user(roles=[role] if role else []))
    assert browser.open("feedback.suggestions", consultation).status == 404
