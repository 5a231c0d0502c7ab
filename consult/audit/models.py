"""Tables of the audit trail: its entries, the newest of each chain, and whom each pseudonym stands for."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Model

HASH_LENGTH = 64


class Action(enum.StrEnum):
    """What was done. Every feature adds the members it records; a member once recorded is never renamed."""

    ACCOUNT_CREATED = "account_created"
    ROLE_GRANTED = "role_granted"
    ROLE_REVOKED = "role_revoked"
    ADMINISTRATOR_SET_UP = "administrator_set_up"
    SELF_IDENTIFICATION_DISCARDED = "self_identification_discarded"
    INVITATION_SENT = "invitation_sent"
    INVITATION_ACCEPTED = "invitation_accepted"
    INVITATION_WITHDRAWN = "invitation_withdrawn"
    COMMITTEE_CREATED = "committee_created"
    MODULE_IMPORTED = "module_imported"
    MODULE_VERSION_EXPLAINED = "module_version_explained"
    MODULE_VERSION_PUBLISHED = "module_version_published"
    CONSULTATION_CREATED = "consultation_created"
    CONSULTATION_CHANGED = "consultation_changed"
    CONSULTATION_PUBLISHED = "consultation_published"
    CONSULTATION_EXTENDED = "consultation_extended"
    CONSULTATION_PAUSED = "consultation_paused"
    CONSULTATION_RESUMED = "consultation_resumed"
    CONSULTATION_CANCELLED = "consultation_cancelled"
    CONSULTATION_ARCHIVED = "consultation_archived"
    CONSULTATION_UNARCHIVED = "consultation_unarchived"
    CONSULTATION_RESTORED = "consultation_restored"
    CONSULTATION_DUPLICATED = "consultation_duplicated"
    LATE_LEAVE_GIVEN = "late_leave_given"
    LATE_LEAVE_ENDED = "late_leave_ended"
    LATE_LEAVE_USED = "late_leave_used"
    COMMENT_POSTED = "comment_posted"
    COMMENT_WITHDRAWN = "comment_withdrawn"
    COMMENT_RESTORED = "comment_restored"
    COMMENT_PUBLISHED = "comment_published"
    COMMENT_HIDDEN = "comment_hidden"
    COMMENT_RETURNED = "comment_returned"
    COMMENT_EDITED = "comment_edited"
    COMMENT_EDIT_PROPOSED = "comment_edit_proposed"
    COMMENT_EDIT_TAKEN_BACK = "comment_edit_taken_back"
    COMMENT_EDIT_ACCEPTED = "comment_edit_accepted"
    COMMENT_EDIT_REFUSED = "comment_edit_refused"
    COMMENT_APPEARANCE_CHANGED = "comment_appearance_changed"
    COMMENT_FLAGGED = "comment_flagged"
    FLAG_WITHDRAWN = "flag_withdrawn"
    SUGGESTION_DECIDED = "suggestion_decided"
    CONSULTATION_IMPORTED = "consultation_imported"
    REPORT_COMPILED = "report_compiled"
    REPORT_WRITTEN = "report_written"
    REPORT_PUBLISHED = "report_published"
    SITE_TEXT_CHANGED = "site_text_changed"
    SITE_TEXT_RESTORED = "site_text_restored"
    SUPPORT_LINE_ADDED = "support_line_added"
    SUPPORT_LINE_CHANGED = "support_line_changed"
    SUPPORT_LINE_VERIFIED = "support_line_verified"
    SUPPORT_LINE_RETIRED = "support_line_retired"
    SUPPORT_LINE_RESTORED = "support_line_restored"


class AuditEntry(Model):
    """One act. Its hash covers every other column and the hash of the entry before it in the same chain."""

    __tablename__ = "audit_entries"
    __table_args__ = (UniqueConstraint("chain", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    chain: Mapped[str] = mapped_column(String(64))  # "site" or "consultation:12"
    seq: Mapped[int]
    at: Mapped[datetime]
    actor_ref: Mapped[str | None] = mapped_column(String(32), index=True)  # no foreign key: an entry outlives the link to its person
    # No CHECK of the values: a feature that records a new act must not make this table be rebuilt.
    action: Mapped[str] = mapped_column(String(64))
    target: Mapped[str] = mapped_column(String(80), index=True)
    detail: Mapped[str]  # canonical JSON, as it was hashed
    prev_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    hash: Mapped[str] = mapped_column(String(HASH_LENGTH))


class AuditHead(Model):
    """The newest entry of a chain. It is locked while one is added, and shows when the end of a chain was cut off."""

    __tablename__ = "audit_heads"

    chain: Mapped[str] = mapped_column(String(64), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer)
    hash: Mapped[str] = mapped_column(String(HASH_LENGTH))


class ActorRef(Model):
    """Whom a pseudonym of the trail stands for. Erasing an account empties the link; the trail stays whole."""

    __tablename__ = "actor_refs"
    __table_args__ = (UniqueConstraint("user_id"),)

    ref: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
