"""Bringing a module in: which number and version it gets, what makes a new version, and what is refused."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from consult.accounts.models import Role
from consult.accounts.rules import operator
from consult.audit.models import AuditEntry
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.errors import FileFault, Refused
from consult.modules import queries, services
from consult.modules.models import Block, BlockKind, Module, ModuleVersion, VersionStatus
from consult.modules.services import Imported
from consult.modules.source.hashes import text_hash
from tests.builders import make_module, make_user
from tests.modules.files import DEMO_PAIRS, Pair
from tests.support.statements import Statements

pytestmark = pytest.mark.usefixtures("app")


def bring_in(pair: Pair) -> Imported:
    """Import at the command line."""
    return services.import_module(operator(), *pair.paths)


def rows() -> list[int]:
    """How many rows every table of this story has."""
    return [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in (Module, ModuleVersion, Block, AuditEntry)]


def keys_by_text(version: ModuleVersion) -> dict[str, str]:
    """English text to key."""
    return {block.markdown.en: block.key for block in queries.blocks(version)}


@pytest.mark.parametrize("pair", DEMO_PAIRS, ids=["11", "12", "13"])
def test_a_demo_module_comes_in_under_its_own_number_and_version(pair: tuple[Path, Path]) -> None:
    imported = services.import_module(operator(), *pair)
    assert (imported.module.id, imported.version.number) == (
        {"01": 11, "02": 12, "03": 13}[pair[0].name[:2]],
        2 if "02" in pair[0].name else 1,
    )
    assert imported.created
    assert imported.version.status is VersionStatus.DRAFT
    assert imported.version.demo
    assert imported.version.support_lines
    assert imported.version.title.complete
    assert imported.version.published_at is None


def test_the_blocks_of_a_version_are_laid_out_in_order(pair: Pair) -> None:
    blocks = queries.blocks(bring_in(pair).version)
    assert [(block.position, block.key, block.kind) for block in blocks] == [
        (0, "n1", BlockKind.CONTENT_NOTE),
        (1, "o1", BlockKind.OUTCOME),
        (2, "o2", BlockKind.OUTCOME),
        (3, "b01", BlockKind.QUOTE),
        (4, "s1", BlockKind.SECTION),
        (5, "b02", BlockKind.PARAGRAPH),
        (6, "b03", BlockKind.PARAGRAPH),
        (7, "s2", BlockKind.SECTION),
        (8, "b04", BlockKind.ITEM),
        (9, "b05", BlockKind.ITEM),
    ]
    assert {block.number for block in blocks} == {None}
    assert blocks[0].html == Bilingual("It speaks of <strong>anger</strong>.", "Il parle de <strong>colère</strong>.")
    assert blocks[5].text_hash == Bilingual(text_hash("Speak low."), text_hash("Parlez bas."))
    assert blocks[5].section_key == "s1"


def test_the_same_files_again_write_nothing_at_all(pair: Pair, statements: Statements) -> None:
    first = bring_in(pair)
    before = rows()
    with statements as seen:
        again = bring_in(pair)
    assert (again.created, again.version.id) == (False, first.version.id)
    assert rows() == before
    assert seen.writes == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Speak low. {#b02}", "Speak\nlow. {#b02}"),
        ("version: 3", "version: 9"),
        ("status: draft_for_consultation", "status: published"),
        ("1. Who spoke?", "- Who spoke?"),
        ("# A quiet word\n", "\n"),
    ],
)
def test_what_readers_would_not_see_makes_no_new_version(pair: Pair, old: str, new: str) -> None:
    bring_in(pair)
    if old in pair.fr:
        pair.change(old, new, lang="fr")
    assert not bring_in(pair.change(old, new, lang="en")).created


@pytest.mark.parametrize(
    ("lang", "old", "new"),
    [
        ("fr", "Parlez bas.", "Parlez tout bas."),
        ("en", "Speak low.", "Speak *low*."),
        ("en", 'title: "A quiet word"', 'title: "A calm word"'),
        ("fr", "reading_minutes: 2", "reading_minutes: 3"),
        ("fr", "**colère**", "colère"),
        ("both", "reading_minutes: 2", "reading_minutes: 2\nsensitive: true"),
        ("both", "reading_minutes: 2", 'reading_minutes: 2\nnotice: "…"'),
    ],
)
def test_what_readers_see_makes_the_next_version(pair: Pair, lang: str, old: str, new: str) -> None:
    first = bring_in(pair)
    second = bring_in(pair.change(old, new, lang=lang))
    assert (second.created, second.module.id, second.version.number) == (True, first.module.id, 4)
    assert queries.latest_version(first.module).id == second.version.id


def test_a_number_that_is_taken_gives_the_next_one_and_the_same_files_still_know_their_module(pair: Pair) -> None:
    make_module(id=7)
    make_module(id=20)
    imported = bring_in(pair)
    assert imported.module.id == 21
    assert not bring_in(pair).created
    assert not bring_in(pair.change("id: 7", "id: 21")).created


def test_a_known_slug_under_another_number_is_a_fault_of_the_file(pair: Pair) -> None:
    bring_in(pair)
    before = rows()
    with pytest.raises(FileFault) as caught:
        bring_in(pair.change("id: 7", "id: 8"))
    assert (caught.value.line, "id: 7" in caught.value.mend) == (2, True)
    assert rows() == before


def test_a_french_slug_stays_as_it_is(pair: Pair) -> None:
    bring_in(pair)
    with pytest.raises(FileFault) as caught:
        bring_in(pair.change("un-mot-calme", "une-parole-calme"))
    assert caught.value.file.endswith("fr.md")
    assert "slug: un-mot-calme" in caught.value.mend


def test_a_french_slug_of_another_module_is_refused(pair: Pair) -> None:
    make_module(id=3, slug=Bilingual("another", "un-mot-calme"))
    with pytest.raises(FileFault) as caught:
        bring_in(pair)
    assert "belongs to module 3 (another)" in caught.value.reason
    assert rows()[1:] == [0, 0, 0]


def test_a_fault_in_the_files_changes_nothing(pair: Pair) -> None:
    with pytest.raises(FileFault):
        bring_in(pair.change("Parlez bas. {#b02}", "Parlez bas.", lang="fr"))
    assert rows() == [0, 0, 0, 0]


def test_a_retired_key_is_not_given_to_another_text(pair: Pair) -> None:
    bring_in(pair)
    bring_in(pair.drop("b03"))
    pair.change("Speak low. {#b02}", "Speak low. {#b02}\n\nSmile. {#b03}", lang="en")
    with pytest.raises(FileFault) as caught:
        bring_in(pair.change("Parlez bas. {#b02}", "Parlez bas. {#b02}\n\nSouriez. {#b03}", lang="fr"))
    assert caught.value.reason == "The key b03 belonged to another text, taken out after version 3."
    assert "{#b06}" in caught.value.mend
    assert caught.value.line == pair.en[: pair.en.index("Smile.")].count("\n") + 1


def test_a_text_that_was_taken_out_may_come_back_under_its_key(pair: Pair) -> None:
    first = bring_in(pair)
    whole = Pair(pair.folder)
    bring_in(pair.drop("b03"))
    again = bring_in(whole)
    assert (again.created, again.version.number, again.version.hash) == (True, 5, first.version.hash)


def test_the_next_free_key_counts_keys_of_every_version(pair: Pair) -> None:
    bring_in(pair)
    bring_in(pair.drop("b05"))
    pair.en, pair.fr = (pair.en + "3. Who wrote? {#b05}\n", pair.fr + "3. Qui a écrit? {#b05}\n")
    with pytest.raises(FileFault) as caught:
        bring_in(pair)
    assert "{#b06}" in caught.value.mend
    assert bring_in(pair.change("{#b05}", "{#b06}")).created


def test_learning_outcomes_keep_their_keys_when_their_list_changes(pair: Pair) -> None:
    bring_in(pair)
    pair.change('  - "Use a quiet voice."', '  - "Wait before you speak."\n  - "Use a really quiet voice."', lang="en")
    pair.change('  - "Parler bas."', '  - "Attendre avant de parler."\n  - "Parler vraiment bas."', lang="fr")
    keys = keys_by_text(bring_in(pair).version)
    assert keys["Wait before you speak."] == "o3"
    assert keys["Use a really quiet voice."] == "o1"
    assert keys["Notice your own breath."] == "o2"


def test_a_learning_outcome_that_replaces_another_gets_a_key_of_its_own(pair: Pair) -> None:
    bring_in(pair)
    pair.change('  - "Use a quiet voice."\n', "", lang="en").change('  - "Parler bas."\n', "", lang="fr")
    assert keys_by_text(bring_in(pair).version)["Notice your own breath."] == "o2"
    pair.change('  - "Notice', '  - "Keep two steps away."\n  - "Notice', lang="en")
    keys = keys_by_text(bring_in(pair.change('  - "Remarquer', '  - "Garder deux pas de distance."\n  - "Remarquer', lang="fr")).version)
    assert keys["Keep two steps away."] == "o3"


def test_the_import_is_in_the_audit_trail_once(pair: Pair) -> None:
    editor = make_user(roles=[Role.EDITOR])
    imported = services.import_module(editor, *pair.paths)
    services.import_module(editor, *pair.paths)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "module_imported")).one()
    assert entry.target == f"module_version:{imported.version.id}"


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.COMMITTEE_CHAIR, None])
def test_only_editors_and_administrators_bring_modules_in(pair: Pair, role: Role | None) -> None:
    with pytest.raises(Refused):
        services.import_module(make_user(roles=[role] if role else []), *pair.paths)


def test_a_visitor_brings_no_module_in(pair: Pair) -> None:
    with pytest.raises(Refused):
        services.import_module(None, *pair.paths)


def test_an_import_reads_little_whatever_the_size_of_the_module(pair: Pair, statements: Statements) -> None:
    bring_in(pair)
    with statements as seen:
        bring_in(pair)
    assert len(seen.selects) <= 5  # two of them lock the module and look again


def test_a_key_that_was_only_in_a_draft_is_retired_with_it(pair: Pair) -> None:
    bring_in(pair)
    pair.en, pair.fr = (pair.en + "3. Who wrote? {#b06}\n", pair.fr + "3. Qui a écrit? {#b06}\n")
    bring_in(pair)
    bring_in(pair.drop("b06"))
    pair.en, pair.fr = (pair.en + "3. Who sang? {#b06}\n", pair.fr + "3. Qui a chanté? {#b06}\n")
    with pytest.raises(FileFault):
        bring_in(pair)
