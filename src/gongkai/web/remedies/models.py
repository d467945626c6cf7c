"""A reconsideration or a suit and everything that belongs to it. What happened stands in its events, only appended."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gongkai.law import remedies as law
from gongkai.law.outcomes import OUTCOMES
from gongkai.web.organs.models import Organ, Person
from gongkai.web.organs.vault import SealedField

COURSES = [(c.key, c.words) for c in law.COURSES]
DISPOSALS = [(d.key, d.words) for d in law.DISPOSALS]
OUTCOME_CHOICES = [(o.key, o.words) for o in OUTCOMES]


class Happening(models.TextChoices):
    """What happens in a case."""

    RECEIVED = "received", "收到通知和申请书（起诉状）副本"
    ACCEPTED = "accepted", "受理（立案）"
    ANSWERED = "answered", "提交答复书（答辩状）和证据"
    HEARD = "heard", "听证或者开庭"
    SUSPENDED = "suspended", "中止"
    RESUMED = "resumed", "恢复审理"
    ENDED = "ended", "审结"
    SERVED = "served", "收到决定书（裁判文书）"
    APPEALED = "appealed", "上诉"
    RETRIED = "retried", "裁定再审（提审）"
    VOIDED = "voided", "作废"


class Proceeding(models.TextChoices):
    """Under which procedure the case is heard: it sets the days to answer."""

    ORDINARY = "ordinary", "普通程序"
    SUMMARY = "summary", "简易程序"


class Remedy(models.Model):
    """One reconsideration or one suit against the organ's handling of a request (条例第五十一条).

    The dates, ``disposal`` and ``answer_due`` are kept for lists and counting; they are what the standing events say, set
    by operations in the transaction that appends an event. ``application_number`` is the application's number as a plain
    value. ``original`` is the organ that acted first, ``defendants`` who is named against; ``counted`` follows from both by
    the rule of the form. ``outcome`` and ``replied_on`` say what is contested, empty where nothing was answered.
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="remedies", verbose_name="机关")
    course = models.CharField("途径", max_length=30, choices=COURSES)
    case_number = models.CharField("案号", max_length=100, blank=True)
    tribunal = models.CharField("复议机关或者法院", max_length=100)
    matter = models.CharField("争议事项", max_length=200)
    claimants = SealedField("申请人（原告）")
    third_parties = SealedField("第三人", blank=True)
    original = models.CharField("原行为机关", max_length=100)
    defendants = models.JSONField("被申请人（被告）", default=list)
    counted = models.BooleanField("计入本机关年报", default=True)
    proceeding = models.CharField("程序", max_length=20, choices=Proceeding.choices, default=Proceeding.ORDINARY)
    application_number = models.CharField("受理编号", max_length=40, blank=True, db_index=True)
    outcome = models.CharField("被诉的办理结果", max_length=40, choices=OUTCOME_CHOICES, blank=True)
    replied_on = models.DateField("答复日期", null=True, blank=True)
    known_on = models.DateField("知道答复之日", null=True, blank=True)
    filed_on = models.DateField("提出复议（起诉）日期", null=True, blank=True)
    before = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="suits", verbose_name="此前的行政复议"
    )
    received_on = models.DateField("收到副本日期", null=True)
    accepted_on = models.DateField("受理日期", null=True, db_index=True)
    answer_due = models.DateField("答复（举证）期限", null=True, db_index=True)
    answered_on = models.DateField("答复（答辩）日期", null=True)
    heard_on = models.DateField("听证（开庭）日期", null=True)
    ended_on = models.DateField("审结日期", null=True, db_index=True)
    served_on = models.DateField("收到文书日期", null=True)
    retried_on = models.DateField("裁定再审日期", null=True)
    disposal = models.CharField("结果", max_length=30, choices=DISPOSALS, blank=True)
    voided_on = models.DateField("作废日期", null=True)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    made_at = models.DateTimeField("登记时间")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "复议诉讼案件"
        ordering: ClassVar = ["-made_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organ", "case_number"],
                condition=~Q(case_number="") & Q(voided_on=None),
                name="case_number_once",
            ),
            models.CheckConstraint(
                condition=Q(disposal="", ended_on=None) | (~Q(disposal="") & Q(ended_on__isnull=False)),
                name="remedy_ends_with_a_result",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organ", "accepted_on"], name="remedy_year")]

    def __str__(self) -> str:
        return f"{self.get_course_display()} {self.case_number or self.matter}"

    @property
    def result(self) -> law.Result:
        """The column of section 4 the case stands in today."""
        return law.RESULT[law.DISPOSAL[self.disposal].result if self.disposal else "pending"]


class RemedyEvent(models.Model):
    """Something that happened in a case, on a day. Appended only: what was typed wrong is replaced by a later event that
    names it (``replaces``) and says why in its note; ``kind`` stays the same, or ``withdraws`` when it never happened."""

    remedy = models.ForeignKey(Remedy, models.PROTECT, related_name="events")
    order = models.PositiveIntegerField()
    kind = models.CharField("事项", max_length=20, choices=Happening.choices)
    on = models.DateField("日期")
    disposal = models.CharField("结果", max_length=30, choices=DISPOSALS, blank=True)
    note = models.CharField("说明", max_length=500, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    withdraws = models.BooleanField("撤销登记", default=False)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "案件进展"
        ordering: ClassVar = ["remedy_id", "order"]
        unique_together: ClassVar = [("remedy", "order")]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"


class RemedyFile(models.Model):
    """A document of a case: its SHA-256 under the platform's files; the name is only shown."""

    remedy = models.ForeignKey(Remedy, models.PROTECT, related_name="files")
    event = models.ForeignKey(RemedyEvent, models.PROTECT, null=True, related_name="files")
    name = models.CharField("文件名", max_length=200)
    kind = models.CharField("类型", max_length=20)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "案件材料"
        ordering: ClassVar = ["id"]
