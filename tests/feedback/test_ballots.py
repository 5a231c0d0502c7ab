"""Ballots on sections: one live answer a person and section, pinned to the wording, with its history."""

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from consult.accounts.models import Perspective, Profile, User
from consult.consultations.models import Consultation
from consult.core import transaction
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.errors import Closed, Incomplete, NotFound, Refused, SignInNeeded
from consult.feedback import queries, services
from consult.feedback.models import FormerSectionBallot, Readiness, ReadinessReason, SectionBallot
from consult.feedback.services import Target
from consult.home.queries.checked import broken_seals
from consult.modules import queries as modules
from consult.modules.models import BlockKind, ModuleVersion, VersionStatus
from tests.builders import make_ballot, make_block, make_consultation, make_user, make_version
from tests.support.clock import StoppedClock

READY, CHANGES, NOT_READY, NOT_FOR_ME = Readiness
ANSWER: dict[str, Any] = {
    "readiness": CHANGES,
    "importance": 4,
    "reasons": [ReadinessReason.UNFAIR, ReadinessReason.UNCLEAR],
    "reason": "  Say it\r\nfor two.  ",
    "lang": "en",
}
PLAIN: dict[str, Any] = {"readiness": READY, "importance": None, "reasons": [], "reason": "", "lang": "en"}


def make_text(version: ModuleVersion, body: str = "One officer talks.") -> None:
    """Two sections, the first of two blocks."""
    make_block(version, key="s1", kind=BlockKind.SECTION, markdown=Bilingual("Tone", "Le ton"))
    make_block(version, key="b01", section_key="s1", markdown=Bilingual(body, "Une seule personne parle."))
    make_block(version, key="s2", kind=BlockKind.SECTION, markdown=Bilingual("Time", "Le temps"))
    make_block(version, key="b02", section_key="s2")


def asked_about(stage: str = "open") -> Consultation:
    """A consultation with such a text."""
    version = make_version()
    make_text(version)
    return make_consultation(stage, versions=[version])


def cast(actor: User | None, consultation: Consultation, key: str = "s1", **changed: Any) -> None:
    entry = consultation.modules[0]
    services.cast_ballot(actor, Target(consultation, entry.module_id, entry.version_id, key), **{**ANSWER, **changed})


def live() -> list[SectionBallot]:
    db.session.flush()
    return list(db.session.scalars(select(SectionBallot).order_by(SectionBallot.voter_id, SectionBallot.section_key)))


def former() -> list[FormerSectionBallot]:
    return list(db.session.scalars(select(FormerSectionBallot).order_by(FormerSectionBallot.id)))


def test_an_answer_is_kept_with_its_wording_and_the_perspective_of_the_day(app: Flask) -> None:
    consultation, voter = asked_about(), make_user()
    voter.profile = Profile(perspective=Perspective.JUSTICE)
    cast(voter, consultation)
    ballot = live()[0]
    entry = consultation.modules[0]
    assert (ballot.readiness, ballot.importance, ballot.perspective) == (CHANGES, 4, Perspective.JUSTICE)
    assert ballot.reasons == ["unclear", "unfair"], "in the order of the list, whatever the order of the boxes"
    assert ballot.reason == "Say it\nfor two."
    assert ballot.wording_hash == modules.wordings([entry.version_id])[entry.version_id, "s1"]


def test_the_same_answer_again_changes_nothing(app: Flask, clock: StoppedClock) -> None:
    consultation, voter = asked_about(), make_user()
    cast(voter, consultation)
    before = live()[0].cast_at
    clock.move(hours=1)
    cast(voter, consultation, reasons=list(reversed(ANSWER["reasons"])))
    assert live()[0].cast_at == before
    assert former() == []


@pytest.mark.parametrize(
    "changed",
    [
        {"readiness": NOT_READY},
        {"importance": 5},
        {"importance": None},
        {"reason": "Other words."},
        {"reasons": [ReadinessReason.OTHER]},
        {"lang": "fr"},
    ],
)
def test_whatever_changes_is_kept_in_the_history(app: Flask, changed: dict[str, Any]) -> None:
    consultation, voter = asked_about(), make_user()
    cast(voter, consultation)
    cast(voter, consultation, **changed)
    assert len(live()) == 1
    assert broken_seals() == []
    assert [(one.readiness, one.importance, one.reason, one.lang) for one in former()] == [(CHANGES, 4, "Say it\nfor two.", "en")]
    for name, value in changed.items():
        wanted = [code.value for code in value] if isinstance(value, list) else value
        assert getattr(live()[0], name) == wanted


