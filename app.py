"""The entry: `flask --app app …` for the command line, `python app.py` to serve the embedded way."""

from consult import create_app
from consult.settings import SettingsFault

try:
    app = create_app()
except SettingsFault as fault:
    # For whoever starts the site: the sentences, without a traceback.
    raise SystemExit(str(fault)) from None

if __name__ == "__main__":
    from functools import partial

    from consult.home.cli import announce
    from consult.jobs.serve import serve

    serve(app, partial(announce, app))
