"""What an organ makes public of its own accord: information items, their files, and when to consider publishing."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxLengthValidator, MinValueValidator
from django.db import models

from gongkai.web.organs.models import Organ, Person, Unit

# PostgreSQL keeps positions in a text up to 16,383 only; a longer text belongs into a file.
LONGEST_BODY = 12_000


class Column(models.TextChoices):
    """Where an item stands on the public site (条例第二十条、第四十四条)."""

    ANSWER = "answer", "依申请公开转主动公开"
    GUIDE = "guide", "公开指南和办事说明"
    POLICY = "policy", "政策文件"
    PLAN = "plan", "规划和计划"
    FINANCE = "finance", "预算、决算和资金"
    FIGURES = "figures", "统计数据"
    OTHER = "other", "其他信息"


class State(models.TextChoices):
    """Where an item stands. Whether a draft is under review is asked of the review."""

    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已公开"
    WITHDRAWN = "withdrawn", "已撤下"


class InformationItem(models.Model):
    """One piece of published information. ``source_number`` is the application an answer comes from: for the organ's own
    people, never shown to the public. ``dismissed`` holds the marks of personal data that somebody answered for: the mark's
    keyed hash → reason, who, when; never the words themselves."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="information", verbose_name="公开机关")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="处室")
    column = models.CharField("栏目", max_length=20, choices=Column.choices)
    title = models.CharField("标题", max_length=200)
    body = models.TextField("正文", validators=[MaxLengthValidator(LONGEST_BODY)])
    index_number = models.CharField("索引号", max_length=60, blank=True)
    document_number = models.CharField("发文字号", max_length=100, blank=True)
    drawn_up_on = models.DateField("成文日期", null=True, blank=True)
    published_on = models.DateField("公开日期", null=True, blank=True, db_index=True)
    state = models.CharField("状态", max_length=20, choices=State.choices, default=State.DRAFT, db_index=True)
    source_number = models.CharField("来源申请", max_length=40, blank=True, db_index=True)
    dismissed = models.JSONField(default=dict)
    withdrawn_on = models.DateField("撤下日期", null=True, blank=True)
    withdrawn_why = models.CharField("撤下理由", max_length=300, blank=True)
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="起草人")
    drafted_at = models.DateTimeField("起草时间")
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "主动公开信息"
        ordering: ClassVar = ["-published_on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["index_number"], condition=~models.Q(index_number=""), name="index_number_once"
            ),
            models.UniqueConstraint(
                fields=["source_number"],
                condition=~models.Q(source_number="") & ~models.Q(state="withdrawn"),
                name="an_answer_is_published_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ItemFile(models.Model):
    """A file of an item: its SHA-256 under the platform's files; the name is only shown."""

    item = models.ForeignKey(InformationItem, models.PROTECT, related_name="files")
    name = models.CharField("文件名", max_length=200)
    kind = models.CharField("类型", max_length=20)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["id"]


class IndexHead(models.Model):
    """The last index number an organ gave in a year. Locked while the next is taken."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        unique_together: ClassVar = [("organ", "year")]


class Threshold(models.Model):
    """From a day on: how many different applicants asking for the same make an organ consider publishing it (条例第四十四条)."""

    organ = models.ForeignKey(Organ, models.CASCADE, related_name="+", verbose_name="机关")
    since = models.DateField("起")
    number = models.PositiveSmallIntegerField("申请人数", validators=[MinValueValidator(2)])
    why = models.CharField("理由", max_length=200)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="设定人")
    at = models.DateTimeField("设定时间")

    class Meta:
        ordering: ClassVar = ["-since", "-id"]


class Consideration(models.Model):
    """Somebody decided not to publish what several people asked for: which cases were known then, and why."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name="机关")
    numbers = models.JSONField("受理编号", default=list)
    reason = models.CharField("理由", max_length=300)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]
