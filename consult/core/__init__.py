"""Plumbing: database, languages, forms, access, mail and the rest that knows no feature."""
