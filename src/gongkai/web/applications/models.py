"""An application and everything that belongs to it. What happened in law stands in its events, which are only appended."""

from __future__ import annotations

from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from gongkai.law import events as law_events
from gongkai.law import stages
from gongkai.law.applicants import APPLICANT_KINDS
from gongkai.law.outcomes import OUTCOMES
from gongkai.web.organs.models import Organ, Person, Unit
from gongkai.web.organs.vault import SealedField

KINDS = [(k.key, k.words if k.organization is False else f"{k.words}（法人或其他组织）") for k in APPLICANT_KINDS]
CHANNELS = [(c.key, c.words) for c in law_events.CHANNELS]
STAGES = [(s.name.lower(), s.value) for s in stages.Stage]
EVENTS = [(k.key, k.words) for k in law_events.KINDS]
RESULTS = [(o.key, o.words) for o in OUTCOMES]
FORMS_WANTED = [("paper", "纸质"), ("electronic", "电子文件"), ("inspection", "查阅抄录")]
WAYS = [("online", "网上获取"), ("post", "邮寄"), ("email", "电子邮件"), ("in_person", "当面领取")]


class Applicant(models.Model):
    """Who applies. Everything that identifies them is encrypted; reading it is logged (``queries.reveal``)."""

    kind = models.CharField("申请人类别", max_length=30, choices=KINDS)
    name = SealedField("姓名或名称")
    id_kind = models.CharField("证件类型", max_length=40, default="居民身份证")
    id_number = SealedField("证件号码或统一社会信用代码")
    agent = SealedField("代理人或联系人", blank=True)
    telephone = SealedField("联系电话")
    email = SealedField("电子邮箱", blank=True)
    address = SealedField("通信地址")
    postcode = models.CharField("邮政编码", max_length=6, blank=True)
    # Finds the same applicant again without decrypting everybody: a keyed hash of the identity number.
    fingerprint = models.CharField(max_length=64, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "申请人"

    def __str__(self) -> str:
        return f"申请人 {self.pk}"


class Application(models.Model):
    """One application for government information (条例第二十七条、第二十九条).

    ``stage``, ``reply_due``, ``received_on``, ``reopened`` and the like are kept for lists; they are what the ledger gives, set by operations in
    the transaction that appends the event, and recomputed when a calendar changes.
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="applications", verbose_name="受理机关")
    number = models.CharField("受理编号", max_length=40, unique=True)
    code_hash = models.CharField(max_length=128)
    applicant = models.ForeignKey(Applicant, models.PROTECT, related_name="applications", verbose_name="申请人")
    channel = models.CharField("渠道", max_length=20, choices=CHANNELS)
    submitted_at = models.DateTimeField("提交时间")
    subject = models.CharField("所需信息名称", max_length=200)
    content = models.TextField("所需信息描述")
    document_number = models.CharField("文号或其他特征", max_length=100, blank=True)
    form_wanted = models.CharField("提供形式", max_length=20, choices=FORMS_WANTED, default="electronic")
    way_wanted = models.CharField("获取方式", max_length=20, choices=WAYS, default="online")
    stage = models.CharField("阶段", max_length=30, choices=STAGES, default="new", db_index=True)
    received_on = models.DateField("收到申请之日", null=True, db_index=True)
    reply_due = models.DateField("答复期限", null=True, db_index=True)
    provisional = models.BooleanField("期限暂定", default=False)
    stopped_since = models.DateField("停止计算自", null=True)
    ended_on = models.DateField("办结之日", null=True, db_index=True)
    outcome = models.CharField("办理结果", max_length=40, choices=RESULTS, blank=True)
    reopened = models.BooleanField("重新办理过", default=False, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办处室")
    handler = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="经办人")
    touches_third_party = models.BooleanField("涉及第三方", default=False)
    fingerprint = models.CharField("内容指纹", max_length=64, db_index=True, blank=True)
    # A form sent twice, however fast, is one application: the hash of the form's own token stands here once.
    once = models.CharField(max_length=64, null=True, unique=True, editable=False)
    # Since when something the applicant sent waits to be dealt with: the earliest open message.
    incoming_since = models.DateTimeField("申请人来件自", null=True, db_index=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged", verbose_name="并入")
    split_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="splits", verbose_name="分立自")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "申请"
        ordering: ClassVar = ["-submitted_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["organ", "stage", "reply_due"], name="application_queue"),
            models.Index(fields=["handler", "stage"], name="application_handler"),
            # The annual report counts from these alone, without reading the rows.
            models.Index(
                fields=["organ", "received_on", "ended_on", "outcome", "applicant", "reopened", "id"],
                name="application_received",
            ),
            models.Index(
                fields=["organ", "ended_on", "outcome", "received_on", "applicant", "reopened", "id"],
                name="application_ended",
            ),
            # Few are ever opened again; each report asks which.
            models.Index(
                fields=["organ", "received_on", "ended_on", "id"],
                condition=models.Q(reopened=True),
                name="application_reopened",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"


class ApplicationEvent(models.Model):
    """An event of the ledger: what, on which day, of whom, by whom recorded and on which evidence. Appended only."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="events")
    order = models.PositiveIntegerField()
    kind = models.CharField("事件", max_length=40, choices=EVENTS)
    on = models.DateField("日期")
    days = models.PositiveSmallIntegerField("工作日数", null=True)
    party = models.CharField("对方", max_length=100, blank=True)
    channel = models.CharField("渠道", max_length=20, choices=CHANNELS, blank=True)
    note = models.TextField("说明", blank=True)
    facts = models.JSONField(default=dict)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "办理事件"
        ordering: ClassVar = ["application_id", "order"]
        unique_together: ClassVar = [("application", "order")]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"


class Attachment(models.Model):
    """A file of an application; the name is only shown. ``decision``: what a file of an answer was reviewed and signed with."""

    class Side(models.TextChoices):
        """Whose it is."""

        APPLICANT = "applicant", "申请人提交"
        EVIDENCE = "evidence", "办理依据"
        ANSWER = "answer", "答复附件"

    application = models.ForeignKey(Application, models.PROTECT, related_name="attachments")
    side = models.CharField(max_length=20, choices=Side.choices)
    name = models.CharField("文件名", max_length=200)
    kind = models.CharField("类型", max_length=20)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    decision = models.ForeignKey(ApplicationEvent, models.PROTECT, null=True, related_name="files")


class Decision(models.Model):
    """The draft of a decision and, once signed, the decision."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="decisions")
    outcome = models.CharField("办理结果", max_length=40, choices=RESULTS)
    letter = models.CharField("文书", max_length=60)
    basis = models.TextField("依据", blank=True)
    reason = models.TextField("理由", blank=True)
    elements = models.JSONField("文书要素", default=dict)
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=0)
    current = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(current=True), name="one_current_decision"
            )
        ]


class Extension(models.Model):
    """A request to extend the time for the answer, which the head of the disclosure office agrees to or sends back (条例
    第三十三条第二款); its passage is a review. Nothing moves before the consent."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="extensions")
    days = models.PositiveSmallIntegerField("延长的工作日数")
    reason = models.TextField("理由")
    note = models.CharField("内部备注", max_length=500, blank=True)
    elements = models.JSONField("文书要素", default=dict, encoder=DjangoJSONEncoder)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="提请人")
    asked_at = models.DateTimeField("提请时间")

    class Meta:
        verbose_name = verbose_name_plural = "延长提请"
        ordering: ClassVar = ["id"]


