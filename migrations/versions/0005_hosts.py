"""Consultations in full: who may contribute."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WHO = "'account', 'confirmed_email', 'anyone'"


def upgrade() -> None:
    """Apply. What stands was open to people with an account."""
    with op.batch_alter_table("consultations") as batch:
        batch.add_column(sa.Column("who_may_contribute", sa.String(length=32), nullable=False, server_default="account"))
        batch.create_check_constraint(op.f("ck_consultations_who_may_contribute"), f"who_may_contribute IN ({WHO})")
        batch.create_check_constraint(op.f("ck_consultations_anyone_is_read_first"), "who_may_contribute <> 'anyone' OR mode = 'pre'")
    with op.batch_alter_table("consultations") as batch:
        batch.alter_column("who_may_contribute", existing_type=sa.String(length=32), server_default=None)


def downgrade() -> None:
    """Undo: everybody needs an account again."""
    with op.batch_alter_table("consultations") as batch:
        batch.drop_constraint(op.f("ck_consultations_anyone_is_read_first"), type_="check")
        batch.drop_constraint(op.f("ck_consultations_who_may_contribute"), type_="check")
        batch.drop_column("who_may_contribute")
