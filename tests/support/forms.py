"""A form on a page, as a person fills it in: only its own fields, only the choices it offers."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.support.dom import Element

Given = str | int | bool | list[str] | list[int] | None
BUTTONS = frozenset({"submit", "button", "image", "reset"})


@dataclass
class FormOnPage:
    """One form: where it goes, and what it sends as it stands."""

    element: Element

    @property
    def action(self) -> str:
        """Where it goes; '' means to the page itself."""
        return self.element.get("action")

    @property
    def method(self) -> str:
        """GET or POST."""
        return self.element.get("method", "get").upper()

    @property
    def errors(self) -> list[str]:
        """The sentences beside its fields."""
        return [found.text for found in self.element.all(class_="error-text")]

    @property
    def buttons(self) -> list[Element]:
        """What sends it."""
        return [found for found in self._controls() if found.tag == "button" and found.get("type", "submit") == "submit"]

    @property
    def names(self) -> list[str]:
        """The names of its fields."""
        return sorted({found["name"] for found in self._controls() if found.get("name")})

    def value(self, name: str) -> str:
        """What one field holds now ('' for none)."""
        return next((value for field, value in self.standing() if field == name), "")

    def standing(self) -> list[tuple[str, str]]:
        """What it sends untouched: hidden fields, what was typed, what is chosen. Buttons are not sent."""
        return [pair for found in self._controls() if found.get("name") and "disabled" not in found.attributes for pair in _sent(found)]

    def filled(self, given: Mapping[str, Given]) -> list[tuple[str, str]]:
        """What it sends once these values are filled in."""
        pairs = self.standing()
        for name, value in given.items():
            assert name in self.names, f"The form has no field {name!r}; it has {', '.join(self.names)}."
            wanted = [self._tick(name)] if value is True else _as_texts(value)
            self._check_offered(name, wanted)
            pairs = [pair for pair in pairs if pair[0] != name] + [(name, text) for text in wanted]
        return pairs

    def pressed(self, words: str) -> list[tuple[str, str]]:
        """What the button with these words adds; the first button is pressed where none is named."""
        found = [button for button in self.buttons if not words or button.text == words]
        assert found or not words, f"There is no button {words!r}; there are {[button.text for button in self.buttons]}."
        return [(button["name"], button.get("value")) for button in found[:1] if button.get("name")]

    def _tick(self, name: str) -> str:
        """What a ticked box sends."""
        return next(found.get("value", "on") for found in self._controls() if found.get("name") == name)

    def _check_offered(self, name: str, wanted: list[str]) -> None:
        """A person can only tick what is there."""
        fields = [found for found in self._controls() if found.get("name") == name]
        offered: list[str] = []
        for found in fields:
            if found.tag == "select":
                offered += [option.get("value", option.text) for option in found.all("option")]
            elif found.get("type") in {"radio", "checkbox"} or found.tag == "button":
                offered.append(found.get("value", "on"))
            else:
                return
        missing = [text for text in wanted if text not in offered]
        assert not missing, f"The field {name!r} does not offer {missing}; it offers {offered}."

    def _controls(self) -> list[Element]:
        return [found for found in self.element.walk() if found.tag in {"input", "select", "textarea", "button"}]


def _sent(control: Element) -> list[tuple[str, str]]:
    """The pairs that one control sends as it stands."""
    name, kind = control["name"], control.get("type", "text")
    if control.tag == "button" or kind in BUTTONS:
        return []
    if control.tag == "textarea":
        # A browser reads CRLF as one line break, and drops the one right after the tag.
        text = "".join(child for child in control.children if isinstance(child, str)).replace("\r\n", "\n")
        return [(name, text.removeprefix("\n"))]
    if control.tag == "select":
        options = control.all("option")
        chosen = [option for option in options if "selected" in option.attributes] or options[:1]
        return [(name, option.get("value", option.text)) for option in chosen]
    if kind in {"radio", "checkbox"}:
        return [(name, control.get("value", "on"))] if "checked" in control.attributes else []
    return [(name, control.get("value"))]


def _as_texts(value: Given) -> list[str]:
    """An untick is False or None, several choices a list."""
    if value is None or value is False:
        return []
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]
