"""What the public site remembers: drafts of applications, accounts of applicants, how often something was tried."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from gongkai.web.applications.models import Application
from gongkai.web.organs.vault import SealedField


class Draft(models.Model):
    """An application being written. Everything typed is encrypted; a random token in a cookie opens it.

    Once sent it holds the number and the query code for a short while, so that a connection lost at that moment loses
    neither.
    """

    key = models.CharField(max_length=64, unique=True)
    once = models.CharField(max_length=64)
    body = SealedField("填写的内容", blank=True)
    files = models.JSONField("附件", default=list)
    application = models.ForeignKey(Application, models.CASCADE, null=True, related_name="+")
    code = SealedField("查询码", blank=True)
    changed_at = models.DateTimeField("修改时间", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "申请草稿"

    def __str__(self) -> str:
        return f"草稿 {self.pk}"

    @staticmethod
    def key_of(token: str) -> str:
        """What is stored of a token: its hash."""
        return hashlib.sha256(token.encode()).hexdigest()

    @classmethod
    def fresh(cls) -> tuple[Draft, str]:
        """A new draft, unsaved, and the token that opens it."""
        token = secrets.token_urlsafe(32)
        return cls(key=cls.key_of(token), once=secrets.token_urlsafe(24)), token

    @property
    def typed(self) -> dict[str, Any]:
        """What was typed, by field."""
        found: dict[str, Any] = json.loads(self.body) if self.body else {}
        return found


class Tries(models.Model):
    """How often somebody tried something in a span of time; who is a hash. Shared by all of the server's workers."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "尝试次数"

    def __str__(self) -> str:
        return f"{self.count} 次，至 {self.until}"


class Account(AbstractBaseUser):
    """An applicant's account, which nobody needs. It is none of the platform's people: it cannot be given a post, is no
    user of the desk or of any administrator's site, and opens nothing but its own cases.

    The address is kept encrypted and found again by a keyed hash (``accounts.key_of``).
    """

    key = models.CharField(max_length=64, unique=True)
    email = SealedField("电子邮箱")
    opened_at = models.DateTimeField("注册时间")
    cases: Any = models.ManyToManyField(Application, through="AccountCase", related_name="+")

    USERNAME_FIELD = "key"

    class Meta:
        verbose_name = verbose_name_plural = "申请人账号"

    def __str__(self) -> str:
        return f"申请人账号 {self.pk}"


class AccountCase(models.Model):
    """An application that an account may open without the query code."""

    account = models.ForeignKey(Account, models.CASCADE)
    application = models.ForeignKey(Application, models.CASCADE, related_name="+")
    added_at = models.DateTimeField("加入时间")

    class Meta:
        verbose_name = verbose_name_plural = "账号里的申请"
        constraints = (models.UniqueConstraint(fields=["account", "application"], name="account_case_once"),)

    def __str__(self) -> str:
        return f"{self.account}：{self.application}"
