"""Importing a tidy folder again: nothing where nothing changed, and of what changed that alone."""

import re

import pytest
from sqlalchemy import select

from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.feedback.models import Comment, FormerCommentVote, Stance, Statement
from consult.modules.models import Block, ModuleVersion
from tests.builders.interchange import cast, said, section
from tests.support.commands import changed, everything, run

pytestmark = pytest.mark.usefixtures("app")
# What changes whenever anything was written: the revisions of the public pages, and the history.
ALWAYS = {"consultations": 0, "consultation_modules": 0, "audit_entries": 1, "audit_heads": 0}


def bring_in(app, tidy):
    outcome = run(app, "import-tidy", str(tidy.write()))
    assert outcome.exit_code == 0, outcome.output
    return outcome.stdout


def after(app, tidy, change):
    """What is different in the database once the folder is changed and imported again."""
    bring_in(app, tidy)
    before = everything()
    change()
    bring_in(app, tidy)
    found = changed(before, everything())
    before = everything()
    assert "; 0 rows written, " in bring_in(app, tidy)
    assert everything() == before
    assert run(app, "check").exit_code == 0
    return found


def by_id(table, source_id):
    return db.session.scalars(select(table).where(table.source_id == source_id)).one()


def laid():
    return [(row.key, row.source_id, row.markdown.en, row.number) for row in db.session.scalars(select(Block).order_by(Block.position))]


def test_the_same_folder_writes_nothing_at_all(app, tidy):
    bring_in(app, tidy)
    before = everything()
    assert "; 0 rows written, 0 rows skipped" in bring_in(app, tidy)
    assert everything() == before


def test_packed_or_in_another_folder_it_is_the_same(app, tidy, tmp_path):
    bring_in(app, tidy)
    before = everything()
    tidy.folder, tidy.packed = tmp_path / "another", frozenset({"comments", "votes"})
    bring_in(app, tidy)
    assert everything() == before


@pytest.mark.parametrize(
    ("row", "cells", "written"),
    [
        ("c1", {"text": "I ran."}, {"comments": 0}),
        ("c1", {"lang": "fr-CA"}, {"comments": 0}),
        ("p1", {"title": "Bicycles"}, {"comments": 0}),
        ("g2", {"stance": "for"}, {"comments": 0}),
        ("k1", {"created_at": "2026-01-03"}, {"comments": 0}),
        ("k1", {"section_id": "a2"}, {"comments": 0, "blocks": 0}),
        ("k1", {"status": "rejected"}, {"comments": 0}),
        ("k1", {"author": "u9"}, {"comments": 0, "users": 1}),
        ("m1", {"after_text": "Run."}, {"suggestions": 0}),
        ("p1", {"n_disagree": "4"}, {"source_totals": 0}),
        ("k1", {"n_agree": "4"}, {"source_totals": 1}),
        ("p1", {"n_agree": ""}, {"source_totals": -1}),
        ("m1", {"after_text": ""}, {"suggestions": -1}),
        ("x1", {"text": "Nobody should walk."}, {"statements": 0}),
        ("x2", {"status": "published"}, {"statements": 0}),
    ],
)
def test_a_changed_contribution_alone_is_written(app, tidy, row, cells, written):
    assert after(app, tidy, lambda: tidy.row("comments", row).update(cells)) == {**written, **ALWAYS}


def test_new_words_have_new_html(app, tidy):
    bring_in(app, tidy)
    tidy.row("comments", "c1")["text"] = "I *ran*."
    bring_in(app, tidy)
    assert by_id(Comment, "c1").safe_html == "<p>I <em>ran</em>.</p>"


def test_new_rows_are_added(app, tidy):
    def change():
        tidy.comments.append(said("new", parent_id="p1"))
        tidy.votes.append(cast("new", "u5"))
        tidy.participants.append({"participant": "u6"})

    assert after(app, tidy, change) == {"comments": 1, "comment_votes": 1, "users": 1, "blocks": 0, **ALWAYS}


def test_what_a_later_folder_leaves_out_stays(app, tidy):
    def change():
        tidy.comments = [row for row in tidy.comments if row["comment_id"] != "k1"]
        tidy.sections = [row for row in tidy.sections if row["section_id"] != "s1"]
        for row in tidy.sections:
            row.pop("parent_section_id", None)
        tidy.votes = tidy.votes[:-1]

    after(app, tidy, change)
    assert by_id(Comment, "k1").body == "Why walk?"
    assert laid()[-1] == ("s1", "s1", "Part one", None)


def test_a_vote_that_changed_has_a_history(app, tidy):
    def change():
        tidy.votes[3]["value"] = "1"

    assert after(app, tidy, change) == {"comments": 0, "comment_votes": 0, "former_comment_votes": 1, **ALWAYS}
    first, second = db.session.scalars(select(FormerCommentVote).order_by(FormerCommentVote.id))
    assert (first.stance, second.stance, second.comment_id) == (Stance.AGREE, Stance.UNSURE, by_id(Comment, "p1").id)
    assert (by_id(Comment, "p1").agree_count, by_id(Comment, "p1").unsure_count) == (1, 0)


def test_a_vote_that_got_a_date_has_none(app, tidy):
    def change():
        tidy.votes[2]["created_at"] = tidy.votes[6]["created_at"] = "2026-01-03"

    assert after(app, tidy, change) == {"comment_votes": 0, **ALWAYS}


