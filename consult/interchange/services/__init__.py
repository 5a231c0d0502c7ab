"""Verbs of interchange: bring in a consultation that was held elsewhere."""

from consult.interchange.services.conversation import Imported, import_conversation

__all__ = ["Imported", "import_conversation"]