class Letter(models.Model):
    """A letter that was produced: its key, number, elements as printed, files by hash, delivery."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="letters")
    event = models.ForeignKey(ApplicationEvent, models.PROTECT, null=True, related_name="letters")
    key = models.CharField("文书", max_length=60)
    title = models.CharField("标题", max_length=200)
    number = models.CharField("文号", max_length=60, blank=True)
    elements = models.JSONField(default=dict)
    docx_sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64)
    issued_on = models.DateField("日期")
    public = models.BooleanField("发给申请人", default=True)
    delivered_on = models.DateField("送达日期", null=True)
    delivered_how = models.CharField("送达方式", max_length=40, blank=True)
    tracking = models.CharField("邮件号", max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number"], condition=~models.Q(number=""), name="letter_number_once")
        ]


class NumberHead(models.Model):
    """The last number given in a series of an organ and a year (applications, letters). Locked while the next is taken."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    series = models.CharField(max_length=30)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        unique_together: ClassVar = [("organ", "year", "series")]


class Note(models.Model):
    """A note of the office on a case; never shown to the applicant."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="notes")
    text = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]


class Message(models.Model):
    """What the applicant sent after applying, and what the office wrote back; both sides see it.

    What the applicant sends waits until somebody has dealt with it: by the step it asks for, by an answer, or with a word
    why nothing follows.
    """

    class Side(models.TextChoices):
        """Who wrote it."""

        APPLICANT = "applicant", "申请人"
        OFFICE = "office", "受理机关"

    class Kind(models.TextChoices):
        """What it is."""

        SUPPLEMENT = "supplement", "补正材料"
        REASONS = "reasons", "理由说明"
        WITHDRAWAL = "withdrawal", "撤回请求"
        PAYMENT = "payment", "缴费凭证"
        QUESTION = "question", "留言"
        REPLY = "reply", "回复"

    application = models.ForeignKey(Application, models.PROTECT, related_name="messages")
    side = models.CharField("来自", max_length=20, choices=Side.choices)
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    text = SealedField("内容", blank=True)
    files = models.ManyToManyField(Attachment, related_name="+", verbose_name="附件")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")
    handled_at = models.DateTimeField("处理时间", null=True)
    handled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    handled_how = models.CharField("处理情况", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "来往消息"
        ordering: ClassVar = ["id"]


class Fee(models.Model):
    """A fee that was asked for: how it was counted, what was remitted and why, how it was paid. Yuan."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="fees")
    event = models.OneToOneField(ApplicationEvent, models.PROTECT, related_name="fee")
    method = models.CharField("计费方式", max_length=10, choices=[("item", "按件"), ("page", "按量")])
    units = models.PositiveIntegerField("件数或者页数")
    earlier = models.PositiveIntegerField("本月此前件数", default=0)
    standard = models.DecimalField("按标准计算", max_digits=12, decimal_places=2)
    amount = models.DecimalField("应缴金额", max_digits=12, decimal_places=2)
    remission = models.CharField("减免理由", max_length=300, blank=True)
    paid_on = models.DateField("缴费日期", null=True)
    paid_how = models.CharField("缴费方式", max_length=40, blank=True)
    voucher = models.CharField("票据号", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "信息处理费"
        ordering: ClassVar = ["id"]


class Rating(models.Model):
    """What the applicant thinks of the answer: once for each application, 1 (bad) to 5 (good)."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="rating")
    score = models.PositiveSmallIntegerField("评价", choices=[(n, f"{n} 分") for n in range(1, 6)])
    words = models.CharField("意见", max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "申请人评价"


class SavedView(models.Model):
    """A person's filters of the queue under a name; the default one is what the desk opens with."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_views")
    name = models.CharField("名称", max_length=40)
    query = models.CharField(max_length=1000)
    default = models.BooleanField("默认", default=False)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "name"], name="view_name_once"),
            models.UniqueConstraint(fields=["person"], condition=models.Q(default=True), name="one_default_view"),
        ]