def test_a_changed_paragraph_keeps_its_key(app, tidy):
    def change():
        tidy.row("sections", "a1")["body"] = "Walk first.\n\nThen cycle."

    # The suggested wording is for the body as it is now.
    assert after(app, tidy, change) == {"blocks": 0, "module_versions": 0, "suggestions": 0, **ALWAYS}
    assert ("b02", None, "Then cycle.", 2) in laid()


def test_a_new_section_in_the_middle_takes_new_keys_and_moves_the_rest(app, tidy):
    def change():
        tidy.sections.append(section("a0", "Article 0", "Stand.\n\nBreathe.", position="1", parent_section_id="s1"))

    after(app, tidy, change)
    assert laid() == [
        ("s1", "s1", "Part one", None),
        ("s4", "a0", "Article 0", None),
        ("b04", None, "Stand.", 1),
        ("b05", None, "Breathe.", 2),
        ("s2", "a1", "Article 1", None),
        ("b01", None, "Walk first.", 3),
        ("b02", None, "Then drive.", 4),
        ("s3", "a2", "Article 2", None),
        ("b03", None, "Radios fail: < 3 in ten.", 5),
    ]


def test_a_paragraph_that_is_gone_leaves_its_section(app, tidy):
    after(app, tidy, lambda: tidy.row("sections", "a1").update(body="Walk first."))
    assert [row[0] for row in laid()] == ["s1", "s2", "b01", "s3", "b03"]


def test_a_new_heading_is_the_new_text_of_its_statement(app, tidy):
    after(app, tidy, lambda: tidy.row("sections", "a1").update(heading="Article 1 (new)"))
    assert by_id(Statement, "a1").text == Bilingual("Article 1 (new)", "")


def test_a_new_title_changes_title_and_module_but_no_address(app, tidy):
    def change():
        tidy.documents[0]["title"] = "On walking"

    assert after(app, tidy, change) == {"module_versions": 0, **ALWAYS}
    version = db.session.scalars(select(ModuleVersion)).one()
    assert (version.title.en, version.module.slug.en) == ("On walking", "on-patrols")


@pytest.mark.parametrize("voted", [True, False])
def test_totals_of_a_section_that_the_source_no_longer_states_are_gone_and_its_statement_stays(app, tidy, voted):
    if not voted:
        tidy.votes = None

    def change():
        tidy.row("sections", "a1").update(n_agree="", n_disagree="", n_pass="")

    assert after(app, tidy, change) == {"source_totals": -1, **ALWAYS}
    assert by_id(Statement, "a1").text.en == "Article 1"


@pytest.mark.parametrize(
    ("row", "kind", "reason"),
    [
        ("k1", "statement", "An earlier import brought 'k1' as a comment, and here it is a statement; the earlier one stays."),
        ("x1", "comment", "An earlier import brought 'x1' as a statement, and here it is a comment; the earlier one stays."),
    ],
)
def test_a_comment_never_becomes_a_statement_nor_the_other_way(app, tidy, row, kind, reason):
    tidy.votes = [cast("k1", "u2"), cast("x1", "u2")]
    bring_in(app, tidy)
    before = everything()
    tidy.row("comments", row)["kind"] = kind
    outcome = run(app, "import-tidy", str(tidy.write()))
    faults = [line for line in outcome.stderr.splitlines() if re.match(r".+\.csv:\d+: ", line)]
    assert reason in faults[0]
    assert faults[0].endswith("Give this one an id of its own.")
    assert f"There is no comment '{row}'." in faults[1]  # its vote
    assert outcome.stdout.endswith("; 0 rows written, 2 rows skipped\n")
    assert everything() == before
    assert run(app, "import-tidy", str(tidy.folder), "--strict").exit_code == 1


def test_a_comment_may_have_the_id_of_a_section_that_has_a_statement(app, tidy):
    tidy.comments.append(said("a1", text="Under the name of an article."))
    assert after(app, tidy, lambda: None) == {}
    assert by_id(Comment, "a1").body == "Under the name of an article."


def test_a_key_is_never_given_again(app, tidy):
    bring_in(app, tidy)
    for body in ("Walk first.", "Walk first.\n\nThen run.", "Walk first.", "Walk first.\n\nThen cycle."):
        tidy.row("sections", "a1")["body"] = body
        bring_in(app, tidy)
    assert [row[:3] for row in laid()][2:4] == [("b01", None, "Walk first."), ("b05", None, "Then cycle.")]


def test_a_key_beyond_ninety_nine_is_never_given_again(app, tidy):
    def last_key(paragraphs):
        tidy.row("sections", "a2")["body"] = "\n\n".join(f"Word {number}." for number in range(paragraphs))
        bring_in(app, tidy)
        return laid()[-1][0]

    assert [last_key(120), last_key(2), last_key(3)] == ["b122", "b04", "b123"]


def test_what_is_about_a_heading_that_is_gone_is_about_its_section(app, tidy):
    tidy.comments.append(said("z1", "statement", "Radios should work.", section_id="a2"))

    def change():
        tidy.row("sections", "a2")["heading"] = ""
        tidy.comments = [row for row in tidy.comments if row["comment_id"] not in {"g2", "z1"}]

    after(app, tidy, change)
    assert [row[:2] for row in laid()] == [("s1", "s1"), ("s2", "a1"), ("b01", None), ("b02", None), ("b04", "a2")]
    assert {(by_id(Comment, name).block_key, by_id(Comment, name).section_key) for name in ("g2", "t1", "w1")} == {("b04", "s2")}
    assert by_id(Statement, "z1").section_key == "s2"
