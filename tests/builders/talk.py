"""A discussion in which everything has happened: published, answered, waiting, hidden, withdrawn, returned, in many languages."""

from consult.accounts.models import Perspective, Province, User
from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.feedback.models import AuthorChoice, Comment, FlagReason, Kind, Visibility
from consult.moderation.models import Decision, Reason
from tests.builders.edits import make_edit, make_flag, make_former, make_return
from tests.builders.feedback import make_comment
from tests.builders.quotes import give_quote
from tests.builders.suggestions import decline, make_suggestion
from tests.builders.votes import make_votes

ABOUT = {
    "reported": Bilingual("The first round", "La première ronde"),
    "closed": Bilingual("A round without a report", "Une ronde sans rapport"),
    "scheduled": Bilingual("A round to come", "Une ronde à venir"),
    "anyone": Bilingual("A round for anyone", "Une ronde ouverte à tout le monde"),
    "by_mail": Bilingual("A round by mail", "Une ronde par courriel"),
    "ready": Bilingual("A round nearly ready", "Une ronde presque prête"),
    "paused": Bilingual("A round that waits", "Une ronde qui attend"),
    "cancelled": Bilingual("A round called off", "Une ronde annulée"),
    "archived": Bilingual("A round of long ago", "Une ronde d’il y a longtemps"),
}
WORDS = {
    "english": "Two steps back is a good rule with a partner.",
    "french": "Deux pas en arrière, oui, mais pas seule sur un rang.",
    "inuktitut": "ᐃᓄᒃᑎᑐᑦ ᐅᖃᐅᓯᖅ",
    "anonymous": "I have seen both ways, and the slow one works.",
    "mine": "My own words, and everybody can read them.",
    "unbroken": f"See https://example.org/{'a-very-long-path-without-a-break-' * 8} and {'x' * 120}.",
    "hidden": "Words that name a neighbour.",
    "withdrawn": "Words that were taken back.",
    "pending": "Words that wait for a moderator.",
    "pending_french": "Des mots qui attendent la modération.",
    "my_pending": "My words, and they wait.",
    "my_hidden": "Mes mots, et personne ne les voit.",
    "my_withdrawn": "My words, and I took them back.",
    "returned": "My words, and they came back to me.",
    "team_only": "Words for the team alone.",
}
LONG_THREAD = 21
QUOTED = (
    ("english", "en", "back, a parked car or a counter"),
    ("inuktitut", "en", "a parked car"),
    ("mine", "en", "a counter"),
    ("french", "fr", "arrière, une voiture"),
    ("hidden", "en", "into a conversation"),
    ("withdrawn", "en", "into a conversation"),
    ("pending", "en", "into a conversation"),
    ("my_pending", "fr", "arrière, une voiture"),
    ("returned", "en", "a parked car"),
    ("team_only", "en", "into a conversation"),
)


def make_talk(consultation: Consultation, people: dict[str, User], crowd: list[User]) -> dict[str, Comment]:
    """Let people talk about paragraph b05 of the first module, and at length about the whole of it. The comments by name."""
    talk: dict[str, Comment] = {}
    _published(talk, consultation, people, crowd)
    _gone(talk, consultation, people, crowd)
    _waiting(talk, consultation, people)
    _changed(talk, people, crowd)
    _quoted(talk)
    _suggested(talk, consultation)
    for number in range(LONG_THREAD):
        make_comment(
            consultation, author=people["neighbour"], body=f"{number + 1}. Une remarque sur l’ensemble.", lang="fr", kind=Kind.QUESTION
        )
    return talk


def _published(talk: dict[str, Comment], consultation: Consultation, people: dict[str, User], crowd: list[User]) -> None:
    neighbour, reader = people["neighbour"], people["reader"]
    for name, author, lang in (
        ("english", neighbour, "en"),
        ("french", neighbour, "fr"),
        ("inuktitut", neighbour, "iu"),
        ("unbroken", neighbour, "en"),
        ("mine", reader, "en"),
        ("anonymous", neighbour, "en"),
    ):
        talk[name] = make_comment(consultation, author=author, block_key="b05", body=WORDS[name], lang=lang)
    anonymous = talk["anonymous"]
    anonymous.author_choice, anonymous.perspective, anonymous.province = AuthorChoice.ANONYMOUS, Perspective.POLICE, Province.NU
    make_votes(talk["english"], [reader, *crowd], agree=9, disagree=2, unsure=1)
    for lang, body in (("en", "I agree with the first half."), ("fr", "Et quand on est seul?")):
        talk[f"reply_{lang}"] = make_comment(parent=talk["english"], author=reader, body=body, lang=lang)


