"""Writing a module back: what comes out of the files and goes in again is the same version."""

from pathlib import Path

import pytest
from flask import Flask

from consult.accounts.rules import operator
from consult.core.db import db
from consult.core.errors import FileFault
from consult.modules import queries, services
from consult.modules.models import Block, ModuleVersion
from tests.builders import make_module
from tests.modules.files import DEMO_PAIRS, Pair

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize("pair", DEMO_PAIRS, ids=["11", "12", "13"])
@pytest.mark.parametrize("published", [False, True])
def test_exported_and_imported_again_a_demo_module_makes_no_new_version(pair: tuple[Path, Path], published: bool, tmp_path: Path) -> None:
    imported = services.import_module(operator(), *pair)
    if published:
        services.publish_version(operator(), imported.version)
    en, fr = services.export_module(imported.module, tmp_path / "new" / "folder")
    again = services.import_module(operator(), en, fr)
    assert (again.created, again.version.id) == (False, imported.version.id)


def test_the_files_are_named_after_the_module_and_say_the_same_on_an_empty_site(tmp_path: Path) -> None:
    first = services.import_module(operator(), *DEMO_PAIRS[1])
    paths = services.export_module(first.module, tmp_path)
    assert [path.name for path in paths] == ["12-the-first-minute.en.md", "12-la-premiere-minute.fr.md"]
    version_hash = first.version.hash
    db.session.query(Block).delete()
    db.session.query(ModuleVersion).delete()
    db.session.delete(first.module)
    db.session.flush()
    db.session.expunge_all()
    again = services.import_module(operator(), paths[0], paths[1])
    assert (again.created, again.module.id, again.version.number, again.version.hash) == (True, 12, 2, version_hash)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Speak low. {#b02}", "Speak\\\nlow: “yes” # no. {#b02}"),
        ("> A text made for tests. {#b01}", "> A text\\\n> made for tests. {#b01}"),
        ("1. Who spoke? {#b04}", "- Who\\\n  spoke? {#b04}"),
        ('title: "A quiet word"', "title: 'A: \"quiet\" #word'"),
        ('audience: "Recruits"', 'audience: "2026"'),
        ("Wait. {#b03}", "Wait. {#b03}\n\nNext. {#b123}"),
        (
            "reading_minutes: 2",
            (
                'reading_minutes: 2\nnotice: "Yes"\ntopics: [a, "1", "no", null-hypothesis, "Deux mots: oui"]\n'
                "support_lines: [988]\nsensitive: true"
            ),
        ),
        ("status: draft_for_consultation", "status: in_review"),
        ('content_note: "It speaks of **anger**."\n', ""),
    ],
)
def test_every_form_of_text_survives_the_round(pair: Pair, old: str, new: str, tmp_path: Path) -> None:
    pair.change(old, new, lang="en")
    french = {
        "Wait. {#b03}": ("Attendez. {#b03}", "Attendez. {#b03}\n\nEnsuite. {#b123}"),
        'content_note: "It speaks of **anger**."\n': ('content_note: "Il parle de **colère**."\n', ""),
        "reading_minutes: 2": ("reading_minutes: 2", new),
        "status: draft_for_consultation": (old, new),
        "1. Who spoke? {#b04}": ("1. Qui a parlé? {#b04}", "- Qui a parlé? {#b04}"),
    }
    if old in french:
        pair.change(*french[old], lang="fr")
    imported = services.import_module(operator(), *pair.paths)
    paths = services.export_module(imported.module, tmp_path / "out")
    assert not services.import_module(operator(), paths[0], paths[1]).created


@pytest.mark.parametrize("pair", DEMO_PAIRS, ids=["11", "12", "13"])
def test_a_demo_module_comes_out_as_it_went_in(pair: tuple[Path, Path], tmp_path: Path) -> None:
    imported = services.import_module(operator(), *pair)
    paths = services.export_module(imported.module, tmp_path)
    assert [path.read_text(encoding="utf-8") for path in paths] == [path.read_text(encoding="utf-8") for path in pair]


def test_the_newest_version_is_written(pair: Pair, tmp_path: Path) -> None:
    services.import_module(operator(), *pair.paths)
    newest = services.import_module(operator(), *pair.change("Parlez bas.", "Parlez doucement.", lang="fr").paths)
    _en, fr = services.export_module(newest.module, tmp_path / "out")
    assert "version: 4" in fr.read_text(encoding="utf-8")
    assert "Parlez doucement. {#b02}" in fr.read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_made_is_named(pair: Pair) -> None:
    imported = services.import_module(operator(), *pair.paths)
    with pytest.raises(FileFault):
        services.export_module(imported.module, pair.folder / "module.en.md" / "inside")


def test_the_command_prints_the_names_of_the_files(app: Flask, pair: Pair) -> None:
    services.import_module(operator(), *pair.paths)
    db.session.commit()
    ran = app.test_cli_runner().invoke(args=["consult", "export-module", "7", str(pair.folder / "out")])
    assert ran.exit_code == 0
    assert ran.stdout.splitlines() == [str(pair.folder / "out" / "7-a-quiet-word.en.md"), str(pair.folder / "out" / "7-un-mot-calme.fr.md")]


def test_the_command_refuses_an_unknown_module_in_a_sentence(app: Flask, tmp_path: Path) -> None:
    ran = app.test_cli_runner().invoke(args=["consult", "export-module", "99", str(tmp_path)])
    assert (ran.exit_code, "no module 99" in ran.stderr) == (1, True)


def test_a_module_without_a_version_cannot_be_written(app: Flask, tmp_path: Path) -> None:
    module = make_module()
    db.session.commit()
    ran = app.test_cli_runner().invoke(args=["consult", "export-module", str(module.id), str(tmp_path)])
    assert ran.exit_code == 1
    assert queries.module(module.id)
