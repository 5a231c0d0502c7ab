"""Texts that wait belong to accounts too, and go with the link that confirms an address."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NEW = ("user_id", "holder_hash", "claim")


def upgrade() -> None:
    """Apply. A text that waits already stays with the browser that has its key."""
    with op.batch_alter_table("drafts") as batch:
        batch.add_column(sa.Column("user_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("holder_hash", sa.Text(), nullable=True))
        batch.add_column(sa.Column("claim", sa.Text(), nullable=True))
        batch.add_column(sa.Column("path", sa.Text(), nullable=True))
        batch.create_foreign_key(op.f("fk_drafts_user_id_users"), "users", ["user_id"], ["id"])
        for name in NEW:
            batch.create_index(op.f(f"ix_drafts_{name}"), [name])
    with op.batch_alter_table("one_time_tokens") as batch:
        batch.add_column(sa.Column("claim", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take back. A text of an account stays, out of reach, until its days are over."""
    with op.batch_alter_table("one_time_tokens") as batch:
        batch.drop_column("claim")
    with op.batch_alter_table("drafts") as batch:
        for name in NEW:
            batch.drop_index(op.f(f"ix_drafts_{name}"))
        batch.drop_constraint(op.f("fk_drafts_user_id_users"), type_="foreignkey")
        for name in (*NEW, "path"):
            batch.drop_column(name)
