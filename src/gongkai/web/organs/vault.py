"""Personal data at rest: encrypted with a key that lies outside the database, shown masked, read only with a log entry."""

from __future__ import annotations

import os
import re
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import models

from gongkai.web.config.home import secret


@cache
def _fernet() -> Fernet:
    return Fernet(secret("vault").encode("ascii"))


def seal(text: str) -> str:
    """The text encrypted (AES-128-CBC with HMAC-SHA256), as ASCII; empty stays empty."""
    return _fernet().encrypt(text.encode("utf-8")).decode("ascii") if text else ""


def unseal(sealed: str) -> str:
    """The text again. ValueError when the key is another or the text was changed."""
    if not sealed:
        return ""
    try:
        return _fernet().decrypt(sealed.encode("ascii")).decode("utf-8")
    except InvalidToken:
        raise ValueError("个人信息无法解密：密钥不符或数据被改动，请联系系统管理员。") from None


# Stands before the bytes of a sealed file: what was stored before files were sealed has none.
_SEALED = b"GKV1"
_NONCE = 12


@cache
def _cipher() -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"gongkai files").derive(
        secret("vault").encode("ascii")
    )
    return AESGCM(derived)


def seal_bytes(content: bytes) -> bytes:
    """Bytes encrypted (AES-256-GCM), with a key of its own derived from the vault's."""
    nonce = os.urandom(_NONCE)
    return _SEALED + nonce + _cipher().encrypt(nonce, content, None)


def unseal_bytes(stored: bytes) -> bytes:
    """The bytes again; those that were never sealed as they are. ValueError when the key is another or they were changed."""
    if not stored.startswith(_SEALED):
        return stored
    at = len(_SEALED) + _NONCE
    try:
        return _cipher().decrypt(stored[len(_SEALED) : at], stored[at:], None)
    except InvalidTag:
        raise ValueError("文件无法解密：密钥不符或数据被改动，请联系系统管理员。") from None


def mask(text: str) -> str:
    """The text as people without a reason may see it: identity numbers keep 2 and 3 characters, phones 3 and 4, names the
    first character, e-mail the first letter, addresses the first six characters (law.md C8)."""
    if not text:
        return ""
    if "@" in text:
        name, _, host = text.partition("@")
        return f"{name[:1]}***@{host}"
    if re.fullmatch(r"\d{17}[\dXx]|\d{15}", text):
        return text[:2] + "*" * (len(text) - 5) + text[-3:]
    if re.fullmatch(r"[\d\-+ ]{7,20}", text):
        return text[:3] + "****" + text[-4:]
    return text[:1] + "*" * (len(text) - 1) if len(text) <= 4 else text[:6] + "…"


class SealedField(models.TextField[str, str]):
    """A text column that is encrypted in the database."""

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt on the way in."""
        return seal(str(value)) if value else ""

    def from_db_value(self, value: str | None, *_: object) -> str:
        """Decrypt on the way out."""
        return unseal(value) if value else ""
