"""Fixtures of the house tests: a whole site, and one thing for every argument of an address."""

import pytest
from flask import Flask

from consult.accounts.models import Role
from consult.core.i18n import Placed
from tests.builders import World, make_user, make_world
from tests.support.database import settle
from tests.support.site import Site

ALL_ROLES = (Role.MODERATOR, Role.EDITOR, Role.ANALYST, Role.ADMINISTRATOR)


@pytest.fixture
def world(app: Flask) -> World:
    """A site in the middle of its life."""
    made = make_world()
    settle()
    return made


@pytest.fixture
def things(world: World) -> dict[str, Placed | int | str]:
    """What the arguments of an address stand for."""
    return {
        "grant_id": world.people["moderator"].grants[0].id,
        "invitation_id": world.invitations["newcomer"].id,
        "user_id": world.people["editor"].id,
        "comment_id": next(iter(world.comments.values())).id,
        "consultation_id": world.consultations["open"],
        "key": "b01",
        "line": "northern-listening-line",
        "module_id": world.modules["first_minute"],
        "name": "about",
        "number": 1,
        "pass_id": world.consultations["closed"].late_passes[0].id,
        "report_id": world.reports["reported"],
        "token": world.tokens["confirm"],
    }


@pytest.fixture
def people(site: Site, world: World) -> dict[str, Site]:
    """The browsers of a visitor, of a participant, and of somebody who holds every role there is for a whole site."""
    return {"visitor": site, "participant": site.as_(world.people["neighbour"]), "staff": site.as_(make_user(roles=ALL_ROLES))}
