"""Languages of a tidy folder: documents in two, contributions in any."""

import pytest
from sqlalchemy import select

from consult.consultations.models import Consultation
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.feedback.models import Comment, FormerStatementVote, SourceTotal, Stance, Statement
from consult.interchange.source.language import tag
from consult.modules.models import Block, Module, ModuleVersion
from tests.builders.interchange import cast, document, said, section
from tests.support.commands import run

pytestmark = pytest.mark.usefixtures("app")


def bring_in(app, tidy, *words):
    outcome = run(app, "import-tidy", str(tidy.write()), *words)
    assert outcome.exit_code == 0, outcome.output
    return outcome


def texts():
    return [row.markdown for row in db.session.scalars(select(Block).order_by(Block.module_id, Block.position))]


def stated():
    rows = select(Statement.source_id, SourceTotal).join(SourceTotal, SourceTotal.statement_id == Statement.id)
    return {source_id: (total.agree, total.disagree, total.unsure) for source_id, total in db.session.execute(rows)}


def modules():
    rows = db.session.execute(select(Module, ModuleVersion).join(ModuleVersion, ModuleVersion.module_id == Module.id).order_by(Module.id))
    return {module.source_id: (module.languages.value, version.title) for module, version in rows}


@pytest.fixture
def both(tidy):
    """The same draft in both languages, the French one first in its file."""
    tidy.documents = [
        document("fr1", lang="fr-CA", title="Sur les patrouilles", parallel_document_id="en1"),
        document("en1", title="On patrols", parallel_document_id="fr1"),
    ]
    french = {"document_id": "fr1", "lang": "fr"}
    tidy.sections = [
        section("f1", "Marcher", "Un.\n\nDeux.", **french, parallel_section_id="e1", n_agree="5"),
        section("f2", "Rouler", "Trois.", **french, parallel_section_id="e2"),
        section("e1", "Walk", "One.\n\nTwo.", document_id="en1", parallel_section_id="f1"),
        section("e2", "Drive", "Three.\n\nFour.", document_id="en1", parallel_section_id="f2"),
    ]
    tidy.comments = [said("c1", document_id="", section_id="f1", lang=""), said("c2", document_id="", section_id="e1", lang="")]
    tidy.votes = None
    return tidy


def test_parallel_documents_are_one_module_in_both_languages(app, both):
    bring_in(app, both)
    assert modules() == {"patrols/en1": ("both", Bilingual("On patrols", "Sur les patrouilles"))}
    assert texts() == [
        Bilingual("Walk", "Marcher"),
        Bilingual("One.", "Un."),
        Bilingual("Two.", "Deux."),
        Bilingual("Drive", "Rouler"),
        Bilingual(
            "Three.\nFour.", "Trois."
        ),  # one language has more paragraphs: nothing is lost, and nothing stands beside the wrong words
    ]
    found = db.session.scalars(select(Consultation)).one()
    assert (found.languages.value, found.title) == ("both", Bilingual("On patrols", "Sur les patrouilles"))


def test_comments_on_either_half_meet_at_one_section_each_in_its_language(app, both):
    bring_in(app, both)
    rows = db.session.scalars(select(Comment).order_by(Comment.source_id)).all()
    assert [(row.source_id, row.block_key, row.lang) for row in rows] == [("c1", "s1", "fr"), ("c2", "s1", "en")]
    assert db.session.scalars(select(Statement)).one().text == Bilingual("Walk", "Marcher")


def test_votes_on_either_half_are_votes_on_one_statement(app, both):
    both.votes = [
        cast("f1", "u1", "1", "section", created_at="2026-03-01"),
        cast("e1", "u1", "-1", "section", created_at="2026-03-02"),
        cast("f1", "u2", "1", "section"),
        cast("f2", "u2", "0", "section"),
    ]
    assert "3 votes, 5 participants" in bring_in(app, both).stdout
    rows = db.session.scalars(select(Statement).order_by(Statement.number)).all()
    assert [(row.source_id, row.text, row.agree_count, row.disagree_count, row.unsure_count) for row in rows] == [
        ("e1", Bilingual("Walk", "Marcher"), 1, 1, 0),
        ("e2", Bilingual("Drive", "Rouler"), 0, 0, 1),
    ]
    assert db.session.scalars(select(FormerStatementVote)).one().stance is Stance.AGREE
    assert stated() == {"e1": (5, 0, 0)}
    assert "; 0 rows written, 0 rows skipped" in bring_in(app, both).stdout


def test_totals_on_both_halves_are_never_added(app, both):
    both.sections[2]["n_agree"] = "7"
    outcome = bring_in(app, both)
    assert (
        "sections.csv:6: Its pair 'f1' already states totals; those of this row are left out. State them on one of the two, for both."
        in outcome.stderr
    )
    assert "1 rows skipped" in outcome.stdout
    assert stated() == {"e1": (5, 0, 0)}
    assert modules().keys() == {"patrols/en1"}
    assert run(app, "import-tidy", str(both.folder), "--strict").exit_code == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda both: both.documents[0].update(parallel_document_id=""),
        lambda both: both.sections[1].update(parallel_section_id=""),
        lambda both: both.sections.pop(),
        lambda both: both.documents[1].update(lang="fr"),
    ],
    ids=["only one names the other", "a section has no counterpart", "a section is missing", "both are French"],
)
def test_documents_that_do_not_go_together_stay_two_modules(app, both, spoil):
    spoil(both)
    bring_in(app, both)
    assert modules().keys() == {"patrols/en1", "patrols/fr1"}
    assert "both" not in {languages for languages, _title in modules().values()}


