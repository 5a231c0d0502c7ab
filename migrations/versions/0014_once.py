"""A text is sent once, however often its button is pressed."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MARKED = sa.text("once_hash IS NOT NULL")
TABLES = ("comments", "unconfirmed_comments")


def upgrade() -> None:
    """Apply. What was sent before came from no page that could send it again."""
    for table in TABLES:
        op.add_column(table, sa.Column("once_hash", sa.String(length=64), nullable=True))
        op.create_index(f"uq_{table}_once_hash", table, ["once_hash"], unique=True, sqlite_where=MARKED, postgresql_where=MARKED)


def downgrade() -> None:
    """Take back."""
    for table in TABLES:
        op.drop_index(f"uq_{table}_once_hash", table)
        op.drop_column(table, "once_hash")
