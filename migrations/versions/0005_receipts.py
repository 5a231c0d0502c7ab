"""Receipt codes, contributions without an account, and the indexes of what one person did."""

import sqlalchemy as sa
from alembic import op

revision = "0005_receipts"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
RECEIPTED = sa.text("receipt_hash IS NOT NULL")
ORIGINS = "'web', 'paper', 'phone', 'session', 'import'"
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


def downgrade() -> None:
    """Undo. What came without an account came by the web."""
    for table, old, columns, new, _columns in OWN:
        op.drop_index(new, table)
        op.create_index(op.f(old), table, columns)
    op.drop_index("uq_comments_receipt_hash", "comments")
    op.execute("UPDATE comments SET origin = 'web' WHERE origin = 'unsigned'")
    with op.batch_alter_table("comments") as batch:
        batch.drop_constraint(op.f("ck_comments_origin"), type_="check")
        batch.create_check_constraint(op.f("ck_comments_origin"), f"origin IN ({ORIGINS})")
        batch.drop_column("receipt_hash")
