"""Notices: a row for each thing a person is told, and one mail in their language once the change is safe."""

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.accounts.models import User
from consult.core import transaction
from consult.core.db import db
from consult.core.mail import link
from consult.notices.jobs import send_notice
from consult.notices.models import Notice, NoticeKind
from consult.notices.services import LONGEST_NOTE, tell
from tests.builders import make_user
from tests.support.mail import Mailbox, Sink, links_in, text_of

PATH = {"en": "/en/comments/88", "fr": "/fr/commentaires/88"}
NBSP = "\N{NO-BREAK SPACE}"


def hide(reader: User, note: str = "", before: str = "pending") -> Notice:
    """Tell somebody that their comment is hidden."""
    notice = tell(
        reader.id, NoticeKind.COMMENT_HIDDEN, about="comment:88", note=note, path=PATH[reader.lang], reason="PII-THIRD", before=before
    )
    transaction.commit()
    return notice


def publish(reader: User, reason: str | None = None) -> Notice:
    """Tell somebody that their comment is public."""
    notice = tell(reader.id, NoticeKind.COMMENT_PUBLISHED, about="comment:88", path=PATH[reader.lang], reason=reason)
    transaction.commit()
    return notice


def test_an_author_reads_in_english_why_a_comment_is_not_published(app: Flask, mailbox: Mailbox) -> None:
    hide(make_user(), note="Take the badge number out.\nThen send it again.")
    (letter,) = mailbox
    assert letter["Subject"] == "Your comment is not published"
    text = text_of(letter)
    assert "We did not publish your comment. This is the reason:\n\nPersonal information of another person" in text
    assert "A message from the moderation team:\n\nTake the badge number out.\nThen send it again.\n" in text
    assert links_in(letter)[0] == link(PATH["en"])


def test_an_author_reads_in_french_why_a_comment_is_not_published(app: Flask, mailbox: Mailbox) -> None:
    hide(make_user(lang="fr"))
    (letter,) = mailbox
    assert (letter["Subject"], letter["Content-Language"]) == ("Votre commentaire n’est pas publié", "fr-CA")
    words = f"Nous n’avons pas publié votre commentaire. En voici le motif{NBSP}:\n\nRenseignements personnels d’une autre"
    assert words in text_of(letter)
    assert links_in(letter)[0] == link(PATH["fr"])


@pytest.mark.parametrize(("lang", "subject"), [("en", "Your comment is no longer public"), ("fr", "Votre commentaire n’est plus public")])
def test_what_was_public_is_called_so(app: Flask, mailbox: Mailbox, lang: str, subject: str) -> None:
    hide(make_user(lang=lang), before="published")
    assert mailbox[0]["Subject"] == subject


@pytest.mark.parametrize(
    ("reason", "lang", "words"),
    [
        (None, "en", "The moderation team has published your comment."),
        (None, "fr", "L’équipe de modération a publié votre commentaire."),
        ("ERROR", "en", "Your comment had been hidden by mistake."),
        ("ERROR", "fr", "Votre commentaire avait été retiré de la publication par erreur."),
    ],
)
def test_an_author_is_told_that_a_comment_is_public(app: Flask, mailbox: Mailbox, reason: str | None, lang: str, words: str) -> None:
    publish(make_user(lang=lang), reason)
    assert words in text_of(mailbox[0])


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_each_letter_has_an_html_side_without_a_forgotten_word(app: Flask, mailbox: Mailbox, lang: str) -> None:
    reader = make_user(lang=lang)
    hide(reader, note="<script>alert(1)</script>\nx")
    publish(reader)
    for letter in mailbox:
        part = letter.get_body(("html",))
        assert part is not None
        page = part.get_content()
        assert f'<html lang="{lang}-CA">' in page
        assert f'href="{link(PATH[lang])}"' in page
        assert "<script" not in page
    assert "&lt;/script&gt;<br>x</blockquote>" in str(mailbox[0].get_body(("html",)))


def test_the_words_of_a_note_stay_out_of_the_headers(app: Flask, mailbox: Mailbox) -> None:
    hide(make_user(), note="x\r\nBcc: eve@example.com")
    assert mailbox[0]["Bcc"] is None


def test_nothing_is_told_of_a_change_that_is_rolled_back(app: Flask, mailbox: Mailbox) -> None:
    reader = make_user()
    transaction.commit()
    tell(reader.id, NoticeKind.COMMENT_PUBLISHED, about="comment:88")
    db.session.rollback()
    transaction.commit()
    assert len(mailbox) == 0
    assert db.session.scalars(sa.select(Notice)).all() == []


def test_a_notice_is_mailed_once(app: Flask, mailbox: Mailbox) -> None:
    notice = publish(make_user())
    db.session.refresh(notice)
    assert notice.mailed_at is not None
    send_notice(notice.id)
    assert len(mailbox) == 1


def test_a_person_without_an_address_is_not_mailed(app: Flask, mailbox: Mailbox) -> None:
    voter = User(source="polis:1", source_id="7")
    db.session.add(voter)
    db.session.flush()
    notice = publish(voter)
    db.session.refresh(notice)
    assert notice.mailed_at is None
    assert len(mailbox) == 0


@pytest.mark.failing_jobs
def test_a_mail_that_cannot_be_sent_is_not_taken_for_sent(app: Flask, smtp_sink: Sink) -> None:
    smtp_sink.refuses_with = "451 later"
    notice = publish(make_user())
    db.session.refresh(notice)
    assert notice.mailed_at is None


def test_a_notice_holds_codes_and_no_words(app: Flask) -> None:
    reader = make_user()
    with pytest.raises(ValueError, match="not a number, an id or a code"):
        tell(reader.id, NoticeKind.COMMENT_HIDDEN, about="comment:88", reason="You were rude")
    with pytest.raises(ValueError, match="at most"):
        tell(reader.id, NoticeKind.COMMENT_HIDDEN, about="comment:88", note="x" * (LONGEST_NOTE + 1))
