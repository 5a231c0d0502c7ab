"""What is true of every page. The page object checks each page that any test fetches, so no page can forget it."""

from collections.abc import Callable, Iterator

from tests.support.dom import Element

Fault = Iterator[str]
TITLE_PREFIXES = ("Error: ", "Erreur\u00a0: ")
NO_LABEL_NEEDED = frozenset({"hidden", "submit", "button", "reset", "image"})


def check(path: str, page: Element) -> None:
    """Fail with every sentence that applies to this page."""
    rules = WHOLE + PARTS if page.has("html") else PARTS
    faults = [fault for rule in rules for fault in rule(path, page)]
    assert not faults, f"The page {path} breaks the rules of the house:\n- " + "\n- ".join(faults)


def _language(path: str, page: Element) -> Fault:
    expected = {"en": "en-CA", "fr": "fr-CA"}.get(path.split("/")[1].partition("?")[0])
    found = page.first("html").get("lang")
    if expected and found != expected:
        yield f'<html lang="{found}">: write lang="{expected}", the language of the path.'


def _headings(_path: str, page: Element) -> Fault:
    headings = page.all("h1")
    if len(headings) != 1:
        yield f"It has {len(headings)} h1: give it exactly one."
        return
    title, heading = page.first("title").text, headings[0].text
    for prefix in TITLE_PREFIXES:
        title = title.removeprefix(prefix)
    if not title.startswith(heading):
        yield f"The title {title!r} does not start with the h1 {heading!r}: fill the block `title` with the words of the h1."


def _landmarks(_path: str, page: Element) -> Fault:
    if len(page.all("main")) != 1:
        yield "It needs exactly one <main>: extend layouts/page.html."


def _ids(_path: str, page: Element) -> Fault:
    ids = [found["id"] for found in page.walk() if "id" in found.attributes]
    for doubled in sorted({one for one in ids if ids.count(one) > 1}):
        yield f'id="{doubled}" stands twice: add the row\'s number to it.'
    known = set(ids)
    for found in page.walk():
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for missing in sorted(set(found.get(name).split()) - known):
                yield f'<{found.tag} {name}="{missing}"> of line {found.line} points at no id of the page.'
        href = found.get("href")
        if found.tag == "a" and href.startswith("#") and href[1:] not in known:
            yield f'<a href="{href}"> of line {found.line} leads to no id of the page.'


def _inline_code(_path: str, page: Element) -> Fault:
    for found in page.walk():
        for name in found.attributes:
            if name == "style" or name.startswith("on"):
                yield f"<{found.tag} {name}=…> of line {found.line}: the policy forbids inline code; use a class or a module."
        if found.tag == "style" or (found.tag == "script" and not found.get("src")):
            yield f"<{found.tag}> of line {found.line}: the policy forbids inline code; put it in a file under static/."


def _forms(_path: str, page: Element) -> Fault:
    for form in page.all("form"):
        if form.get("method", "get").lower() == "post" and not form.has("input", name="csrf_token"):
            yield f"The form of line {form.line} has no token: write {{{{ token_field() }}}} inside it."
    labelled = {label.get("for") for label in page.all("label")}
    for control in page.walk():
        if control.tag not in {"input", "select", "textarea"} or control.get("type") in NO_LABEL_NEEDED:
            continue
        named = control.get("aria-label") or control.get("aria-labelledby") or control.get("id") in labelled or _inside_label(control)
        if not named:
            yield f'The field name="{control.get("name")}" of line {control.line} has no label.'


def _words(_path: str, page: Element) -> Fault:
    for link in page.walk():
        seen = link.text or link.get("aria-label") or link.get("aria-labelledby") or any(image.get("alt") for image in link.all("img"))
        if link.tag in {"a", "button"} and not seen:
            yield f"<{link.tag}> of line {link.line} says nothing: give it words."
    for image in page.all("img"):
        if "alt" not in image.attributes:
            yield f'<img src="{image.get("src")}"> of line {image.line} has no alt.'


def _inside_label(control: Element) -> bool:
    here = control.parent
    while here is not None and here.tag != "label":
        here = here.parent
    return here is not None


WHOLE: tuple[Callable[[str, Element], Fault], ...] = (_language, _headings, _landmarks)
PARTS: tuple[Callable[[str, Element], Fault], ...] = (_ids, _inline_code, _forms, _words)
