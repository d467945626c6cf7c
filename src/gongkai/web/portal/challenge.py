"""A quiet hurdle for floods: the browser does a little work, or, without scripts, a person answers a sum in words.

The work: find a number such that SHA-256 of ``seed:number`` begins with ``BITS`` zero bits. Each seed serves once.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner

from gongkai.web.portal.access import too_often

BITS = 14
HOURS = 2
_DIGITS = "零一二三四五六七八九"
_signer = TimestampSigner(salt="gongkai.portal.challenge")


class Unproved(ValueError):
    """The challenge was not met; the message is one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """A signed seed, and the sum that may be answered instead."""

    seed: str
    question: str
    bits: int = BITS


def _sum(seed: str) -> tuple[int, int]:
    digest = hmac.new(settings.SECRET_KEY.encode(), seed.encode(), hashlib.sha256).digest()
    return 2 + digest[0] % 8, 1 + digest[1] % 9


def new() -> Challenge:
    """A challenge for one submission."""
    seed = _signer.sign(secrets.token_hex(12))
    a, b = _sum(seed)
    return Challenge(seed, f"{_DIGITS[a]}加{_DIGITS[b]}等于几？")


def check(*, seed: str, proof: str, answer: str) -> None:
    """Raise Unproved unless the work was done or the sum answered, in time and with a seed not used before."""
    try:
        _signer.unsign(seed, max_age=HOURS * 3600)
    except BadSignature:
        raise Unproved("页面打开太久了，请再点一次“提交申请”。") from None
    digest = hashlib.sha256(f"{seed}:{proof}".encode()).digest()
    worked = bool(proof) and int.from_bytes(digest[:4], "big") >> (32 - BITS) == 0
    if not worked and answer.strip() != str(sum(_sum(seed))):
        raise Unproved("请用数字回答“提交”按钮上方的问题，例如“12”。")
    if too_often("seed", seed, most=1, seconds=HOURS * 3600):
        raise Unproved("这一页已经用过，请再点一次“提交申请”。")
