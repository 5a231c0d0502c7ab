"""For everybody: the versions of a module with what is new in each, and any two of them compared."""

from flask import render_template
from flask.typing import ResponseReturnValue

from consult.accounts.session import current_actor
from consult.core.access import public
from consult.core.errors import NotFound
from consult.core.i18n import settle
from consult.modules import presenters, queries, rules
from consult.modules.forms import asked_comparison
from consult.modules.models import Module, ModuleVersion
from consult.modules.presenters import Text, compared
from consult.modules.views.base import MODULE, bp


@bp.page(f"{MODULE}/versions")
@public
def versions(module_id: int, slug: str) -> ResponseReturnValue:
    """Every version that was published, and what is new in each."""
    module, found = _readable(module_id)
    settle(module)
    return render_template(
        "modules/versions.html",
        module=module,
        versions=found[::-1],
        earlier=dict(zip([version.number for version in found[1:]], found, strict=False)),
        newest=found[-1],
        may_edit=rules.may_edit_modules(current_actor()),
        words=presenters,
    )


@bp.page(f"{MODULE}/changes", f"{MODULE}/changements")
@public
def compare(module_id: int, slug: str) -> ResponseReturnValue:
    """Two versions in one language: the words taken out and put in, paragraph by paragraph."""
    module, found = _readable(module_id)
    settle(module)
    asked = asked_comparison(found, module.languages.needed)
    blocks = queries.blocks_of([asked.before, asked.after])
    before, after = (Text(version, blocks[version.id]) for version in (asked.before, asked.after))
    parts = compared(before, after, asked.lang)
    return render_template(
        "modules/compare.html",
        module=module,
        versions=found,
        asked=asked,
        parts=[part for part in parts if asked.shows_all or not part.is_same],
        changed=sum(not part.is_same for part in parts),
        same=sum(part.is_same for part in parts),
        words=presenters,
    )


def _readable(module_id: int) -> tuple[Module, list[ModuleVersion]]:
    """The module with the versions that the reader may read; where there is none, it does not exist for them."""
    module = queries.module(module_id)
    found = queries.readable_versions(module, drafts=rules.may_read_drafts(current_actor()))
    if not found:
        raise NotFound(module_id)
    return module, found
