"""What authors and flaggers are told, in their language, when a moderator has decided."""

from consult.feedback.models import AuthorChoice, Comment
from consult.notices.models import Code, NoticeKind
from consult.notices.services import tell

# The page of a comment, and the page to change it, in the language its reader uses; letters are written where no request is.
COMMENT_PATHS = {"en": "/en/comments/{}", "fr": "/fr/commentaires/{}"}
EDIT_PATHS = {"en": "/en/comments/{}/edit", "fr": "/fr/commentaires/{}/modification"}


def tell_author(comment: Comment, kind: NoticeKind, *, paths: dict[str, str] = COMMENT_PATHS, note: str = "", **detail: Code) -> None:
    """Write to the author of a comment; one who came in with an import is told nothing."""
    author = comment.author
    if author is None:
        return
    if comment.author_choice is AuthorChoice.TEAM_ONLY:
        detail["for_team"] = True  # else the letter would say that everybody can read it
    about, path = f"comment:{comment.id}", paths[author.lang].format(comment.id)
    tell(author.id, kind, about=about, consultation_id=comment.consultation_id, note=note, path=path, **detail)
