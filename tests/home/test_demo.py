"""The demo as a visitor finds it: what is published, what waits, who answered, and that every number is the sum of its rows."""

from collections import Counter
from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from consult.accounts.models import Role, User
from consult.accounts.services import recognize
from consult.analysis.readiness import MINIMUM_JUDGED
from consult.audit.models import AuditEntry
from consult.consultations.models import Consultation
from consult.consultations.queries import by_reference
from consult.consultations.rules import Stage, stage
from consult.core import clock, zones
from consult.core.db import db
from consult.feedback.models import (
    AuthorChoice,
    Comment,
    CommentEdit,
    CommentVote,
    Flag,
    FormerWording,
    Readiness,
    SectionBallot,
    Stance,
    Statement,
    StatementVote,
    Visibility,
)
from consult.home.demo_loader import content
from consult.home.demo_loader.passphrase import demo_passphrase
from consult.jobs.models import Job
from consult.moderation.models import Decision, Reason
from consult.modules.models import Module, ModuleVersion, VersionStatus
from consult.notices.models import Notice
from consult.reports.models import Edition, Report, ReportStatus
from tests.support.database import clean
from tests.support.site import Site

ROWS = content.comment_rows()
OPEN, CLOSED = "recruit-foundations", "first-minute-round-1"


@pytest.fixture(scope="module")
def loading(application: Flask) -> Iterator[Result]:
    """Load the demo once for this whole file, whose tests only read it; give back what the command printed."""
    with application.app_context():
        yield application.test_cli_runner().invoke(args=["consult", "demo"])
        db.session.remove()
    clean(application)


@pytest.fixture
def demo(loading: Result) -> Result:
    """The demo, loaded."""
    assert loading.exit_code == 0, loading.output
    return loading


def consultation(slug: str) -> Consultation:
    return by_reference(slug)


def comments(slug: str) -> list[Comment]:
    return list(db.session.scalars(sa.select(Comment).where(Comment.consultation_id == consultation(slug).id).order_by(Comment.id)))


