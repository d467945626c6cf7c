"""An organ's annual report of a year: its sections in versions, what is known of earlier years, its frozen editions.

No figure is kept here. The cells of a report that is being written are counted from the records each time they are asked
for; those of a filed one stand in its edition, which the database refuses to change.
"""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxLengthValidator
from django.db import models

from gongkai.report.form_2021 import SECTIONS
from gongkai.web.organs.models import Organ, Person

WRITTEN = [(s.key, f"{s.number}、{s.words}") for s in SECTIONS if s.key in ("overview", "problems", "other_matters")]
LONGEST_SECTION = 20_000


class AnnualReport(models.Model):
    """The report of an organ for a year (条例第四十九条), from its first draft to its editions."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="annual_reports", verbose_name="机关")
    year = models.PositiveSmallIntegerField("年度")
    difference_why = models.TextField("结转差异说明", blank=True, validators=[MaxLengthValidator(1000)])
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

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="sections")
    key = models.CharField("部分", max_length=20, choices=WRITTEN)
    text = models.TextField("正文", blank=True, validators=[MaxLengthValidator(LONGEST_SECTION)])
    base = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)

    class Meta:
        unique_together: ClassVar = [("report", "key")]


class SectionVersion(models.Model):
    """A section as it was saved once."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-number"]
        unique_together: ClassVar = [("section", "number")]


class EarlierReport(models.Model):
    """A report that was filed before this system knew the organ, read from a file: what carry-over is compared with.

    ``content`` is the report as its JSON contract says.
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name="机关")
    year = models.PositiveSmallIntegerField("年度")
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.JSONField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="导入人")
    at = models.DateTimeField("导入时间")

    class Meta:
        verbose_name = verbose_name_plural = "以前年度的报告"
        ordering: ClassVar = ["-year"]
        unique_together: ClassVar = [("organ", "year")]


class Edition(models.Model):
    """A report as it was signed and published: its content, its files by hash, what it counted. Appended only.

    ``number`` 1 is the report; a higher one amends it for ``reason``. ``records`` holds for every cell the record keys it
    counted (empty cells left out), so that a filed figure stays traceable when the records move on. ``digest`` is the
    SHA-256 of the content in its canonical JSON.
    """

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField("版次")
    reason = models.CharField("更正理由", max_length=500, blank=True)
    content = models.JSONField()
    records = models.JSONField(default=dict)
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
