"""Section ballots, suggested wordings, totals of a source, revisions of pages, seals of votes, and the indexes of every list of comments."""

import json
from datetime import UTC, datetime
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SHOWN = "visibility IN ('published', 'hidden', 'withdrawn')"
LISTED = "visibility = 'published' AND author_choice <> 'team_only'"
THREAD = ("consultation_id", "module_id", "block_key")
SECTION = ("consultation_id", "module_id", "section_key")
LISTINGS = {
    "ix_comments_thread": (f"parent_id IS NULL AND {SHOWN}", THREAD),
    "ix_comments_thread_lang": (f"parent_id IS NULL AND {LISTED}", (*THREAD, "lang")),
    "ix_comments_thread_kind": (f"parent_id IS NULL AND {LISTED}", (*THREAD, "kind")),
    "ix_comments_thread_lang_kind": (f"parent_id IS NULL AND {LISTED}", (*THREAD, "lang", "kind")),
    "ix_comments_all": (LISTED, ("consultation_id",)),
    "ix_comments_all_lang": (LISTED, ("consultation_id", "lang")),
    "ix_comments_all_kind": (LISTED, ("consultation_id", "kind")),
    "ix_comments_all_lang_kind": (LISTED, ("consultation_id", "lang", "kind")),
    "ix_comments_section": (LISTED, SECTION),
    "ix_comments_section_lang": (LISTED, (*SECTION, "lang")),
    "ix_comments_section_kind": (LISTED, (*SECTION, "kind")),
    "ix_comments_section_lang_kind": (LISTED, (*SECTION, "lang", "kind")),
}
VOTES = ("comment_votes", "statement_votes", "former_comment_votes", "former_statement_votes")
LIVE_VOTES = {"comment_votes": "comment_id", "statement_votes": "statement_id"}
MOMENT = sa.DateTime(timezone=True)
UNKNOWN = "1970-01-01 00:00:00+00:00"
# A comment on a block is in the section of that block; above the first heading that is `start`.
SECTION_OF_COMMENT = """
UPDATE comments SET section_key = COALESCE(
    (SELECT COALESCE(blocks.section_key, 'start') FROM blocks
     WHERE blocks.version_id = comments.version_id AND blocks.key = comments.block_key), 'start')
WHERE block_key <> ''
"""


def upgrade() -> None:
    """Apply."""
    _create_tables()
    with op.batch_alter_table("blocks") as batch:
        batch.add_column(sa.Column("source_id", sa.Text(), nullable=True))
        batch.create_unique_constraint(op.f("uq_blocks_version_id_source_id"), ["version_id", "source_id"])
    with op.batch_alter_table("module_versions") as batch:
        batch.add_column(sa.Column("last_keys", sa.JSON(), nullable=True))
    with op.batch_alter_table("modules") as batch:
        batch.add_column(sa.Column("source", sa.Text(), nullable=True))
        batch.add_column(sa.Column("source_id", sa.Text(), nullable=True))
        batch.create_unique_constraint(op.f("uq_modules_source_source_id"), ["source", "source_id"])
    with op.batch_alter_table("statements") as batch:
        batch.create_unique_constraint(op.f("uq_statements_consultation_id_source_id"), ["consultation_id", "source_id"])
    for table in ("consultation_modules", "consultations"):
        _add_filled(table, sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
    for table in VOTES:
        with op.batch_alter_table(table) as batch:
            batch.alter_column("cast_at", existing_type=MOMENT, nullable=True)
    for table, item in LIVE_VOTES.items():
        _add_seals(table, item)
    _add_filled("comments", *(sa.Column(name, sa.Text(), nullable=False, server_default="") for name in ("section_key", "title")))
    op.execute(SECTION_OF_COMMENT)
    with op.batch_alter_table("comments") as batch:
        batch.alter_column("posted_at", existing_type=MOMENT, nullable=True)
        batch.drop_index("ix_comments_thread")
        batch.drop_index(op.f("ix_comments_version_id"))
        batch.drop_index(op.f("ix_comments_parent_id"))
        batch.drop_constraint(op.f("ck_comments_body_length"), type_="check")
        batch.create_check_constraint(op.f("ck_comments_body_length"), "length(body) <= 100000")
        batch.create_check_constraint(op.f("ck_comments_body_present"), "body <> '' OR (kind = 'suggestion' AND origin = 'import')")
        batch.create_check_constraint(op.f("ck_comments_title_length"), "length(title) <= 1000")
    for name, (condition, columns) in LISTINGS.items():
        op.create_index(name, "comments", [*columns, "id"], sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))
    op.create_index("ix_comments_version_id_block_key", "comments", ["version_id", "block_key"])
    op.create_index("ix_comments_replies", "comments", ["parent_id", "id"])


