"""Nothing typed is lost: one text a page waits for the sign-in, in either language, until it is sent."""

import pytest
from sqlalchemy import select

from consult.accounts.models import Role, User
from consult.consultations.models import Consultation
from consult.core.db import db
from consult.core.drafts import Draft
from consult.feedback.models import Comment, Visibility
from consult.reports.services import compile_report
from tests.builders import PASSPHRASE, make_block, make_comment, make_consultation, make_user, make_version
from tests.support.clock import StoppedClock
from tests.support.pages import Page
from tests.support.site import Site


def consultation() -> Consultation:
    version = make_version()
    make_block(version, key="b01")
    make_block(version, key="b02")
    return make_consultation(versions=[version])


def write(site: Site, found: Consultation, key: str, body: str, lang: str = "en") -> Page:
    page = site.open("feedback.thread", found.modules[0].module, lang=lang, key=key)
    return page.submit("feedback.thread", kind="support", body=body, lang="en")


def signed_in(site: Site, person: User) -> Page:
    """Who signs in comes back to what they wrote last."""
    return site.open("accounts.sign_in").submit("accounts.sign_in", email=person.email, passphrase=PASSPHRASE)


def waiting(site: Site, found: Consultation, key: str, lang: str = "en") -> str:
    return site.open("feedback.thread", found.modules[0].module, lang=lang, key=key).form("feedback.thread").value("body")


def test_a_text_waits_on_each_page_it_was_written_on_in_both_languages(site: Site) -> None:
    found = consultation()
    write(site, found, "b01", "First words.")
    write(site, found, "b02", "Second words.")
    assert waiting(site, found, "b01") == "First words."
    assert waiting(site, found, "b01", "fr") == "First words."
    assert waiting(site, found, "b02", "fr") == "Second words."


def test_sending_one_text_leaves_the_other_waiting(site: Site) -> None:
    found, person = consultation(), make_user(passphrase=PASSPHRASE)
    write(site, found, "b01", "First words.")
    write(site, found, "b02", "Second words.")
    signed_in(site, person).submit("feedback.thread")
    assert db.session.scalars(select(Comment.body)).all() == ["Second words."]
    assert waiting(site, found, "b01") == "First words."
    assert not [comment for comment in db.session.scalars(select(Draft)) if "Second words." in str(comment.fields)]


def test_signing_in_without_a_return_address_leads_to_the_waiting_text(site: Site) -> None:
    found, person = consultation(), make_user(passphrase=PASSPHRASE)
    write(site, found, "b01", "First words.")
    assert "First words." in signed_in(site, person).text


def test_a_refused_text_is_not_forgotten(site: Site) -> None:
    found, person = consultation(), make_user(passphrase=PASSPHRASE)
    write(site, found, "b01", "First words.")
    page = signed_in(site, person).follow("Edit my text")
    assert page.form("feedback.thread").value("body") == "First words."
    assert page.submit("feedback.thread", body="").status == 422
    assert waiting(site, found, "b01") == "First words."


def test_a_moderators_note_waits_where_the_sign_in_had_ended(site: Site, clock: StoppedClock) -> None:
    comment = make_comment(visibility=Visibility.PENDING)
    person = make_user(roles=[Role.MODERATOR], passphrase=PASSPHRASE)
    page = site.as_(person).open("moderation.item", comment_id=comment.id)
    clock.move(minutes=31)
    sign_in = page.submit("moderation.item", outcome="publish", note="A careful note.")
    back = sign_in.submit("accounts.sign_in", email=person.email, passphrase=PASSPHRASE)
    assert back.form("moderation.item").value("note") == "A careful note."
    assert comment.visibility is Visibility.PENDING


def test_a_summary_waits_where_the_sign_in_had_ended(site: Site, clock: StoppedClock) -> None:
    found = make_consultation("closed")
    person = make_user(roles=[Role.ANALYST], passphrase=PASSPHRASE)
    compile_report(person, found)
    page = site.as_(person).open("reports.workspace", found)
    clock.move(minutes=31)
    sign_in = page.submit("reports.workspace", summary_en="Half an hour of work.")
    back = sign_in.submit("accounts.sign_in", email=person.email, passphrase=PASSPHRASE)
    assert back.form("reports.workspace").value("summary_en") == "Half an hour of work."


@pytest.mark.parametrize("act", ["feedback.withdraw", "feedback.restore", "feedback.vote"])
def test_an_act_with_an_expired_token_promises_nothing(site: Site, act: str) -> None:
    author = make_user()
    comment = make_comment(author=author)
    page = site.as_(author).post(act, {"stance": "agree"}, token=False, comment_id=comment.id)
    assert page.status == 422
    assert not page.all(class_="banner--ok")


def test_an_answer_on_the_second_page_leads_back_to_it(site: Site) -> None:
    found = consultation()
    comments = [make_comment(found, block_key="b01", body=f"number {number}.") for number in range(23)]
    page = site.as_(make_user()).open("feedback.thread", found.modules[0].module, key="b01", after=comments[19].id)
    answer = page.article(f"c{comments[21].id}").first("form")
    assert answer
    posted = site.as_(make_user()).post("feedback.vote", {"stance": "agree"}, comment_id=comments[21].id)
    assert f"after={comments[21].id - 1}" in posted.location
    assert posted.headers["Location"].endswith(f"#c{comments[21].id}")


def test_the_author_of_a_waiting_comment_finds_it_at_its_address(site: Site) -> None:
    author = make_user()
    comment = make_comment(author=author, visibility=Visibility.PENDING, body="Waiting words.")
    assert "Waiting words." in site.as_(author).open("feedback.comment", comment_id=comment.id).text
    assert site.open("feedback.comment", comment_id=comment.id).status == 404
