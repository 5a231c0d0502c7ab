"""Pages of modules: for everybody, what changed from version to version; for staff, the versions themselves."""

from consult.modules.views import public, upload, workspace
from consult.modules.views.base import bp

__all__ = ["bp", "public", "upload", "workspace"]
