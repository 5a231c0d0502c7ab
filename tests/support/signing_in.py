"""What a browser carries once somebody has signed in, made as the site itself makes it but without a passphrase to hash."""

from hashlib import sha256

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from consult.accounts import session
from consult.accounts.models import User
from consult.core import clock, tokens
from consult.core.db import db
from consult.core.forms import TOKEN_FIELD

# Flask-WTF signs its tokens with this salt.
SALT = "wtf-csrf-token"
RAW_TOKEN = sha256(b"one raw token is as good as another").hexdigest()


def sign_in(client: FlaskClient, user_id: int) -> None:
    """Sign this person in on this client."""
    with client.application.app_context():
        person, token, now = db.session.get_one(User, user_id), tokens.fresh(), clock.now()
        db.session.add(session.new_login(person, token, now))
        db.session.commit()
    with client.session_transaction(base_url=_base(client)) as cookie:
        cookie.permanent = True
        cookie.update(session.carried(token, now))


def form_token(client: FlaskClient) -> str:
    """A token that forms sent by this client are accepted with."""
    with client.session_transaction(base_url=_base(client)) as cookie:
        raw = cookie.setdefault(TOKEN_FIELD, RAW_TOKEN)
    return str(URLSafeTimedSerializer(str(client.application.secret_key), salt=SALT).dumps(raw))


def cookie_of(client: FlaskClient) -> tuple[str, str]:
    """Name and value of the session cookie."""
    name = str(client.application.config["SESSION_COOKIE_NAME"])
    found = client.get_cookie(name, domain="127.0.0.1")
    assert found is not None, "This client has no session yet."
    return name, found.value


def _base(client: FlaskClient) -> str:
    return str(client.application.extensions["settings"].public_url)
