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
    """Take back."""
    with op.batch_alter_table("unconfirmed_comments") as batch:
        batch.drop_column("more")
