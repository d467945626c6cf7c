"""Giving out tokens, taking them back, and knowing who comes with one."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from gongkai.web.api.models import ApiToken
from gongkai.web.api.refusals import Refused
from gongkai.web.organs.gate import Viewer
from gongkai.web.organs.models import Organ, Scope
from gongkai.web.review import log
from gongkai.web.review.models import LogEntry

PREFIX = "gk_"
LONGEST = timedelta(days=366)
_USED = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Issued:
    """A new token's row, and the token itself, which is nowhere else."""

    token: ApiToken
    secret: str


@transaction.atomic
def issue(
    *, organ: Organ, name: str, scopes: Sequence[str], expires_on: date, viewer: Viewer, address: str | None = None
) -> Issued:
    """Give out a token. ValueError (a Chinese sentence) without a scope, or for a day that is past or over a year away."""
    wrong = sorted(set(scopes) - set(Scope.values))
    if wrong or not scopes:
        raise ValueError(f"没有这样的权限：{'、'.join(wrong)}。" if wrong else "请至少选择一项权限。")
    if not viewer.on <= expires_on <= viewer.on + LONGEST:
        raise ValueError("有效期至少到今天，最长一年；到期前换发新的令牌。")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        organ=organ,
        name=name.strip(),
        scopes=sorted(set(scopes)),
        hash=ApiToken.hash_of(secret),
        mark=secret[len(PREFIX) : len(PREFIX) + 6],
        created_by=viewer.person,
        created_at=timezone.now(),
        expires_on=expires_on,
    )
    words = "、".join(Scope(s).label for s in token.scopes)
    said = f"发放接口令牌：{token}，权限：{words}，有效期至 {expires_on}"
    moved = log.change({}, log.standing(token, "name", "scopes", "mark", "expires_on"))
    log.append("token_issued", said, organ=organ, viewer=viewer, subject=token, payload=moved, address=address)
    return Issued(token, secret)


_REVOKED = ("revoked_at", "revoked_by", "revoked_for")


@transaction.atomic
def revoke(token: ApiToken, *, reason: str, viewer: Viewer, address: str | None = None) -> None:
    """Take a token back, at once and for good. ValueError without a reason or when that was done before."""
    if not reason.strip():
        raise ValueError("要撤销令牌，请写明理由。")
    row = ApiToken.objects.select_for_update().get(pk=token.pk)
    if row.revoked_at is not None:
        raise ValueError("这个令牌已经撤销。")
    before = log.standing(row, *_REVOKED)
    row.revoked_at, row.revoked_by, row.revoked_for = timezone.now(), viewer.person, reason.strip()[:150]
    row.save(update_fields=_REVOKED)
    said = f"撤销接口令牌：{token}：{row.revoked_for}"[:300]
    moved = log.change(before, log.standing(row, *_REVOKED))
    log.append("token_revoked", said, organ=row.organ, viewer=viewer, subject=row, payload=moved, address=address)


def recognise(secret: str, *, scope: Scope, on: date, address: str | None = None) -> ApiToken:
    """The token that was shown. Raises Refused when it is unknown, revoked or run out, or has not the scope."""
    token = ApiToken.objects.filter(hash=ApiToken.hash_of(secret)).select_related("organ").first()
    if token is None:
        raise Refused("wrong_token")
    if not token.lets_in(on):
        _note(token, "撤销" if token.revoked_at else "过期", on, address)
        raise Refused("wrong_token")
    if scope not in token.scopes:
        _note(token, f"没有“{scope.label}”权限", on, address)
        raise Refused("wrong_scope", f"令牌没有“{scope.label}”（{scope.value}）权限，请向系统管理员申请。")
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > _USED:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def _note(token: ApiToken, why: str, on: date, address: str | None) -> None:
    """Log a refusal, each kind once a day: a system that keeps trying must not fill the log."""
    words = f"接口拒绝：{token}，令牌{why}" if "权限" not in why else f"接口拒绝：{token}，{why}"
    told = LogEntry.objects.filter(kind="api_refused", organ=token.organ_id, words=words, at__date=on)
    if not told.exists():
        log.append("api_refused", words, organ=token.organ, actor_words=str(token), subject=token, address=address)
