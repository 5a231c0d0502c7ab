"""Quotes: the words of a text that a comment is about."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. No comment quoted any words before."""
    op.create_table(
        "anchors",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("block_key", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("suffix", sa.Text(), nullable=False),
        sa.Column("is_marked", sa.Boolean(), nullable=False),
        sa.Column("carried_to_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("found_key", sa.Text(), nullable=True),
        sa.Column("found_first", sa.Integer(), nullable=True),
        sa.Column("found_last", sa.Integer(), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("state IN ('exact', 'carried', 'moved', 'reworded', 'removed')", name=op.f("ck_anchors_state")),
        sa.CheckConstraint("lang IN ('en', 'fr')", name=op.f("ck_anchors_lang")),
        sa.CheckConstraint("first >= 0 AND first < last", name=op.f("ck_anchors_range")),
        sa.CheckConstraint("length(exact) = last - first", name=op.f("ck_anchors_exact")),
        sa.CheckConstraint("length(prefix) <= 32 AND length(suffix) <= 32", name=op.f("ck_anchors_context")),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name=op.f("ck_anchors_score")),
        sa.CheckConstraint(
            "(found_key IS NULL) = (found_first IS NULL) AND (found_key IS NULL) = (found_last IS NULL)", name=op.f("ck_anchors_found")
        ),
        sa.CheckConstraint("(state = 'removed') = (found_key IS NULL)", name=op.f("ck_anchors_removed")),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_anchors_comment_id_comments")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_anchors_consultation_id_consultations")),
        sa.ForeignKeyConstraint(["module_id"], ["modules.id"], name=op.f("fk_anchors_module_id_modules")),
        sa.ForeignKeyConstraint(["version_id"], ["module_versions.id"], name=op.f("fk_anchors_version_id_module_versions")),
        sa.ForeignKeyConstraint(["carried_to_id"], ["module_versions.id"], name=op.f("fk_anchors_carried_to_id_module_versions")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["users.id"], name=op.f("fk_anchors_confirmed_by_id_users"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_anchors")),
    )
    op.create_index("ix_anchors_marked", "anchors", ["version_id", "is_marked", "block_key"])
    for column in ("consultation_id", "module_id", "carried_to_id", "confirmed_by_id"):
        op.create_index(op.f(f"ix_anchors_{column}"), "anchors", [column])


def downgrade() -> None:
    """Take back."""
    op.drop_table("anchors")
