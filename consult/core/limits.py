"""How often an account, or a network of visitors, may send a form: counted in this process, or in Redis where several share the counts."""

import threading
import time
from collections.abc import Callable
from functools import wraps
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import ParamSpec, TypeVar

from flask import Flask, request
from flask_limiter import Limiter, RateLimitExceeded
from flask_login import current_user
from limits.storage import MemoryStorage
from werkzeug.exceptions import TooManyRequests

from consult.settings import current

# A network, not a device: providers hand out addresses from these blocks, and a whole address would name a household.
PREFIX = {4: 24, 6: 64}
NOWHERE = "nowhere"
CLEARED_EVERY = 10.0  # seconds
IN_THIS_PROCESS = "calm://"

P = ParamSpec("P")
R = TypeVar("R")


class CalmMemory(MemoryStorage):
    """The counts of this process. The library looks through all of them a hundredth of a second after each form, in a thread made for it.

    What has expired is not counted either way; to drop it from memory every few seconds is enough, and leaves the time to the forms.
    """

    STORAGE_SCHEME = ["calm"]  # noqa: RUF012 - as the library declares it

    def __init__(self, uri: str | None = None, **options: str) -> None:
        super().__init__(uri, wrap_exceptions=False, **options)
        self.next_clearing = 0.0

    def _MemoryStorage__schedule_expiry(self) -> None:  # noqa: N802 - the name under which the library calls it
        if time.monotonic() >= self.next_clearing and not self.timer.is_alive():
            self.next_clearing = time.monotonic() + CLEARED_EVERY
            self.timer = threading.Timer(0, self._MemoryStorage__expire_events)  # type: ignore[attr-defined]  # its private name
            self.timer.daemon = True
            self.timer.start()


def network() -> str:
    """The network that a request comes from: the first 24 bits of an IPv4 address, the first 64 of an IPv6 one."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return NOWHERE
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ip_network((address, PREFIX[address.version]), strict=False))


def sender() -> str:
    """Whose forms are counted together: an account's where somebody is signed in, so that a classroom behind one address is not stopped."""
    return f"account {current_user.id}" if current_user.is_authenticated else network()


# With the shared store out of reach each process counts for itself: a limit is no reason to answer 500.
_limiter = Limiter(sender, strategy="moving-window", in_memory_fallback_enabled=True)
# Only sending is counted (`limit`): a page that is read costs nothing here.
_limiter.request_filter(lambda: request.method != "POST" or not current().limits)


def register(app: Flask) -> None:
    """Let this app count. `RATELIMIT_STORAGE_URI` names a shared store; without it this process counts alone."""
    app.config.setdefault("RATELIMIT_STORAGE_URI", IN_THIS_PROCESS)
    _limiter.init_app(app)


def limit(rate: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a sender send the form of this view so often ("10 per minute"); reading it is free. Stands right above the access mark."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        counted = _limiter.limit(rate, methods=["POST"])(view)

        @wraps(counted)
        def limited(*arguments: P.args, **named: P.kwargs) -> R:
            try:
                return counted(*arguments, **named)
            except RateLimitExceeded as breach:
                raise TooManyRequests(retry_after=_seconds_to_wait()) from breach

        return limited

    return decorate


def _seconds_to_wait() -> int:
    """Until the account or the network may try again."""
    breached = _limiter.current_limit
    return max(1, ceil(breached.reset_at - time.time())) if breached else 1
