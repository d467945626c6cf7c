"""The append-only log, and the chain of review that answers, publications and reports share."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from gongkai.web.organs.models import Organ, Person, Role, Unit


class Appended(Exception):
    """Somebody tried to change or delete what may only be appended. ``entry`` is what the log says of the attempt; it is
    undone with the transaction the attempt was made in, and written again at the boundary (``attempts.keep``)."""

    entry: LogEntry | None = None


class LogEntry(models.Model):
    """Something that happened: who, when, what, to which record. Each entry carries the hash of the one before in its
    organ's chain, so that a change or a gap shows. The database itself refuses to change, delete or empty (``guard``)."""

    organ = models.ForeignKey(Organ, models.PROTECT, null=True, related_name="+", verbose_name="机关")
    number = models.PositiveBigIntegerField("序号")
    at = models.DateTimeField("时间")
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="操作人")
    actor_words = models.CharField("操作人", max_length=80)
    on_behalf_of = models.CharField("代理", max_length=80, blank=True)
    kind = models.CharField("事项", max_length=60)
    words = models.CharField("说明", max_length=300)
    subject_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    subject_id = models.BigIntegerField(null=True)
    subject = GenericForeignKey("subject_type", "subject_id")
    payload = models.JSONField("内容", default=dict)
    address = models.GenericIPAddressField("来源地址", null=True)
    previous = models.CharField("前一条的散列", max_length=72)
    hash = models.CharField("散列", max_length=72, unique=True)  # "sm3:…"; without a name it is SHA-256

    class Meta:
        verbose_name = verbose_name_plural = "日志"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            # The system's own chain has no organ, and a unique column holds NULL as often as one likes.
            models.UniqueConstraint(Coalesce("organ", 0), "number", name="log_number_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject_type", "subject_id"], name="log_subject"),
            models.Index(fields=["at"], name="log_at"),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.actor_words} {self.words}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write once. Raises Appended on a second save."""
        if self.pk is not None:
            raise Appended("日志只能追加，不能修改。")
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> tuple[int, dict[str, int]]:
        """Never. Raises Appended."""
        raise Appended("日志只能追加，不能删除。")


class LogHead(models.Model):
    """The end of an organ's chain; locked while an entry is appended."""

    organ = models.OneToOneField(Organ, models.PROTECT, null=True, related_name="+")
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=72, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Coalesce("organ", 0), name="one_log_head")]


class Verification(models.Model):
    """One passage over all chains: how far it has come, what was wrong (at most ``MOST`` lines), where each chain ended."""

    MOST: ClassVar = 200
    started_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="发起人")
    started_at = models.DateTimeField("开始时间")
    ended_at = models.DateTimeField("结束时间", null=True)
    total = models.PositiveBigIntegerField("条数", default=0)
    done = models.PositiveBigIntegerField("已验证", default=0)
    wrong = models.JSONField("问题", default=list)
    ends = models.JSONField("各条链的末尾", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "日志验证"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.started_at):%Y-%m-%d %H:%M} 的验证"

    @property
    def percent(self) -> int:
        """Of all entries, 0 to 100."""
        return 100 if self.ended_at else min(99, self.done * 100 // max(1, self.total))


class Kind(models.TextChoices):
    """What goes through review."""

    ANSWER = "answer", "答复"
    PUBLICATION = "publication", "发布"
    REPORT = "report", "年度报告"
    EXTENSION = "extension", "延长答复期限"


class Step(models.Model):
    """A step of an organ's chain for a kind, in order: who decides, in which words, whether the drafter may take it."""

    organ = models.ForeignKey(Organ, models.CASCADE, related_name="steps", verbose_name="机关")
    kind = models.CharField("种类", max_length=20, choices=Kind.choices)
    order = models.PositiveSmallIntegerField("次序")
    role = models.CharField("角色", max_length=30, choices=Role.choices)
    words = models.CharField("名称", max_length=40)
    final = models.BooleanField("签发", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "审核步骤"
        ordering: ClassVar = ["organ_id", "kind", "order"]
        unique_together: ClassVar = [("organ", "kind", "order")]

    def __str__(self) -> str:
        return f"{self.order}. {self.words}"


class Review(models.Model):
    """One passage through the chain. The steps are copied when it starts, so that a later change of the chain does not
    touch what is under way."""

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", "审核中"
        SENT_BACK = "sent_back", "已退回"
        SIGNED = "signed", "已签发"
        CANCELLED = "cancelled", "已撤回"
        LAPSED = "lapsed", "已自动终止"

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name="机关")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="处室")
    kind = models.CharField("种类", max_length=20, choices=Kind.choices)
    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    title = models.CharField("事项", max_length=200)
    steps = models.JSONField("步骤", default=list)
    at_step = models.PositiveSmallIntegerField("当前步骤", default=0)
    state = models.CharField("状态", max_length=20, choices=State.choices, default=State.OPEN)
    started_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="送审人")
    started_at = models.DateTimeField("送审时间")
    ended_at = models.DateTimeField("结束时间", null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "审核"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"], condition=models.Q(state="open"), name="one_open_review"
            )
        ]
        # What waits is asked for on every page of the desk.
        indexes: ClassVar = [models.Index(fields=["organ", "state"], name="review_waiting")]

    def __str__(self) -> str:
        return f"{self.title}（{self.get_state_display()}）"

    @property
    def step(self) -> dict[str, Any] | None:
        """The step that waits: ``role``, ``words``, ``final``; None when it has ended."""
        return self.steps[self.at_step] if self.state == self.State.OPEN and self.at_step < len(self.steps) else None


class Opinion(models.Model):
    """What somebody decided at a step, with comment; or a comment alone."""

    class Verdict(models.TextChoices):
        """The decision."""

        PASSED = "passed", "同意"
        SENT_BACK = "sent_back", "退回"
        COMMENT = "comment", "意见"

    review = models.ForeignKey(Review, models.PROTECT, related_name="opinions")
    step = models.PositiveSmallIntegerField()
    step_words = models.CharField(max_length=40)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    comment = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
