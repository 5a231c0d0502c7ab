"""What is set on this site and what is not: the facts behind the page for administrators, in a fixed number of reads."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.engine import make_url

from consult.accounts.models import Role
from consult.accounts.queries import is_held
from consult.core import schema
from consult.home.queries import holds_demo
from consult.jobs.queries import given_up_since, last_sign_of_life
from consult.pages.queries import words
from consult.pages.rules import is_unfinished
from consult.settings import Settings

# A worker says twice a minute that it is there; on a busy machine a round may be late.
SILENT_AFTER = timedelta(minutes=3)
LOOKING_BACK = timedelta(days=7)


@dataclass(frozen=True)
class Standing:
    """How this site stands at a moment."""

    mail: bool
    local: bool
    https: bool
    public_url: str
    on_sqlite: bool
    safety_officer: bool
    privacy_contact: str
    privacy_page_finished: bool
    worker_seen: datetime | None
    worker_alive: bool
    given_up: int
    revision: str | None
    newest: str | None
    demo: bool


def standing(settings: Settings, now: datetime) -> Standing:
    """Look at everything."""
    seen = last_sign_of_life()
    return Standing(
        mail=bool(settings.smtp_url),
        local=settings.local,
        https=settings.https,
        public_url=settings.public_url,
        on_sqlite=make_url(settings.database_url).get_backend_name() == "sqlite",
        safety_officer=is_held(Role.SAFETY_OFFICER),
        privacy_contact=settings.privacy_contact,
        privacy_page_finished=not is_unfinished(words("privacy")),
        worker_seen=seen,
        worker_alive=settings.jobs_inline or (seen is not None and now - seen < SILENT_AFTER),
        given_up=given_up_since(now - LOOKING_BACK),
        revision=schema.revision(),
        newest=schema.newest(),
        demo=holds_demo(),
    )
