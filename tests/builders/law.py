"""An imported consultation on the text of a law, in French alone: titles, suggested wordings, totals of its source, no dates."""

from typing import Any

from consult.accounts.models import User
from consult.consultations.models import Consultation, Languages
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.richtext import comment_html
from consult.feedback.models import Comment, Kind, Origin, SourceTotal, Suggestion, Visibility
from consult.modules.models import BlockKind
from consult.modules.models import Languages as Written
from tests.builders.consultations import make_consultation
from tests.builders.feedback import make_comment
from tests.builders.modules import make_block, make_module, make_version

ARTICLE = "Article 9 – Accès ouvert aux publications scientifiques"
ARGUMENTS = 25


def make_law(author: User) -> tuple[Consultation, dict[str, Comment]]:
    """The consultation, and its comments by name."""
    module = make_module(languages=Written.FR)
    version = make_version(module, title=Bilingual("", "Titre\u00a0I. La circulation des données et du savoir"))
    make_block(version, key="s1", kind=BlockKind.SECTION, markdown=Bilingual("", ARTICLE))
    make_block(version, key="b01", section_key="s1", markdown=Bilingual("", "L’auteur peut mettre son manuscrit à disposition du public."))
    texts: dict[str, Any] = {
        name: Bilingual("", "") for name in ("summary", "scope_open", "scope_decided", "scope_excluded", "promise")
    } | {"title": Bilingual("", "Une loi pour une république numérique")}
    consultation = make_consultation("closed", versions=[version], imported=True, zone="UTC", **texts)
    consultation.languages, consultation.source = Languages.FR, "republique-numerique-2015"
    return consultation, _comments(consultation, author)


def _comments(consultation: Consultation, author: User) -> dict[str, Comment]:
    said = {
        "source": _brought(consultation, author, Kind.EVIDENCE, "Un rapport à lire\u00a0: https://example.org/rapport."),
        "wording": _brought(consultation, author, Kind.SUGGESTION, "", title="Réduire le délai à six mois, pour toutes les disciplines"),
        "hidden": _brought(consultation, author, Kind.CONCERN, "Mots cachés.", visibility=Visibility.HIDDEN),
    }
    proposed = "Le délai est de <50\u00a0% de douze mois, soit six mois."
    db.session.add(
        Suggestion(
            comment_id=said["wording"].id,
            lang="fr",
            original="Le délai est de douze mois.",
            replacement=proposed,
            safe_html=comment_html(proposed, "fr"),
        )
    )
    for name, counts in (("source", (12, 3, 0)), ("wording", (2237, 49, 161))):
        agree, disagree, unsure = counts
        db.session.add(
            SourceTotal(consultation_id=consultation.id, comment_id=said[name].id, agree=agree, disagree=disagree, unsure=unsure)
        )
    for number in range(ARGUMENTS):
        reply = make_comment(parent=said["wording"], author=author, lang="fr", body=f"Argument {number + 1}, avec ses raisons.")
        reply.kind, reply.origin, said["argument"] = (Kind.SUPPORT if number % 2 else Kind.CONCERN), Origin.IMPORT, reply
    db.session.flush()
    return said


def _brought(
    consultation: Consultation, author: User, kind: Kind, body: str, *, title: str = "", visibility: Visibility = Visibility.PUBLISHED
) -> Comment:
    comment = make_comment(
        consultation, author=author, block_key="s1", lang="fr", kind=kind, body=body or "–", visibility=visibility, reason_code=None
    )
    comment.origin, comment.title, comment.posted_at = Origin.IMPORT, title, None
    if not body:
        comment.body = comment.safe_html = ""
    return comment
