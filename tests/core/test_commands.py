"""Commands before there is anything to command."""

from collections.abc import Callable
from pathlib import Path

import pytest

from consult import create_app
from consult.core.db import db
from consult.settings import Settings
from tests.support.site import apart

VERBS = [
    ["check"],
    ["verify-audit"],
    ["demo"],
    ["create-user", "new@example.ca", "--lang", "en"],
    ["create-committee", "Reading room", "Salle de lecture"],
]


@pytest.mark.parametrize("words", VERBS, ids=lambda words: words[0])
def test_a_verb_before_init_says_so(tmp_path: Path, words: list[str], new_database: Callable[[str], str]) -> None:
    database = new_database(f"empty_{words[0].replace('-', '_')}")
    app = create_app(Settings(instance=tmp_path, secret_key="a key for tests only", database_url=database))
    outcome = apart(lambda: app.test_cli_runner().invoke(args=["consult", *words]))
    with app.app_context():
        db.engine.dispose()
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert outcome.stderr == "Run `flask --app app consult init` first.\n"
