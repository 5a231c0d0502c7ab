"""What is kept of an author to be shown beside their text: what they chose, and nothing that it would only hide."""

from typing import NamedTuple

from consult.accounts.models import Perspective, Profile, Province, User
from consult.core.names import initials
from consult.feedback.models import AuthorChoice, More


class Appearance(NamedTuple):
    """These columns of a comment. Nobody can read out of them what the author did not choose to show."""

    author_choice: AuthorChoice
    signed_as: str
    perspective: Perspective | None
    province: Province | None
    quote_ok: bool


def appear(author: User | None, more: More, name: str = "") -> Appearance:
    """How a text appears: as its author wants; what cannot be shown makes it less public, never more.

    Somebody without an account gives a name beside the text, or none.
    """
    name = author.display_name if author else name
    choice = more.author_choice or (AuthorChoice.NAME if name else AuthorChoice.ANONYMOUS)
    shown = {AuthorChoice.NAME: name, AuthorChoice.INITIALS: initials(name)}.get(choice, "")
    role = _role(author, with_role=(more.with_role and bool(shown)) or choice is AuthorChoice.ROLE_PROVINCE)
    needs = {AuthorChoice.NAME: shown, AuthorChoice.INITIALS: shown, AuthorChoice.ROLE_PROVINCE: any(role)}
    if not needs.get(choice, True):
        choice = AuthorChoice.ANONYMOUS
    return Appearance(choice, shown, *role, quote_ok=more.quote_ok and choice is not AuthorChoice.TEAM_ONLY)


def _role(author: User | None, *, with_role: bool) -> tuple[Perspective | None, Province | None]:
    """Of the profile only what is shown: it is not even read where nothing is."""
    profile: Profile | None = author.profile if author and with_role else None
    return (profile.perspective, profile.province) if profile else (None, None)
