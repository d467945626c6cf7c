"""The query code that opens a case to its applicant: 40 bits of chance, kept only as a keyed hash.

No slow hash as for passwords: nobody chooses the code, tries are limited per address and case, and who steals the database
has not the key. A slow one would be paid for at each submission, while the organ's number is held.
"""

from __future__ import annotations

import hmac
import secrets

from gongkai.web.config.home import secret

# Letters that are not mistaken for each other on paper.
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_NAME = "hmac-sha256"


def new() -> str:
    """A fresh code of eight letters and digits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(8))


def kept(code: str, *, salt: str = "") -> str:
    """The code as it is stored: ``hmac-sha256$<salt>$<hex>``. ``salt`` only to compute it again."""
    salt = salt or secrets.token_hex(8)
    key = secret("codes").encode("ascii")
    digest = hmac.digest(key, f"{salt}:{code.strip().upper()}".encode(), "sha256").hex()
    return f"{_NAME}${salt}${digest}"


def fits(code: str, stored: str) -> bool:
    """Whether a code is the one that is stored; takes the same time for a stored value that is none."""
    name, _, rest = stored.partition("$")
    salt = rest.partition("$")[0] or "none"
    return hmac.compare_digest(kept(code, salt=salt).encode(), stored.encode()) and name == _NAME
