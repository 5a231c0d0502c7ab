"""How often an account, or a network of visitors, may send a form: counted in this process, or in Redis where several share the counts."""

import threading
import time
from collections.abc import Callable
from functools import wraps
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import ParamSpec, TypeVar

from flask import Flask, current_app, request
from flask_login import current_user
from limits import RateLimitItem, parse_many
from limits.errors import StorageError
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from consult.settings import current

# A network, not a device: providers hand out addresses from these blocks, and a whole address would name a household.
PREFIX = {4: 24, 6: 64}
NOWHERE = "nowhere"
CLEARED_EVERY = 10.0  # seconds
IN_THIS_PROCESS = "calm://"
ASKED_AGAIN_AFTER = 30.0  # seconds in which a shared store that could not be reached is left alone

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


class Counts:
    """What was counted so far. With the shared store out of reach each process counts for itself: a limit is no reason to answer 500."""

    def __init__(self, uri: str) -> None:
        self._here = MovingWindowRateLimiter(storage_from_string(IN_THIS_PROCESS))
        is_shared = uri != IN_THIS_PROCESS
        self._shared = MovingWindowRateLimiter(storage_from_string(uri, wrap_exceptions=True)) if is_shared else None
        self._away_until = 0.0

    def seconds_to_wait(self, rates: list[RateLimitItem], *key: str) -> int:
        """Count one more under this key; 0 where it is within all rates, else how long until the next."""
        if self._shared is not None and time.monotonic() >= self._away_until:
            try:
                return _seconds_to_wait(self._shared, rates, key)
            except StorageError:
                self._away_until = time.monotonic() + ASKED_AGAIN_AFTER
        return _seconds_to_wait(self._here, rates, key)


def _seconds_to_wait(counts: MovingWindowRateLimiter, rates: list[RateLimitItem], key: tuple[str, ...]) -> int:
    for rate in rates:
        if not counts.hit(rate, *key):
            return max(1, ceil(counts.get_window_stats(rate, *key).reset_time - time.time()))
    return 0


def register(app: Flask) -> None:
    """Let this app count. `RATELIMIT_STORAGE_URI` names a shared store; without it this process counts alone."""
    app.extensions["counts"] = Counts(app.config.get("RATELIMIT_STORAGE_URI", IN_THIS_PROCESS))


def limit(rate: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a sender send the form of this view so often ("10 per minute"); reading it is free. Stands right above the access mark."""
    rates = parse_many(rate)

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def limited(*arguments: P.args, **named: P.kwargs) -> R:
            if request.method == "POST" and current().limits:
                counts: Counts = current_app.extensions["counts"]
                wait = counts.seconds_to_wait(rates, str(request.endpoint), sender())
                if wait:
                    raise TooManyRequests(retry_after=wait)
            return view(*arguments, **named)

        return limited

    return decorate
