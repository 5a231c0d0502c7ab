"""What is new in a version of a module, whose text it began with, and who made and published it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

PEOPLE = ("created_by_id", "published_by_id")


def upgrade() -> None:
    """Apply. What is there already has no change log, and nobody's name."""
    with op.batch_alter_table("module_versions") as table:
        for lang in ("en", "fr"):
            table.add_column(sa.Column(f"changes_{lang}", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("made_from", sa.Integer(), nullable=True))
        for column in PEOPLE:
            table.add_column(sa.Column(column, sa.Integer(), nullable=True))
            table.create_foreign_key(op.f(f"fk_module_versions_{column}_users"), "users", [column], ["id"], ondelete="SET NULL")
            table.create_index(op.f(f"ix_module_versions_{column}"), [column])
    with op.batch_alter_table("module_versions") as table:
        for lang in ("en", "fr"):
            table.alter_column(f"changes_{lang}", server_default=None)


def downgrade() -> None:
    """Undo: change logs and names are forgotten."""
    with op.batch_alter_table("module_versions") as table:
        for column in PEOPLE:
            table.drop_index(op.f(f"ix_module_versions_{column}"))
            table.drop_constraint(op.f(f"fk_module_versions_{column}_users"), type_="foreignkey")
            table.drop_column(column)
        for column in ("made_from", "changes_fr", "changes_en"):
            table.drop_column(column)
