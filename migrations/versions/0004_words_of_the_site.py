"""The site's own words: states of its texts and of its support lines, and the revision that every page asks for."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PROVINCES = "'AB', 'BC', 'MB', 'NB', 'NL', 'NS', 'NT', 'NU', 'ON', 'PE', 'QC', 'SK', 'YT', 'outside'"
COMPLETE = "(1 = 0) OR ({name}_en <> '' AND {name}_fr <> '')"


def upgrade() -> None:
    """Apply. What comes with the release needs no row."""
    op.create_table(
        "site_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_site_state_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_state")),
    )
    op.create_table(
        "text_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *_pair("text"),
        *_pair("html"),
        sa.Column("restored_number", sa.Integer(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(COMPLETE.format(name="text"), name=op.f("ck_text_versions_text_complete")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["users.id"], name=op.f("fk_text_versions_saved_by_id_users"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_versions")),
        sa.UniqueConstraint("name", "number", name=op.f("uq_text_versions_name_number")),
    )
    op.create_index(op.f("ix_text_versions_saved_by_id"), "text_versions", ["saved_by_id"])
    op.create_table(
        "support_line_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *_pair("name"),
        sa.Column("phone", sa.Text(), nullable=False),
        *_pair("website"),
        *_pair("purpose"),
        *_pair("hours"),
        *_pair("languages"),
        sa.Column("province", sa.String(length=32), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"province IN ({PROVINCES})", name=op.f("ck_support_line_versions_province")),
        *(
            sa.CheckConstraint(COMPLETE.format(name=name), name=op.f(f"ck_support_line_versions_{name}_complete"))
            for name in ("name", "purpose", "hours", "languages")
        ),
        sa.CheckConstraint("phone <> '' OR (website_en <> '' AND website_fr <> '')", name=op.f("ck_support_line_versions_reachable")),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["users.id"], name=op.f("fk_support_line_versions_saved_by_id_users"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_line_versions")),
        sa.UniqueConstraint("line", "number", name=op.f("uq_support_line_versions_line_number")),
    )
    op.create_index(op.f("ix_support_line_versions_saved_by_id"), "support_line_versions", ["saved_by_id"])


def downgrade() -> None:
    """Undo: the site says again what comes with the release."""
    for table in ("support_line_versions", "text_versions", "site_state"):
        op.drop_table(table)


def _pair(name: str) -> tuple[sa.Column, sa.Column]:
    """A text in both languages."""
    return tuple(sa.Column(f"{name}_{lang}", sa.Text(), nullable=False) for lang in ("en", "fr"))