def test_the_language_of_words_that_are_not_there_is_nothing(app: Flask) -> None:
    consultation, voter = asked_about(), make_user()
    cast(voter, consultation, **PLAIN)
    cast(voter, consultation, **PLAIN | {"lang": "fr"})
    assert former() == []


@pytest.mark.parametrize("readiness", [CHANGES, NOT_READY])
@pytest.mark.parametrize("missing", [{"reasons": []}, {"reason": " \n "}])
def test_whoever_asks_for_changes_says_which(app: Flask, readiness: Readiness, missing: dict[str, Any]) -> None:
    with pytest.raises(Incomplete):
        cast(make_user(), asked_about(), readiness=readiness, **missing)
    assert live() == []


@pytest.mark.parametrize("readiness", [READY, NOT_FOR_ME])
def test_other_answers_may_have_words_and_have_no_reasons_against_the_section(app: Flask, readiness: Readiness) -> None:
    cast(make_user(), asked_about(), readiness=readiness)
    assert (live()[0].reasons, live()[0].reason) == ([], "Say it\nfor two.")


@pytest.mark.parametrize("stage", ["draft", "scheduled", "closed", "reported"])
def test_answers_are_taken_only_while_the_consultation_is_open(app: Flask, stage: str) -> None:
    with pytest.raises(Closed):
        cast(make_user(), asked_about(stage))


def test_the_clock_closes_it_at_the_very_second(app: Flask, clock: StoppedClock) -> None:
    consultation, voter = asked_about(), make_user()
    assert consultation.closes_at
    clock.set(consultation.closes_at)
    clock.move(seconds=-1)
    cast(voter, consultation)
    clock.move(seconds=1)
    with pytest.raises(Closed):
        cast(voter, consultation, **PLAIN)
    assert live()[0].readiness is CHANGES


def test_only_confirmed_people_answer_and_only_about_sections(app: Flask) -> None:
    consultation = asked_about()
    with pytest.raises(SignInNeeded):
        cast(None, consultation)
    with pytest.raises(Refused):
        cast(make_user(confirmed=False), consultation)
    for key in ("b01", "s9", ""):
        with pytest.raises(NotFound):
            cast(make_user(), consultation, key)


def test_each_section_of_a_person_is_a_row_of_its_own(app: Flask) -> None:
    consultation, voter = asked_about(), make_user()
    cast(voter, consultation, "s1")
    cast(voter, consultation, "s2", **PLAIN)
    cast(make_user(), consultation, "s1")
    assert [(ballot.section_key, ballot.readiness) for ballot in live()] == [("s1", CHANGES), ("s2", READY), ("s1", CHANGES)]
    assert former() == []


def own(voter: User, consultation: Consultation) -> dict[str, queries.OwnAnswer]:
    entry = consultation.modules[0]
    return queries.own_answers(voter, consultation, entry.module_id, modules.sections(modules.blocks(entry.version)))


def next_round(first: Consultation, body: str) -> Consultation:
    """Another consultation on the next version of the same module; only the first section may differ."""
    before = first.modules[0].version
    before.status = VersionStatus.SUPERSEDED
    db.session.flush()
    version = make_version(before.module)
    make_text(version, body)
    return make_consultation(versions=[version])


def test_an_answer_holds_only_for_the_words_it_was_given_on(app: Flask) -> None:
    """A changed word in either language, in the heading or under it, asks for the answer anew."""
    consultation, voter = asked_about(), make_user()
    cast(voter, consultation)
    assert own(voter, consultation)["s1"].holds
    block = modules.block(consultation.modules[0].version, "b01")
    block.markdown = Bilingual(block.markdown.en, "Une seule personne parle, doucement.")
    db.session.flush()
    again = own(voter, consultation)["s1"]
    assert (again.is_here, again.same_wording, again.holds) == (True, False, False)
    cast(voter, consultation)
    assert own(voter, consultation)["s1"].holds
    assert len(former()) == 1


@pytest.mark.parametrize(("body", "same"), [("One officer talks.", True), ("One officer talks, slowly.", False)])
def test_an_earlier_consultation_is_remembered_and_never_counted_here(app: Flask, body: str, same: bool) -> None:
    first, voter = asked_about("closed"), make_user()
    make_ballot(first, voter, readiness=NOT_READY)
    second = next_round(first, body)
    answer = own(voter, second)["s1"]
    assert (answer.is_here, answer.same_wording, answer.holds) == (False, same, False)
    entry = second.modules[0]
    place = (entry.module_id, "s1")
    wordings = {place: modules.section(entry.version_id, "s1").wording}
    assert not queries.section_answers(second.id, wordings)[place].answers
    cast(voter, second, **PLAIN)
    assert own(voter, second)["s1"].holds
    assert own(voter, first)["s1"].ballot.readiness is NOT_READY, "what was said in the earlier one stays"


