"""What Flask finds out at every request, this site finds out once; it must stay true all the same."""

from inspect import iscoroutinefunction

import pytest
from flask import Flask
from itsdangerous import BadSignature

from consult.core.application import Cookies


def test_no_view_and_no_hook_has_to_be_waited_for(app: Flask) -> None:
    hooks = [hook for found in (app.before_request_funcs, app.after_request_funcs) for each in found.values() for hook in each]
    hooks += [hook for each in app.teardown_request_funcs.values() for hook in each]
    assert not [function for function in (*hooks, *app.view_functions.values()) if iscoroutinefunction(function)]


def test_another_key_has_another_signer_and_knows_the_key_before() -> None:
    app, cookies = Flask("cookies"), Cookies()
    app.secret_key = "the first key of this test"
    before = cookies.get_signing_serializer(app)
    assert before is not None
    assert cookies.get_signing_serializer(app) is before
    signed = before.dumps({"seen": 1})

    app.secret_key = "the second key of this test"
    after = cookies.get_signing_serializer(app)
    assert after is not None
    with pytest.raises(BadSignature):
        after.loads(signed)

    app.config["SECRET_KEY_FALLBACKS"] = ["the first key of this test"]
    both = cookies.get_signing_serializer(app)
    assert both is not None
    assert both.loads(signed) == {"seen": 1}


def test_without_a_key_nothing_is_signed() -> None:
    assert Cookies().get_signing_serializer(Flask("no key")) is None
