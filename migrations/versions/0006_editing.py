"""Changes of comments, their former wordings, comments sent back, flags, and what people are told of them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
WAITING = "state = 'waiting'"
OPEN = "state = 'open'"
KINDS = ("comment_published", "comment_hidden")
NEW_KINDS = ("comment_returned", "comment_return_reminder", "comment_edit_accepted", "comment_edit_refused", "flag_answered")


def upgrade() -> None:
    """Apply."""
    op.add_column("comments", sa.Column("edited_at", MOMENT, nullable=True))
    _allow((*KINDS, *NEW_KINDS))
    _create_edits()
    _create_former_wordings()
    _create_returns()
    _create_flags()


def downgrade() -> None:
    """Undo. What people were told of changes, returns and flags goes with them."""
    for table in ("flags", "comment_returns", "former_wordings", "comment_edits"):
        op.drop_table(table)
    kinds = sa.table("notices", sa.column("kind", sa.String()))
    op.execute(kinds.delete().where(kinds.c.kind.in_(NEW_KINDS)))
    _allow(KINDS)
    op.drop_column("comments", "edited_at")


def _allow(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table("notices") as batch:
        batch.drop_constraint(op.f("ck_notices_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_notices_kind"), f"kind IN ({_listed(kinds)})")


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def _create_edits() -> None:
    op.create_table(
        "comment_edits",
        sa.Column("id", sa.Integer(), nullable=False),
        *_of_a_comment("comment_edits"),
        *_wording(),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        *_decided("comment_edits", "state NOT IN ('accepted', 'refused')"),
        sa.CheckConstraint("state IN ('waiting', 'accepted', 'refused', 'replaced', 'taken_back')", name=op.f("ck_comment_edits_state")),
        sa.CheckConstraint("length(body) BETWEEN 1 AND 20000", name=op.f("ck_comment_edits_body_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_edits")),
    )
    where = {"sqlite_where": sa.text(WAITING), "postgresql_where": sa.text(WAITING)}
    op.create_index("uq_comment_edits_waiting", "comment_edits", ["comment_id"], unique=True, **where)
    op.create_index("ix_comment_edits_queue", "comment_edits", ["state", "id"])
    _index("comment_edits", "comment_id", "consultation_id", "decision_id")


def _create_former_wordings() -> None:
    op.create_table(
        "former_wordings",
        sa.Column("id", sa.Integer(), nullable=False),
        *_of_a_comment("former_wordings"),
        sa.Column("number", sa.Integer(), nullable=False),
        *_wording(),
        sa.Column("replaced_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_wordings")),
        sa.UniqueConstraint("comment_id", "number", name=op.f("uq_former_wordings_comment_id_number")),
    )
    _index("former_wordings", "consultation_id")


def _create_returns() -> None:
    op.create_table(
        "comment_returns",
        *_of_a_comment("comment_returns"),
        sa.Column("reason_code", sa.Text(), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("returned_at", MOMENT, nullable=False),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.CheckConstraint("passage <> '' AND note <> ''", name=op.f("ck_comment_returns_says_what")),
        sa.CheckConstraint("length(note) <= 2000", name=op.f("ck_comment_returns_note_length")),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_comment_returns")),
    )
    _index("comment_returns", "consultation_id", "returned_at")


def _create_flags() -> None:
    reasons = ("safety", "personal", "respect", "courts", "subject", "advertising", "other")
    op.create_table(
        "flags",
        sa.Column("id", sa.Integer(), nullable=False),
        *_of_a_comment("flags"),
        sa.Column("flagger_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("flagged_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        *_decided("flags", "state NOT IN ('dismissed', 'acted')"),
        sa.CheckConstraint(f"reason IN ({_listed(reasons)})", name=op.f("ck_flags_reason")),
        sa.CheckConstraint("state IN ('open', 'withdrawn', 'dismissed', 'acted')", name=op.f("ck_flags_state")),
        sa.CheckConstraint("length(words) <= 2000", name=op.f("ck_flags_words_length")),
        sa.CheckConstraint("reason <> 'other' OR words <> ''", name=op.f("ck_flags_other_explained")),
        sa.ForeignKeyConstraint(["flagger_id"], ["users.id"], name=op.f("fk_flags_flagger_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flags")),
        sa.UniqueConstraint("comment_id", "flagger_id", name=op.f("uq_flags_comment_id_flagger_id")),
    )
    op.create_index("ix_flags_open", "flags", ["comment_id"], sqlite_where=sa.text(OPEN), postgresql_where=sa.text(OPEN))
    _index("flags", "consultation_id", "decision_id", "flagger_id")


def _of_a_comment(table: str) -> list[sa.Column | sa.ForeignKeyConstraint]:
    """The comment, and its consultation."""
    return [
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f(f"fk_{table}_comment_id_comments")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f(f"fk_{table}_consultation_id_consultations")),
    ]


def _wording() -> list[sa.Column]:
    """Words as typed, their language, and what is shown."""
    return [sa.Column(name, sa.Text(), nullable=False) for name in ("body", "lang", "safe_html")]


def _decided(table: str, undecided: str) -> list[sa.Column | sa.ForeignKeyConstraint | sa.CheckConstraint]:
    """The decision that answered it."""
    return [
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f(f"fk_{table}_decision_id_decisions")),
        sa.CheckConstraint(f"decision_id IS NOT NULL OR {undecided}", name=op.f(f"ck_{table}_decided")),
    ]


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
