"""What the pages of feedback share: their blueprint, where a module is read, and texts kept through a sign-in."""

from dataclasses import dataclass

from flask import flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consult.accounts.session import current_actor
from consult.consultations import queries as consultations
from consult.consultations.queries import Placement
from consult.core import clock, drafts
from consult.core.cache import while_the_same
from consult.core.i18n import BilingualBlueprint, Placed, address
from consult.feedback import queries
from consult.feedback.models import WHOLE_MODULE, Comment
from consult.feedback.presenters import Standing, standing
from consult.feedback.queries import Edition, states

MODULE = "/modules/<int:module_id>-<slug>"

bp = BilingualBlueprint("feedback", __name__)


@dataclass(frozen=True)
class Spot:
    """Where a module is read; `number` is set where the address names an older version."""

    module: Placed
    number: int | None

    def url(self, lang: str | None = None) -> str:
        """The reading page."""
        return address("feedback.module_version" if self._number else "feedback.module", self.module, lang, **self._number)

    def thread_url(self, key: str = WHOLE_MODULE, lang: str | None = None) -> str:
        """The discussion of a block, or of the whole module."""
        if key == WHOLE_MODULE:
            return address("feedback.discussion", self.module, lang, **self._number)
        return address("feedback.thread", self.module, lang, key=key, **self._number)

    def thread_base(self) -> str:
        """The address of a discussion without its key: a page of many blocks builds each from it, not by one lookup a row."""
        return self.thread_url("-").removesuffix("-")

    def section_url(self, key: str, lang: str | None = None) -> str:
        """The question about a section."""
        return address("feedback.section", self.module, lang, key=key, **self._number)

    def section_base(self) -> str:
        """The same without its key."""
        return self.section_url("-").removesuffix("-")

    @property
    def _number(self) -> dict[str, int]:
        return {} if self.number is None else {"number": self.number}


@dataclass(frozen=True)
class ModulePlace(Spot):
    """The same with all that is read there."""

    placement: Placement


class PreviewPlace(ModulePlace):
    """The same before anybody can take part: the ways to comment lead no further than to this very page."""

    def thread_url(self, key: str = WHOLE_MODULE, lang: str | None = None) -> str:
        """The page itself."""
        return f"?at={key}" if key else "#all-comments"

    def section_url(self, key: str, lang: str | None = None) -> str:
        """The page itself."""
        return f"?at={key}"


def module_place(module_id: int, number: int | None) -> ModulePlace:
    """Find where a module is read; a draft does not exist for the public."""

    def read() -> Placement:
        return consultations.placement(module_id, clock.now(), number=number, actor=current_actor())

    placement = while_the_same("placement", module_id, number, read=read)
    return ModulePlace(placement.entry.module, number, placement)


def place_of(module_id: int, version_id: int) -> ModulePlace:
    """The same from a comment: the short address where its version is the current one."""
    current = consultations.placement(module_id, clock.now(), actor=current_actor())
    if current.version.id == version_id:
        return ModulePlace(current.entry.module, None, current)
    older = consultations.placement(module_id, clock.now(), version_id=version_id, actor=current_actor())
    return ModulePlace(older.entry.module, older.version.number, older)


def spot_of(comment: Comment) -> Spot:
    """Where the module of a comment is read: as much of it as an address needs."""
    current = consultations.whereabouts(comment.module_id, clock.now(), current_actor())
    return Spot(current, None) if current.version_id == comment.version_id else place_of(comment.module_id, comment.version_id)


def module_state(module_id: int, number: int | None = None, **_place: str) -> str:
    """What a page about a module shows to visitors (`core.cache`), by the arguments of its address."""
    return states.of_module(module_id, number)


def reading_state(module_id: int, number: int | None = None, **_place: str) -> str:
    """The same for a page that can also show a text which nobody discusses."""
    return states.of_reading(module_id, number)


def standing_of(place: ModulePlace, key: str | None = None) -> Standing:
    """Where the version of this place stands among those of its module; with a key, for one part of it."""
    version = place.placement.version

    def read() -> list[Edition]:
        if key is None:
            return queries.editions(version.module_id)
        return queries.editions_of_part(version.module_id, key) if key else queries.editions_of_whole(version.module_id)

    editions = while_the_same("editions", version.module_id, key, read=read)
    if version.published_at is None:  # a preview: it stands where it will stand
        editions = [*editions, Edition(version.number, clock.now(), 0)]
    return standing(editions, version.number)


def consultation_state(consultation_id: int, **_place: str) -> str:
    """The same for a page about all of a consultation."""
    return states.of_consultation(consultation_id)


def keep_and_sign_in() -> Response:
    """Keep what a visitor wrote, ask them to sign in, and bring them back to it."""
    drafts.keep()
    flash(_("Sign in or create an account to send it. Your text is kept."), "info")
    return redirect(address("accounts.sign_in", next=request.path), 303)
