"""No test talks to another machine."""

import socket
from typing import Any

OWN = ("127.0.0.1", "::1", "localhost")
_connect = socket.socket.connect


def keep_to_this_machine() -> None:
    """Refuse every connection of Python code that leaves this machine."""
    socket.socket.connect = _guarded  # type: ignore[method-assign, assignment]  # on purpose, for the whole run


def _guarded(connection: socket.socket, address: Any) -> None:  # noqa: ANN401 - the type of an address depends on its family
    assert connection.family == socket.AF_UNIX or address[0] in OWN, f"A test tried to reach {address}: tests stay on this machine."
    _connect(connection, address)
