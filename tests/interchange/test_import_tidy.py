"""`import-tidy` on a small folder: what becomes of each row."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from consult.accounts.models import Origin, User
from consult.audit.models import AuditEntry
from consult.consultations.models import Consultation, ConsultationModule, Languages, Provenance
from consult.consultations.rules import Stage, stage
from consult.core import clock
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.errors import Refused
from consult.feedback.models import (
    AuthorChoice,
    Comment,
    CommentVote,
    Kind,
    SourceTotal,
    Statement,
    StatementOrigin,
    StatementStatus,
    Suggestion,
    Visibility,
)
from consult.interchange.services import import_tidy
from consult.interchange.source.tables import Faults
from consult.interchange.source.tidy import read_tidy
from consult.modules.models import Block, BlockKind, Module, ModuleVersion, VersionStatus
from tests.builders import make_user
from tests.builders.interchange import said
from tests.support.commands import run

pytestmark = pytest.mark.usefixtures("app")


def bring_in(app, tidy, *words, write=True):
    """Write the folder and type the command; it ends well."""
    outcome = run(app, "import-tidy", str(tidy.write() if write else tidy.folder), *words)
    assert outcome.exit_code == 0, outcome.output
    return outcome


def the_consultation():
    return db.session.scalars(select(Consultation)).one()


def comments():
    return {row.source_id: row for row in db.session.scalars(select(Comment))}


def statements():
    return {row.source_id: row for row in db.session.scalars(select(Statement))}


def blocks():
    return list(db.session.scalars(select(Block).order_by(Block.position)))


def stated():
    return {(row.comment_id, row.statement_id): (row.agree, row.disagree, row.unsure) for row in db.session.scalars(select(SourceTotal))}


def test_it_prints_the_consultation_and_a_summary(app, tidy):
    outcome = bring_in(app, tidy)
    # A consultation and its module (3 rows), 6 blocks, 5 people, 9 comments, 2 statements, a wording, 2 totals, 6 votes, 1 former vote.
    assert outcome.stdout.splitlines() == [
        f"consultation {the_consultation().id}",
        "1 document, 3 sections, 9 comments, 2 statements, 6 votes, 5 participants; 37 rows written, 0 rows skipped",
    ]
    assert "comments.csv: 11 rows read." in outcome.stderr.splitlines()


def test_json_is_one_object(app, tidy):
    tidy.votes.append({"target_type": "comment", "target_id": "?", "participant": "u1", "value": "1"})
    found = json.loads(bring_in(app, tidy, "--json").stdout)
    assert found == {
        "consultation_id": the_consultation().id,
        "documents": 1,
        "sections": 3,
        "comments": 9,
        "statements": 2,
        "votes": 6,
        "participants": 5,
        "written": 37,
        "skipped": 1,
    }


def test_the_consultation_is_a_read_only_record_in_one_language(app, tidy):
    bring_in(app, tidy)
    found = the_consultation()
    assert (found.provenance, found.languages, found.source, found.source_id) == (Provenance.IMPORTED, Languages.EN, "tidy", "patrols")
    assert (found.title, found.slug.fr, found.zone) == (Bilingual("On patrols", ""), "on-patrols", "UTC")
    assert found.opens_at == datetime(2026, 1, 2, 8, tzinfo=UTC)
    assert found.closes_at == datetime(2026, 1, 5, 10, 0, 1, tzinfo=UTC)
    assert (found.statement_count, stage(found, clock.now())) == (2, Stage.CLOSED)


def test_without_any_date_the_record_is_closed_and_says_nothing_of_when(app, tidy, site):
    for row in [*tidy.comments, *tidy.votes]:
        row.pop("created_at", None)
    bring_in(app, tidy)
    found = the_consultation()
    assert (found.opens_at, found.closes_at, stage(found, clock.now())) == (None, None, Stage.CLOSED)
    assert "Dates not known" in site.open("consultations.page", found).text


def test_a_document_is_a_module_with_one_published_version(app, tidy):
    tidy.documents[0] |= {"published_at": "2025-12-24", "version": "7"}
    bring_in(app, tidy)
    version = db.session.scalars(select(ModuleVersion)).one()
    assert (version.number, version.status, version.title) == (1, VersionStatus.PUBLISHED, Bilingual("On patrols", ""))
    assert version.published_at == datetime(2025, 12, 24, tzinfo=UTC)
    assert (version.module.source, version.module.source_id, version.module.languages.value) == ("tidy", "patrols/d1", "en")
    entry = db.session.scalars(select(ConsultationModule)).one()
    assert (entry.version_id, entry.position, entry.revision) == (version.id, 1, 1)
    assert the_consultation().revision == 1


def test_sections_stand_under_their_parents_in_the_order_of_their_positions(app, tidy):
    bring_in(app, tidy)
    assert [(row.key, row.kind, row.section_key, row.number, row.source_id, row.markdown.en) for row in blocks()] == [
        ("s1", BlockKind.SECTION, "s1", None, "s1", "Part one"),
        ("s2", BlockKind.SECTION, "s2", None, "a1", "Article 1"),
        ("b01", BlockKind.PARAGRAPH, "s2", 1, None, "Walk first."),
        ("b02", BlockKind.PARAGRAPH, "s2", 2, None, "Then drive."),
        ("s3", BlockKind.SECTION, "s3", None, "a2", "Article 2"),
        ("b03", BlockKind.PARAGRAPH, "s3", 3, None, "Radios fail: < 3 in ten."),
    ]
    assert blocks()[-1].html.en == "Radios fail: &lt; 3 in ten."


@pytest.mark.parametrize(
    ("number", "kind", "key", "parent"),
    [
        ("c1", Kind.EXPERIENCE, "s2", None),
        ("p1", Kind.SUGGESTION, "s2", None),
        ("g1", Kind.SUPPORT, "s2", "p1"),
        ("g2", Kind.CONCERN, "s3", None),
        ("r1", Kind.EVIDENCE, "s2", "p1"),  # an answer to an answer: our threads have one level
        ("m1", Kind.SUGGESTION, "s2", None),
        ("k1", Kind.QUESTION, "", None),
    ],
)
def test_each_kind_of_contribution_has_its_place(app, tidy, number, kind, key, parent):
    bring_in(app, tidy)
    found = comments()
    row = found[number]
    assert (row.kind, row.block_key, row.section_key) == (kind, key, key)
    assert row.parent_id == (found[parent].id if parent else None)
    assert (row.source, row.origin.value, row.author_choice, row.signed_as) == ("tidy:patrols", "import", AuthorChoice.ANONYMOUS, "")
    assert row.quote_ok


def test_titles_dates_and_words_are_those_of_the_row(app, tidy):
    bring_in(app, tidy)
    found = comments()
    assert (found["p1"].title, found["p1"].body, found["p1"].safe_html) == ("Cycling", "Cycle too.", "<p>Cycle too.</p>")
    assert found["c1"].posted_at == datetime(2026, 1, 2, 8, tzinfo=UTC)
    assert found["p1"].posted_at is None


def test_a_modification_suggests_other_words_for_its_section(app, tidy):
    tidy.comments.append(said("m0", "modification", "", title="As it stands", section_id="a1"))
    bring_in(app, tidy)
    row = db.session.scalars(select(Suggestion)).one()
    assert row.comment_id == comments()["m1"].id
    assert (row.original, row.replacement, row.safe_html) == ("Walk first.\n\nThen drive.", "Walk.", "<p>Walk.</p>")
    assert comments()["m0"].body == ""


@pytest.mark.parametrize(
    ("status", "visibility", "reason"),
    [
        ("published", Visibility.PUBLISHED, None),
        ("unmoderated", Visibility.PUBLISHED, None),
        ("rejected", Visibility.HIDDEN, "IMPORTED"),
        ("trashed", Visibility.HIDDEN, "IMPORTED"),
        ("trashed_visible", Visibility.HIDDEN, "IMPORTED"),
        ("trashed_invisible", Visibility.HIDDEN, "IMPORTED"),
        ("unpublished", Visibility.HIDDEN, "IMPORTED"),
        ("unknown", Visibility.PENDING, None),
    ],
)
def test_what_was_public_there_is_public_here(app, tidy, status, visibility, reason):
    tidy.row("comments", "c1")["status"] = status
    bring_in(app, tidy)
    assert (comments()["c1"].visibility, comments()["c1"].reason_code) == (visibility, reason)


@pytest.mark.parametrize(("lang", "words"), [("en", "Not public at its source"), ("fr", "Non public à la source")])
def test_what_is_hidden_says_why_in_both_languages(app, tidy, site, lang, words):
    bring_in(app, tidy)
    page = site.open("feedback.comment", comment_id=comments()["t1"].id, lang=lang)
    assert words in page.text
    assert "Buy my book." not in page.text


def test_statements_come_from_statements_and_from_sections_that_were_voted_on(app, tidy):
    bring_in(app, tidy)
    found = statements()
    assert {name: (row.number, row.text.en, row.status, row.section_key) for name, row in found.items()} == {
        "a1": (1, "Article 1", StatementStatus.LIVE, "s2"),
        "x1": (2, "Everybody should walk.", StatementStatus.LIVE, "s2"),
        "x2": (3, "Nobody should.", StatementStatus.REJECTED, None),
    }
    assert {row.origin for row in found.values()} == {StatementOrigin.IMPORTED}
    assert {row.module_id for row in found.values()} == {db.session.scalars(select(Module.id)).one()}


def test_without_dates_the_last_row_of_a_person_and_target_is_the_vote(app, tidy):
    bring_in(app, tidy)
    tally = {name: (row.agree_count, row.disagree_count, row.unsure_count) for name, row in (comments() | statements()).items()}
    assert {name: counts for name, counts in tally.items() if any(counts)} == {
        "a1": (1, 1, 0),
        "x1": (1, 0, 0),
        "p1": (0, 1, 1),
        "t1": (0, 1, 0),
    }
    votes = db.session.scalars(select(CommentVote).where(CommentVote.comment_id == comments()["p1"].id)).all()
    assert {vote.cast_at for vote in votes} == {None, datetime(2026, 1, 3, tzinfo=UTC)}


def test_a_section_and_a_statement_of_the_same_id_are_two_statements(app, tidy):
    tidy.row("comments", "x1")["comment_id"] = "a1"
    tidy.votes = [vote for vote in tidy.votes if vote["target_id"] != "x1"] + [
        {**tidy.votes[0], "target_type": "comment", "participant": "u5"}
    ]
    bring_in(app, tidy)
    found = statements()
    assert (found["section:a1"].agree_count, found["section:a1"].disagree_count) == (1, 1)
    assert (found["a1"].text.en, found["a1"].agree_count) == ("Everybody should walk.", 1)


def test_totals_of_the_source_are_kept_apart(app, tidy):
    bring_in(app, tidy)
    assert stated() == {(comments()["p1"].id, None): (9, 0, 0), (None, statements()["a1"].id): (20, 3, 1)}


@pytest.mark.parametrize(
    ("voted", "lang", "words"),
    [
        (
            True,
            "en",
            "Counted here, from single votes: Agree 1 Disagree 1 Unsure 0 Total of the source, no rows: 20 agree, 3 disagree, 1 unsure.",
        ),
        (True, "fr", "Compté ici, vote par vote\u00a0: D’accord 1 En désaccord 1 Je ne sais pas 0 Total indiqué par la source"),
        (False, "en", "There are no single votes here to count. Total of the source, no rows: 20 agree, 3 disagree, 1 unsure."),
        (False, "fr", "Il n’y a ici aucun vote individuel à compter. Total indiqué par la source, sans vote individuel\u00a0: 20 d’accord"),
    ],
)
def test_nobody_can_take_a_total_of_the_source_for_our_own_count(app, tidy, site, voted, lang, words):
    if not voted:
        tidy.votes = None
    bring_in(app, tidy)
    row = statements()["a1"]
    for page in (site.open("feedback.statement", row, lang=lang), site.open("feedback.statements", row.consultation, lang=lang)):
        assert words in page.text
        assert "Level of agreement Agree" not in page.text
    assert "no rows" not in site.open("feedback.statement", statements()["x1"]).text


def test_people_are_accounts_that_nobody_can_sign_in_to(app, tidy):
    tidy.participants = [{"participant": "silent"}]
    bring_in(app, tidy)
    people = db.session.scalars(select(User)).all()
    assert {person.source_id for person in people} == {"silent", "u1", "u2", "u3", "u4"}
    assert {(person.source, person.origin, person.email, person.passphrase_hash, person.display_name) for person in people} == {
        ("tidy:patrols", Origin.IMPORT, None, None, "")
    }
    assert comments()["p1"].author_id == next(person.id for person in people if person.source_id == "u2")


def test_counters_are_set_from_rows(app, tidy):
    bring_in(app, tidy)
    entry = db.session.scalars(select(ConsultationModule)).one()
    assert (entry.comment_count, entry.general_count) == (7, 1)
    assert {row.key: row.comment_count for row in blocks() if row.comment_count} == {"s2": 5, "s3": 1}
    assert comments()["p1"].reply_count == 2
    assert run(app, "check").exit_code == 0


def test_one_entry_is_left_in_the_history(app, tidy):
    bring_in(app, tidy)
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.target) == ("consultation_imported", f"consultation:{the_consultation().id}")
    assert json.loads(entry.detail) == {"comments": 9, "statements": 2, "votes": 6, "written": 37}


@pytest.mark.parametrize("name", ["sections", "comments", "votes", "participants"])
def test_a_file_that_is_not_needed_may_be_absent(app, tidy, name):
    setattr(tidy, name, None)
    if name == "sections":
        tidy.comments, tidy.votes = [said("c1")], None
    if name == "comments":
        tidy.votes = None
    bring_in(app, tidy)
    assert the_consultation().title.en == "On patrols"


def test_files_may_be_packed(app, tidy):
    tidy.packed = frozenset({"documents", "comments", "votes", "participants", "sections"})
    assert "; 37 rows written, 0 rows skipped" in bring_in(app, tidy).stdout


def test_columns_that_say_nothing_of_the_contribution_may_be_absent(app, tidy):
    tidy.write()
    (tidy.folder / "participants.csv").write_text("participant\nu1\n")
    (tidy.folder / "votes.csv").write_text("value,participant,target_id,target_type\n1,u1,p1,comment\n")
    bring_in(app, tidy, write=False)
    assert comments()["p1"].agree_count == 1


def test_a_participant_cannot_import(tidy):
    found = read_tidy(tidy.write(), Faults(), tell=lambda _words: None, known=lambda _consultation: {})
    with pytest.raises(Refused):
        import_tidy(make_user(), found)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Fish &amp; chips</p><p>Every <b>day</b></p>", "Fish & chips\n\nEvery day"),
        ("<script>alert('no')</script>Yes<style>p {}</style>.", "Yes."),
        ("<div><ul><li>one</li><li>two</li></ul></div>", "- one\n- two"),
        ("5 < 6 &lt; 7", "5 < 6 < 7"),
    ],
)
def test_html_of_a_source_is_read_as_the_words_people_saw(app, tidy, site, html, text):
    tidy.row("comments", "c1")["text"] = html
    bring_in(app, tidy)
    assert comments()["c1"].body == text
    page = site.open("feedback.comment", comment_id=comments()["c1"].id)
    assert "alert(" not in page.text
    assert "&amp;" not in page.text
