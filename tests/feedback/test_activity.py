"""My activity: what I wrote and where it stands, what I answered, what I was told."""

from functools import partial

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.accounts.models import Role, User
from consult.core.db import db
from consult.feedback import queries
from consult.feedback.models import CommentVote, Readiness, Stance, StatementStatus, Visibility
from consult.feedback.services import answer_statement, vote_on_comment
from consult.moderation.models import Reason
from consult.moderation.services import hide_comment, publish_comment
from consult.notices import queries as notices
from consult.notices.models import NoticeKind
from tests.builders import make_ballot, make_comment, make_consultation, make_edit, make_notice, make_statement, make_user
from tests.feedback.test_ballots import asked_about
from tests.support.clock import StoppedClock
from tests.support.database import settle
from tests.support.plans import plan_of
from tests.support.site import Site
from tests.support.statements import Statements

MANY, OWN, FAR, OTHERS = 400, 45, 10_000, 7
BUDGET = 12
WORK = ("SCAN {}", "TEMP B-TREE", "Seq Scan on {}", "Sort")
STATES = {
    Visibility.PENDING: ("Waiting for a moderator", "En attente de la modération"),
    Visibility.PUBLISHED: ("Published", "Publié"),
    Visibility.RETURNED: ("Returned to you", "Renvoyé pour modification"),
    Visibility.HIDDEN: ("Not published", "Non publié"),
    Visibility.WITHDRAWN: ("Withdrawn by you", "Vous l’avez retiré"),
}


@pytest.fixture
def me(app: Flask) -> User:
    """Somebody with an account."""
    return make_user(display_name="Mireille")


@pytest.mark.parametrize("state", list(STATES))
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_each_of_my_comments_stands_with_its_state(site: Site, me: User, state: Visibility, lang: str) -> None:
    comment = make_comment(author=me, visibility=state, body="My own words.")
    make_comment(body="Not mine.")
    page = site.as_(me).open("feedback.my_comments", lang=lang)
    row = page.article(f"c{comment.id}")
    assert STATES[state][lang == "fr"] in row.text
    assert "My own words." in row.text
    assert "Not mine." not in page.text


def test_a_comment_that_is_not_published_says_why(site: Site, me: User) -> None:
    comment = make_comment(author=me, visibility=Visibility.HIDDEN, reason_code="THREAT")
    assert "Reason: Threat or incitement to violence." in site.as_(me).open("feedback.my_comments").article(f"c{comment.id}").text


@pytest.mark.parametrize(("lang", "words"), [("en", "Your change waits"), ("fr", "Votre modification est en attente")])
def test_a_change_of_a_public_comment_is_said_to_wait(site: Site, me: User, lang: str, words: str) -> None:
    changed, plain = make_comment(author=me), make_comment(author=me)
    make_edit(changed, "Other words.")
    page = site.as_(me).open("feedback.my_comments", lang=lang)
    assert words in page.article(f"c{changed.id}").text
    assert words not in page.article(f"c{plain.id}").text


def test_the_list_can_be_narrowed_to_one_state(site: Site, me: User) -> None:
    waiting, public = (make_comment(author=me, visibility=state) for state in (Visibility.PENDING, Visibility.PUBLISHED))
    page = site.as_(me).open("feedback.my_comments")
    form = next(form for form in page.all("form") if form.has("select"))
    assert form.get("method") == "get"
    page = page.site.send("GET", page.path + "?status=pending", follow=True)
    assert page.has(id=f"c{waiting.id}")
    assert not page.has(id=f"c{public.id}")
    page = page.site.send("GET", "/en/my-activity?status=returned", follow=True)
    assert "None of your comments is in this state." in page.text


def test_i_can_withdraw_and_put_back_from_here(site: Site, me: User) -> None:
    comment = make_comment(author=me)
    page = site.as_(me).open("feedback.my_comments", status="published")
    page = page.submit("feedback.withdraw")
    assert page.path == "/en/my-activity?status=published", "Back to the list, as it was."
    db.session.refresh(comment)
    assert comment.visibility is Visibility.WITHDRAWN
    page = page.site.open("feedback.my_comments").submit("feedback.restore")  # type: ignore[attr-defined]
    assert "Published" in page.article(f"c{comment.id}").text


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_withdrawing_leads_nowhere_else(site: Site, me: User, target: str) -> None:
    comment = make_comment(author=me)
    page = site.as_(me).post("feedback.withdraw", {"next": target}, comment_id=comment.id)
    assert page.status == 303
    assert "evil" not in page.headers["Location"]
    assert "javascript" not in page.headers["Location"]


def test_after_closing_nothing_can_be_withdrawn(site: Site, me: User) -> None:
    make_comment(make_consultation("closed"), author=me)
    page = site.as_(me).open("feedback.my_comments")
    acts = [form["action"] for form in page.dom.all("form", class_="act")]
    assert acts == ["/en/about-you/not-now"]


