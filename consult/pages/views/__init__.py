"""Pages of the site's own words: what everybody reads, and where staff change it."""

from consult.pages.views import lines as lines
from consult.pages.views import public as public
from consult.pages.views import texts as texts
from consult.pages.views.base import bp as bp
