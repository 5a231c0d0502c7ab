"""One site in two equal languages: every page is there in both, the switch keeps the place, and every word knows its language."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.builders import World
from tests.builders.talk import WORDS
from tests.support.dom import Element
from tests.support.example import IN_QUERY, Example
from tests.support.examples import LANGS, PEOPLE, empty_examples, empty_world, examples, opened, pages_of
from tests.support.pages import Page
from tests.support.site import Site

OTHER = {"en": "fr", "fr": "en"}
SWITCHES = {"en": "English", "fr": "Français"}
TAGS = {"en": "en-CA", "fr": "fr-CA"}
# A key that may travel, and two that must not.
QUERY, SAFE_QUERY = "?light=1&next=%2F%2Fevil.example&token=abc", "?light=1"

# Words that only one of the two languages has, and no name has.
STOP_WORDS = {
    "en": frozenset("the and with of is are this that you your from which what have has been were not".split()),
    "fr": frozenset("le la les des du et est une dans pour avec que qui vous votre vos sur ce cette aux sont été".split()),
}
# What else stands in a text node of a page in both languages.
UNSPOKEN = {"script", "style"}
SPOKEN_ATTRIBUTES = ("alt", "aria-label", "placeholder", "title", "data-label")
WORD = re.compile(r"\b[^\W\d_]+\b")
TAG = re.compile(r"^[a-z]{2,3}(-[A-Z]{2})?$")

Fault = Iterator[str]


def test_every_page_has_an_example(app: Flask, world: World) -> None:
    shown = {example.covers for who in PEOPLE for example in examples(world, who)}
    missing = [f"{rule.rule} ({rule.endpoint})" for page, rule in pages_of(app).items() if page not in shown]
    assert not missing, "Pages without an example; show each in tests/support/examples.py:\n" + "\n".join(missing)


@pytest.mark.parametrize("lang", LANGS)
def test_every_page(site: Site, world: World, lang: str) -> None:
    faults: list[str] = []
    titles: dict[str, set[str]] = {}
    for who in PEOPLE:
        browser = site if who == "visitor" else site.as_(world.people[who])
        for example in examples(world, who):
            page = opened(browser, example, lang, "" if set(IN_QUERY) & set(example.arguments) else QUERY)
            faults += [f"{example}, {page.path}: {fault}" for fault in _faults(browser, example, page, lang, world)]
            if example.status == 200 and page.is_html:
                titles.setdefault(page.title, set()).add(page.path.partition("?")[0])
    faults += [
        f"The title {title!r} stands on {sorted(paths)}: say of each what sets it apart."
        for title, paths in titles.items()
        if len(paths) > 1
    ]
    assert not faults, "\n" + "\n".join(dict.fromkeys(faults))


@pytest.mark.parametrize("lang", LANGS)
def test_every_list_before_anything_is_in_it(site: Site, lang: str) -> None:
    world, faults = empty_world(), []
    for example in empty_examples():
        person = example.user(world)
        browser = site if person is None else site.as_(person)
        page = opened(browser, example, lang, QUERY)
        faults += [f"{example}, {page.path}: {fault}" for fault in _faults(browser, example, page, lang, world)]
    assert not faults, "\n" + "\n".join(faults)


def _faults(browser: Site, example: Example, page: Page, lang: str, world: World) -> Fault:
    """What is wrong with one page. What is no page (a CSV, a JSON) has a status and a name in its language."""
    if page.status != example.status:
        yield f"answers {page.status}; {example.status} was expected."
        return
    if not page.is_html:
        if f"-{lang}." not in page.headers["Content-Disposition"]:
            yield "the name of the file does not say its language."
        return
    if page.lang != lang:
        yield f'<html lang="{page.lang}">'
    yield from _switched(browser, example, page)
    for node, text in _texts(page.dom):
        yield from _own_words(node, text)
        yield from _tagged(node, text, world)
    yield from _known_tags(page.dom)


def _switched(browser: Site, example: Example, page: Page) -> Fault:
    """One link in the header leads to the same thing in the other language, and from there back to where one was."""
    links = page.first("header", class_="site-header").first(class_="utility").all("a", hreflang=TAGS[OTHER[page.lang]])
    every = [link for link in page.first("header").all("a") if link.get("hreflang")]
    if len(links) != 1 or len(every) != 1:
        yield f"has {len(every)} language links in its header: it needs exactly one."
        return
    if (links[0].text, links[0]["lang"]) != (SWITCHES[OTHER[page.lang]], TAGS[OTHER[page.lang]]):
        yield f"its language link says {links[0].text!r} in {links[0]['lang']!r}."
    there = browser.send("GET", links[0]["href"], follow=False)
    wanted = example.status if example.sent is None else 200
    if (there.status, there.lang) != (wanted, OTHER[page.lang]):
        yield f"its language link leads to {there.path}, which answers {there.status} in {there.lang}."
        return
    # A page that one is led to has an address of its own.
    if not page.hops and there.path.partition("?")[0] != example.path(browser.app, there.lang).partition("?")[0]:
        yield f"its language link leads to {there.path}, which is another page."
    back = there.first(class_="utility").first("a", hreflang=TAGS[page.lang])["href"]
    if back != _without_unsafe(page.path):
        yield f"switching twice leads to {back}."


def _without_unsafe(path: str) -> str:
    return path.replace(QUERY, SAFE_QUERY)


def _texts(page: Element) -> Iterator[tuple[Element, str]]:
    """Every run of words, seen or only heard, with the element it stands in."""
    for node in page.walk():
        if node.tag in UNSPOKEN or node.get("translate") == "no":
            continue
        yield from ((node, child) for child in node.children if isinstance(child, str) and child.strip())
        yield from ((node, node.get(name)) for name in SPOKEN_ATTRIBUTES if node.get(name))


def _own_words(node: Element, text: str) -> Fault:
    """A text holds words of its own language: none of those that only the other one has."""
    if node.lang not in OTHER or node.tag == "title":
        return
    words = [word.casefold() for word in WORD.findall(text)]
    foreign = [word for word in words if word in STOP_WORDS[OTHER[node.lang]]]
    own = [word for word in words if word in STOP_WORDS[node.lang]]
    if len(foreign) > 1 or (foreign and not own):
        yield f"says {text.strip()[:90]!r} in <{node.tag}> as {node.lang}: translate it, or tag it with its language."


def _tagged(node: Element, text: str, world: World) -> Fault:
    """What people and imports wrote stands in an element that says its language."""
    if node.tag == "title":
        return
    for words, lang in _known_words(world):
        if words in text and node.lang != lang:
            yield f"shows {words!r} in <{node.tag}> as {node.lang or 'nothing'}: it is {lang}."


def _known_words(world: World) -> Iterator[tuple[str, str]]:
    """The beginning of everything that exists in one language only, and that language."""
    written = {name: comment for name, comment in world.comments.items() if comment.body}
    for name, comment in written.items():
        yield WORDS.get(name, comment.body)[:24], comment.lang
    yield from ((world.consultations[stage].title.en, "en") for stage in ("draft", "imported") if stage in world.consultations)
    # The names of languages, each in itself.
    yield from (("English", "en"), ("Français", "fr"), ("Innu-aimun", "moe"))
    # The text of an imported law.
    yield from (
        (words, "fr") for words in ("Une loi pour une république", "Titre\u00a0I. La circulation", "Article 9 – Accès", "Réduire le délai")
    )
    yield "Officers should live where", "en"
    yield "Les recrues devraient s’exercer", "fr"
    yield "Recruits should practise waiting", "en"


def _known_tags(page: Element) -> Fault:
    for node in page.walk():
        if "lang" in node.attributes and not TAG.match(node["lang"]):
            yield f'<{node.tag} lang="{node["lang"]}"> is no language tag.'