@pytest.mark.parametrize("state", list(STATES))
def test_each_comment_leads_to_where_it_stands(site: Site, me: User, state: Visibility) -> None:
    comment = make_comment(author=me, visibility=state, body="My own words.")
    page = site.as_(me).open("feedback.my_comments")
    link = next(link for link in page.article(f"c{comment.id}").all("a") if link.text.startswith("See it in its place"))
    there = page.site.send("GET", link.get("href").partition("#")[0], follow=True)
    assert there.status == 200
    assert str(comment.id) in there.text


def test_a_waiting_reply_leads_to_what_it_answers(site: Site, me: User) -> None:
    parent = make_comment()
    make_comment(parent=parent, author=me, visibility=Visibility.PENDING, body="My reply.")
    page = site.as_(me).open("feedback.my_comments")
    link = next(link for link in page.all("a") if link.text.startswith("See it in its place"))
    assert "My reply." in page.site.send("GET", link.get("href").partition("#")[0], follow=True).text


def test_my_answers_stand_with_what_they_are_about(site: Site, me: User) -> None:
    consultation = asked_about()
    comment = make_comment(consultation, body="Two steps back.")
    statement = make_statement(consultation)
    vote_on_comment(me, comment, Stance.AGREE)
    answer_statement(me, statement, Stance.UNSURE)
    make_ballot(consultation, me, readiness=Readiness.NOT_READY, reason="An example is missing.")
    browser = site.as_(me)
    page = browser.open("feedback.my_votes")
    assert "Two steps back." in page.text
    assert "Your answer: Agree" in page.text
    assert f"/en/comments/{comment.id}" in page.links.values()
    page = browser.open("feedback.my_votes", kind="statements")
    assert "Recruits should practise waiting." in page.text
    assert "Your answer: Unsure, or not for me to say" in page.text
    page = browser.open("feedback.my_votes", kind="sections", lang="fr")
    assert "An example is missing." in page.text
    assert any("/sections/" in url for url in page.links.values())
    assert all(browser.send("GET", url, follow=True).status == 200 for url in page.links.values() if "/sections/" in url)


def test_an_answer_to_what_is_not_public_shows_nothing_of_it(site: Site, me: User) -> None:
    consultation = make_consultation()
    comment, statement = make_comment(consultation, body="Secret words."), make_statement(consultation)
    vote_on_comment(me, comment, Stance.AGREE)
    answer_statement(me, statement, Stance.AGREE)
    comment.visibility, statement.status = Visibility.HIDDEN, StatementStatus.RETIRED
    settle()
    page = site.as_(me).open("feedback.my_votes")
    assert "Secret words" not in page.html
    assert "not public now" in page.text
    page = page.site.open("feedback.my_votes", kind="statements")  # type: ignore[attr-defined]
    assert "practise waiting" not in page.html


def test_nobody_elses_answers_are_there(site: Site, me: User) -> None:
    vote_on_comment(make_user(), make_comment(body="Two steps back."), Stance.AGREE)
    assert "Two steps back." not in site.as_(me).open("feedback.my_votes").text


def test_what_moderators_decided_stands_among_my_notices(site: Site, me: User) -> None:
    moderator = make_user(roles=[Role.MODERATOR])
    one, two = (make_comment(author=me, visibility=Visibility.PENDING) for _ in range(2))
    publish_comment(moderator, one)
    hide_comment(moderator, two, reason=Reason.PII_THIRD, note="Leave the name out.")
    page = site.as_(me).open("feedback.my_notices")
    assert f"Your comment {one.id} is published." in page.text
    assert "Reason: Personal information of another person." in page.text
    assert "Leave the name out." in page.text
    assert f"/en/comments/{one.id}" in page.links.values()
    page = page.site.open("feedback.my_notices", lang="fr")  # type: ignore[attr-defined]
    assert f"/fr/commentaires/{one.id}" in page.links.values(), "In the language of the page, not of the mails."


def test_notices_are_new_until_they_are_marked_as_read(site: Site, me: User) -> None:
    notice, other = make_notice(me, make_comment(author=me)), make_notice(make_user(), make_comment())
    page = site.as_(me).open("feedback.my_notices", status="unread")
    assert "New" in page.article(f"n{notice.id}").text or page.has(id=f"n{notice.id}")
    later = make_notice(me, make_comment(author=me))
    page = page.submit("feedback.read_notices")
    assert "marked as read" in page.text
    settle()
    for row in (notice, other, later):
        db.session.refresh(row)
    assert notice.read_at is not None
    assert other.read_at is None, "Nobody marks what others were told."
    assert later.read_at is None, "Nobody has seen this one yet."


@pytest.mark.parametrize("newest", ["", "x", "-1", "9" * 30])
def test_a_made_up_number_of_a_notice_is_no_fault(site: Site, me: User, newest: str) -> None:
    assert site.as_(me).post("feedback.read_notices", {"newest": newest}).status == 303


