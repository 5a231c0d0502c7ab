"""Comments, statements and votes. Counters are kept as the services keep them."""

from datetime import timedelta
from itertools import count

from consult.accounts.models import User
from consult.consultations.models import Consultation
from consult.core import clock, receipts, tokens
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.richtext import comment_html
from consult.feedback.models import (
    WHOLE_MODULE,
    AuthorChoice,
    Comment,
    Kind,
    Statement,
    StatementOrigin,
    StatementStatus,
    UnconfirmedComment,
    Visibility,
)
from consult.feedback.services import count_published, section_of
from tests.builders.accounts import make_user
from tests.builders.consultations import make_consultation

_numbers = count(1)


def make_comment(
    consultation: Consultation | None = None,
    *,
    author: User | None = None,
    block_key: str = WHOLE_MODULE,
    parent: Comment | None = None,
    body: str = "Clear and fair.",
    lang: str = "en",
    kind: Kind | None = Kind.SUPPORT,
    visibility: Visibility = Visibility.PUBLISHED,
    author_choice: AuthorChoice = AuthorChoice.NAME,
    signed_as: str = "",
    reason_code: str | None = None,
) -> Comment:
    """A comment, published unless a test says otherwise, on the first module of its consultation."""
    consultation = consultation or (parent.consultation if parent else make_consultation())
    entry = consultation.modules[0]
    author = author or make_user(display_name=signed_as or f"Person {next(_numbers)}")
    gone = visibility in {Visibility.HIDDEN, Visibility.WITHDRAWN}
    comment = Comment(
        consultation=consultation,
        module_id=entry.module_id,
        version_id=entry.version_id,
        block_key=parent.block_key if parent else block_key,
        section_key=section_of(entry.version_id, parent.block_key if parent else block_key),
        parent_id=parent and parent.id,
        kind=None if parent else kind,
        body=body,
        lang=lang,
        safe_html=comment_html(body, lang),
        author_id=author.id,
        author_choice=author_choice,
        signed_as=signed_as or author.display_name,
        visibility=visibility,
        withdrawn_from=Visibility.PUBLISHED if visibility is Visibility.WITHDRAWN else None,
        reason_code=reason_code or ("SPAM" if visibility is Visibility.HIDDEN else None),
        posted_at=clock.now(),
        settled_at=clock.now() if gone else None,
    )
    db.session.add(comment)
    db.session.flush()
    if visibility is Visibility.PUBLISHED:
        count_published(comment, 1)
    return comment


def give_receipt(comment: Comment) -> str:
    """A code that leads to this comment."""
    code = receipts.fresh()
    comment.receipt_hash = receipts.fingerprint(code)
    db.session.flush()
    return code


def make_unconfirmed(consultation: Consultation, *, days: int = 3, body: str = "Words that wait for a link.", name: str = "Zoe") -> str:
    """A text that waits for its link; the token of the link, which has so many days."""
    token, entry, now = tokens.fresh(), consultation.modules[0], clock.now()
    waiting = UnconfirmedComment(
        token_hash=tokens.fingerprint(token),
        expires_at=now + timedelta(days=days),
        email="zoe@example.ca",
        email_key="zoe@example.ca",
        name=name,
        mail_lang="en",
        consultation=consultation,
        module_id=entry.module_id,
        version_id=entry.version_id,
        block_key=WHOLE_MODULE,
        kind=Kind.CONCERN,
        body=body,
        lang="en",
        written_at=now,
    )
    db.session.add(waiting)
    db.session.flush()
    return token


def make_statement(
    consultation: Consultation | None = None,
    *,
    number: int | None = None,
    text: Bilingual = Bilingual("Recruits should practise waiting.", "Les recrues devraient s’exercer à attendre."),
    status: StatementStatus = StatementStatus.LIVE,
) -> Statement:
    """A statement with the next number of its consultation."""
    consultation = consultation or make_consultation()
    statement = Statement(
        consultation=consultation,
        number=number if number is not None else consultation.statement_count + 1,
        text=text,
        origin=StatementOrigin.SEEDED,
        status=status,
        created_at=clock.now(),
    )
    if status is StatementStatus.LIVE:
        consultation.statement_count += 1
    db.session.add(statement)
    db.session.flush()
    return statement