def test_several_documents_make_a_consultation_under_its_own_name(app, tidy):
    tidy.documents.append(document("d2", title="On radios"))
    bring_in(app, tidy)
    assert db.session.scalars(select(Consultation)).one().title == Bilingual("patrols", "")
    assert [title.en for _languages, title in modules().values()] == ["On patrols", "On radios"]


def test_drafts_of_one_text_say_which_draft_they_are(app, tidy):
    tidy.documents = [document(version="1"), document("d2", version="2"), document("d3", title="On radios", version="1")]
    bring_in(app, tidy)
    assert [title.en for _languages, title in modules().values()] == ["On patrols (1)", "On patrols (2)", "On radios"]


def test_a_module_in_one_language_takes_as_long_to_read_in_the_other(app, tidy):
    tidy.sections = [section("a1", "Walk", "word " * 399)]
    tidy.comments, tidy.votes = [], None
    bring_in(app, tidy)
    version = db.session.scalars(select(ModuleVersion)).one()
    assert (version.reading_minutes("en"), version.reading_minutes("fr")) == (2, 2)


def test_a_section_without_a_heading_begins_with_its_words(app, tidy):
    tidy.sections = [section("a1", "", "Before all.\n\nMore."), section("a2", "", ""), section("a3", "", "Under a heading.")]
    tidy.comments = [said("c1", section_id="a1"), said("c2", section_id="a3")]
    tidy.votes = [{"target_type": "section", "target_id": "a1", "participant": "u1", "value": "1"}]
    bring_in(app, tidy)
    assert [text.en for text in texts()] == ["Before all.", "More.", "On patrols", "Under a heading."]
    rows = {row.source_id: (row.block_key, row.section_key) for row in db.session.scalars(select(Comment))}
    assert rows == {"c1": ("b01", "start"), "c2": ("b03", "s1")}
    assert db.session.scalars(select(Statement)).one().text.en == "Before all."


def test_markdown_of_a_body_keeps_its_items_quotes_and_links(app, tidy):
    body = "# Top\n\nSee [here](https://example.org) and [there](2_Next.md).\n- one\n- *two*\n\n> so they\n> said\n\n![A map](map.png)"
    tidy.sections = [section("a1", "**Bold**", body, body_format="markdown"), section("a2", "**As typed**", "*So*", body_format="text")]
    tidy.comments, tidy.votes = [], None
    bring_in(app, tidy)
    rows = db.session.scalars(select(Block).order_by(Block.position)).all()
    assert [(row.kind.value, row.html.en) for row in rows] == [
        ("section", "<strong>Bold</strong>"),
        ("paragraph", "Top"),
        ("paragraph", 'See <a href="https://example.org" rel="noopener">here</a> and there.'),
        ("item", "one"),
        ("item", "<em>two</em>"),
        ("quote", "so they\nsaid"),
        ("paragraph", "A map"),
        ("section", "**As typed**"),
        ("paragraph", "*So*"),
    ]


@pytest.mark.parametrize(("words", "lang"), [((), "fr"), (("--lang", "en"), "en")])
def test_a_document_that_says_no_language_is_in_that_of_its_words(app, tidy, words, lang):
    tidy.documents = [document(lang="", title="Une consultation sur la façon dont les patrouilles commencent dans la ville")]
    bring_in(app, tidy, *words)
    assert db.session.scalars(select(Consultation)).one().languages.value == lang


def test_a_document_in_a_third_language_is_left_out_unless_its_language_is_said(app, tidy):
    tidy.documents = [document(), document("d2", lang="de")]
    assert "d2" not in "".join(modules())
    assert "documents.csv:3: The document is in 'de'. " in bring_in(app, tidy).stderr
    assert "1 document," not in bring_in(app, tidy, "--lang", "en").stdout


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("fr", "fr"),
        ("fr-FR", "fr"),
        ("FR_ca", "fr"),
        ("en-Latn-GB", "en"),
        ("pt-BR", "pt"),
        ("zh-Hant-TW", "zh-Hant"),
        ("es-419", "es"),
        ("oji", "oji"),
        ("français", ""),
        ("x", ""),
        ('en" onload="', ""),
    ],
)
def test_tags_lose_their_region(given, kept):
    assert tag(given) == kept


def test_a_contribution_may_be_in_any_language(app, tidy):
    tidy.comments = [said("c1", lang="iu-CA"), said("c2", lang="")]
    tidy.votes = None
    bring_in(app, tidy)
    assert [row.lang for row in db.session.scalars(select(Comment).order_by(Comment.id))] == ["iu", "en"]
