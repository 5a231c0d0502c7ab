"""How the site runs under gunicorn: `gunicorn --config=deploy/gunicorn.conf.py app:app`.

The site is loaded once, in the master, and opened there once as a visitor would: templates and catalogues are then read before the
workers are forked, which share them. Without this each worker holds its own.
"""

import gc
import os
import re
from typing import Any

from flask import Flask

preload_app = True
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
accesslog = None  # the site writes a line a request itself, without addresses of people

MOST_PAGES = 40
LINK = re.compile(r'href="(/(?:en|fr)/[^"#?]*)')


def when_ready(server: Any) -> None:  # noqa: ANN401 - gunicorn brings no types
    """In the master, before the first worker."""
    site: Flask = server.app.wsgi()
    open_pages(site)
    with site.app_context():
        site.extensions["sqlalchemy"].engine.dispose()  # a connection belongs to one process
    gc.collect()
    gc.freeze()  # what is there now lives as long as the site: no collection shall write to it, for a write would copy it


def open_pages(site: Flask) -> None:
    """The home page in both languages, and where it leads, two steps far."""
    visitor, base = site.test_client(), site.extensions["settings"].public_url
    waiting, opened = ["/en/", "/fr/"], set[str]()
    while waiting and len(opened) < MOST_PAGES:
        path = waiting.pop(0)
        if path not in opened:
            opened.add(path)
            answer = visitor.get(path, base_url=base)
            waiting += [found for found in LINK.findall(answer.get_data(as_text=True)) if found not in opened]
