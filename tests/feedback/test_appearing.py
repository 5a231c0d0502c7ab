"""How authors appear: as they chose, when they write and later; and nothing is kept that would only be hidden."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from consult.accounts.models import Perspective, Province, Role, User
from consult.accounts.rules import operator
from consult.audit.models import Action, AuditEntry
from consult.consultations.models import Consultation, Mode, WhoMayContribute
from consult.core.db import db
from consult.core.errors import Closed, Refused
from consult.feedback import queries, rules, services
from consult.feedback.models import AuthorChoice, Comment, CommentEdit, EditState, Kind, More, Stance, Visibility
from consult.feedback.services import Target
from consult.moderation import services as moderation
from consult.reports.queries.evidence import evidence
from consult.reports.services import compile_report
from tests.builders import make_comment, make_consultation, make_edit, make_user
from tests.support.clock import StoppedClock
from tests.support.database import settle
from tests.support.mail import Mailbox, text_of
from tests.support.site import Site

NAME, INITIALS, ROLE, ANONYMOUS, TEAM = (
    AuthorChoice.NAME,
    AuthorChoice.INITIALS,
    AuthorChoice.ROLE_PROVINCE,
    AuthorChoice.ANONYMOUS,
    AuthorChoice.TEAM_ONLY,
)
HERE = (Perspective.COMMUNITY, Province.NB)
NOWHERE = (None, None)


def somebody(name: str = "Marie Leblanc", *, says_where: bool = True) -> User:
    perspective, province = HERE if says_where else (None, None)
    return make_user(display_name=name, perspective=perspective, province=province)


def post(author: User, more: More, consultation: Consultation | None = None) -> Comment:
    consultation = consultation or make_consultation(mode=Mode.POST)
    entry = consultation.modules[0]
    target = Target(consultation, entry.module_id, entry.version_id)
    return services.post_comment(author, target, kind=Kind.SUPPORT, body="Clear and fair.", lang="en", more=more)


def kept(comment: Comment) -> tuple[object, ...]:
    return comment.author_choice, comment.signed_as, (comment.perspective, comment.province), comment.quote_ok


def counts(comment: Comment) -> tuple[int, int]:
    db.session.flush()
    db.session.expire_all()
    entry = comment.consultation.modules[0]
    return entry.comment_count, entry.general_count


@pytest.mark.parametrize(
    ("more", "shown"),
    [
        (More(), (NAME, "Marie Leblanc", NOWHERE, False)),
        (More(NAME), (NAME, "Marie Leblanc", NOWHERE, False)),
        (More(NAME, with_role=True, quote_ok=True), (NAME, "Marie Leblanc", HERE, True)),
        (More(INITIALS), (INITIALS, "M. L.", NOWHERE, False)),
        (More(INITIALS, with_role=True), (INITIALS, "M. L.", HERE, False)),
        (More(ROLE), (ROLE, "", HERE, False)),
        (More(ANONYMOUS, with_role=True, quote_ok=True), (ANONYMOUS, "", NOWHERE, True)),
        (More(TEAM, with_role=True, quote_ok=True), (TEAM, "", NOWHERE, False)),
    ],
)
def test_what_is_kept_is_what_is_shown(app: Flask, more: More, shown: tuple[object, ...]) -> None:
    assert kept(post(somebody(), more)) == shown


@pytest.mark.parametrize("choice", [None, NAME, INITIALS, ROLE])
def test_what_cannot_be_shown_makes_it_less_public_never_more(app: Flask, choice: AuthorChoice | None) -> None:
    assert kept(post(somebody("", says_where=False), More(choice, with_role=True))) == (ANONYMOUS, "", NOWHERE, False)


@pytest.mark.parametrize("choice", list(AuthorChoice))
def test_without_an_account_a_name_is_shown_where_it_was_chosen(app: Flask, choice: AuthorChoice) -> None:
    shown = services.appear(None, More(choice, with_role=True), "Zoe Roy")
    names = {NAME: "Zoe Roy", INITIALS: "Z. R."}
    assert (shown.signed_as, shown.perspective) == (names.get(choice, ""), None)
    assert shown.author_choice is (ANONYMOUS if choice is ROLE else choice)


def test_a_text_that_waits_for_its_link_keeps_no_name_that_it_will_not_show(app: Flask) -> None:
    consultation = make_consultation(who_may_contribute=WhoMayContribute.CONFIRMED_EMAIL)
    entry = consultation.modules[0]
    target = Target(consultation, entry.module_id, entry.version_id)
    words: dict[str, Any] = {"kind": Kind.SUPPORT, "body": "Clear.", "lang": "en", "parent": None}
    words |= {"email": "zoe@example.ca", "mail_lang": "en"}
    for choice, name in ((None, "Zoe"), (NAME, "Zoe"), (ANONYMOUS, ""), (TEAM, "")):
        assert services.ask_to_confirm(target, name="Zoe", more=More(choice), **words).name == name


def test_what_is_for_the_team_alone_is_counted_by_nothing_that_the_public_sees(app: Flask) -> None:
    comment = post(somebody(), More(TEAM))
    assert comment.visibility is Visibility.PUBLISHED
    assert counts(comment) == (0, 0)
    assert not rules.is_public(comment)
    found = evidence(comment.consultation)
    assert (found.published, found.commenters, found.items, found.not_public["team_only"]) == (0, 0, [], 1)


@pytest.mark.parametrize("stage", ["open", "paused"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (More(NAME, with_role=True, quote_ok=True), More(INITIALS, with_role=True)),
        (More(NAME, with_role=True), More(ROLE)),
        (More(INITIALS), More(ANONYMOUS)),
        (More(NAME, quote_ok=True), More(NAME)),
        (More(NAME), More(TEAM)),
    ],
)
def test_to_show_less_is_done_at_once_also_while_paused(app: Flask, clock: StoppedClock, before: More, after: More, stage: str) -> None:
    author = somebody()
    comment = post(author, before)
    revision = comment.consultation.modules[0].revision
    comment.consultation.paused_at = clock.now() if stage == "paused" else None
    assert services.change_appearance(author, comment, more=after)
    assert kept(comment) == tuple(_columns(author, after))
    assert comment.visibility is Visibility.PUBLISHED
    assert counts(comment) == ((0, 0) if after.author_choice is TEAM else (1, 1))
    assert comment.consultation.modules[0].revision > revision, "kept pages are made anew"


def _columns(author: User, more: More) -> list[object]:
    shown = services.appear(author, more)
    return [shown.author_choice, shown.signed_as, (shown.perspective, shown.province), shown.quote_ok]


@pytest.mark.parametrize("after", [More(NAME), More(INITIALS), More(ROLE), More(ANONYMOUS, quote_ok=True)])
def test_to_show_more_the_consultation_must_be_open(app: Flask, clock: StoppedClock, after: More) -> None:
    author = somebody()
    comment = post(author, More(ANONYMOUS))
    comment.consultation.paused_at = clock.now()
    with pytest.raises(Closed):
        services.change_appearance(author, comment, more=after)
    comment.consultation.paused_at = None
    assert services.change_appearance(author, comment, more=after)


def test_after_closing_nothing_is_changed(app: Flask, clock: StoppedClock) -> None:
    author = somebody()
    comment = post(author, More(NAME))
    clock.move(days=40)
    with pytest.raises(Closed):
        services.change_appearance(author, comment, more=More(ANONYMOUS))


@pytest.mark.parametrize(("mode", "visibility"), [(Mode.PRE, Visibility.PENDING), (Mode.POST, Visibility.PUBLISHED)])
def test_from_the_team_to_the_public_leads_past_a_moderator_where_the_consultation_reviews_first(
    app: Flask, mode: Mode, visibility: Visibility
) -> None:
    author = somebody()
    comment = make_comment(make_consultation(mode=mode), author=author, author_choice=TEAM)
    make_edit(comment, "The words that I wrote last.")
    services.change_appearance(author, comment, more=More(INITIALS))
    assert (comment.visibility, comment.signed_as) == (visibility, "M. L.")
    is_public = visibility is Visibility.PUBLISHED
    assert counts(comment) == (int(is_public), int(is_public))
    edit = db.session.scalars(select(CommentEdit)).one()
    assert (edit.state, comment.body) == (
        (EditState.WAITING, "Clear and fair.") if is_public else (EditState.REPLACED, "The words that I wrote last.")
    )
    if not is_public:
        moderation.publish_comment(make_user(roles=[Role.MODERATOR]), comment)
        assert counts(comment) == (1, 1)


def test_the_same_wish_changes_nothing_and_leaves_no_trace(app: Flask) -> None:
    author = somebody()
    comment = post(author, More(INITIALS, with_role=True))
    assert not services.change_appearance(author, comment, more=More(INITIALS, with_role=True))
    assert Action.COMMENT_APPEARANCE_CHANGED not in {entry.action for entry in db.session.scalars(select(AuditEntry))}


def test_the_trail_holds_codes_and_no_name(app: Flask) -> None:
    author = somebody()
    services.change_appearance(author, post(author, More(NAME)), more=More(INITIALS, with_role=True))
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == Action.COMMENT_APPEARANCE_CHANGED)).one()
    assert entry.detail == '{"after":"initials","before":"name","quote":false,"role":true}'


def test_nobody_changes_how_another_person_appears(app: Flask) -> None:
    comment = post(somebody(), More(NAME))
    for other in (make_user(), make_user(roles=[Role.MODERATOR]), None):
        with pytest.raises(Refused):
            services.change_appearance(other, comment, more=More(TEAM))


@pytest.mark.parametrize("state", [Visibility.HIDDEN, Visibility.WITHDRAWN])
def test_what_was_taken_out_of_public_view_stays_as_it_is(app: Flask, state: Visibility) -> None:
    author = somebody()
    comment = make_comment(make_consultation(mode=Mode.POST), author=author, visibility=state)
    with pytest.raises(Refused):
        services.change_appearance(author, comment, more=More(TEAM))


def test_what_others_answered_leaves_its_number_behind_as_if_it_were_withdrawn(site: Site) -> None:
    author, other = somebody(), make_user()
    answered, unanswered = post(author, More(NAME)), None
    unanswered = post(author, More(NAME), answered.consultation)
    make_comment(parent=answered, author=other, body="I answer.")
    services.vote_on_comment(other, answered, Stance.AGREE)
    for comment in (answered, unanswered):
        services.change_appearance(author, comment, more=More(TEAM))
    rows = queries.all_comments(answered.consultation_id).rows
    assert [row.parent_id for row in rows] == [answered.id]
    page = site.open("feedback.discussion", answered.consultation.modules[0].module)
    assert "Comment withdrawn by the person who wrote it" in page.article(f"c{answered.id}").text
    assert not page.has("article", id=f"c{unanswered.id}")
    assert "Marie" not in page.html
    assert site.open("feedback.comment", comment_id=unanswered.id).status == 404


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_author_changes_it_on_a_page_of_its_own(site: Site, lang: str) -> None:
    author = somebody()
    comment = post(author, More(NAME))
    mine = site.as_(author)
    words = {"en": "Change how this appears", "fr": "Modifier comment il apparaît"}
    number = {"en": f"my comment {comment.id}", "fr": f"mon commentaire\u00a0{comment.id}"}
    page = mine.open("feedback.my_comments", lang=lang).follow(f"{words[lang]} – {number[lang]}")
    examples = {"en": "Community · New Brunswick", "fr": "Communauté · Nouveau-Brunswick"}
    for example in ("Marie Leblanc", "M. L.", examples[lang]):
        assert example in page.main.text
    page = page.send("feedback.appearance", {"author_choice": "initials", "with_role": "y"})
    assert "M. L." in page.article(f"c{comment.id}").text
    assert "Marie" not in site.open("feedback.discussion", comment.consultation.modules[0].module, lang=lang).html


def test_no_choice_is_an_error_at_the_question(site: Site) -> None:
    author = somebody()
    comment = post(author, More(NAME))
    page = site.as_(author).post("feedback.appearance", {"author_choice": "king"}, comment_id=comment.id)
    assert (page.status, page.errors) == (422, ["Choose how you want to appear."])


def test_the_page_offers_only_what_can_be_shown_and_leads_to_what_is_missing(site: Site) -> None:
    author = somebody("", says_where=False)
    comment = post(author, More())
    page = site.as_(author).open("feedback.appearance", comment_id=comment.id)
    assert [one.attributes["value"] for one in page.main.all("input", type="radio")] == ["anonymous", "team_only"]
    assert {"Give a name, or initials", "Say where you stand"} <= set(page.links)
    assert not page.has("input", name="with_role")


def test_nobody_else_finds_the_page(site: Site) -> None:
    comment = post(somebody(), More(NAME))
    settle()
    assert site.as_(make_user()).open("feedback.appearance", comment_id=comment.id).status == 404


def test_wishes_are_sent_with_a_text(site: Site) -> None:
    consultation = make_consultation(mode=Mode.POST)
    module = consultation.modules[0].module
    data = {"kind": "support", "body": "Clear.", "lang": "en", "send": "1"}
    wishes = {"author_choice": "initials", "with_role": "y", "quote_ok": "y"}
    site.as_(somebody()).post("feedback.discussion", data | wishes, subject=module)
    assert kept(db.session.scalars(select(Comment)).one()) == (INITIALS, "M. L.", HERE, True)


def test_what_is_for_the_team_alone_is_told_so_and_found_by_its_author(site: Site) -> None:
    consultation, author = make_consultation(mode=Mode.POST), somebody()
    module = consultation.modules[0].module
    data = {"kind": "support", "body": "Between us.", "lang": "en", "send": "1", "author_choice": "team_only"}
    mine = site.as_(author)
    mine.post("feedback.discussion", data, subject=module)
    page = mine.open("feedback.discussion", module)
    assert "It is for the team only" in page.text
    comment = db.session.scalars(select(Comment)).one()
    assert "Between us." in page.article(f"c{comment.id}").text
    assert "Read by the team" in site.as_(author).open("feedback.my_comments").article(f"c{comment.id}").text
    assert "Between us." in site.as_(author).open("feedback.comment", comment_id=comment.id).text
    assert "Between us." not in site.open("feedback.discussion", module).html


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_moderator_sees_how_the_author_chose_to_appear(site: Site, mailbox: Mailbox, lang: str) -> None:
    author = make_user(lang=lang, display_name="Marie Leblanc")
    comment = post(author, More(TEAM), make_consultation(mode=Mode.PRE))
    moderator = site.as_(make_user(roles=[Role.MODERATOR]))
    tag = {"en": "For the team only", "fr": "Pour l’équipe seulement"}[lang]
    assert tag in moderator.open("moderation.queue", lang=lang).main.text
    page = moderator.open("moderation.item", comment_id=comment.id, lang=lang)
    assert tag in page.main.text
    assert "Marie" not in page.main.text
    moderator.post("moderation.item", {"outcome": "publish"}, comment_id=comment.id)
    letter = text_of(mailbox[-1])
    told = {"en": "it is not shown in public", "fr": "il n’est pas affiché en public"}[lang]
    assert told in letter
    assert {"en": "Everybody can read it", "fr": "Tout le monde peut le lire"}[lang] not in letter


def test_more_survives_its_way_through_a_row() -> None:
    more = More(TEAM, with_role=True, quote_ok=True)
    assert More.of_json(more.as_json()) == more
    assert More.of_json(replace(more, author_choice=None).as_json()).author_choice is None


def test_no_report_quotes_a_comment_whether_its_author_lets_it_or_not(app: Flask) -> None:
    """Reports have numbers, and the words of statements. Whatever quotes one day asks `quote_ok` first."""
    consultation = make_consultation("closed")
    for quote_ok in (False, True):
        make_comment(consultation, author=somebody(), body=f"Zqquote{quote_ok}qz").quote_ok = quote_ok
    db.session.flush()
    assert "Zqquote" not in compile_report(operator(), consultation).snapshot
