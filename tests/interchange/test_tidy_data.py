"""The real consultations in the tidy format, where they are at hand: what they hold is known, so the import can be held to it."""

import json

import pytest
from sqlalchemy import func, select

from consult.core.db import db
from consult.core.paths import ROOT
from consult.feedback.models import Comment, CommentVote, Kind, SourceTotal, Statement, StatementVote, Suggestion, Visibility
from consult.modules.models import Block, BlockKind, Module
from tests.support.commands import everything, run

pytestmark = pytest.mark.usefixtures("app")
DATASETS = ROOT.parent / "shared" / "datasets"
LAW = "republique-numerique-2015"
# What each set holds: documents, sections, comments, statements, votes, participants; and the modules they make.
SETS = {
    "15-per-hour-seattle": (1, 1, 0, 54, 2_872, 339, 1),
    "campaign-letters-epa": (2, 2, 525, 0, 0, 525, 2),
    "comment-resolution-csaf20": (4, 0, 32, 0, 0, 9, 4),
    "london.youth.policing": (1, 1, 0, 39, 638, 27, 1),
    "open-first-whitepaper": (40, 577, 0, 0, 0, 0, 26),  # 14 of the 20 pairs say how their sections go together
    "scoop-hivemind.biodiversity": (1, 1, 0, 316, 29_719, 536, 1),
}
LITERAL = {"g1276": "<50% état", "g4148": "est < 3 car", "o639": "<http://www.legifrance.gouv.fr/", "g5482": "<=15j ?"}

STATED = {
    "en": "Total of the source, no rows: 2,237 agree, 49 disagree, 161 unsure.",
    "fr": "sans vote individuel\u00a0: 2\u00a0237 d’accord, 49 en désaccord",
}


def folder(name):
    """The folder of a set."""
    found = DATASETS / name / "tidy"
    if not found.is_dir():
        pytest.skip(f"{found} is not here: put the data sets beside the project to run this test.")
    return str(found)


def bring_in(app, name):
    """Import a set; the object that the command printed."""
    outcome = run(app, "import-tidy", folder(name), "--json")
    assert outcome.exit_code == 0, outcome.stderr
    return json.loads(outcome.stdout)


def count(*conditions):
    return db.session.scalar(select(func.count()).where(*conditions))


def statement(source_id):
    """Our own count of a statement's votes, and the total that its source states."""
    row = db.session.scalars(select(Statement).where(Statement.source_id == source_id)).one()
    total = db.session.scalars(select(SourceTotal).where(SourceTotal.statement_id == row.id)).one()
    return (row.agree_count, row.disagree_count, row.unsure_count), (total.agree, total.disagree, total.unsure)


@pytest.mark.parametrize("name", SETS)
def test_every_set_comes_in_whole_and_again_writes_nothing(app, name):
    first = bring_in(app, name)
    kinds = ("documents", "sections", "comments", "statements", "votes", "participants")
    assert tuple(first[kind] for kind in kinds) == SETS[name][:6]
    assert len(db.session.scalars(select(Module.id)).all()) == SETS[name][6]
    before = everything()
    second = bring_in(app, name)
    assert (second["written"], second["skipped"], first["skipped"]) == (0, 0, 0)
    assert everything() == before
    assert run(app, "check").exit_code == 0


def test_the_consultation_on_a_digital_republic(app, site):
    first = bring_in(app, LAW)
    expected = {"documents": 1, "sections": 78, "comments": 5_095, "statements": 0, "votes": 12_836, "participants": 6_756, "skipped": 0}
    assert {name: first[name] for name in expected} == expected
    assert count(Block.kind == BlockKind.SECTION) == 78
    assert (count(func.length(Comment.body) > 4_000), db.session.scalar(select(func.max(func.length(Comment.body))))) == (31, 20_419)
    assert db.session.scalar(select(func.count()).select_from(StatementVote)) == 3_320
    assert db.session.scalar(select(func.count()).select_from(CommentVote)) == 9_516
    assert statement("a69") == ((1_311, 1_728, 281), (1_320, 1_732, 282))
    assert statement("a61") == ((0, 0, 0), (2_237, 49, 161))
    assert count(Comment.visibility == Visibility.HIDDEN) == 4
    assert db.session.scalar(select(func.count()).select_from(Suggestion)) == 108  # the 109th is the text as it stands
    _article_9_has_132_arguments()
    _literal_signs_read_as_typed(site)
    _totals_of_the_source_stand_apart(site)
    before = everything()
    again = bring_in(app, LAW)
    assert (again["written"], again["skipped"]) == (0, 0)
    assert everything() == before
    assert run(app, "check").exit_code == 0


def _article_9_has_132_arguments():
    key = db.session.scalars(select(Block.key).where(Block.source_id == "a69")).one()
    assert count(Comment.block_key == key, Comment.kind == Kind.SUPPORT) == 42
    assert count(Comment.block_key == key, Comment.kind == Kind.CONCERN) == 90
    most = db.session.scalars(select(Comment).order_by(Comment.agree_count.desc()).limit(1)).one()
    assert (most.source_id, most.agree_count, most.disagree_count, most.unsure_count) == ("v449", 1_633, 68, 48)


def _literal_signs_read_as_typed(site):
    for source_id, words in LITERAL.items():
        comment = db.session.scalars(select(Comment).where(Comment.source_id == source_id)).one()
        assert words in comment.body
        assert words in site.open("feedback.comment", comment_id=comment.id, lang="fr").text.replace("\u00a0?", " ?")


def _totals_of_the_source_stand_apart(site):
    row = db.session.scalars(select(Statement).where(Statement.source_id == "a61")).one()
    for lang, stated in STATED.items():
        for page in (site.open("feedback.statement", row, lang=lang), site.open("feedback.statements", row.consultation, lang=lang)):
            assert stated in page.text
