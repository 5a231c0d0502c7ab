"""Verbs of interchange: bring in a consultation that was held elsewhere."""

from consult.interchange.services.conversation import Imported, import_conversation
from consult.interchange.services.tidy import TidyImported, import_tidy
from consult.interchange.services.tidy.known import known_contributions

__all__ = ["Imported", "TidyImported", "import_conversation", "import_tidy", "known_contributions"]
