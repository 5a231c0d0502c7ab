"""What a snapshot counts, how it is spelled, and that it is the same for the same rows."""

import json
from datetime import UTC, datetime

import pytest

from consult.accounts.rules import operator
from consult.analysis.canonical import canonical
from consult.consultations.models import ConsultationModule
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.version import VERSION
from consult.feedback.models import CommentVote, Visibility
from consult.modules.models import BlockKind, VersionStatus
from consult.reports.queries import evidence
from consult.reports.services import compile_report
from tests.builders import (
    make_block,
    make_comment,
    make_consultation,
    make_judgements,
    make_module,
    make_statement,
    make_total,
    make_user,
    make_version,
    make_votes,
)
from tests.reports.rounds import Round, make_round
from tests.support.clock import StoppedClock

pytestmark = pytest.mark.usefixtures("app")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def made(clock: StoppedClock) -> Round:
    """The hand-made round, at a moment that stands still."""
    clock.set(NOON)
    return make_round()


def snapshot_of(consultation):
    return json.loads(compile_report(operator(), consultation).snapshot)


def findings_of(consultation):
    return snapshot_of(consultation)["findings"]


def item(kind, number, agree, disagree, unsure, share, low, high):
    counts = {"agree": agree, "disagree": disagree, "unsure": unsure, "seen": agree + disagree + unsure}
    return {"type": kind, "number": number, "source_id": None, **counts, "share": share, "low": low, "high": high}


def test_a_snapshot_says_exactly_what_the_rows_say(made):
    consultation, said = made.consultation, made.comments
    module = consultation.modules[0].module_id
    assert findings_of(consultation) == {
        "schema": 1,
        "consultation": {
            "id": consultation.id,
            "slug": "consultation-1-en",
            "provenance": "own",
            "languages": "both",
            "source": None,
            "source_id": None,
            "opens_at": "2026-10-11T12:00:00Z",
            "closes_at": "2026-11-10T12:00:00Z",
        },
        "compiled_at": "2026-11-20T12:00:00Z",
        "code_version": VERSION,
        "parameters": {
            "minimum_seen": 20,
            "minimum_judged": 10,
            "list_length": 5,
            "lists_of": "statement",
            "interval": "wilson",
            "z": "1.959964",
        },
        # Ann and Ben wrote; 3 people voted on comments and 25 on statements; nobody did both.
        "participation": {"participants": 30, "commenters": 2, "voters": 28, "by_language": {"en": 2, "fr": 1}},
        "comments": {
            "published": 5,
            "by_kind": {"concern": 2, "support": 1, "question": 1, "reply": 1},
            "by_section": [
                {"module": module, "section": "", "comments": 1},
                {"module": module, "section": "start", "comments": 1},
                {"module": module, "section": "s1", "comments": 3},
            ],
            "not_public": {"pending": 1, "returned": 1, "hidden": 1, "withdrawn": 1, "team_only": 1},
        },
        "ballots": [],
        "votes": {"live": 59, "counted": 51},
        "items": [
            item("statement", 1, 20, 1, 2, "0.8696", "0.6787", "0.9546"),
            item("statement", 2, 12, 12, 1, "0.4800", "0.3003", "0.6650"),
            *(item("comment", said[name].id, 0, 0, 0, "0.0000", "0.0000", "1.0000") for name in ("heading",)),
            item("comment", said["paragraph"].id, 2, 0, 1, "0.6667", "0.2077", "0.9385"),
            *(item("comment", said[name].id, 0, 0, 0, "0.0000", "0.0000", "1.0000") for name in ("first", "whole", "reply")),
        ],
        "most_agreed": [1, 2],
        "most_divided": [2, 1],
        "source_totals": [],
    }


def test_the_labels_are_the_words_of_that_day(made):
    consultation = made.consultation
    module = str(consultation.modules[0].module_id)
    assert snapshot_of(consultation)["labels"] == {
        "title": {"en": consultation.title.en, "fr": consultation.title.fr},
        "modules": {module: {"en": "The first minute", "fr": "La première minute"}},
        "sections": {f"{module}:s1": {"en": "Distance", "fr": "La distance"}, f"{module}:s2": {"en": "=Afterwards", "fr": "=Après"}},
        "statements": {
            "1": {"en": "=1+1 is <b>two</b>.", "fr": "=1+1 font <b>deux</b>."},
            "2": {"en": "Half of us agree.", "fr": "La moitié est d’accord."},
        },
    }


def test_no_number_is_a_float_and_keys_are_sorted(made):
    snapshot = compile_report(operator(), made.consultation).snapshot

    def refuse(digits):
        pytest.fail(f"{digits} is a float")

    json.loads(snapshot, parse_float=refuse)
    json.loads(
        snapshot,
        object_pairs_hook=lambda pairs: pytest.fail(f"{pairs}") if pairs != sorted(pairs, key=lambda pair: pair[0]) else dict(pairs),
    )
    assert snapshot == canonical(json.loads(snapshot))


