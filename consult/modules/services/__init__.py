"""Verbs of the curriculum: bring a module in from its files, publish a version, write the files back."""

from consult.modules.services.blocks import new_key, say, set_fingerprint
from consult.modules.services.proposing import Proposal, propose
from consult.modules.services.publishing import publish_version
from consult.modules.services.rewording import carried_over, reword
from consult.modules.services.saving import Imported, explain_version, export_module, import_module, save_draft

__all__ = [
    "Imported",
    "Proposal",
    "carried_over",
    "explain_version",
    "export_module",
    "import_module",
    "new_key",
    "propose",
    "publish_version",
    "reword",
    "save_draft",
    "say",
    "set_fingerprint",
]
