"""What a text that waits for its link carries beside its words."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. A text that waits already carries nothing."""
    with op.batch_alter_table("unconfirmed_comments") as batch:
        batch.add_column(sa.Column("more", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("unconfirmed_comments") as batch:
        batch.alter_column("more", server_default=None)


def downgrade() -> None:
    """Take back. A text for the team alone goes: without its wish it would be everybody's once its link is followed."""
    waiting = sa.table("unconfirmed_comments", sa.column("id", sa.Integer()), sa.column("more", sa.JSON()))
    rows = op.get_bind().execute(sa.select(waiting.c.id, waiting.c.more)).all()
    for_the_team = [row.id for row in rows if row.more.get("author_choice") == "team_only"]
    op.execute(waiting.delete().where(waiting.c.id.in_(for_the_team)))
    with op.batch_alter_table("unconfirmed_comments") as batch:
        batch.drop_column("more")