def test_every_kind_of_notice_has_its_words(site: Site, me: User) -> None:
    comment = make_comment(author=me)
    for kind in NoticeKind:
        make_notice(me, comment, kind=kind)
    for lang, fallback in (("en", "There is news"), ("fr", "Il y a du nouveau")):
        assert fallback not in site.as_(me).open("feedback.my_notices", lang=lang).text


@pytest.mark.parametrize("endpoint", ["feedback.my_comments", "feedback.my_votes", "feedback.my_notices"])
def test_it_is_for_people_who_are_signed_in(site: Site, endpoint: str) -> None:
    assert site.open(endpoint).path.startswith("/en/sign-in")


@pytest.mark.parametrize(
    ("endpoint", "words"),
    [
        ("feedback.my_comments", "You have not commented yet."),
        ("feedback.my_votes", "You have not answered here yet."),
        ("feedback.my_notices", "Nothing to tell you yet."),
    ],
)
def test_an_empty_list_is_kind(site: Site, me: User, endpoint: str, words: str) -> None:
    assert words in site.as_(me).open(endpoint).text


@pytest.mark.parametrize("query", ["after=x", "after=-1", "after=" + "9" * 40, "status=nothing", "kind=../x", "status[]=pending"])
def test_odd_addresses_are_no_fault(site: Site, me: User, query: str) -> None:
    for path in ("", "/votes", "/notices"):
        assert site.as_(me).send("GET", f"/en/my-activity{path}?{query}", follow=False).status == 200


def copies(table: str, template: dict[str, object], rows: list[dict[str, object]]) -> None:
    """The same row again and again, each with what is its own."""
    found = db.metadata.tables[table]
    row = dict(db.session.execute(sa.select(found).filter_by(**template)).mappings().one())
    row.pop("seal", None)
    db.session.execute(sa.insert(found), [{**row, **one} for one in rows])


@pytest.fixture
def busy(app: Flask, me: User, clock: StoppedClock) -> User:
    """Somebody who wrote, answered and was told a lot, among others who did as much."""
    consultation = make_consultation()
    for round_, person in enumerate((*(make_user() for _ in range(OTHERS)), me), start=1):
        comment = make_comment(consultation, author=person)
        rows, first = OWN if person is me else MANY, FAR * round_  # PostgreSQL counts its own keys on from where it is
        copies("comments", {"id": comment.id}, [{"id": first + place} for place in range(rows)])
        settle()
        vote_on_comment(me if person is not me else make_user(), comment, Stance.AGREE)
        voter = db.session.scalars(sa.select(CommentVote.voter_id).where(CommentVote.comment_id == comment.id)).one()
        copies(
            "comment_votes", {"comment_id": comment.id}, [{"comment_id": first + place, "voter_id": voter} for place in range(rows // 5)]
        )
        notice = make_notice(person, comment)
        copies("notices", {"id": notice.id}, [{"id": first + place} for place in range(rows)])
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("ANALYZE"))
    settle()
    return me


def test_every_list_of_mine_walks_its_own_index(busy: User) -> None:
    person = db.session.merge(busy)
    for table, index, read in (
        ("comments", "ix_comments_author", queries.contributions),
        ("comment_votes", "ix_comment_votes_voter", queries.comment_votes),
        ("notices", "ix_notices_user", notices.notices),
    ):
        for before in (0, FAR * (OTHERS + 1) + MANY):
            found = plan_of(table, partial(read, person, before=before))
            assert f"{index}" in found, found
            assert not [work for work in WORK if work.format(table) in found], found


@pytest.mark.parametrize("path", ["", "?status=published", "/votes", "/notices"])
def test_it_costs_the_same_however_much_i_did(site: Site, busy: User, statements: Statements, path: str) -> None:
    newcomer = make_user()
    notice = make_comment(author=newcomer)
    make_notice(newcomer, notice)
    vote_on_comment(newcomer, make_comment(), Stance.AGREE)
    counts = []
    for person in (newcomer, busy):
        browser = site.as_(person)
        browser.open("home.index")
        with statements as seen:
            page = browser.open(f"/en/my-activity{path}")
        counts.append(len(seen.selects))
    assert counts[0] == counts[1] <= BUDGET
    assert "Next page" in page.text


def test_paging_shows_each_comment_once(site: Site, busy: User) -> None:
    browser, path, seen = site.as_(busy), "/en/my-activity", []
    while path:
        page = browser.open(path)
        seen += [found.get("id") for found in page.all("article")]
        path = page.links.get("Next page", "")
    assert len(seen) == len(set(seen)) == OWN + 1
    assert seen == sorted(seen, key=lambda name: -int(name[1:]))


def test_sections_of_a_module_stay_together(app: Flask, me: User) -> None:
    for _ in range(queries.activity.MODULES_A_PAGE + 1):
        make_ballot(asked_about(), me)
    first = queries.judged_sections(me)
    second = queries.judged_sections(me, before=first.after or 0)
    modules = [{one.version.module_id for one in page.rows} for page in (first, second)]
    assert [len(found) for found in modules] == [queries.activity.MODULES_A_PAGE, 1]
    assert not modules[0] & modules[1]
    assert second.after is None
