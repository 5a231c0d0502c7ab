"""Verbs of consultations. Opening and closing are the clock's (`rules.stage`)."""

from consult.consultations.services.acts import (
    archive_consultation,
    cancel_consultation,
    extend_consultation,
    pause_consultation,
    resume_consultation,
    unarchive_consultation,
)
from consult.consultations.services.duplicates import duplicate_consultation
from consult.consultations.services.kept import renew, renew_all
from consult.consultations.services.passes import count_late, end_late_pass, give_late_pass
from consult.consultations.services.settings import (
    NOT_YET,
    Promised,
    Terms,
    change_consultation,
    create_consultation,
    free_slug,
    missing_parts,
    place_version,
    publish_consultation,
    restore_settings,
    set_modules,
)

__all__ = [
    "NOT_YET",
    "Promised",
    "Terms",
    "archive_consultation",
    "cancel_consultation",
    "change_consultation",
    "count_late",
    "create_consultation",
    "duplicate_consultation",
    "end_late_pass",
    "extend_consultation",
    "free_slug",
    "give_late_pass",
    "missing_parts",
    "pause_consultation",
    "place_version",
    "publish_consultation",
    "renew",
    "renew_all",
    "restore_settings",
    "resume_consultation",
    "set_modules",
    "unarchive_consultation",
]
