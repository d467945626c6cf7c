"""An organ's annual report of a year: its sections in versions, what is known of earlier years, its frozen editions.

No figure is kept here. The cells of a report that is being written are counted from the records each time they are asked
for; those of a filed one stand in its edition, which the database refuses to change.
"""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.core.validators import MaxLengthValidator
from django.db import models

from gongkai.report.form_2021 import SECTIONS
from gongkai.web.organs.models import Organ, Person
from gongkai.web.review import log
from gongkai.web.review.models import Appended

WRITTEN = [(s.key, f"{s.number}、{s.words}") for s in SECTIONS if s.key in ("overview", "problems", "other_matters")]
LONGEST_SECTION = 20_000


class FrozenRows(models.QuerySet[Any]):
    """Rows that are only appended: whoever tries to change them is refused, and the attempt stands in the log.

    What goes past this code, the database refuses (``review/guard.py``).
    """

    def update(self, **_: Any) -> NoReturn:
        """Never. Raises Appended."""
        refuse(f"修改{self.model._meta.verbose_name}")

    def delete(self) -> NoReturn:
        """Never. Raises Appended."""
        refuse(f"删除{self.model._meta.verbose_name}")


def refuse(what: str, subject: models.Model | None = None) -> NoReturn:
    """Write an attempt to change what is kept for good into the log, then raise Appended."""
    organ = getattr(getattr(subject, "report", None), "organ", None)
    refusal = Appended(f"不能{what}：定稿和历次文稿永久保存，只能追加。")
    refusal.entry = log.append("frozen_touched", f"拒绝{what}：{subject or ''}"[:300], organ=organ, subject=subject)
    raise refusal


class Frozen(models.Model):
    """A row that is written once."""

    objects = FrozenRows.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write once. Raises Appended on a second save."""
        if self.pk is not None:
            refuse(f"修改{self._meta.verbose_name}", self)
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        """Never. Raises Appended."""
        refuse(f"删除{self._meta.verbose_name}", self)


class AnnualReport(models.Model):
    """The report of an organ for a year (条例第四十九条), from its first draft to its editions."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="annual_reports", verbose_name="机关")
    year = models.PositiveSmallIntegerField("年度")
    difference_why = models.TextField("结转差异说明", blank=True, validators=[MaxLengthValidator(1000)])
    explained = models.JSONField("所说明的差异", default=list)  # the differences the words were written for
    sent = models.JSONField(
        "送审时的内容", null=True
    )  # what the reviewers see, to hold the records against at every step
    amendment_why = models.CharField("更正理由", max_length=500, blank=True)  # while a filed report is being amended
    begun_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="起草人")
    begun_at = models.DateTimeField("起草时间")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "年度报告"
        ordering: ClassVar = ["-year", "organ_id"]
        unique_together: ClassVar = [("organ", "year")]

    def __str__(self) -> str:
        return f"{self.organ.name}{self.year}年政府信息公开工作年度报告"


class Section(models.Model):
    """The text of a section that is written: 一, 五 or 六. ``base`` is the draft it grew from, span by span."""

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="sections")
    key = models.CharField("部分", max_length=20, choices=WRITTEN)
    text = models.TextField("正文", blank=True, validators=[MaxLengthValidator(LONGEST_SECTION)])
    base = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)

    class Meta:
        unique_together: ClassVar = [("report", "key")]


class SectionVersion(Frozen):
    """A section as it was saved once."""

    section = models.ForeignKey(Section, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "文稿"
        ordering: ClassVar = ["-number"]
        unique_together: ClassVar = [("section", "number")]

    def __str__(self) -> str:
        return f"{self.section.get_key_display()}第{self.number}稿"


class SectionNote(models.Model):
    """A comment on a section while it is written and reviewed: on ``about``, words of its text, or on the whole. It is settled
    when it has been dealt with; it is no part of the report."""

    section = models.ForeignKey(Section, models.PROTECT, related_name="notes")
    about = models.CharField("针对的文字", max_length=200, blank=True)
    text = models.TextField("意见", validators=[MaxLengthValidator(1000)])
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="提出人")
    at = models.DateTimeField("提出时间")
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="处理人")
    settled_at = models.DateTimeField("处理时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "文稿意见"
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.section.get_key_display()}的意见"


class EarlierReport(models.Model):
    """A report that was filed before this system knew the organ, read from a file: what carry-over is compared with.

    ``content`` is the report as its JSON contract says. The year's report counts as published when ``published_on`` is known.
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name="机关")
    year = models.PositiveSmallIntegerField("年度")
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.JSONField()
    published_on = models.DateField("公开日期", null=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="导入人")
    at = models.DateTimeField("导入时间")

    class Meta:
        verbose_name = verbose_name_plural = "以前年度的报告"
        ordering: ClassVar = ["-year"]
        unique_together: ClassVar = [("organ", "year")]


class Edition(Frozen):
    """A report as it was signed and published: its content, its files by hash, what it counted. Appended only.

    ``number`` 1 is the report; a higher one amends it for ``reason``. ``records`` holds for every cell the record keys it
    counted (empty cells left out), so that a filed figure stays traceable when the records move on. ``digest`` is the
    SHA-256 of the content in its canonical JSON. ``pictured`` are the rows of the registers that the illustrated edition
    draws beside the cells (``report.pictures``); None in an edition made before they were kept.
    """

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField("版次")
    reason = models.CharField("更正理由", max_length=500, blank=True)
    content = models.JSONField()
    records = models.JSONField(default=dict)
    pictured = models.JSONField("图解", null=True)
    digest = models.CharField(max_length=64)
    files = models.JSONField("文件", default=dict)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="签发人")
    at = models.DateTimeField("定稿时间")
    published_on = models.DateField("公开日期")

    class Meta:
        verbose_name = verbose_name_plural = "定稿"
        ordering: ClassVar = ["report_id", "number"]
        unique_together: ClassVar = [("report", "number")]

    def __str__(self) -> str:
        return f"{self.report}（第{self.number}版）"

    def file_name(self, format: str) -> str:
        """The name of a file of it; an amended edition says which it is."""
        return f"{self if self.number > 1 else self.report}.{format}"


class FilingReminder(models.Model):
    """Somebody was told that an organ's report of a year is not published: once for each organ, year, person and day.

    ``by`` is the person of the office above who asked for it; empty for the platform's own.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    organ = models.ForeignKey(Organ, models.CASCADE, related_name="+", verbose_name="机关")
    year = models.PositiveSmallIntegerField("年度")
    on = models.DateField("日期")
    words = models.CharField("提醒", max_length=200)
    urgent = models.BooleanField("到期或者逾期", default=False)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="提醒人")
    read_at = models.DateTimeField("已读", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "年度报告提醒"
        ordering: ClassVar = ["-on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "organ", "year", "on"], name="filing_reminder_once_a_day")
        ]
