"""Tokens of other systems, and what they have registered."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import ClassVar

from django.db import models

from gongkai.web.applications.models import Application
from gongkai.web.organs.gate import System
from gongkai.web.organs.models import Organ, Person
from gongkai.web.organs.vault import SealedField


class ApiToken(models.Model):
    """What another system shows to be let in: for one organ, with some scopes, until a day. Only the hash is kept; the
    token itself is shown once, when it is made."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name="机关")
    name = models.CharField("系统名称", max_length=40, help_text="写明是哪个系统，例如“12345 热线”；写入日志。")
    scopes = models.JSONField("权限", default=list)
    hash = models.CharField(max_length=64, unique=True)
    # The first characters after the prefix, so that people can tell tokens apart; far too few to guess the rest.
    mark = models.CharField("标记", max_length=6)
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="发放人")
    created_at = models.DateTimeField("发放时间")
    expires_on = models.DateField("有效期至")
    last_used_at = models.DateTimeField("最近使用", null=True)
    revoked_at = models.DateTimeField("撤销时间", null=True)
    revoked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="撤销人")
    revoked_for = models.CharField("撤销理由", max_length=150, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "接口令牌"
        ordering: ClassVar = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"系统「{self.name}」（令牌 {self.mark}）"

    @staticmethod
    def hash_of(secret: str) -> str:
        """What is kept of a token. It has 256 random bits, so a plain hash cannot be turned back."""
        return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()

    def lets_in(self, on: date) -> bool:
        """Whether it holds on a day: neither revoked nor run out."""
        return self.revoked_at is None and on <= self.expires_on

    @property
    def system(self) -> System:
        """Who comes with it, as the gate and the log know them."""
        return System(str(self), self.organ_id, frozenset(self.scopes))


class Registration(models.Model):
    """An application another system registered under its own key. The pair of token and key is unique in the database
    itself, so that a retry, however quick, finds the first application again."""

    token = models.ForeignKey(ApiToken, models.PROTECT, related_name="registrations")
    key = models.CharField("幂等键的散列", max_length=64)
    body = models.CharField("内容的散列", max_length=64)
    application = models.ForeignKey(Application, models.PROTECT, null=True, related_name="+")
    # Kept for a day, so that a system whose connection broke still learns it.
    code = SealedField("查询码", blank=True)
    at = models.DateTimeField("时间", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "接口登记"
        constraints: ClassVar = [models.UniqueConstraint(fields=["token", "key"], name="registered_once")]
