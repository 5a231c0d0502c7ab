"""Two equal languages: in the path of every page, in the words of every sentence, and a switch that keeps the place."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import urlencode

from flask import Blueprint, Flask, current_app, g, has_app_context, has_request_context, request, url_for
from flask_babel import Babel, Domain, force_locale
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import Map

from consult.core import catalogue
from consult.core.bilingual import LANGUAGES
from consult.core.errors import Moved

LOCALES = {"en": "en_CA", "fr": "fr_CA"}
TAGS = {"en": "en-CA", "fr": "fr-CA"}
DEFAULT = "en"
# What a switch of language, or a corrected address, may carry over. Tokens and return addresses never.
SAFE_QUERY = frozenset(
    {"at", "page", "after", "sort", "section", "markers", "light", "status", "kind", "language", "from", "to", "show", "view", "decision"}
)

_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)
View = Callable[..., Any]


class Placed(Protocol):
    """Whatever has a page of its own: `place(lang)` gives the arguments of its address in that language."""

    def place(self, lang: str) -> dict[str, int | str]:
        """Arguments for `url_for`, the slug in `lang` among them."""


class BilingualBlueprint(Blueprint):
    """A blueprint whose every page has an English and a French path, and one endpoint."""

    def page(self, en: str, fr: str | None = None) -> Callable[[View], View]:
        """Register a page that is only read."""
        return self._both(en, fr, ["GET"])

    def form(self, en: str, fr: str | None = None) -> Callable[[View], View]:
        """Register a page with a form that answers to its own address."""
        return self._both(en, fr, ["GET", "POST"])

    def act(self, en: str, fr: str | None = None) -> Callable[[View], View]:
        """Register an act: a POST that ends in a redirect."""
        return self._both(en, fr, ["POST"])

    def _both(self, en: str, fr: str | None, methods: list[str]) -> Callable[[View], View]:
        def register(view: View) -> View:
            for lang, path in (("en", en), ("fr", en if fr is None else fr)):
                self.add_url_rule(f"/{lang}{path}", view.__name__, view, defaults={"lang": lang}, methods=methods)
            return view

        return register


def register(app: Flask) -> None:
    """Give the app its languages: catalogue, path prefix, and the functions templates need."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(catalogue.compiled())
    app.url_map.redirect_defaults = False
    babel = Babel(app, locale_selector=lambda: LOCALES[language()])
    babel.domain_instance = words = _Words()
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of its extension for translations
        gettext=lambda text: words.get_translations().ugettext(text),
        ngettext=lambda one, many, number: words.get_translations().ungettext(one, many, number),
        pgettext=lambda context, text: words.get_translations().upgettext(context, text),
        npgettext=lambda context, one, many, number: words.get_translations().unpgettext(context, one, many, number),
        newstyle=True,
    )

    @app.url_value_preprocessor
    def take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.lang = (values or {}).pop("lang", None) or _path_language()

    @app.url_defaults
    def give_language(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = language()

    app.jinja_env.globals.update(address=address, alternate_url=alternate_url, TAGS=TAGS, language=language)


class _Words(Domain):
    """The catalogue of the language spoken now. Flask-Babel asks itself anew for each word; a page has a hundred."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._spoken: dict[str, Any] = {}

    def get_translations(self) -> Any:
        """The catalogue, looked for once a language."""
        lang = language()
        if lang not in self._spoken:
            found = super().get_translations()  # type: ignore[no-untyped-call]
            if not has_app_context():
                return found  # nobody knows yet where the catalogues lie
            self._spoken[lang] = found
        return self._spoken[lang]


def language() -> str:
    """The language of this page, mail or command: `en` or `fr`."""
    spoken = _spoken.get()
    if spoken:
        return spoken
    if has_request_context():
        return str(g.get("lang") or _path_language())
    return DEFAULT


def other(lang: str) -> str:
    """The other official language."""
    return "fr" if lang == "en" else "en"


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Write what follows in this language, whoever is asking: a mail to its reader, a file name, a CSV header."""
    token = _spoken.set(lang if lang in LANGUAGES else DEFAULT)
    try:
        with force_locale(LOCALES[language()]):
            yield
    finally:
        _spoken.reset(token)


def address(endpoint: str, subject: Placed | None = None, lang: str | None = None, **arguments: Any) -> str:
    """Write the address of a page, the slug in the language asked for (this page's where none is)."""
    lang = lang or language()
    placed = subject.place(lang) if subject is not None else {}
    if has_request_context():
        return _known_address(current_app.url_map, request.script_root, endpoint, lang, *placed.items(), *arguments.items())
    # A job or a command has no request to take a host from; `mail.link` puts the public one before the path.
    return current_app.url_map.bind("").build(endpoint, {**placed, **arguments, "lang": lang})


@lru_cache(maxsize=1_000)
def _known_address(_addresses: Map, _script_root: str, endpoint: str, lang: str, *arguments: tuple[str, Any]) -> str:
    """The address of a page. A page has dozens, most of them the same as on the page before."""
    return url_for(endpoint, **{**dict(arguments), "lang": lang})


def page_at(path: str) -> tuple[str, dict[str, Any]] | None:
    """The endpoint and the arguments of the page at this path of the site, its language left out; None where there is none."""
    try:
        endpoint, arguments = current_app.url_map.bind("").match(path.partition("?")[0], method="GET")
    except HTTPException:
        return None
    return str(endpoint), {name: value for name, value in arguments.items() if name != "lang"}


def settle(subject: Placed) -> None:
    """Say what this page is about, for the language switch; send a wrong or missing slug to the right address."""
    g.subject = subject
    arguments = dict(request.view_args or {})
    slug = subject.place(language()).get("slug")
    if request.method in {"GET", "HEAD"} and arguments.get("slug") != slug:
        arguments.pop("slug", None)
        raise Moved(_with_safe_query(address(str(request.endpoint), subject, **arguments)))


def alternate_url(lang: str | None = None) -> str:
    """The address of this very page in the other language (or in `lang`), with the part of the query that is safe."""
    found: dict[str, str] = g.setdefault("alternates", {})
    lang = lang or other(language())
    if lang not in found:
        found[lang] = _alternate_url(lang)
    return found[lang]


def _alternate_url(lang: str) -> str:
    endpoint = request.endpoint
    if endpoint is None or not has_page(endpoint):
        return _other_path(lang)
    arguments = {key: value for key, value in (request.view_args or {}).items() if key not in {"lang", "slug"}}
    if "subject" not in g and "slug" in (request.view_args or {}):
        return _other_path(lang)
    return _with_safe_query(address(endpoint, g.get("subject"), lang, **arguments))


def has_page(endpoint: str) -> bool:
    """There is a GET page in two languages behind this endpoint."""
    return _has_page(current_app.url_map, endpoint)


@lru_cache(maxsize=1_000)
def _has_page(addresses: Map, endpoint: str) -> bool:
    rules = list(addresses.iter_rules(endpoint))
    return bool(rules) and all("GET" in (rule.methods or ()) and "lang" in (rule.defaults or {}) for rule in rules)


def _other_path(lang: str) -> str:
    """The same path under the other prefix, for a page that exists in neither language; home, from what has no page to open."""
    is_an_act = request.method == "POST" or isinstance(request.routing_exception, MethodNotAllowed)
    if is_an_act or _first_segment() not in LANGUAGES:
        return f"/{lang}/"
    return _with_safe_query("/".join(["", lang, *request.path.split("/")[2:]]))


def _with_safe_query(url: str) -> str:
    pairs = [(key, value) for key, value in request.args.items(multi=True) if key in SAFE_QUERY]
    query = urlencode(pairs, safe="/")  # as `address` writes it
    return f"{url}?{query}" if pairs else url


def _first_segment() -> str:
    return request.path.split("/")[1] if request.path.startswith("/") else ""


def _path_language() -> str:
    """The language that the first segment of the path names: also for pages that do not exist."""
    segment = _first_segment()
    return segment if segment in LANGUAGES else DEFAULT
