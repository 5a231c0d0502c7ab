"""How migrations run: on the app's own engine, in one transaction. A migration itself imports nothing from consult."""

from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy.types import TypeDecorator

migrate = current_app.extensions["migrate"]


def render_item(kind: str, item: Any, _context: object) -> str | Literal[False]:  # noqa: ANN401 - Alembic's own signature
    """Write our column types as the plain SQL types they are, so that an old migration does not depend on today's code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def run() -> None:
    """Migrate on one connection, all or nothing."""
    with migrate.db.engine.connect() as connection:
        context.configure(
            connection=connection, target_metadata=migrate.db.metadatas[None], render_item=render_item, **migrate.configure_args
        )
        with context.begin_transaction():
            context.run_migrations()


run()
