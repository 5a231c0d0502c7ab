"""The roof: one application made of plumbing, then of features, lowest floor first."""

import os
from types import ModuleType

from flask import Flask
from jinja2 import StrictUndefined

from consult import accounts, consultations, feedback, home, interchange, jobs, moderation, modules, notices, pages, reports
from consult.core import (
    access,
    cache,
    compression,
    context,
    drafts,
    error_pages,
    formats,
    forms,
    headers,
    i18n,
    intake,
    limits,
    logs,
    mail,
    proxies,
    richtext,
    shelf,
    static,
    transaction,
)
from consult.core.application import Application
from consult.core.commands import consult as commands
from consult.core.db import db
from consult.core.paths import ROOT
from consult.settings import Settings

FEATURES: tuple[ModuleType, ...] = (
    jobs,
    accounts,
    notices,
    pages,
    modules,
    consultations,
    feedback,
    moderation,
    reports,
    interchange,
    home,
)
MAX_BODY = 1024 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """Make the site with these settings (from the environment where none are given)."""
    settings = settings or Settings.from_environment(os.environ)
    app = Application("consult", template_folder=str(ROOT / "templates"), static_folder=None, root_path=str(ROOT / "consult"))
    app.extensions["settings"] = settings
    app.config.update(_configuration(settings))
    app.jinja_environment = context.Templates
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    logs.register(app)
    db.init_app(app)
    for plumbing in (transaction, intake, drafts, forms, i18n, access):  # in this order they stand before a view
        plumbing.register(app)
    for plumbing in (formats, richtext, shelf, proxies, static, context, cache, compression, mail, limits, error_pages):
        plumbing.register(app)
    headers.register(app, https=settings.https)

    for feature in FEATURES:
        feature.register(app)
    app.cli.add_command(commands)
    access.check_marks(app)
    return app


def _configuration(settings: Settings) -> dict[str, object]:
    """What Flask and its extensions read."""
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SESSION_COOKIE_NAME": "__Host-session" if settings.https else "session",
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PREFERRED_URL_SCHEME": "https" if settings.https else "http",
        "RATELIMIT_STORAGE_URI": settings.redis_url or limits.IN_THIS_PROCESS,
        "MAX_CONTENT_LENGTH": MAX_BODY,
        "MAX_FORM_MEMORY_SIZE": MAX_BODY,
    }