def downgrade() -> None:
    """Undo. A moment that was not known becomes the first second of 1970; an empty text becomes a dash."""
    for name in (*LISTINGS, "ix_comments_version_id_block_key", "ix_comments_replies"):
        op.drop_index(name, "comments")
    op.execute(sa.text("UPDATE comments SET body = '–' WHERE body = ''"))
    op.execute(sa.text(f"UPDATE comments SET posted_at = '{UNKNOWN}' WHERE posted_at IS NULL"))  # noqa: S608 - a constant of this file
    with op.batch_alter_table("comments") as batch:
        batch.drop_constraint(op.f("ck_comments_title_length"), type_="check")
        batch.drop_constraint(op.f("ck_comments_body_present"), type_="check")
        batch.drop_constraint(op.f("ck_comments_body_length"), type_="check")
        batch.create_check_constraint(op.f("ck_comments_body_length"), "length(body) BETWEEN 1 AND 100000")
        batch.alter_column("posted_at", existing_type=MOMENT, nullable=False)
        batch.drop_column("title")
        batch.drop_column("section_key")
        batch.create_index(op.f("ix_comments_version_id"), ["version_id"])
        batch.create_index(op.f("ix_comments_parent_id"), ["parent_id"])
        batch.create_index("ix_comments_thread", ["consultation_id", "module_id", "block_key", "parent_id", "id"])
    for table in VOTES:
        op.execute(sa.text(f"UPDATE {table} SET cast_at = '{UNKNOWN}' WHERE cast_at IS NULL"))  # noqa: S608 - a constant of this file
        with op.batch_alter_table(table) as batch:
            batch.alter_column("cast_at", existing_type=MOMENT, nullable=False)
    for table in LIVE_VOTES:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("seal")
    for table in ("consultation_modules", "consultations"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("revision")
    with op.batch_alter_table("statements") as batch:
        batch.drop_constraint(op.f("uq_statements_consultation_id_source_id"), type_="unique")
    with op.batch_alter_table("modules") as batch:
        batch.drop_constraint(op.f("uq_modules_source_source_id"), type_="unique")
        batch.drop_column("source_id")
        batch.drop_column("source")
    with op.batch_alter_table("module_versions") as batch:
        batch.drop_column("last_keys")
    with op.batch_alter_table("blocks") as batch:
        batch.drop_constraint(op.f("uq_blocks_version_id_source_id"), type_="unique")
        batch.drop_column("source_id")
    for table in ("suggestions", "source_totals", "section_ballots", "former_section_ballots"):
        op.drop_table(table)


def _add_filled(table: str, *columns: sa.Column) -> None:
    """Add columns that rows already there get a value for; the default is for them alone."""
    with op.batch_alter_table(table) as batch:
        for column in columns:
            batch.add_column(column)
    with op.batch_alter_table(table) as batch:
        for column in columns:
            batch.alter_column(column.name, existing_type=column.type, existing_nullable=False, server_default=None)


def _add_seals(table: str, item: str) -> None:
    """Seal the votes that are there as a new vote is sealed."""
    with op.batch_alter_table(table) as batch:
        batch.add_column(sa.Column("seal", sa.String(length=32), nullable=True))
    names = (item, "voter_id", "consultation_id", "stance", "perspective", "cast_at")
    votes = sa.table(table, *(sa.column(name) for name in (*names[:-1], "seal")), sa.column("cast_at", MOMENT))
    connection = op.get_bind()
    rows = connection.execute(sa.select(*(votes.c[name] for name in names))).mappings().all()
    seals = [{"item": row[item], "voter": row["voter_id"], "sealed": _seal_of(table, row)} for row in rows]
    one = (votes.c[item] == sa.bindparam("item")) & (votes.c.voter_id == sa.bindparam("voter"))
    if seals:
        connection.execute(sa.update(votes).where(one).values(seal=sa.bindparam("sealed")), seals)
    with op.batch_alter_table(table) as batch:
        batch.alter_column("seal", existing_type=sa.String(length=32), nullable=False)


def _seal_of(table: str, row: sa.RowMapping) -> str:
    plain = {name: _plain(value) for name, value in row.items() if value is not None}
    text = json.dumps([table, plain], sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:32]


def _plain(value: object) -> object:
    if not isinstance(value, datetime):
        return value
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def _create_tables() -> None:
    op.create_table(
        "former_section_ballots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.Column("section_key", sa.Text(), nullable=False),
        sa.Column("voter_id", sa.Integer(), nullable=False),
        sa.Column("wording_hash", sa.Text(), nullable=False),
        sa.Column("readiness", sa.String(length=32), nullable=False),
        sa.Column("importance", sa.Integer(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "readiness IN ('ready', 'changes', 'not_ready', 'not_for_me')", name=op.f("ck_former_section_ballots_readiness")
        ),
        sa.CheckConstraint("importance BETWEEN 1 AND 5", name=op.f("ck_former_section_ballots_importance")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_former_section_ballots_consultation_id_consultations")
        ),
        sa.ForeignKeyConstraint(["module_id"], ["modules.id"], name=op.f("fk_former_section_ballots_module_id_modules")),
        sa.ForeignKeyConstraint(["voter_id"], ["users.id"], name=op.f("fk_former_section_ballots_voter_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_section_ballots")),
    )
    with op.batch_alter_table("former_section_ballots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_former_section_ballots_module_id"), ["module_id"], unique=False)
        batch_op.create_index("ix_former_section_ballots_section", ["consultation_id", "module_id", "section_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_former_section_ballots_voter_id"), ["voter_id"], unique=False)

    op.create_table(
        "section_ballots",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.Column("section_key", sa.Text(), nullable=False),
        sa.Column("voter_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("wording_hash", sa.Text(), nullable=False),
        sa.Column("readiness", sa.String(length=32), nullable=False),
        sa.Column("importance", sa.Integer(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("perspective", sa.String(length=32), nullable=True),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "perspective IN ('community', 'police', 'academic', 'government', 'justice', 'services', 'other')",
            name=op.f("ck_section_ballots_perspective"),
        ),
        sa.CheckConstraint("readiness IN ('ready', 'changes', 'not_ready', 'not_for_me')", name=op.f("ck_section_ballots_readiness")),
        sa.CheckConstraint("readiness NOT IN ('changes', 'not_ready') OR reason <> ''", name=op.f("ck_section_ballots_reason_given")),
        sa.CheckConstraint("importance BETWEEN 1 AND 5", name=op.f("ck_section_ballots_importance")),
        sa.CheckConstraint("length(reason) <= 2000", name=op.f("ck_section_ballots_reason_length")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_section_ballots_consultation_id_consultations")),
        sa.ForeignKeyConstraint(["module_id"], ["modules.id"], name=op.f("fk_section_ballots_module_id_modules")),
        sa.ForeignKeyConstraint(["version_id"], ["module_versions.id"], name=op.f("fk_section_ballots_version_id_module_versions")),
        sa.ForeignKeyConstraint(["voter_id"], ["users.id"], name=op.f("fk_section_ballots_voter_id_users")),
        sa.PrimaryKeyConstraint("consultation_id", "module_id", "section_key", "voter_id", name=op.f("pk_section_ballots")),
    )
    with op.batch_alter_table("section_ballots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_section_ballots_module_id"), ["module_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_section_ballots_version_id"), ["version_id"], unique=False)
        batch_op.create_index("ix_section_ballots_voter", ["voter_id", "module_id", "section_key"], unique=False)
        batch_op.create_index(
            "ix_section_ballots_words",
            ["consultation_id", "module_id", "section_key", "cast_at"],
            unique=False,
            sqlite_where=sa.text("reason <> ''"),
            postgresql_where=sa.text("reason <> ''"),
        )

    op.create_table(
        "source_totals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("statement_id", sa.Integer(), nullable=True),
        sa.Column("agree", sa.Integer(), nullable=False),
        sa.Column("disagree", sa.Integer(), nullable=False),
        sa.Column("unsure", sa.Integer(), nullable=False),
        sa.CheckConstraint("(comment_id IS NULL) <> (statement_id IS NULL)", name=op.f("ck_source_totals_one_target")),
        sa.CheckConstraint("agree >= 0 AND disagree >= 0 AND unsure >= 0", name=op.f("ck_source_totals_counts")),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_source_totals_comment_id_comments")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_source_totals_consultation_id_consultations")),
        sa.ForeignKeyConstraint(["statement_id"], ["statements.id"], name=op.f("fk_source_totals_statement_id_statements")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_totals")),
        sa.UniqueConstraint("comment_id", name=op.f("uq_source_totals_comment_id")),
        sa.UniqueConstraint("statement_id", name=op.f("uq_source_totals_statement_id")),
    )
    with op.batch_alter_table("source_totals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_source_totals_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "suggestions",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("original", sa.Text(), nullable=False),
        sa.Column("replacement", sa.Text(), nullable=False),
        sa.Column("safe_html", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "status IN ('open', 'accepted', 'in_part', 'declined', 'superseded', 'withdrawn')", name=op.f("ck_suggestions_status")
        ),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_suggestions_comment_id_comments")),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_suggestions")),
    )
