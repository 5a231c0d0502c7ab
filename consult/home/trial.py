"""A test of the mail: one message in both languages, sent the way every other one goes, and what became of it in plain words."""

import enum
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage

from flask_babel import gettext as _

from consult.core.bilingual import LANGUAGES
from consult.core.errors import Refused
from consult.core.i18n import TAGS, speaking
from consult.core.mail import MailFault, compose, deliver
from consult.core.mailboxes import mailbox_address
from consult.core.transaction import release
from consult.settings import current


class Outcome(enum.StrEnum):
    """What became of the message. All but the first mean: it did not go out."""

    SENT = "sent"
    KEPT = "kept"
    LOCKED_OUT = "locked_out"
    UNTRUSTED = "untrusted"
    REFUSED = "refused"
    OUT_OF_REACH = "out_of_reach"
    UNSAFE = "unsafe"


# What went wrong, the most particular first.
FAULTS: tuple[tuple[type[Exception], Outcome], ...] = (
    (smtplib.SMTPAuthenticationError, Outcome.LOCKED_OUT),
    (ssl.SSLError, Outcome.UNTRUSTED),
    (smtplib.SMTPServerDisconnected, Outcome.OUT_OF_REACH),
    (smtplib.SMTPConnectError, Outcome.OUT_OF_REACH),
    (smtplib.SMTPException, Outcome.REFUSED),
    (OSError, Outcome.OUT_OF_REACH),
    (MailFault, Outcome.UNSAFE),
)


@dataclass(frozen=True)
class Trial:
    """One try: to whom, and what became of it."""

    to: str
    outcome: Outcome


@dataclass(frozen=True)
class Half:
    """The message in one language."""

    lang: str
    subject: str
    sentences: tuple[str, ...]


def send_test_mail(to: str) -> Trial:
    """Send the message at once, without the queue, so that what becomes of it is known. Nothing may wait behind it: it takes seconds."""
    try:
        message = _letter(mailbox_address(to))
    except ValueError as fault:
        told = f"{to} is not an e-mail address."
        raise Refused(told) from fault
    release()
    try:
        deliver(message)
    except tuple(kind for kind, _outcome in FAULTS) as fault:
        return Trial(to, next(outcome for kind, outcome in FAULTS if isinstance(fault, kind)))
    return Trial(to, Outcome.SENT if current().smtp_url else Outcome.KEPT)


def trial_sentence(trial: Trial) -> str:
    """What happened, and what to look at where it did not go out."""
    return {
        Outcome.SENT: _("Sent: the mail server has taken the message for %(address)s. Look whether it arrives.", address=trial.to),
        Outcome.KEPT: _("Not sent: no mail server is set. The message is kept in the instance folder. Set SMTP_URL."),
        Outcome.LOCKED_OUT: _("Not sent: the mail server refused the name or the passphrase in SMTP_URL."),
        Outcome.UNTRUSTED: _(
            "Not sent: the certificate of the mail server cannot be trusted, or it speaks another protocol. Look at SMTP_URL."
        ),
        Outcome.REFUSED: _(
            "Not sent: the mail server refused the message. Look at the sender, after “from=” in SMTP_URL, and at the address."
        ),
        Outcome.OUT_OF_REACH: _("Not sent: the mail server cannot be reached. Look at its name and port in SMTP_URL, and at the firewall."),
        Outcome.UNSAFE: _("Not sent: the mail server offers no encryption, and SMTP_URL holds a passphrase. Use smtps://."),
    }[trial.outcome]


def _letter(to: str) -> EmailMessage:
    """English first, then French; the subject in both."""
    message = compose(to, LANGUAGES[0], "test_mail", halves=[_half(lang) for lang in LANGUAGES])
    message.replace_header("Content-Language", ", ".join(TAGS[lang] for lang in LANGUAGES))
    return message


def _half(lang: str) -> Half:
    with speaking(lang):
        return Half(
            lang,
            _("A test of the mail"),
            (
                _("Somebody who runs this site has asked for this message, to see whether its mail arrives."),
                _("It does. There is nothing to answer."),
            ),
        )
