"""What everybody reads: about, privacy, accessibility, terms, support lines."""

from flask import render_template
from flask.typing import ResponseReturnValue

from consult.accounts.session import current_actor
from consult.core import clock, zones
from consult.core.access import public
from consult.core.cache import same_for_visitors
from consult.core.formats import HOME_ZONE
from consult.pages import presenters, queries, rules
from consult.pages.views.base import bp


def _state() -> str:
    """These pages show nothing but the words of the site, whose revision every page is kept by."""
    return ""


@bp.page("/about", "/a-propos")
@public
@same_for_visitors(_state)
def about() -> ResponseReturnValue:
    """What this site is, and what it is not."""
    return _page("about")


@bp.page("/privacy", "/confidentialite")
@public
@same_for_visitors(_state)
def privacy() -> ResponseReturnValue:
    """What is kept of people, why, and for how long."""
    return _page("privacy")


@bp.page("/accessibility", "/accessibilite")
@public
@same_for_visitors(_state)
def accessibility() -> ResponseReturnValue:
    """What is done so that everybody can take part."""
    return _page("accessibility")


@bp.page("/terms", "/conditions-d-utilisation")
@public
@same_for_visitors(_state)
def terms() -> ResponseReturnValue:
    """What is asked of those who take part, and what they can expect."""
    return _page("terms")


@bp.page("/support", "/soutien")
@public
@same_for_visitors(_state)
def support() -> ResponseReturnValue:
    """Where to find somebody to talk to."""
    return render_template(
        "pages/support.html",
        text=queries.text("support"),
        groups=presenters.grouped(queries.lines()),
        today=zones.local(clock.now(), HOME_ZONE).date(),
        may_edit=rules.may_edit_site(current_actor()),
        is_stale=rules.is_stale,
        words=presenters,
    )


def _page(name: str) -> str:
    return render_template(
        "pages/page.html", text=queries.text(name), title=presenters.TITLES[name], may_edit=rules.may_edit_site(current_actor())
    )
