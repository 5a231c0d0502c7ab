"""The schema of the database, as the migrations make it.

Alembic weighs several megabytes. Only commands, tests and the page on the state of the site need it, so it is loaded by them and not
with the site: what every web process holds is paid for each of them.
"""

from typing import Any

from flask import current_app

from consult.core.db import db
from consult.core.paths import ROOT

FOLDER = ROOT / "migrations"


def upgrade(revision: str = "head") -> None:
    """Bring the database up to this revision."""
    _prepared().upgrade(revision=revision)


def downgrade(revision: str = "-1") -> None:
    """Bring it down: by one step, or to this revision."""
    _prepared().downgrade(revision=revision)


def revision() -> str | None:
    """Where the database is; None: it is empty."""
    from alembic.migration import MigrationContext  # noqa: PLC0415 - see above

    return MigrationContext.configure(db.session.connection()).get_current_revision()


def newest() -> str | None:
    """The newest revision that there is."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see above

    return ScriptDirectory(str(FOLDER)).get_current_head()


def _prepared() -> Any:
    import flask_migrate  # noqa: PLC0415 - see above

    if "migrate" not in current_app.extensions:
        flask_migrate.Migrate(current_app, db, directory=str(FOLDER), render_as_batch=True)
    return flask_migrate