def test_compiling_twice_gives_the_same_bytes(made, clock):
    report = compile_report(operator(), made.consultation)
    first = report.snapshot
    assert compile_report(operator(), made.consultation) is report
    assert report.snapshot == first
    clock.move(hours=1)
    assert compile_report(operator(), made.consultation).snapshot == first.replace("2026-11-20T12", "2026-11-20T13")


@pytest.mark.parametrize("visibility", [state for state in Visibility if state is not Visibility.PUBLISHED])
def test_a_comment_that_is_not_public_is_in_no_figure(visibility):
    consultation = make_consultation("closed")
    comment = make_comment(consultation, visibility=visibility)
    make_votes(comment, [make_user() for _ in range(4)], agree=4)
    found = findings_of(consultation)
    assert found["items"] == []
    assert found["comments"]["published"] == 0
    assert found["comments"]["not_public"][visibility.value] == 1
    assert (found["participation"]["commenters"], found["participation"]["voters"]) == (0, 4)
    assert found["votes"] == {"live": 4, "counted": 0}


def test_a_person_who_wrote_twice_and_voted_is_one_person():
    consultation, person = make_consultation("closed"), make_user()
    for lang in ("en", "fr"):
        make_comment(consultation, author=person, lang=lang)
    make_votes(make_comment(consultation), [person], agree=1)
    found = findings_of(consultation)["participation"]
    assert found == {"participants": 2, "commenters": 2, "voters": 1, "by_language": {"en": 2, "fr": 1}}


def test_an_erased_author_is_nobody_but_their_comment_stays():
    consultation = make_consultation("closed")
    make_comment(consultation).author_id = None
    found = findings_of(consultation)
    assert (found["comments"]["published"], found["participation"]["participants"]) == (1, 0)


def test_other_consultations_do_not_count():
    consultation, elsewhere = make_consultation("closed"), make_round().consultation
    assert elsewhere.id != consultation.id
    found = findings_of(consultation)
    assert (found["items"], found["participation"]["participants"], found["votes"]["live"]) == ([], 0, 0)


def test_without_statements_the_lists_are_of_comments():
    consultation, crowd = make_consultation("closed"), [make_user() for _ in range(20)]
    few, many = make_comment(consultation), make_comment(consultation)
    make_votes(few, crowd, agree=19)
    make_votes(many, crowd, agree=11, disagree=9)
    found = findings_of(consultation)
    assert found["parameters"]["lists_of"] == "comment"
    assert found["most_agreed"] == found["most_divided"] == [many.id]


def test_a_list_needs_twenty_people_who_answered():
    consultation, crowd = make_consultation("closed"), [make_user() for _ in range(20)]
    make_votes(make_statement(consultation), crowd, agree=10, unsure=9)
    make_votes(make_statement(consultation), crowd, agree=1, unsure=19)
    assert findings_of(consultation)["most_agreed"] == [2]


def test_modules_come_in_the_order_of_the_consultation_and_comments_keep_the_version_they_were_made_on():
    module = make_module()
    old = make_version(module, title=Bilingual("Old", "Ancien"))
    make_block(old, key="s1", kind=BlockKind.SECTION, markdown=Bilingual("Gone", "Disparue"))
    consultation = make_consultation("closed", versions=[old])
    make_comment(consultation, block_key="s1")
    old.status = VersionStatus.SUPERSEDED
    new, first = make_version(module, title=Bilingual("New", "Nouveau")), make_version()
    consultation.modules = [
        ConsultationModule(module=version.module, version=version, position=place) for place, version in enumerate((first, new), start=1)
    ]
    db.session.flush()
    make_comment(consultation)
    snapshot = snapshot_of(consultation)
    assert [row["module"] for row in snapshot["findings"]["comments"]["by_section"]] == [first.module_id, module.id]
    assert snapshot["labels"]["sections"][f"{module.id}:s1"] == {"en": "Gone", "fr": "Disparue"}
    assert snapshot["labels"]["modules"][str(module.id)]["en"] == "New"


def test_compiling_asks_the_database_no_more_of_a_large_round_than_of_a_small_one(made, statements):
    asked = []
    for people in (1, 4):
        for key in ("s1", "s2"):
            make_judgements(made.consultation, (people, people, people, people), key=key)
        for _ in range(people):
            make_total(make_comment(made.consultation, block_key="b02"), 1, 1, 1)
        with statements as seen:
            evidence(made.consultation)
        asked.append(len(seen.selects))
    assert asked[0] == asked[1] <= 20


def test_the_evidence_holds_no_name(made):
    spelled = repr(evidence(made.consultation))
    assert "Ann" not in spelled
    assert "Ben" not in spelled


def test_counters_that_drifted_do_not_matter(made):
    made.statements["agreed"].agree_count = 999
    made.comments["paragraph"].agree_count = 999
    db.session.query(CommentVote).filter_by(comment_id=made.comments["paragraph"].id).delete()
    found = {(row["type"], row["number"]): row["seen"] for row in findings_of(made.consultation)["items"]}
    assert found["statement", 1] == 23
    assert found["comment", made.comments["paragraph"].id] == 0
