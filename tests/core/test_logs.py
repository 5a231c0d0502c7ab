"""Logs: one JSON line a request, of codes and numbers alone."""

import json
import logging

import pytest
import structlog
from flask import Flask

from consult.core import logs
from tests.support.site import Site

CANARY = "canary-7f3a"
CAPTURE = pytest.CaptureFixture[str]


def lines(capsys: CAPTURE) -> list[dict[str, object]]:
    """What was logged."""
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def raised() -> ValueError:
    """An exception that has been raised, with somebody's words in its message."""
    try:
        int(CANARY)
    except ValueError as fault:
        return fault
    raise AssertionError


def test_a_request_is_one_line_of_what_may_be_known(site: Site, capsys: CAPTURE) -> None:
    site.open("/fr/nulle-part/")
    (line,) = lines(capsys)
    assert sorted(line) == ["endpoint", "event", "lang", "level", "method", "ms", "request", "status", "timestamp"]
    assert (line["event"], line["method"], line["endpoint"], line["status"], line["lang"]) == ("request", "GET", "none", 404, "fr")


def test_each_request_has_a_number_of_its_own(site: Site, capsys: CAPTURE) -> None:
    site.open("/en/nowhere/")
    site.open("/en/nowhere/")
    first, second = lines(capsys)
    assert first["request"] != second["request"]


def test_nothing_that_a_person_sent_reaches_a_log(app: Flask, capfd: CAPTURE) -> None:
    client = app.test_client()
    for method in ("GET", "POST", CANARY.upper()):
        client.open(
            f"/en/{CANARY}/{CANARY}",
            method=method,
            query_string={CANARY: CANARY},
            data={CANARY: CANARY, "email": f"{CANARY}@example.ca"} if method == "POST" else None,
            headers=dict.fromkeys(("User-Agent", "Referer", "X-Request-ID", "X-Forwarded-For", "Authorization"), CANARY),
            environ_overrides={"REMOTE_ADDR": "203.0.113.77"},
        )
    said = capfd.readouterr()
    assert said.err.count('"event": "request"') == 3
    assert CANARY not in (said.out + said.err).lower()
    assert "203.0.113" not in said.err


def test_fields_that_nobody_allowed_are_dropped_and_words_withheld(app: Flask, capsys: CAPTURE) -> None:
    structlog.get_logger().info("comment_posted", body="Ada’s words", comment_id=88, fault="two words", job="ada@example.ca", count=3)
    (line,) = lines(capsys)
    assert line == {"event": "comment_posted", "comment_id": 88, "fault": "withheld", "job": "withheld", "count": 3} | {
        "level": "info",
        "timestamp": line["timestamp"],
    }


def test_an_exception_is_named_by_its_kind_and_place(app: Flask, capsys: CAPTURE) -> None:
    structlog.get_logger().error("job_failed", exc_info=raised())
    said = capsys.readouterr().err
    line = json.loads(said)
    assert line["fault"] == "ValueError"
    assert line["frames"][-1].startswith("test_logs:") or ".test_logs:" in line["frames"][-1]
    assert CANARY not in said


def test_what_a_library_says_is_cut_down_to_where_it_was_said(app: Flask, capsys: CAPTURE) -> None:
    logging.getLogger("waitress").error("Exception while serving /en/reset/%s", CANARY, exc_info=raised())
    app.logger.warning(CANARY)
    logging.getLogger("huey").info(CANARY)
    first, second = lines(capsys)
    assert (first["event"], first["logger"], first["fault"]) == ("library_message", "waitress", "ValueError")
    assert str(first["where"]).startswith("test_logs:")
    assert second["logger"] == "consult"
    assert CANARY not in json.dumps([first, second])


def test_in_debug_mode_the_developer_sees_the_traceback(app: Flask, capsys: CAPTURE, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "debug", True)
    structlog.get_logger().error("job_failed", exc_info=raised())
    assert CANARY in capsys.readouterr().err


def test_setting_up_twice_logs_once(app: Flask, capsys: CAPTURE) -> None:
    logs.configure()
    logs.configure()
    logging.getLogger("waitress").error("Words")
    assert len(lines(capsys)) == 1
