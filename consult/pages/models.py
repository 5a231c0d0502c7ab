"""Tables of the site's own words: every state that staff saved, of each text and of each support line. Nothing is overwritten.

What staff never touched has no row: its words come with the release (`defaults`), so that a new release can improve them.
"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.accounts.models import Province
from consult.core import clock
from consult.core.bilingual import Bilingual, bilingual, complete_unless
from consult.core.db import EnumByValue, Model, one_of

ALWAYS = "1 = 0"  # complete, with no exception


def _now() -> datetime:
    """The moment a row is made. The clock is looked up each time, so that tests can stop it."""
    return clock.now()


class TextVersion(Model):
    """One saved state of one text of the site, in both languages; the highest number is what people read."""

    __tablename__ = "text_versions"
    __table_args__ = (UniqueConstraint("name", "number"), complete_unless("text", condition=ALWAYS))

    id: Mapped[int] = mapped_column(primary_key=True)
    # No enum: a text more in a later release must not make this table be rebuilt. `texts.TEXTS` knows the names.
    name: Mapped[str]
    number: Mapped[int]
    text: Mapped[Bilingual] = bilingual("text")
    html: Mapped[Bilingual] = bilingual("html")  # safe; empty for a text without Markdown
    restored_number: Mapped[int | None]  # the earlier state that this one repeats
    saved_at: Mapped[datetime] = mapped_column(default=_now)
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)


class LineVersion(Model):
    """One saved state of one support line. `line` is its name in addresses; the highest number is what people read."""

    __tablename__ = "support_line_versions"
    __table_args__ = (
        UniqueConstraint("line", "number"),
        one_of("province", Province),
        *(complete_unless(name, condition=ALWAYS) for name in ("name", "purpose", "hours", "languages")),
        sa.CheckConstraint("phone <> '' OR (website_en <> '' AND website_fr <> '')", name="reachable"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    line: Mapped[str]
    number: Mapped[int]
    name: Mapped[Bilingual] = bilingual("name")
    phone: Mapped[str] = mapped_column(default="")
    website: Mapped[Bilingual] = bilingual("website")
    purpose: Mapped[Bilingual] = bilingual("purpose")
    hours: Mapped[Bilingual] = bilingual("hours")
    languages: Mapped[Bilingual] = bilingual("languages")
    province: Mapped[Province | None] = mapped_column(EnumByValue(Province))  # None: all of Canada
    verified_on: Mapped[date | None]
    retired: Mapped[bool] = mapped_column(default=False)
    saved_at: Mapped[datetime] = mapped_column(default=_now)
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
