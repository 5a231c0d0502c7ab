"""A page as a tree of elements: enough of a DOM to read pages in tests, made from the standard library."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
# Elements of SVG that are written `<path …/>`.
UNSEEN = frozenset({"script", "style", "template", "title", "desc"})
BLOCKS = frozenset(
    "address article aside blockquote body br caption dd details div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol option p pre section summary table tbody td tfoot th thead title tr ul".split()
)


@dataclass
class Element:
    """One element, its attributes, and what is inside it."""

    tag: str
    attributes: dict[str, str]
    line: int = 0
    children: list["Element | str"] = field(default_factory=list)
    parent: "Element | None" = None

    def __getitem__(self, name: str) -> str:
        """The value of an attribute that must be there."""
        return self.attributes[name]

    def get(self, name: str, default: str = "") -> str:
        """The value of an attribute, or the default."""
        return self.attributes.get(name, default)

    @property
    def classes(self) -> list[str]:
        """Its class names."""
        return self.get("class").split()

    @property
    def text(self) -> str:
        """What a reader sees, with single spaces (no-break spaces are kept: they matter in French)."""
        return " ".join(_words("".join(self._pieces())))

    @property
    def lang(self) -> str:
        """Its language: its own `lang`, or that of the nearest element around it, without the region."""
        here: Element | None = self
        while here is not None and "lang" not in here.attributes:
            here = here.parent
        return here.get("lang").partition("-")[0] if here else ""

    def walk(self) -> Iterator["Element"]:
        """This element and all inside it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag: str = "", class_: str = "", **attributes: str) -> list["Element"]:
        """Every element inside with this tag, class and attributes: `page.all("a", class_="btn", rel="next")`."""
        return [found for found in self.walk() if found is not self and _fits(found, tag, class_, attributes)]

    def first(self, tag: str = "", class_: str = "", **attributes: str) -> "Element":
        """The first such element; a failing test where there is none."""
        found = self.all(tag, class_, **attributes)
        wanted = " ".join([tag or "element", f".{class_}" if class_ else "", *(f"{name}={value!r}" for name, value in attributes.items())])
        assert found, f"There is no {wanted} in <{self.tag}>: {self.text[:300]}"
        return found[0]

    def has(self, tag: str = "", class_: str = "", **attributes: str) -> bool:
        """Whether there is such an element inside."""
        return bool(self.all(tag, class_, **attributes))

    def _pieces(self) -> Iterator[str]:
        if self.tag in UNSEEN and not (self.tag == "title" and self.parent and self.parent.tag == "head"):
            return
        gap = " " if self.tag in BLOCKS else ""
        yield gap
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child._pieces()
        yield gap


def parse(html: str) -> Element:
    """Read a page or a fragment; what is wrongly nested is a failing test."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> of line {reader.open[-1].line} is never closed."
    return reader.open[0]


class _Reader(HTMLParser):
    """Builds the tree; the house writes every end tag, so a missing one is a fault."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("document", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        doubled = {name for name in names if names.count(name) > 1}
        assert not doubled, f"<{tag}> of line {self.getpos()[0]} has an attribute twice: {', '.join(sorted(doubled))}."
        element = Element(tag, {name: value or "" for name, value in attrs}, self.getpos()[0], parent=self.open[-1])
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        here = self.open[-1]
        assert here.tag == tag, f"Line {self.getpos()[0]}: </{tag}> closes <{here.tag}> of line {here.line}."
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def _words(text: str) -> list[str]:
    """Split at ordinary white space only."""
    return [word for word in text.replace("\t", " ").replace("\n", " ").replace("\r", " ").split(" ") if word]


def _fits(element: Element, tag: str, class_: str, attributes: dict[str, str]) -> bool:
    """An attribute is asked for as `aria_label=…` or `for_=…`."""
    wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    return (
        (not tag or element.tag == tag)
        and (not class_ or class_ in element.classes)
        and all(element.attributes.get(name) == value for name, value in wanted.items())
    )
