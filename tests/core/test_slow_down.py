"""Growing waits."""

import pytest
from werkzeug.exceptions import TooManyRequests

from consult.core import slow_down
from consult.core.slow_down import SlowDown
from tests.support.clock import StoppedClock


def waits(tries: SlowDown, clock: StoppedClock, how_many: int, free: int = 2) -> list[int]:
    """How long each try was put off before it was taken."""
    found = []
    for _ in range(how_many):
        before = clock.now()
        while True:
            try:
                tries.take({"key": free})
            except TooManyRequests as refusal:
                clock.move(seconds=int(str(refusal.retry_after)))
            else:
                break
        found.append(int((clock.now() - before).total_seconds()))
    return found


def test_waits_double_up_to_a_minute(clock: StoppedClock) -> None:
    assert waits(SlowDown(), clock, 9) == [0, 0, 5, 10, 20, 40, 60, 60, 60]


def test_a_refused_try_does_not_count(clock: StoppedClock) -> None:
    tries = SlowDown()
    waits(tries, clock, 2)
    for _ in range(50):
        with pytest.raises(TooManyRequests):
            tries.take({"key": 2})
    clock.move(seconds=5)
    tries.take({"key": 2})


def test_success_and_time_forget(clock: StoppedClock) -> None:
    tries = SlowDown()
    waits(tries, clock, 2)
    tries.forget("key", "another")
    assert waits(tries, clock, 2) == [0, 0]
    clock.move(minutes=16)
    assert waits(tries, clock, 3) == [0, 0, 5]


def test_one_key_does_not_slow_another_down_and_the_longest_wait_decides(clock: StoppedClock) -> None:
    tries = SlowDown()
    waits(tries, clock, 2)
    tries.take({"other": 2})
    with pytest.raises(TooManyRequests):
        tries.take({"other": 2, "key": 2})


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch, clock: StoppedClock) -> None:
    monkeypatch.setattr(slow_down, "MOST_KEYS", 10)
    tries = SlowDown()
    for number in range(100):
        tries.take({f"key{number}": 1})
    assert len(tries._tries) == 10