@pytest.mark.usefixtures("demo")
class TestTheOpenRound:
    """Where a visitor can take part."""

    def test_forty_comments_are_published_seven_wait_and_one_came_back(self):
        assert Counter(one.visibility for one in comments(OPEN)) == {
            Visibility.PUBLISHED: 40,
            Visibility.PENDING: 7,
            Visibility.RETURNED: 1,
        }

    def test_what_waits_is_what_the_file_expects_not_to_be_published(self):
        waiting = {one.source_id for one in comments(OPEN) if one.visibility is not Visibility.PUBLISHED}
        assert waiting == {row["id"] for row in ROWS if row["expected_moderation"] != "publish"}

    def test_one_change_is_public_two_wait_and_one_comment_is_flagged(self):
        changed = [one for one in comments(OPEN) if one.edited_at]
        assert [one.source_id for one in changed] == ["216"]
        assert [one.body for one in db.session.scalars(sa.select(FormerWording))] == [row["body"] for row in ROWS if row["id"] == "216"]
        waiting = db.session.scalars(sa.select(CommentEdit).where(CommentEdit.state == "waiting"))
        assert {one.comment.source_id for one in waiting} == {"217", "228"}
        assert [one.comment.source_id for one in db.session.scalars(sa.select(Flag))] == ["222", "222"]

    def test_what_came_back_is_what_the_file_expects_its_author_to_change(self):
        returned = [one.source_id for one in comments(OPEN) if one.visibility is Visibility.RETURNED]
        assert returned == [row["id"] for row in ROWS if row["expected_moderation"] == "ask_author"][:1]

    def test_each_published_comment_was_decided_by_the_moderator(self):
        moderator = db.session.scalars(sa.select(User).where(User.email == "moderator@example.org")).one()
        decided = {
            (one.comment_id, one.moderator_id, one.after)
            for one in db.session.scalars(sa.select(Decision))
            if one.before is Visibility.PENDING and one.after is Visibility.PUBLISHED
        }
        assert decided == {(one.id, moderator.id, Visibility.PUBLISHED) for one in comments(OPEN) if one.visibility is Visibility.PUBLISHED}

    def test_as_many_people_agree_as_the_file_says(self):
        agreeing = sa.select(Comment.source_id, sa.func.count()).join(CommentVote, CommentVote.comment_id == Comment.id)
        agreeing = agreeing.where(CommentVote.stance == Stance.AGREE, Comment.consultation_id == consultation(OPEN).id)
        counted = {number: people for number, people in db.session.execute(agreeing.group_by(Comment.source_id))}
        assert counted == {row["id"]: int(row["agree_count"]) for row in ROWS if row["agree_count"] != "0"}

    def test_words_and_wishes_are_those_of_the_file(self):
        by_number = {one.source_id: one for one in comments(OPEN)}
        for row in ROWS:
            said = by_number[row["id"]]
            assert (said.signed_as, said.block_key) == (row["display_name"] if said.signed_as else "", row["block_id"])
            assert said.body == row["body"] or said.edited_at
            assert f"{said.lang}-CA" == row["lang"]
            assert (said.kind.value if said.kind else "reply") == row["kind"]
            shows_role = said.author_choice not in {AuthorChoice.ANONYMOUS, AuthorChoice.TEAM_ONLY}
            assert (said.perspective, said.province) == ((row["stakeholder_group"], row["province"]) if shows_role else (None, None))
            assert (said.parent_id and db.session.get_one(Comment, said.parent_id).source_id) == (row["parent_id"] or None)

    def test_people_chose_in_every_way_how_to_appear(self):
        assert {one.author_choice for one in comments(OPEN)} == set(AuthorChoice)
        unsigned = {AuthorChoice.ROLE_PROVINCE, AuthorChoice.ANONYMOUS, AuthorChoice.TEAM_ONLY}
        assert all(bool(one.signed_as) is (one.author_choice not in unsigned) for one in comments(OPEN))
        assert {one.quote_ok for one in comments(OPEN)} == {True, False}

    def test_the_last_comment_is_of_yesterday_and_their_order_is_that_of_their_hours(self):
        zone = consultation(OPEN).zone
        moments = [one.posted_at for one in comments(OPEN) if one.posted_at]
        assert len(moments) == len(comments(OPEN))
        assert zones.local(max(moments), zone).date() == zones.local(clock.now(), zone).date() - timedelta(days=1)
        assert moments == sorted(moments)

    def test_it_is_open_for_sixty_days_more(self):
        found = consultation(OPEN)
        assert stage(found, clock.now()) is Stage.OPEN
        assert found.closes_at is not None
        assert zones.last_day(found.closes_at, found.zone) == zones.local(clock.now(), found.zone).date() + timedelta(days=60)
        assert zones.local(found.closes_at, found.zone).time() == time.min

    def test_it_asks_about_three_modules(self):
        assert [(entry.module_id, entry.version.number) for entry in consultation(OPEN).modules] == [(11, 1), (12, 2), (13, 1)]

    def test_the_first_module_says_that_it_awaits_indigenous_reviewers(self):
        version = db.session.scalars(sa.select(ModuleVersion).where(ModuleVersion.module_id == 11)).one()
        assert "Indigenous" in version.notice.en
        assert "autochtones" in version.notice.fr


@pytest.mark.usefixtures("demo")
class TestTheClosedRound:
    """Where a visitor can read what came of it."""

    def test_ten_comments_of_which_one_is_hidden_and_one_withdrawn(self):
        said = comments(CLOSED)
        assert Counter(one.visibility for one in said) == {Visibility.PUBLISHED: 8, Visibility.HIDDEN: 1, Visibility.WITHDRAWN: 1}
        assert [one.reason_code for one in said if one.visibility is Visibility.HIDDEN] == [Reason.PII_THIRD.value]

    def test_they_are_about_the_first_version_which_another_one_has_replaced(self):
        versions = list(db.session.scalars(sa.select(ModuleVersion).where(ModuleVersion.module_id == 12).order_by(ModuleVersion.number)))
        assert [one.status for one in versions] == [VersionStatus.SUPERSEDED, VersionStatus.PUBLISHED]
        assert {one.version_id for one in comments(CLOSED)} == {versions[0].id}

    def test_the_eighty_answered_twelve_statements(self):
        assert consultation(CLOSED).statement_count == 12
        voters = db.session.scalar(sa.select(sa.func.count(sa.distinct(StatementVote.voter_id))))
        assert voters == 80
        assert all(0 < statement.seen <= 80 for statement in db.session.scalars(sa.select(Statement)))

    def test_nobody_voted_before_a_comment_was_public_or_after_the_end(self):
        late = sa.select(CommentVote).join(Comment, Comment.id == CommentVote.comment_id)
        late = late.join(Consultation, Consultation.id == Comment.consultation_id)
        out_of_time = (
            CommentVote.cast_at < Comment.posted_at,
            CommentVote.cast_at >= Consultation.closes_at,
            CommentVote.voter_id == Comment.author_id,
        )
        assert not list(db.session.scalars(late.where(sa.or_(*out_of_time))))

    def test_its_report_is_published_in_both_languages(self):
        report = db.session.scalars(sa.select(Report)).one()
        assert report.status is ReportStatus.PUBLISHED
        assert report.summary.complete
        assert stage(consultation(CLOSED), clock.now()) is Stage.REPORTED
        assert report.published_at is not None
        assert clock.now() - report.published_at > timedelta(days=90)

    def test_what_the_summary_says_of_agreement_is_so(self):
        """Exit, crisis teams and waiting: broad agreement. Answering questions in person: divided."""
        content = db.session.scalars(sa.select(Edition.content)).one()
        lists = {name: content.partition(f'"{name}":[')[2].partition("]")[0].split(",") for name in ("most_agreed", "most_divided")}
        assert {"1", "6", "9"} <= set(lists["most_agreed"])
        assert lists["most_divided"][0] == "7"


