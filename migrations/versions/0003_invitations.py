"""Invitations to roles, and the link that makes the first administrator."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROLES = "'moderator', 'analyst', 'editor', 'committee_member', 'committee_chair', 'safety_officer', 'administrator'"
INDEXED = ("email_key", "consultation_id", "committee_id", "replaces_id", "invited_by", "accepted_by")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "setup_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setup_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_setup_links_token_hash")),
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("email_key", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=True),
        sa.Column("committee_id", sa.Integer(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("invited_by", sa.Integer(), nullable=True),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=True),
        sa.Column("accepted_at", MOMENT, nullable=True),
        sa.Column("accepted_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.CheckConstraint(f"role IN ({ROLES})", name=op.f("ck_invitations_role")),
        sa.CheckConstraint("lang IN ('en', 'fr')", name=op.f("ck_invitations_lang")),
        sa.CheckConstraint("consultation_id IS NULL OR committee_id IS NULL", name=op.f("ck_invitations_one_scope")),
        sa.CheckConstraint("(accepted_at IS NULL) = (accepted_by IS NULL)", name=op.f("ck_invitations_accepted_by_somebody")),
        sa.CheckConstraint("accepted_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_invitations_one_end")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_invitations_consultation_id_consultations")),
        sa.ForeignKeyConstraint(["committee_id"], ["committees.id"], name=op.f("fk_invitations_committee_id_committees")),
        sa.ForeignKeyConstraint(["replaces_id"], ["users.id"], name=op.f("fk_invitations_replaces_id_users")),
        sa.ForeignKeyConstraint(["invited_by"], ["users.id"], name=op.f("fk_invitations_invited_by_users")),
        sa.ForeignKeyConstraint(["accepted_by"], ["users.id"], name=op.f("fk_invitations_accepted_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    for column in INDEXED:
        op.create_index(op.f(f"ix_invitations_{column}"), "invitations", [column])


def downgrade() -> None:
    """Undo. Whoever was invited must be invited again."""
    op.drop_table("invitations")
    op.drop_table("setup_links")
