"""Mail: written in the reader's language from a template, and sent; without a mail server it is kept in a folder.

The words come from `templates/email/<template>.txt`, whose first line is the subject (`Subject: …`; the label may be left
out); a `.html` beside it adds the same letter in HTML. A person's words never stand in a header.
"""

import os
import re
import secrets
import smtplib
import ssl
import unicodedata
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import click
from flask import Flask, current_app
from jinja2 import TemplateNotFound

from consult.core import clock, identity
from consult.core.i18n import TAGS, language, speaking
from consult.settings import LOOPBACK, Settings, current

SUBJECT = re.compile(r"(?:Subject:)?(?P<subject>[^\n]+)\n\s*\n(?P<text>.+)", re.DOTALL)
LINK = re.compile(r"https?://[^\s<>\"]+")
BLANK_LINES = re.compile(r"\n{3,}")
TIMEOUT_SECONDS = 20
PORTS = {"smtp": 25, "smtps": 465}


class MailFault(Exception):
    """This message cannot be written or sent. The reason names no person: it may reach a log."""


def register(app: Flask) -> None:
    """Give every mail template `link(path)`."""
    app.jinja_env.globals["link"] = link


def compose(to: str, lang: str, template: str, **context: object) -> EmailMessage:
    """Write a message to one person in their language, from `templates/email/<template>`."""
    settings = current()
    with speaking(lang):
        words = {**context, "lang": language(), "site_name": identity.site_name(), "public_url": settings.public_url}
        subject, text = _split(_render(f"{template}.txt", words) or "", template)
        page = _render(f"{template}.html", words)
        message = EmailMessage()
        message["Subject"] = _one_line(subject)
        message["From"] = _sender(settings, language())
        message["To"] = _recipient(to)
        message["Date"] = format_datetime(clock.now())
        message["Message-ID"] = make_msgid(domain=_domain(settings))
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text, cte="quoted-printable")
        if page is not None:
            message.add_alternative(page, subtype="html", cte="quoted-printable")
        # Last: setting the content takes every Content- header away.
        message["Content-Language"] = TAGS[language()]
    return message


def deliver(message: EmailMessage) -> None:
    """Send a message, or keep it in `instance/mail` where no server is set. Slow: never inside a write transaction."""
    settings = current()
    if settings.smtp_url:
        _send(message, urlsplit(settings.smtp_url), settings)
    else:
        _keep(message, settings.instance / "mail")


def link(path: str) -> str:
    """The full address of a page of this site, from the setting and never from a request (whose Host anybody can write)."""
    public_url = current().public_url
    if path.startswith(f"{public_url}/"):
        return path
    if not path.startswith("/") or path.startswith("//"):
        message = "A link in a mail is a path of this site."
        raise MailFault(message)
    return public_url + path


def _render(name: str, words: dict[str, object]) -> str | None:
    """The template filled in, without what pages get from the request: it may be that of somebody else."""
    path = f"email/{name}"
    try:
        return current_app.jinja_env.get_template(path).render(words)
    except TemplateNotFound as missing:
        if missing.name != path or name.endswith(".txt"):
            raise
        return None


def _split(rendered: str, template: str) -> tuple[str, str]:
    """Subject and text."""
    parts = SUBJECT.fullmatch(rendered.strip() + "\n")
    if parts is None:
        message = f"email/{template}.txt must begin with its subject and an empty line."
        raise MailFault(message)
    return parts["subject"].strip(), BLANK_LINES.sub("\n\n", parts["text"].strip()) + "\n"


def _one_line(value: str) -> str:
    """Refuse line breaks, control characters and marks that turn the direction of writing: they forge headers, or what one sees of them."""
    if any(unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"} for char in value):
        message = "A header of a mail holds a control character."
        raise MailFault(message)
    return value


def _recipient(to: str) -> Address:
    """One address, exactly; an international domain in the form that every mail server takes."""
    try:
        local, _at, domain = _one_line(to).rpartition("@")
        return Address(addr_spec=f"{local}@{domain.encode('idna').decode()}")
    except (ValueError, IndexError, MessageError) as fault:
        message = "The address of a mail is not one address."
        raise MailFault(message) from fault


def _sender(settings: Settings, lang: str) -> Address:
    """The site, by the address in `?from=` of SMTP_URL, else `no-reply` at the site's own name."""
    given = parse_qs(urlsplit(settings.smtp_url).query).get("from", [""])[0]
    return Address(_one_line(identity.site_name()[lang]), addr_spec=given or f"no-reply@{_domain(settings)}")


def _domain(settings: Settings) -> str:
    host = urlsplit(settings.public_url).hostname or ""
    return "localhost" if host in LOOPBACK else host


def _send(message: EmailMessage, server: SplitResult, settings: Settings) -> None:
    with _connect(server, _domain(settings)) as connection:
        if server.scheme == "smtp":
            _go_private(connection, server)
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
        connection.send_message(message)


def _connect(server: SplitResult, own_name: str) -> smtplib.SMTP:
    host, port = server.hostname or "localhost", server.port or PORTS[server.scheme]
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, own_name, timeout=TIMEOUT_SECONDS, context=_tls(server))
    return smtplib.SMTP(host, port, own_name, timeout=TIMEOUT_SECONDS)


def _go_private(connection: smtplib.SMTP, server: SplitResult) -> None:
    """Encrypt where the server can; never hand it a passphrase otherwise, for whoever hides its offer would read it."""
    connection.ehlo()
    if connection.has_extn("starttls"):
        connection.starttls(context=_tls(server))
        connection.ehlo()
    elif server.username and server.hostname not in LOOPBACK:
        message = "The mail server offers no encryption: no passphrase is sent to it. Use smtps://, or a server with STARTTLS."
        raise MailFault(message)


def _tls(server: SplitResult) -> ssl.SSLContext:
    """Certificates are checked, but for a server on this very machine: its certificate names another host."""
    context = ssl.create_default_context()
    if server.hostname in LOOPBACK:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _keep(message: EmailMessage, folder: Path) -> None:
    """Write the message where only the owner of the site reads it; say to whom it is, and which links it holds."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{clock.now():%Y%m%dT%H%M%SZ}-{secrets.token_hex(6)}.eml"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(message.as_bytes())
    click.echo(f"Mail for {message['To']}, kept in {path}")
    text = message.get_body(("plain",))
    for found in LINK.findall(text.get_content() if text else ""):
        click.echo(f"  {found}")
