"""What a first visit costs, as it comes over the wire: `UX.md` 6.7. Households pay for it by the kilobyte."""

from collections import Counter
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.builders import make_comment, make_world
from tests.support.visits import NARROW, Visits

pytestmark = pytest.mark.browser

KB = 1000
MOST = {"Font": 71 * KB, "Document": 22 * KB, "Stylesheet": 14 * KB, "Script": 12 * KB}
COMMENTS, SAID = (
    30,
    "On a gravel road at minus thirty with one vehicle you have the ditch and the door. Give examples for one-member postings.",
)
MOST_IN_ALL, MOST_REQUESTS = 120 * KB, 14


class Weighed:
    """What a browser was sent, by kind."""

    def __init__(self, page: Page) -> None:
        """Weigh from now on."""
        self.bytes: Counter[str] = Counter()
        self.addresses: list[str] = []
        self.with_headers = 0
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.responseReceived", self._received)
        wire.on("Network.loadingFinished", self._finished)

    def _received(self, event: dict[str, Any]) -> None:
        answer = event["response"]
        self.addresses.append(answer["url"])
        self.bytes[event["type"]] += int({name.lower(): value for name, value in answer["headers"].items()}["content-length"])

    def _finished(self, event: dict[str, Any]) -> None:
        self.with_headers += event["encodedDataLength"]

    def __str__(self) -> str:
        """For whoever must make it lighter."""
        return f"{dict(self.bytes)}, {self.with_headers} bytes with headers, in {len(self.addresses)} requests: {self.addresses}"


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("endpoint", ["feedback.module", "feedback.thread"])
def test_a_first_visit_is_light(visits: Visits, endpoint: str, lang: str) -> None:
    world = make_world()
    module = world.modules["first_minute"]
    for number in range(COMMENTS):
        make_comment(world.consultations["open"], block_key="b06", body=f"{number}. {SAID}")
    page = visits.start(width=NARROW, lang=lang)
    weighed = Weighed(page)
    if endpoint == "feedback.thread":
        visits.go(page, endpoint, module, lang=lang, key="b06")
    else:
        visits.go(page, endpoint, module, lang=lang)
    page.wait_for_load_state("networkidle")
    assert {urlsplit(address).netloc for address in weighed.addresses} == {urlsplit(page.url).netloc}, weighed
    assert weighed.with_headers <= MOST_IN_ALL, weighed
    assert len(weighed.addresses) <= MOST_REQUESTS, weighed
    for kind, most in MOST.items():
        assert weighed.bytes[kind] <= most, f"{kind}: {weighed}"
