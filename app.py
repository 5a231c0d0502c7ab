"""The entry: `flask --app app …` for the command line, `python app.py` to serve the embedded way."""

from consult import create_app

app = create_app()

if __name__ == "__main__":
    from consult.jobs.serve import serve

    serve(app)