class Reminder(models.Model):
    """Somebody was told of something about a case: once for each kind, case, person and day."""

    class Kind(models.TextChoices):
        """What of."""

        DUE = "due", "到期"
        INCOMING = "incoming", "申请人来件"
        MENTION = "mention", "提到我"

    person = models.ForeignKey(Person, models.CASCADE, related_name="reminders")
    application = models.ForeignKey(Application, models.CASCADE, related_name="reminders")
    kind = models.CharField("类别", max_length=20, choices=Kind.choices, default=Kind.DUE)
    on = models.DateField("日期")
    words = models.CharField("提醒", max_length=100)
    urgent = models.BooleanField("到期或者逾期", default=False)
    read_at = models.DateTimeField("已读", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "提醒"
        ordering: ClassVar = ["-on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "application", "on", "kind"], name="reminder_once_a_day")
        ]


class Mailing(models.Model):
    """An e-mail to be sent: kept until the mail server has taken it, so that a server that is down loses nothing."""

    class State(models.TextChoices):
        """Where it stands."""

        QUEUED = "queued", "待发送"
        SENT = "sent", "已发送"
        GIVEN_UP = "given_up", "发送失败"

    class Purpose(models.TextChoices):
        """What it is for."""

        REMINDER = "reminder", "提醒"
        DELIVERY = "delivery", "送达答复"

    purpose = models.CharField("用途", max_length=20, choices=Purpose.choices)
    application = models.ForeignKey(Application, models.PROTECT, null=True, related_name="mailings")
    to = SealedField("收件地址")
    subject = models.CharField("主题", max_length=200)
    body = models.TextField("正文")
    files = models.JSONField("附件", default=list)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    state = models.CharField("状态", max_length=20, choices=State.choices, default=State.QUEUED, db_index=True)
    tries = models.PositiveSmallIntegerField("次数", default=0)
    error = models.CharField("失败原因", max_length=300, blank=True)
    made_at = models.DateTimeField("生成时间")
    next_at = models.DateTimeField("下次发送", db_index=True)
    sent_at = models.DateTimeField("发送时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "邮件"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(purpose="delivery", state="queued"),
                name="one_delivery_under_way",
            )
        ]