def _suggested(talk: dict[str, Comment], consultation: Consultation) -> None:
    """Three would write the paragraph otherwise: one at length, one in the other language, one who was told no."""
    make_suggestion(talk["anonymous"], "Three steps back, slowly. " * 60)
    make_suggestion(talk["french"], "Trois pas en arrière, et on respire.", lang="fr")
    decline(make_suggestion(talk["mine"], "Stay where you are 👣."), consultation)


def _gone(talk: dict[str, Comment], consultation: Consultation, people: dict[str, User], crowd: list[User]) -> None:
    """Of these the public sees a tombstone."""
    neighbour = people["neighbour"]
    for name, visibility in (("hidden", Visibility.HIDDEN), ("withdrawn", Visibility.WITHDRAWN)):
        gone = make_comment(
            consultation, author=neighbour, block_key="b05", body=WORDS[name], visibility=visibility, reason_code=_reason(name)
        )
        talk[name] = gone
        make_comment(parent=gone, author=people["reader"], body="Une réponse qui reste.", lang="fr")
    make_votes(talk["withdrawn"], crowd, disagree=3)
    decision = Decision(
        comment=talk["hidden"],
        consultation_id=consultation.id,
        moderator=people["moderator"],
        before=Visibility.PENDING,
        after=Visibility.HIDDEN,
        reason=Reason.PII_THIRD,
        note="Leave the name out.",
        decided_at=clock.now(),
    )
    db.session.add(decision)


def _waiting(talk: dict[str, Comment], consultation: Consultation, people: dict[str, User]) -> None:
    """What only its author, or a moderator, sees."""
    for name, who, visibility in (
        ("pending", "neighbour", Visibility.PENDING),
        ("pending_french", "neighbour", Visibility.PENDING),
        ("my_pending", "reader", Visibility.PENDING),
        ("my_hidden", "reader", Visibility.HIDDEN),
        ("my_withdrawn", "reader", Visibility.WITHDRAWN),
        ("returned", "reader", Visibility.RETURNED),
        ("team_only", "neighbour", Visibility.PUBLISHED),
    ):
        talk[name] = make_comment(
            consultation,
            author=people[who],
            block_key="b05",
            body=WORDS[name],
            lang="fr" if name in {"pending_french", "my_hidden"} else "en",
            visibility=visibility,
            author_choice=AuthorChoice.TEAM_ONLY if name == "team_only" else AuthorChoice.NAME,
            reason_code=_reason(name),
        )


def _changed(talk: dict[str, Comment], people: dict[str, User], crowd: list[User]) -> None:
    """Other words wait for one comment, took the place of the old ones in another; one came back; two were flagged."""
    make_edit(talk["mine"], "My own words, changed, and a moderator reads them first.")
    make_edit(talk["inuktitut"], "Deux mots en français.", "fr")
    make_former(talk["french"], "Deux pas en arrière, oui.", "fr")
    make_return(talk["returned"], "Say it without the place.\nThat is enough.")
    for flagger, words in ((crowd[0], "It names my neighbour."), (crowd[1], ""), (people["moderator_elsewhere"], "")):
        make_flag(talk["english"], flagger, words=words)
    make_flag(talk["french"], people["reader"], FlagReason.OTHER, "I cannot say it\nin a word.")


def _quoted(talk: dict[str, Comment]) -> None:
    """Words of the paragraph, in both languages, overlapping; also by what is hidden, waits, or is for the team alone."""
    for name, lang, words in QUOTED:
        give_quote(talk[name], words, lang)


def _reason(name: str) -> str | None:
    return Reason.PII_THIRD.value if "hidden" in name else None
