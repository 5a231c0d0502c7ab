"""Consultations in full: who may contribute, acts with their reasons, the history of settings, late passes."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WHO = "'account', 'confirmed_email', 'anyone'"
ACTS = "'extend', 'pause', 'resume', 'cancel', 'archive', 'unarchive'"
MOMENT = sa.DateTime(timezone=True)
TEXTS = tuple(f"{name}_{lang}" for name in ("other_ways", "moderation_rules") for lang in ("en", "fr"))
MOMENTS = ("paused_at", "cancelled_at", "archived_at")


def upgrade() -> None:
    """Apply. What stands was open to people with an account."""
    with op.batch_alter_table("consultations") as batch:
        batch.add_column(sa.Column("who_may_contribute", sa.String(length=32), nullable=False, server_default="account"))
        for name in TEXTS:
            batch.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        for name in MOMENTS:
            batch.add_column(sa.Column(name, MOMENT, nullable=True))
        batch.create_check_constraint(op.f("ck_consultations_who_may_contribute"), f"who_may_contribute IN ({WHO})")
        batch.create_check_constraint(op.f("ck_consultations_anyone_is_read_first"), "who_may_contribute <> 'anyone' OR mode = 'pre'")
    with op.batch_alter_table("consultations") as batch:
        batch.alter_column("who_may_contribute", existing_type=sa.String(length=32), server_default=None)
        for name in TEXTS:
            batch.alter_column(name, existing_type=sa.Text(), server_default=None)
    _create_acts()
    _create_revisions()
    _create_passes()


def downgrade() -> None:
    """Undo: everybody needs an account again, and what was paused, cancelled or archived is as its dates say."""
    for table in ("late_contributions", "late_passes", "consultation_revisions", "consultation_acts"):
        op.drop_table(table)
    with op.batch_alter_table("consultations") as batch:
        batch.drop_constraint(op.f("ck_consultations_anyone_is_read_first"), type_="check")
        batch.drop_constraint(op.f("ck_consultations_who_may_contribute"), type_="check")
        for name in ("who_may_contribute", *TEXTS, *MOMENTS):
            batch.drop_column(name)


def _create_acts() -> None:
    op.create_table(
        "consultation_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.Column("reason_fr", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("closes_before", MOMENT, nullable=True),
        sa.Column("closes_after", MOMENT, nullable=True),
        sa.CheckConstraint(f"act IN ({ACTS})", name=op.f("ck_consultation_acts_act")),
        sa.CheckConstraint(
            "(act IN ('archive', 'unarchive')) OR (reason_en <> '' AND reason_fr <> '')", name=op.f("ck_consultation_acts_reason_complete")
        ),
        sa.CheckConstraint("(act = 'extend') = (closes_after IS NOT NULL)", name=op.f("ck_consultation_acts_extended_to")),
        *_keys("consultation_acts", by_id="SET NULL"),
    )
    for column in ("consultation_id", "by_id"):
        op.create_index(op.f(f"ix_consultation_acts_{column}"), "consultation_acts", [column])


def _create_revisions() -> None:
    table = "consultation_revisions"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("restored_number", sa.Integer(), nullable=True),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_consultation_revisions_consultation_id_number")),
        *_keys(table, saved_by_id="SET NULL"),
    )
    op.create_index(op.f("ix_consultation_revisions_saved_by_id"), table, ["saved_by_id"])


def _create_passes() -> None:
    op.create_table(
        "late_passes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.UniqueConstraint("consultation_id", "user_id", name=op.f("uq_late_passes_consultation_id_user_id")),
        *_keys("late_passes", user_id="CASCADE", given_by_id="SET NULL"),
    )
    op.create_table(
        "late_contributions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("target", sa.String(length=120), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.UniqueConstraint("consultation_id", "target", "user_id", name=op.f("uq_late_contributions_consultation_id_target_user_id")),
        *_keys("late_contributions", user_id="SET NULL"),
    )
    for table, column in (("late_passes", "user_id"), ("late_passes", "given_by_id"), ("late_contributions", "user_id")):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _keys(table: str, **people: str) -> tuple[sa.Constraint, ...]:
    """Its own key, the consultation it belongs to, and the people it names with what becomes of it when they go."""
    return (
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f(f"fk_{table}_consultation_id_consultations")),
        *(
            sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_{table}_{column}_users"), ondelete=fate)
            for column, fate in people.items()
        ),
    )