@pytest.mark.usefixtures("demo")
class TestTheSections:
    """Is each section fit for use? What people said, and what they are asked again."""

    def judged(self, slug: str) -> Counter[tuple[int, str]]:
        """How many people judged each section."""
        mine = (SectionBallot.consultation_id == consultation(slug).id, SectionBallot.readiness != Readiness.NOT_FOR_ME)
        return Counter((row.module_id, row.section_key) for row in db.session.scalars(sa.select(SectionBallot).where(*mine)))

    def test_of_the_reported_round_a_figure_can_be_made_but_for_one_section(self):
        people = self.judged(CLOSED)
        assert set(people) == {(12, f"s{number}") for number in range(1, 8)}
        assert [key for (_module, key), number in people.items() if number < MINIMUM_JUDGED] == ["s7"]

    def test_in_the_open_round_some_sections_wait_for_more_people(self):
        people = self.judged(OPEN)
        assert {module for module, _key in people} == {11, 12, 13}
        assert {number >= MINIMUM_JUDGED for number in people.values()} == {True, False}

    def test_they_are_what_the_file_says_each_in_words_of_its_own(self):
        lines = [line for slug in (OPEN, CLOSED) for sections in content.ballots(slug).values() for line in sections.values()]
        told = [opinion["words"] for line in lines for opinion in [*line["asking"], *line.get("accounts", [])] if opinion["words"]]
        assert len(set(told)) == len(told)
        assert sorted(db.session.scalars(sa.select(SectionBallot.reason).where(SectionBallot.reason != ""))) == sorted(told)
        plain = sum(line["ready"] + line["not_for_me"] for line in lines)
        asked = sum(len(line["asking"]) + len(line.get("accounts", [])) for line in lines)
        assert db.session.scalar(sa.select(sa.func.count()).select_from(SectionBallot)) == plain + asked

    def test_nobody_answered_before_the_opening_or_after_the_end(self):
        out_of_time = sa.or_(SectionBallot.cast_at < Consultation.opens_at, SectionBallot.cast_at >= Consultation.closes_at)
        late = sa.select(SectionBallot).join(Consultation, Consultation.id == SectionBallot.consultation_id).where(out_of_time)
        assert not list(db.session.scalars(late))

    @pytest.mark.parametrize(
        ("address", "lang", "again", "same"), [("participant@example.org", "en", "s3", "s1"), ("participante@example.org", "fr", "s5", "")]
    )
    def test_whoever_signs_in_is_asked_again_where_the_wording_changed(self, application, address, lang, again, same):
        person = db.session.scalars(sa.select(User).where(User.email == address)).one()
        page = Site(application).as_(person).open("feedback.module", db.session.get_one(Module, 12), lang=lang)
        changed = {"en": "The wording of this section changed", "fr": "Le libellé de cette section a changé"}[lang]
        assert [found["id"] for found in page.all(class_="ask") if changed in found.text] == [f"ready-{again}"]
        if same:
            assert "this same wording" in page.article(f"ready-{same}").text


