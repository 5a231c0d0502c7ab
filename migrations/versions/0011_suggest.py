"""Suggested wordings: in which language, on which words, with the difference made once; what was decided on them and why."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
STATES = ("open", "accepted", "in_part", "declined", "superseded", "withdrawn")
KINDS = (
    "comment_published",
    "comment_hidden",
    "comment_returned",
    "comment_return_reminder",
    "comment_edit_accepted",
    "comment_edit_refused",
    "flag_answered",
)
NEW_KIND = "suggestion_decided"


def upgrade() -> None:
    """Apply. The words of an import are in the language of its comment, and stay without a difference."""
    with op.batch_alter_table("suggestions") as batch:
        for name in ("lang", "original_hash", "changes_html"):
            batch.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE suggestions SET lang = (SELECT comments.lang FROM comments WHERE comments.id = suggestions.comment_id)")
    with op.batch_alter_table("suggestions") as batch:
        for name in ("lang", "original_hash", "changes_html"):
            batch.alter_column(name, server_default=None)
    op.create_table(
        "suggestion_decisions",
        sa.Column("comment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.Column("reason_fr", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"outcome IN ({_listed(STATES)})", name=op.f("ck_suggestion_decisions_outcome")),
        sa.CheckConstraint("reason_en <> '' AND reason_fr <> ''", name=op.f("ck_suggestion_decisions_reason")),
        sa.CheckConstraint("version_id IS NOT NULL OR outcome NOT IN ('accepted', 'in_part')", name=op.f("ck_suggestion_decisions_taken")),
        sa.ForeignKeyConstraint(["comment_id"], ["suggestions.comment_id"], name=op.f("fk_suggestion_decisions_comment_id_suggestions")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_suggestion_decisions_consultation_id_consultations")
        ),
        sa.ForeignKeyConstraint(["version_id"], ["module_versions.id"], name=op.f("fk_suggestion_decisions_version_id_module_versions")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_suggestion_decisions_decided_by_id_users"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_suggestion_decisions")),
    )
    for name in ("consultation_id", "version_id", "decided_by_id"):
        op.create_index(op.f(f"ix_suggestion_decisions_{name}"), "suggestion_decisions", [name])
    _allow((*KINDS, NEW_KIND))


def downgrade() -> None:
    """Undo. What was decided, and what people were told of it, goes with it."""
    kinds = sa.table("notices", sa.column("kind", sa.String()))
    op.execute(kinds.delete().where(kinds.c.kind == NEW_KIND))
    _allow(KINDS)
    op.drop_table("suggestion_decisions")
    with op.batch_alter_table("suggestions") as batch:
        for name in ("changes_html", "original_hash", "lang"):
            batch.drop_column(name)


def _allow(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table("notices") as batch:
        batch.drop_constraint(op.f("ck_notices_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_notices_kind"), f"kind IN ({_listed(kinds)})")


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)
