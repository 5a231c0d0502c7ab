"""Bring a module in as a draft, say what is new in it, write its files back."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from consult.accounts.models import User
from consult.audit.models import Action
from consult.audit.services import record
from consult.core.access import require
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.errors import FileFault, Overtaken, Refused
from consult.modules import queries, rules
from consult.modules.models import Module, ModuleVersion
from consult.modules.services.proposing import Proposal, propose
from consult.modules.source import read_pair, written

NOT_SAID = Bilingual("", "")


@dataclass(frozen=True)
class Imported:
    """What came of an import; `created` is false where the files said nothing new."""

    module: Module
    version: ModuleVersion
    created: bool


def import_module(actor: User | None, en_path: Path, fr_path: Path) -> Imported:
    """Bring in a module from its two files, as a new draft version; files that say nothing new change nothing."""
    require(rules.may_edit_modules, actor)
    proposal = propose(read_pair(en_path, fr_path))
    return save_draft(actor, proposal, base=proposal.base)


def save_draft(
    actor: User | None, proposal: Proposal, *, base: int, changes: Bilingual = NOT_SAID, made_from: int | None = None
) -> Imported:
    """Keep a proposal as a new draft version. No version is ever overwritten, so nobody's text is lost.

    `base` is the number of the newest version that the actor has seen: where somebody saved another one meanwhile, nothing is changed
    (`core.errors.Overtaken`). `made_from` is the version whose text it began with.
    """
    require(rules.may_edit_modules, actor)
    version, module = proposal.version, proposal.module
    _refuse_overtaken(proposal, base)
    proposal.explain(changes)
    if proposal.latest and proposal.says_nothing_new:
        _explain_again(actor, proposal.latest, version.changes)
        return Imported(module, proposal.latest, created=False)
    version.number = proposal.latest.number + 1 if proposal.latest else proposal.number
    version.created_by_id, version.made_from = actor.id if actor else None, made_from
    _keep(proposal)
    _record(Action.MODULE_IMPORTED, actor, version)
    return Imported(module, version, created=True)


def explain_version(actor: User | None, version: ModuleVersion, *, changes: Bilingual) -> bool:
    """Say in both languages what is new in a version and why, before it is published; say whether that is different now."""
    require(rules.may_edit_modules, actor)
    queries.lock(version.module)
    if rules.is_frozen(version):
        raise Refused(f"Version {version.number} of module {version.module_id} is published: its text and its change log are frozen.")
    if changes == version.changes:
        return False
    version.changes = changes
    _record(Action.MODULE_VERSION_EXPLAINED, actor, version)
    return True


def export_module(module: Module, folder: Path) -> list[Path]:
    """Write the newest version back as files, one a language; imported again, they make no new version."""
    version = queries.latest_version(module)
    blocks = queries.blocks(version)
    paths = []
    for lang in module.languages.needed:
        path = folder / f"{module.id}-{module.slug[lang]}.{lang}.md"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(written(version, blocks, lang), encoding="utf-8", newline="\n")
        except OSError as fault:
            raise FileFault(str(path), None, "The file cannot be written.", "Name a folder where you may write.") from fault
        paths.append(path)
    return paths


def _refuse_overtaken(proposal: Proposal, base: int) -> None:
    """From here on nobody else saves a version of this module."""
    if proposal.latest is not None:
        queries.lock(proposal.module)
        newest = queries.latest_version(proposal.module).number
    else:
        newest = 0
    if not newest == proposal.base == base:
        raise Overtaken(proposal.module.id)


def _explain_again(actor: User | None, latest: ModuleVersion, changes: Bilingual) -> None:
    """Files with the same text may still bring the change log of a draft that waits for it."""
    if changes != NOT_SAID and not rules.is_frozen(latest):
        explain_version(actor, latest, changes=changes)


def _keep(proposal: Proposal) -> None:
    db.session.add(proposal.version)
    try:
        db.session.flush()
    except IntegrityError as fault:  # two people bring in the same new module in the same moment
        raise Overtaken(proposal.module.id) from fault
    for block in proposal.blocks:
        block.version_id = proposal.version.id
    db.session.add_all(proposal.blocks)
    db.session.flush()


def _record(action: Action, actor: User | None, version: ModuleVersion) -> None:
    detail = {"module": version.module_id, "number": version.number}
    record(action, actor.id if actor else None, f"module_version:{version.id}", detail=detail)
