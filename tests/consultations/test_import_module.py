"""The command `import-module`, which may also put the version into a consultation."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from consult.consultations import queries
from consult.consultations.models import Consultation
from consult.core.db import db
from consult.modules.models import ModuleVersion, VersionStatus
from tests.builders import make_consultation
from tests.support.database import settle

DEMO = Path(__file__).resolve().parents[2] / "consult" / "home" / "demo" / "modules"
EN, FR = str(DEMO / "02-the-first-minute.en.md"), str(DEMO / "02-la-premiere-minute.fr.md")


def run(app: Flask, *arguments: str) -> Result:
    """Run the verb as at a terminal, after what the test wrote."""
    settle()
    return app.test_cli_runner().invoke(args=["consult", "import-module", *arguments])


def versions_of(consultation: Consultation) -> list[tuple[int, VersionStatus]]:
    """What it asks about now."""
    db.session.expire_all()
    return [(entry.version.number, entry.version.status) for entry in queries.by_reference(str(consultation.id)).modules]


def test_it_prints_what_it_made(app: Flask) -> None:
    done = run(app, EN, FR)
    assert (done.exit_code, done.stdout) == (0, "module 12 version 2\n")
    assert db.session.get_one(ModuleVersion, 1).status is VersionStatus.DRAFT


def test_importing_again_says_so_and_makes_nothing(app: Flask) -> None:
    run(app, EN, FR)
    done = run(app, EN, FR)
    assert (done.exit_code, done.stdout) == (0, "module 12 version 2\n")
    assert "nothing new" in done.stderr


@pytest.mark.parametrize("name", ["id", "slug"])
def test_it_puts_the_version_into_a_consultation(app: Flask, name: str) -> None:
    consultation = make_consultation("draft", modules=1)
    done = run(app, EN, FR, "--consultation", consultation.slug.en if name == "slug" else str(consultation.id), "--publish")
    assert done.exit_code == 0, done.stderr
    assert done.stdout == f"module 12 version 2\nconsultation {consultation.id}\n"
    assert versions_of(consultation) == [(1, VersionStatus.PUBLISHED), (2, VersionStatus.PUBLISHED)]


def test_publishing_twice_is_as_good_as_once(app: Flask) -> None:
    assert [run(app, EN, FR, "--publish").exit_code for _ in range(2)] == [0, 0]


def test_a_file_fault_changes_nothing(app: Flask, tmp_path: Path) -> None:
    consultation = make_consultation("draft", modules=0)
    broken = tmp_path / "broken.md"
    broken.write_text("no front matter", encoding="utf-8")
    done = run(app, str(broken), FR, "--consultation", str(consultation.id))
    assert (done.exit_code, done.stdout) == (1, "")
    assert "broken.md" in done.stderr
    assert versions_of(consultation) == []


@pytest.mark.parametrize("reference", ["99", "no-such-slug", "9" * 30, "²"])
def test_an_unknown_consultation_is_named_and_nothing_is_imported(app: Flask, reference: str) -> None:
    done = run(app, EN, FR, "--consultation", reference)
    assert done.exit_code == 1
    assert reference in done.stderr
    assert db.session.scalars(select(ModuleVersion)).all() == []


def test_an_open_consultation_takes_no_draft_and_the_import_is_undone(app: Flask) -> None:
    consultation = make_consultation("open", modules=0, statement_count=1)
    assert run(app, EN, FR, "--consultation", str(consultation.id)).exit_code == 1
    assert db.session.scalars(select(ModuleVersion)).all() == []
    assert run(app, EN, FR, "--consultation", str(consultation.id), "--publish").exit_code == 0
    assert versions_of(consultation) == [(2, VersionStatus.PUBLISHED)]


@pytest.mark.parametrize(
    ("stage", "imported", "sentence"),
    [
        ("open", False, "The module “The First Minute: slowing down a tense encounter” is not published yet.\n"),
        ("closed", True, "This is not allowed here.\n"),
        ("closed", False, "The consultation has opened. This can no longer change: modules.\n"),
    ],
)
def test_a_refusal_is_a_sentence(app: Flask, stage: str, imported: bool, sentence: str) -> None:
    consultation = make_consultation(stage, imported=imported)
    done = run(app, EN, FR, "--consultation", str(consultation.id))
    assert (done.exit_code, done.stdout, done.stderr) == (1, "", sentence)


def test_a_version_of_another_consultation_is_refused_in_words(app: Flask) -> None:
    one, other = make_consultation("draft", modules=0), make_consultation("draft", modules=0)
    assert run(app, EN, FR, "--consultation", str(one.id)).exit_code == 0
    done = run(app, EN, FR, "--consultation", str(other.id))
    assert (done.exit_code, done.stdout) == (1, "")
    assert "Another consultation already asks about this version of “The First Minute" in done.stderr


def test_a_version_that_follows_a_published_one_says_what_is_new(app: Flask, tmp_path: Path) -> None:
    first = [str(DEMO / name) for name in ("02-the-first-minute.v1.en.md", "02-la-premiere-minute.v1.fr.md")]
    assert run(app, *first, "--publish").exit_code == 0
    silent = []
    for path in (EN, FR):
        text = Path(path).read_text(encoding="utf-8")
        silent.append(tmp_path / Path(path).name)
        silent[-1].write_text("\n".join(line for line in text.split("\n") if not line.startswith("changes:")), encoding="utf-8")
    done = run(app, *map(str, silent), "--publish")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "Write in French what is new in this version, and why: on its page, or as `changes:` in the front matter." in done.stderr
    assert run(app, *map(str, silent)).exit_code == 0
    # The same text with its change log: the draft that is there already gets it.
    done = run(app, EN, FR, "--publish")
    assert (done.exit_code, done.stdout) == (0, "module 12 version 2\n")


def test_every_fault_of_both_files_is_named_at_once(app: Flask, tmp_path: Path) -> None:
    broken = []
    for path in (EN, FR):
        text = Path(path).read_text(encoding="utf-8").replace(" {#b02}", "").replace(" {#b03}", "")
        broken.append(tmp_path / Path(path).name)
        broken[-1].write_text(text, encoding="utf-8")
    done = run(app, *map(str, broken))
    assert done.exit_code == 1
    assert [line.count("This paragraph has no key.") for line in done.stderr.splitlines()] == [1, 1, 1, 1]


def test_wrong_usage_is_told_apart(app: Flask) -> None:
    assert run(app, EN).exit_code == 2
