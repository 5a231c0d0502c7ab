"""Mail as the tests see it: kept under instance/mail, or caught by a small SMTP server."""

import re
from collections.abc import Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Self, overload

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.support.ports import free_port

ADDRESS = re.compile(r"https?://[^\s<>\"]+")


class Mailbox(Sequence[EmailMessage]):
    """The messages in a folder, oldest first; read afresh each time."""

    def __init__(self, folder: Path) -> None:
        """Read from this folder."""
        self.folder = folder

    @overload
    def __getitem__(self, index: int) -> EmailMessage: ...
    @overload
    def __getitem__(self, index: slice) -> list[EmailMessage]: ...
    def __getitem__(self, index: int | slice) -> EmailMessage | list[EmailMessage]:
        """One message, or several."""
        return self._messages()[index]

    def __len__(self) -> int:
        """How many there are."""
        return len(self._messages())

    def to(self, email: str) -> list[EmailMessage]:
        """Those to this address."""
        return [message for message in self if email in str(message["To"])]

    def _messages(self) -> list[EmailMessage]:
        files = sorted(self.folder.glob("*.eml"), key=lambda file: (file.stat().st_mtime_ns, file.name))
        return [_read(file.read_bytes()) for file in files]


def text_of(message: EmailMessage) -> str:
    """The plain text of a message."""
    part = message.get_body(("plain",))
    assert part is not None, "The message has no plain text part."
    return str(part.get_content())


def links_in(message: EmailMessage) -> list[str]:
    """The addresses in the plain text of a message."""
    return ADDRESS.findall(text_of(message))


class Sink:
    """An SMTP server on 127.0.0.1 that keeps what it is given."""

    def __init__(self) -> None:
        """Keep nothing yet."""
        self.messages: list[EmailMessage] = []
        # Set to a reply such as "451 later" to refuse what comes.
        self.refuses_with = ""
        self._port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self._port)

    @property
    def url(self) -> str:
        """For `Settings.smtp_url`."""
        return f"smtp://127.0.0.1:{self._port}"

    def __enter__(self) -> Self:
        """Listen."""
        self._controller.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        """Stop listening."""
        self._controller.stop()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - the name aiosmtpd calls
        """Take one message."""
        if self.refuses_with:
            return self.refuses_with
        content = envelope.original_content
        assert content is not None
        self.messages.append(_read(content))
        return "250 kept"


def _read(content: bytes) -> EmailMessage:
    return message_from_bytes(content, _class=EmailMessage, policy=policy.default)
