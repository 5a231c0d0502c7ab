"""Mail: in the reader's language, with headers nobody can add to, sent safely or kept for its owner alone."""

import ssl
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from smtplib import SMTPDataError
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader, TemplateNotFound, UndefinedError

from consult.core import mail
from consult.core.bilingual import Bilingual
from consult.core.mail import MailFault, compose, deliver, link
from tests.support.mail import Mailbox, Sink, links_in, text_of
from tests.support.ports import free_port

LETTERS = {
    "email/plain.txt": "Subject: {{ subject }}\n\nBonjour {{ name }}.\n\n\n\n{{ link('/fr/aide/') }}\n",
    "email/both.txt": "\nÉtat de l’été\n\nBonjour {{ name }}.\n",
    "email/both.html": "<p lang={{ TAGS[lang] }}>Bonjour {{ name }}.</p>",
    "email/broken.txt": "Bonjour.\nSans sujet.\n",
}
LONG = "é" * 400


@pytest.fixture(autouse=True)
def letters(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few templates of this test's own, beside the site's."""
    loaders = [DictLoader(LETTERS), app.jinja_env.loader]
    monkeypatch.setattr(app.jinja_env, "loader", ChoiceLoader([loader for loader in loaders if loader]))


def configure(app: Flask, monkeypatch: pytest.MonkeyPatch, **values: object) -> None:
    """Change settings for one test."""
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], **values))


def test_a_letter_says_its_language_and_its_sender(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(app, monkeypatch, public_url="https://avis.example.ca", site_name=Bilingual("Common Ground", "Terrain d’entente"))
    letter = compose("ada@example.ca", "fr", "both", name="Ada")
    assert (letter["Content-Language"], letter["Subject"]) == ("fr-CA", "État de l’été")
    assert letter["From"].addresses[0].display_name == "Terrain d’entente"
    assert letter["From"].addresses[0].addr_spec == "no-reply@avis.example.ca"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert str(letter["Message-ID"]).endswith("@avis.example.ca>")


def test_plain_text_comes_first_and_html_beside_it_is_escaped(app: Flask) -> None:
    letter = compose("ada@example.ca", "en", "both", name="<b>Ada</b>")
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    plain, page = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain is not None
    assert page is not None
    assert plain.get_content() == "Bonjour <b>Ada</b>.\n"
    assert page.get_content() == "<p lang=en-CA>Bonjour &lt;b&gt;Ada&lt;/b&gt;.</p>\n"


def test_a_letter_without_html_is_plain_text_alone(app: Flask) -> None:
    letter = compose("ada@example.ca", "en", "plain", subject="Hello", name="Ada")
    assert not letter.is_multipart()
    assert letter.get_content() == f"Bonjour Ada.\n\n{link('/fr/aide/')}\n"


def test_an_international_domain_is_written_as_servers_read_it(app: Flask) -> None:
    assert compose("ada@québec.example", "en", "both", name="")["To"] == "ada@xn--qubec-csa.example"


@pytest.mark.parametrize(
    "to",
    [
        "ada@example.ca\nBcc: eve@example.com",
        "ada@example.ca\r\n\r\nBuy",
        "ada@example.ca, eve@example.com",
        "ada@example.ca;eve@example.com",
        "Ada <ada@example.ca>",
        "ada@example.ca\0",
        "ada@example.ca\u2028x",
        "\u202eac.elpmaxe@ada",
        "ada",
        "@example.ca",
        "",
        f"ada@{'x' * 998}.ca",
    ],
)
def test_whatever_is_not_one_address_is_refused(app: Flask, to: str) -> None:
    with pytest.raises(MailFault, match=r"not one address|control character"):
        compose(to, "en", "both", name="")


@pytest.mark.parametrize("subject", ["Hello\rBcc: eve@example.com", "Hello\u2028Bcc: eve@example.com", "Hello \u202eolleh", "Hello\0"])
def test_a_subject_cannot_bring_a_header(app: Flask, subject: str) -> None:
    with pytest.raises(MailFault):
        compose("ada@example.ca", "en", "plain", subject=subject, name="")


def test_a_subject_of_two_lines_is_refused(app: Flask) -> None:
    with pytest.raises(MailFault, match="begin with its subject"):
        compose("ada@example.ca", "en", "plain", subject="Hello\nBcc: eve@example.com", name="")


def test_a_template_without_a_subject_is_named(app: Flask) -> None:
    with pytest.raises(MailFault, match=r"email/broken\.txt"):
        compose("ada@example.ca", "en", "broken")


def test_what_a_template_asks_for_must_be_given(app: Flask) -> None:
    with pytest.raises(UndefinedError):
        compose("ada@example.ca", "en", "both")
    with pytest.raises(TemplateNotFound):
        compose("ada@example.ca", "en", "no_such_letter")


@pytest.mark.parametrize("path", ["//evil.example/", "https://evil.example/", "evil", "http://127.0.0.1:1.evil.example/", ""])
def test_a_link_stays_on_this_site(app: Flask, path: str) -> None:
    with pytest.raises(MailFault):
        link(path)


def test_a_link_has_the_host_of_the_settings_whatever_the_request_says(app: Flask) -> None:
    with app.test_request_context("/en/", headers={"Host": "evil.example"}):
        assert link("/en/x") == f"{app.extensions['settings'].public_url}/en/x"
        assert link(link("/en/x")) == link("/en/x")


def test_without_a_server_mail_is_kept_for_its_owner_and_its_links_are_printed(
    app: Flask, mailbox: Mailbox, capsys: pytest.CaptureFixture[str]
) -> None:
    deliver(compose("ada@example.ca", "fr", "plain", subject="Été", name="Zoé"))
    assert text_of(mailbox[0]).startswith("Bonjour Zoé.")
    file = next(mailbox.folder.glob("*.eml"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(mailbox.folder.stat().st_mode) == 0o700
    said = capsys.readouterr().out
    assert said.splitlines() == [f"Mail for ada@example.ca, kept in {file}", f"  {link('/fr/aide/')}"]


def test_accents_and_long_lines_survive_the_way(app: Flask, smtp_sink: Sink) -> None:
    deliver(compose("ada@example.ca", "fr", "plain", subject=f"Été {LONG}", name=LONG))
    (letter,) = smtp_sink.messages
    assert letter["Subject"] == f"Été {LONG}"
    assert text_of(letter).startswith(f"Bonjour {LONG}.")
    assert links_in(letter) == [link("/fr/aide/")]
    assert max(len(line) for line in letter.as_bytes().splitlines()) <= 998


def test_a_refusal_of_the_server_is_an_error(app: Flask, smtp_sink: Sink) -> None:
    smtp_sink.refuses_with = "451 later"
    with pytest.raises(SMTPDataError):
        deliver(compose("ada@example.ca", "en", "both", name=""))


class Server:
    """A mail server that asks for a name and a passphrase, and notes how it was spoken to."""

    def __init__(self) -> None:
        self.seen: list[tuple[bool, str]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the name aiosmtpd calls
        """Take a message."""
        assert server.transport is not None
        self.seen.append((server.transport.get_extra_info("cipher") is not None, str(envelope.mail_from)))
        return "250 kept"

    def authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: object) -> AuthResult:
        """Know one person."""
        return AuthResult(success=given == LoginPassword(b"site@example.ca", b"a p/ss"))


@contextmanager
def listening(handler: Server, **options: Any) -> Iterator[int]:
    """Serve while the block runs; its port."""
    controller = Controller(handler, hostname="127.0.0.1", port=free_port(), authenticator=handler.authenticate, **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@pytest.fixture
def certificate(tmp_path: Path) -> ssl.SSLContext:
    """A certificate for another name, signed by nobody, as mail servers on one's own machine have."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = tmp_path / "server.pem"
    file.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM) + key.private_bytes(*plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def test_encryption_is_used_where_the_server_offers_it(app: Flask, monkeypatch: pytest.MonkeyPatch, certificate: ssl.SSLContext) -> None:
    server = Server()
    with listening(server, tls_context=certificate) as port:
        configure(app, monkeypatch, smtp_url=f"smtp://site%40example.ca:a%20p%2Fss@127.0.0.1:{port}?from=avis@example.ca")
        deliver(compose("ada@example.ca", "en", "both", name=""))
    assert server.seen == [(True, "avis@example.ca")]


def test_smtps_is_encrypted_from_the_first_byte(app: Flask, monkeypatch: pytest.MonkeyPatch, certificate: ssl.SSLContext) -> None:
    server = Server()
    with listening(server, ssl_context=certificate) as port:
        configure(app, monkeypatch, smtp_url=f"smtps://127.0.0.1:{port}")
        deliver(compose("ada@example.ca", "en", "both", name=""))
    assert server.seen == [(True, "no-reply@localhost")]


def test_a_certificate_of_another_machine_must_be_good(app: Flask, monkeypatch: pytest.MonkeyPatch, certificate: ssl.SSLContext) -> None:
    monkeypatch.setattr(mail, "LOOPBACK", set())
    server = Server()
    with listening(server, tls_context=certificate) as port:
        configure(app, monkeypatch, smtp_url=f"smtp://127.0.0.1:{port}")
        with pytest.raises(ssl.SSLCertVerificationError):
            deliver(compose("ada@example.ca", "en", "both", name=""))
    assert server.seen == []


def test_no_passphrase_goes_over_an_open_line(app: Flask, smtp_sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "LOOPBACK", set())
    configure(app, monkeypatch, smtp_url=smtp_sink.url.replace("smtp://", "smtp://site:secret@"))
    with pytest.raises(MailFault, match="no passphrase is sent"):
        deliver(compose("ada@example.ca", "en", "both", name=""))
    assert smtp_sink.messages == []
