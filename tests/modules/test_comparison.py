"""Two versions compared: what a reader sees, what a screen reader says, in both languages."""

import pytest

from consult.accounts.models import Role
from consult.modules.models import Module
from consult.modules.services import import_module, publish_version
from consult.accounts.rules import operator
from tests.builders import make_user
from tests.modules.files import DEMO, Pair
from tests.support.site import Site


@pytest.fixture
def minute(app) -> Module:
    """The demo module with its two versions."""
    for stems in (("02-the-first-minute.v1.en", "02-la-premiere-minute.v1.fr"), ("02-the-first-minute.en", "02-la-premiere-minute.fr")):
        imported = import_module(operator(), *(DEMO / f"{stem}.md" for stem in stems))
        publish_version(operator(), imported.version)
    return imported.module


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_smoke(site: Site, minute: Module, lang: str):
    page = site.open("modules.compare", minute, lang=lang)
    print(page.text)
    page = site.open("modules.compare", minute, lang=lang, view="sentences")
    print(page.text)
    page = site.open("modules.compare", minute, lang=lang, show="all")
    page = site.open("modules.versions", minute, lang=lang)
    print(page.text)
    staff = site.as_(make_user(roles=[Role.EDITOR]))
    for end, args in (("workspace", {}), ("history", {"module_id": 12}), ("version", {"module_id": 12, "number": 2}),("version", {"module_id": 12, "number": 1}), ("new", {}), ("new_version", {"module_id": 12, "from": 1})):
        page = staff.open(f"modules.{end}", lang=lang, **args)
        assert page.status == 200
    page = page.send(page.main.all("form")[0] and page.form("new-version" if lang=="en" else "nouvelle-version"), {}, button="Preview" if lang=="en" else "Aperçu")
    print(page.text[:3000])
    assert page.status == 200, page.errors