@pytest.mark.usefixtures("demo")
class TestAllOfIt:
    """The people, the trail, the clock, and the second loading."""

    def test_every_counter_and_every_chain_holds(self, application):
        outcome = application.test_cli_runner().invoke(args=["consult", "check"])
        assert (outcome.exit_code, outcome.stdout) == (0, "")

    def test_no_mail_went_out_though_authors_were_told(self, application):
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Notice)) == 43
        assert not (Path(application.extensions["settings"].instance) / "mail").exists()
        told = sa.select(User.email).join(Notice, Notice.user_id == User.id).where(Notice.mailed_at == Notice.created_at)
        assert set(db.session.scalars(told)) == {"participant@example.org", "participante@example.org"}
        assert not list(db.session.scalars(sa.select(Notice).where(Notice.mailed_at > Notice.created_at)))
        assert {job.state.value for job in db.session.scalars(sa.select(Job))} == {"done"}

    def test_nothing_happened_in_the_future(self):
        now = clock.now()
        for moment in (
            AuditEntry.at,
            Comment.posted_at,
            CommentVote.cast_at,
            StatementVote.cast_at,
            SectionBallot.cast_at,
            Notice.created_at,
            Decision.decided_at,
        ):
            latest = db.session.scalar(sa.select(sa.func.max(moment)))
            assert latest is not None
            assert latest <= now

    def test_those_who_only_vote_and_write_cannot_sign_in(self):
        nameless = db.session.scalars(sa.select(User).where(User.email.is_(None))).all()
        assert len(nameless) == 81
        assert all(person.passphrase_hash is None for person in nameless)

    def test_there_is_one_account_for_each_role_and_its_passphrase_is_printed(self, application, demo):
        held = {role for person in db.session.scalars(sa.select(User).where(User.email.is_not(None))) for role in person.roles}
        assert held == set(Role)
        passphrase = demo_passphrase(application.extensions["settings"].secret_key)
        assert passphrase in demo.stdout
        for person in db.session.scalars(sa.select(User).where(User.email.is_not(None))):
            assert person.email
            assert person.email in demo.stdout
            assert recognize(person.email, passphrase, network="127.0.0.1") is person

    @pytest.mark.parametrize("account", content.accounts(), ids=lambda account: account["address"])
    def test_each_account_begins_on_a_page_of_its_own(self, application, demo, account):
        person = db.session.scalars(sa.select(User).where(User.email == account["address"])).one()
        page = Site(application).as_(person).open(account["start"])
        assert (page.status, page.path, page.lang) == (200, account["start"], account["lang"])
        assert f"{account['start']}\n" in demo.stdout

    def test_who_signs_in_finds_what_the_start_has_said(self, application):
        people = {person.email: person for person in db.session.scalars(sa.select(User).where(User.email.is_not(None)))}
        site = Site(application)
        returned = site.as_(people["participant@example.org"]).open("feedback.my_comments")
        waiting = site.as_(people["participante@example.org"]).open("feedback.my_comments")
        assert "Returned to you" in returned.text
        assert "Your change waits" in waiting.text
        changes = site.as_(people["moderator@example.org"]).open("moderation.edits")
        assert [link.text for link in changes.all("a") if link.text.startswith("Change of comment")]
        change = site.as_(people["moderator@example.org"]).open("moderation.edit", edit_id=2)
        assert change.all("ins")

    @pytest.mark.parametrize("lang", ["en", "fr"])
    def test_what_changed_between_two_versions_is_one_address_away(self, application, demo, lang):
        page = Site(application).open(content.COMPARISON[lang])
        assert (page.status, page.lang) == (200, lang)
        assert page.all("ins")
        assert content.COMPARISON[lang] in demo.stdout

    def test_loading_it_again_changes_nothing(self, application, demo):
        before = rows_of_every_table()
        again = application.test_cli_runner().invoke(args=["consult", "demo"])
        assert again.exit_code == 0
        assert "already" in again.stderr
        assert again.stdout == demo.stdout
        assert rows_of_every_table() == before

    @pytest.mark.parametrize("lang", ["en", "fr"])
    def test_its_pages_open(self, application, lang):
        site = Site(application)
        for target, subject in (
            ("home.index", None),
            ("consultations.index", None),
            ("consultations.page", consultation(OPEN)),
            ("consultations.page", consultation(CLOSED)),
            ("feedback.module", db.session.get_one(Module, 12)),
            ("reports.index", None),
            ("reports.report", db.session.scalars(sa.select(Report)).one()),
        ):
            assert site.open(target, subject, lang=lang).status == 200


def rows_of_every_table() -> dict[str, int | None]:
    return {name: db.session.scalar(sa.select(sa.func.count()).select_from(table)) for name, table in db.metadata.tables.items()}
