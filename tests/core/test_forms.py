"""Where a form was sent from: a good token from elsewhere is a bad one."""

import pytest

from tests.builders import make_user
from tests.support import signing_in
from tests.support.site import Site, apart

OWN = "own"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"Origin": OWN}, 303),
        ({"Origin": OWN, "Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Origin": "https://elsewhere.example"}, 422),
        ({"Origin": "null"}, 422),
        ({"Origin": ""}, 422),
        ({"Origin": "http://[half"}, 422),
        ({"Origin": "http://127.0.0.1:1"}, 422),
        ({"Sec-Fetch-Site": "cross-site"}, 422),
        ({"Sec-Fetch-Site": "same-site"}, 422),
        ({"Origin": OWN, "Sec-Fetch-Site": "cross-site"}, 422),
    ],
)
def test_a_form_of_another_site_is_not_taken(site: Site, headers: dict[str, str], status: int) -> None:
    reader, base = site.as_(make_user()), site.app.extensions["settings"].public_url
    data = {"display_name": "M. L.", "lang": "en", "csrf_token": apart(lambda: signing_in.form_token(reader.client))}
    sent = {name: base if value == OWN else value for name, value in headers.items()}
    answer = apart(lambda: reader.client.post(reader.path("accounts.settings"), data=data, headers=sent, base_url=base))
    assert answer.status_code == status


def test_the_public_address_is_this_site_whatever_name_a_proxy_uses(site: Site) -> None:
    reader, base = site.as_(make_user()), site.app.extensions["settings"].public_url
    data = {"display_name": "", "lang": "en", "csrf_token": apart(lambda: signing_in.form_token(reader.client))}
    # The cookie belongs to the host of the tests: another port is another origin, and keeps it.
    inside = base.rpartition(":")[0] + ":81"
    answer = apart(lambda: reader.client.post(reader.path("accounts.settings"), data=data, headers={"Origin": base}, base_url=inside))
    assert answer.status_code == 303