def test_reasons_are_counted_by_answer_and_only_on_the_present_wording(app: Flask) -> None:
    consultation = asked_about()
    entry = consultation.modules[0]
    unclear, unfair = ReadinessReason.UNCLEAR, ReadinessReason.UNFAIR
    for readiness, reasons in ((CHANGES, [unclear]), (CHANGES, [unclear, unfair]), (NOT_READY, [unfair]), (READY, [])):
        make_ballot(consultation, readiness=readiness, reasons=reasons)
    make_ballot(consultation, readiness=NOT_READY, reasons=[unclear], wording="of an earlier day")
    section = modules.section(entry.version_id, "s1")
    counts = queries.reason_counts(consultation.id, (entry.module_id, "s1"), section.wording)
    assert counts[CHANGES] == {"unclear": 2, "unfair": 1}
    assert counts[NOT_READY] == {"unfair": 1}
    counted = queries.section_answers(consultation.id, {(entry.module_id, "s1"): section.wording})[entry.module_id, "s1"]
    assert counted.answers == {CHANGES: 2, NOT_READY: 1, READY: 1}
    assert (counted.with_words, counted.on_other_wording) == (4, 1)


def write(consultation: Consultation, clock: StoppedClock, number: int) -> list[str]:
    """So many people write something, two in every moment."""
    for place in range(number):
        clock.move(seconds=place % 2)
        make_ballot(consultation, readiness=CHANGES, reason=f"Words {place}.")
    return [f"Words {place}." for place in range(number)]


@pytest.mark.parametrize("more", [0, 1, 2, 3])
def test_words_are_read_newest_first_and_paged_by_moment_with_none_left_out(app: Flask, clock: StoppedClock, more: int) -> None:
    consultation = asked_about()
    place = (consultation.modules[0].module_id, "s1")
    written = write(consultation, clock, queries.WORDS_A_PAGE + more)
    make_ballot(consultation)
    first = queries.ballot_words(consultation.id, place)
    second = queries.ballot_words(consultation.id, place, after=first.after) if first.after else None
    read = [*first.rows, *(second.rows if second else [])]
    assert sorted(row.reason for row in read) == sorted(written)
    assert [row.key for row in read] == sorted((row.key for row in read), reverse=True)
    assert second is None or second.after is None


def at_once(app: Flask, consultation: Consultation, voter: User, answers: list[dict[str, Any]]) -> None:
    """Each answer in a thread of its own, all of the same person on the same section at the same moment."""
    consultation_id, voter_id, entry = consultation.id, voter.id, consultation.modules[0]
    module_id, version_id = entry.module_id, entry.version_id
    db.session.commit()
    ready, faults = threading.Barrier(len(answers)), []

    def run(answer: dict[str, Any]) -> None:
        with app.app_context():
            person, subject = db.session.get_one(User, voter_id), db.session.get_one(Consultation, consultation_id)
            db.session.rollback()
            ready.wait(timeout=20)
            try:
                services.cast_ballot(person, Target(subject, module_id, version_id, "s1"), **answer)
                transaction.commit()
            except Exception as fault:  # noqa: BLE001 - whatever it is, the test tells it
                faults.append(fault)

    threads = [threading.Thread(target=run, args=(answer,)) for answer in answers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    assert faults == []


@pytest.mark.parametrize(("others", "changed"), [(ANSWER, 0), (PLAIN, 1)])
@pytest.mark.parametrize("is_first", [True, False])
def test_two_answers_at_once_leave_one_row(app: Flask, others: dict[str, Any], changed: int, is_first: bool) -> None:
    consultation, voter = asked_about(), make_user()
    if not is_first:
        cast(voter, consultation, importance=1)
    at_once(app, consultation, voter, [ANSWER, others])
    assert db.session.scalar(select(func.count()).select_from(SectionBallot)) == 1
    assert len(former()) == changed + (not is_first)
    answers = [(one.readiness, one.importance) for one in former()] + [(one.readiness, one.importance) for one in live()]
    assert len(set(answers)) == 1 + changed + (not is_first)
