"""What a contribution carries beside its words: how its author wants to appear, and which words of the text it is about."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from consult.feedback.models.vocabulary import AuthorChoice


@dataclass(frozen=True)
class More:
    """The wishes of an author and the place of their text, as a form gives them. Nothing of it has to be said."""

    author_choice: AuthorChoice | None = None  # None: by name where there is one
    with_role: bool = False  # show perspective and province beside the name
    quote_ok: bool = False  # the report may quote it
    quote: str = ""  # which words of the text it is about, as the form names them (queries.quotes)
    replacement: str = ""  # other words for the passage, as typed
    worded: str = ""  # the words that these were made from: their language and the beginning of their fingerprint

    def as_json(self) -> dict[str, str | bool]:
        """The same for a row that waits."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    @classmethod
    def of_json(cls, kept: Mapping[str, object]) -> "More":
        """Back from such a row."""
        known = {field.name: kept[field.name] for field in fields(cls) if field.name in kept}
        choice = known.pop("author_choice", None)
        return cls(author_choice=AuthorChoice(str(choice)) if choice else None, **known)  # type: ignore[arg-type]  # our own columns


NOTHING_MORE = More()
