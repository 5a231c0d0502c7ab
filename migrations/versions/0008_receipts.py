"""Receipt codes, contributions without an account, and the indexes of what one person did."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
RECEIPTED = sa.text("receipt_hash IS NOT NULL")
ORIGINS = "'web', 'paper', 'phone', 'session', 'import'"
UNCONFIRMED = "unconfirmed_comments"
KINDS = "'support', 'concern', 'question', 'missing', 'experience', 'suggestion', 'evidence'"
PLACE = {"consultation": "consultations", "module": "modules", "version": "module_versions", "parent": "comments"}
# Table, the index there was, and the one that also gives the order of the list.
OWN = (
    ("comments", "ix_comments_author_id", ["author_id"], "ix_comments_author", ["author_id", "id"]),
    ("comment_votes", "ix_comment_votes_voter_id", ["voter_id"], "ix_comment_votes_voter", ["voter_id", "comment_id"]),
    ("statement_votes", "ix_statement_votes_voter_id", ["voter_id"], "ix_statement_votes_voter", ["voter_id", "statement_id"]),
    ("notices", "ix_notices_user_id", ["user_id"], "ix_notices_user", ["user_id", "id"]),
)


def upgrade() -> None:
    """Apply. What was sent before has no code: nobody was shown one."""
    with op.batch_alter_table("comments") as batch:
        batch.add_column(sa.Column("receipt_hash", sa.String(length=64), nullable=True))
        batch.drop_constraint(op.f("ck_comments_origin"), type_="check")
        batch.create_check_constraint(op.f("ck_comments_origin"), f"origin IN ({ORIGINS}, 'unsigned')")
    op.create_index(
        "uq_comments_receipt_hash", "comments", ["receipt_hash"], unique=True, sqlite_where=RECEIPTED, postgresql_where=RECEIPTED
    )
    for table, old, _columns, new, columns in OWN:
        op.drop_index(op.f(old), table)
        op.create_index(new, table, columns)
    _create_unconfirmed()


def _create_unconfirmed() -> None:
    op.create_table(
        UNCONFIRMED,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("expires_at", MOMENT, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("email", "email_key", "name")),
        sa.Column("mail_lang", sa.String(length=2), nullable=False),
        *(sa.Column(f"{name}_id", sa.Integer(), nullable=name == "parent") for name in PLACE),
        sa.Column("block_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("body", "lang")),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_unconfirmed_comments_kind")),
        *(
            sa.ForeignKeyConstraint([f"{name}_id"], [f"{table}.id"], name=op.f(f"fk_{UNCONFIRMED}_{name}_id_{table}"))
            for name, table in PLACE.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unconfirmed_comments")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_unconfirmed_comments_token_hash")),
    )
    for column in (*(f"{name}_id" for name in PLACE), "written_at"):
        op.create_index(op.f(f"ix_{UNCONFIRMED}_{column}"), UNCONFIRMED, [column])


def downgrade() -> None:
    """Undo. What came without an account came by the web; what nobody has confirmed was never sent."""
    op.drop_table(UNCONFIRMED)
    for table, old, columns, new, _columns in OWN:
        op.drop_index(new, table)
        op.create_index(op.f(old), table, columns)
    op.drop_index("uq_comments_receipt_hash", "comments")
    op.execute("UPDATE comments SET origin = 'web' WHERE origin = 'unsigned'")
    with op.batch_alter_table("comments") as batch:
        batch.drop_constraint(op.f("ck_comments_origin"), type_="check")
        batch.create_check_constraint(op.f("ck_comments_origin"), f"origin IN ({ORIGINS})")
        batch.drop_column("receipt_hash")
