"""Migrations make the schema that the models say, on the database under test; each goes down and up again with data."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import Flask

from consult import create_app
from consult.core import schema
from consult.core.db import db
from consult.core.paths import ROOT
from consult.feedback.models import UnconfirmedComment
from consult.settings import Settings
from tests.builders import make_comment, make_committee, make_consultation, make_invitation, make_unconfirmed, make_user
from tests.support.schema import Lines, described

MIGRATIONS = ROOT / "migrations"
MEND = "Write a migration by hand (CONTRIBUTING.md, “A change of the tables”), or mend the one you have."
Fresh = Callable[[str], Flask]


@pytest.fixture
def fresh(new_database: Callable[[str], str], tmp_path: Path) -> Iterator[Fresh]:
    """Applications, each on an empty database of its own: `fresh("migrated")`."""
    made: list[Flask] = []

    def make(name: str) -> Flask:
        app = create_app(
            Settings(instance=tmp_path, secret_key="for tests", database_url=new_database(name), jobs_inline=True, limits=False)
        )
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def revisions() -> list[str]:
    """Every revision, oldest first."""
    return [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][::-1]


def in_database() -> Lines:
    """What the database of the present application holds."""
    with db.engine.connect() as connection:
        return described(connection)


def rows() -> dict[str, int]:
    """How many rows each table holds."""
    with db.engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        return {name: connection.execute(sa.select(sa.func.count()).select_from(sa.table(name))).scalar_one() for name in names}


def make_rows() -> None:
    """Some data: a person with a role, a committee, a comment with all that it hangs on."""
    make_comment(author=make_user())
    make_committee()
    make_invitation(token="of an invitation")
    db.session.commit()
    db.session.remove()


def test_there_is_one_newest_migration():
    heads = ScriptDirectory(str(MIGRATIONS)).get_heads()
    assert len(heads) == 1, f"{heads} are all newest: let each follow the one before it (down_revision)."


def test_a_migration_imports_nothing_of_the_program():
    """It must still run when the program of its day is gone."""
    for path in sorted((MIGRATIONS / "versions").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [one.name for one in node.names]
                if isinstance(node, ast.Import)
                else []
            )
            assert not any(name.split(".")[0] == "consult" for name in names), (
                f"{path.name} imports {names}: write plain SQL types and values."
            )


def test_migrations_make_what_the_models_say(fresh):
    with fresh("created").app_context():
        db.create_all()
        created = in_database()
    with fresh("migrated").app_context():
        schema.upgrade()
        migrated = in_database()
    faults = [f"only in the models: {line}" for line in sorted(created - migrated)]
    faults += [f"only in the migrations: {line}" for line in sorted(migrated - created)]
    assert not faults, "\n".join([MEND, *faults])


def test_every_migration_goes_down_and_up_again_with_data(fresh):
    with fresh("up_and_down").app_context():
        schema.upgrade()
        newest = in_database()
        make_rows()
        for revision in reversed(revisions()):
            before, kept = in_database(), rows()
            schema.downgrade()
            left = set(rows())
            schema.upgrade(revision)
            assert in_database() == before, f"{revision}: after going down and up again the schema is another. Mend its downgrade."
            lost = {name for name in left - {"alembic_version"} if rows()[name] != kept[name]}
            assert not lost, f"{revision}: going down and up again loses rows of {sorted(lost)}."
            schema.downgrade()
        assert not in_database(), "The oldest migration leaves something behind when it goes down."
        schema.upgrade()
        assert in_database() == newest


def test_a_text_for_the_team_alone_does_not_go_down_to_where_it_would_be_everybodys(fresh):
    with fresh("wishes").app_context():
        schema.upgrade()
        consultation = make_consultation()
        wishes: tuple[tuple[str, dict[str, str | bool]], ...] = (
            ("for the team", {"author_choice": "team_only"}),
            ("for all", {"author_choice": "anonymous"}),
            ("as ever", {}),
        )
        for body, more in wishes:
            make_unconfirmed(consultation, body=body)
            waiting = db.session.scalars(sa.select(UnconfirmedComment).where(UnconfirmedComment.body == body)).one()
            waiting.more = more
        db.session.commit()
        db.session.remove()
        while "more" in {column["name"] for column in sa.inspect(db.engine).get_columns("unconfirmed_comments")}:
            schema.downgrade()
        with db.engine.connect() as connection:
            left = connection.execute(sa.text("SELECT body FROM unconfirmed_comments")).scalars()
            assert set(left) == {"for all", "as ever"}
