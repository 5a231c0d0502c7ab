"""What people say of themselves, kept apart from their accounts; and whether they were asked."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

APART = {"self_identifications": "rep_id", "self_identification_links": "account_key"}
OF_A_PERSON = ("self_identification_requests", "self_identification_consents")


def upgrade() -> None:
    """Apply. Nobody was asked yet."""
    # With its CHECK in the column: both databases take that as it is, and no table that others point to is made anew.
    op.execute(
        "ALTER TABLE users ADD COLUMN about_you VARCHAR(32) DEFAULT 'not_asked' NOT NULL"
        " CONSTRAINT ck_users_about_you CHECK (about_you IN ('not_asked', 'asked', 'settled'))"
    )
    for table, key in APART.items():
        op.create_table(
            table,
            sa.Column(key, sa.Text(), nullable=False),
            sa.Column("sealed", sa.LargeBinary(), nullable=False),
            sa.PrimaryKeyConstraint(key, name=op.f(f"pk_{table}")),
            sqlite_with_rowid=False,
        )
    _of_a_person("self_identification_requests", sa.Column("sealed", sa.LargeBinary(), nullable=True))
    _of_a_person(
        "self_identification_consents",
        sa.Column("given_in", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.CheckConstraint("lang IN ('en', 'fr')", name=op.f("ck_self_identification_consents_lang")),
    )


def downgrade() -> None:
    """Take back. The answers go: without these tables nobody could delete them."""
    for table in (*OF_A_PERSON, *APART):
        op.drop_table(table)
    op.drop_column("users", "about_you")


def _of_a_person(table: str, *columns: sa.Column | sa.Constraint) -> None:
    op.create_table(
        table,
        sa.Column("user_id", sa.Integer(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("user_id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f(f"fk_{table}_user_id_users")),
    )
