"""Two editors in the same moment: one version follows another, neither text is lost, and one is published. On both databases."""

from flask import Flask

from consult.accounts.rules import operator
from consult.core.db import db
from consult.modules import queries, services
from consult.modules.source import pair as read_texts
from consult.modules.source import source_text
from tests.modules.files import EN, FR, Pair
from tests.support.at_once import together


def save(words: str, base: int) -> None:
    """Save the texts with other words, as the page does."""
    texts = source_text("en", EN.replace("Speak low.", words)), source_text("fr", FR.replace("Parlez bas.", words))
    services.save_draft(operator(), services.propose(read_texts(*texts)), base=base)


def test_of_two_who_save_on_the_same_version_one_is_told_and_both_can_be_kept(app: Flask, pair: Pair) -> None:
    module_id = services.import_module(operator(), *pair.paths).module.id
    db.session.commit()
    assert together(app, [lambda: save("One.", 3), lambda: save("Two.", 3)]) == ["Overtaken", "done"]
    assert queries.latest_version(queries.module(module_id)).number == 4
    db.session.rollback()


def test_of_two_who_bring_in_the_same_new_module_one_is_told(app: Flask) -> None:
    assert together(app, [lambda: save("One.", 0), lambda: save("Two.", 0)]) == ["Overtaken", "done"]
    assert queries.latest_version(queries.module(7)).number == 3
    db.session.rollback()


def test_publishing_twice_at_once_is_publishing_once(app: Flask, pair: Pair) -> None:
    version_id = services.import_module(operator(), *pair.paths).version.id
    db.session.commit()
    acts = [lambda: services.publish_version(operator(), queries.version_by_id(version_id))] * 2
    assert together(app, acts) == ["Refused", "done"]
