"""The passphrase of the demo accounts: nowhere written down, the same again for the same secret key."""

import hmac
from hashlib import sha256

WORDS = (
    "amber", "anchor", "apple", "aspen", "autumn", "badger", "basket", "beacon", "birch", "blanket", "bridge", "candle",
    "canoe", "cedar", "cherry", "cloud", "copper", "coral", "cotton", "falcon", "feather", "fiddle", "forest", "garden",
    "ginger", "harbour", "hazel", "heron", "honey", "island", "ivory", "kettle", "lantern", "lemon", "lilac", "linen",
    "maple", "meadow", "mitten", "moose", "nutmeg", "ocean", "orchard", "otter", "paddle", "pebble", "pepper", "plum",
    "prairie", "quilt", "rabbit", "raven", "river", "saddle", "salmon", "silver", "snow", "spruce", "thunder", "trout",
    "velvet", "walnut", "willow", "winter",
)  # fmt: skip
LENGTH = 5


def demo_passphrase(secret_key: str) -> str:
    """Five words that whoever holds the secret key of this site can find again, and nobody else."""
    drawn = hmac.new(secret_key.encode(), b"demo accounts", sha256).digest()
    return "-".join(WORDS[byte % len(WORDS)] for byte in drawn[:LENGTH])
