"""The registers: what an organ keeps beside its applications, one table a register. What a report counts is read from here.

A record is never deleted: it is corrected with a reason, or voided with one. The words, choices, lengths and which columns
must be filled are declared here once; ``register`` reads lists, forms, spreadsheets and refusals from them.
"""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxLengthValidator, MinValueValidator
from django.db import models

from gongkai.report import yearwork
from gongkai.web.organs.models import Organ, Person
from gongkai.web.registers.fields import FenField, YearField

LIVE = models.Q(voided_at=None)
LONG = 2000


class Row(models.TextChoices):
    """What section 2 counts under art. 20 (1)."""

    GOVERNMENT_RULE = "government_rule", "规章"
    NORMATIVE_DOCUMENT = "normative_document", "行政规范性文件"


class Ended(models.TextChoices):
    """How a document ended."""

    REPEALED = "repealed", "废止"
    VOID = "void", "宣布失效"
    LAPSED = "lapsed", "有效期届满失效"


class CleanUp(models.TextChoices):
    """What the clean-up of documents found."""

    KEPT = "kept", "继续有效"
    TO_AMEND = "to_amend", "拟修改"
    TO_REPEAL = "to_repeal", "拟废止"
    REPEALED = "repealed", "废止"
    VOID = "void", "宣布失效"


class Decided(models.TextChoices):
    """What section 2 counts under art. 20 (5) and (6)."""

    LICENCE = "licence", "行政许可"
    PENALTY = "penalty", "行政处罚"
    COMPULSION = "compulsion", "行政强制"


class Satisfaction(models.TextChoices):
    """What the deputy or member said of the reply."""

    SATISFIED = "satisfied", "满意"
    BASICALLY = "basically", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"


def _long(words: str, help_text: str = "") -> models.TextField[str, str]:
    return models.TextField(words, blank=True, validators=[MaxLengthValidator(LONG)], help_text=help_text)


class Import(models.Model):
    """A spreadsheet somebody uploaded: looked at first, stored when confirmed, whole or not at all."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name="机关")
    register = models.CharField("台账", max_length=20)
    name = models.CharField("文件名", max_length=200)
    kind = models.CharField("类型", max_length=10)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="上传人")
    at = models.DateTimeField("上传时间")
    stored_at = models.DateTimeField("导入时间", null=True)
    rows = models.PositiveIntegerField("行数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "导入"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.name


class Record(models.Model):
    """What every record has: whose, where it comes from, evidence by hash, who entered it, whether it still stands."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name="机关")
    source = models.CharField(
        "来源", max_length=200, help_text="数据从哪里来，例如“政务服务平台导出”“办公室收文登记”。"
    )
    evidence_name = models.CharField("佐证材料", max_length=200, blank=True)
    evidence_kind = models.CharField(max_length=10, blank=True)
    evidence_sha256 = models.CharField(max_length=64, blank=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="录入人")
    entered_at = models.DateTimeField("录入时间")
    batch = models.ForeignKey(Import, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="导入批次")
    version = models.PositiveIntegerField(default=1)
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    voided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    voided_why = models.CharField("作废理由", max_length=300, blank=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["-id"]


class Document(Record):
    """A government rule or normative document, from its issue to its end (条例第二十条第一项)."""

    row = models.CharField("种类", max_length=20, choices=Row.choices)
    title = models.CharField("标题", max_length=300)
    document_number = models.CharField("发文字号", max_length=100, help_text="例如“青司发〔2023〕12号”。")
    issued_on = models.DateField("制发日期")
    effective_on = models.DateField("施行日期", null=True, blank=True)
    valid_until = models.DateField("有效期至", null=True, blank=True, help_text="届满当日失效；没有规定有效期的不填。")
    ended_on = models.DateField("废止或失效日期", null=True, blank=True)
    how_ended = models.CharField("如何失效", max_length=20, blank=True, choices=Ended.choices)
    filing_number = models.CharField("备案号", max_length=100, blank=True)
    filed_on = models.DateField("备案日期", null=True, blank=True)
    clean_up = models.CharField("清理结果", max_length=20, blank=True, choices=CleanUp.choices)
    cleaned_up_on = models.DateField("清理日期", null=True, blank=True)
    amends = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="amended_by", verbose_name="修改哪份文件",
        help_text="填被修改文件的发文字号。",
    )  # fmt: skip

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "规章和规范性文件"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organ", "document_number"], condition=LIVE, name="document_number_once")
        ]
        indexes: ClassVar = [models.Index(fields=["organ", "issued_on"], name="document_issued")]

    def __str__(self) -> str:
        return f"{self.title}（{self.document_number}）"


class Decision(Record):
    """Licences, penalties and compulsion: one case with its number, or a figure of another system up to a day."""

    row = models.CharField("种类", max_length=20, choices=Decided.choices)
    number = models.CharField("决定书文号", max_length=100, blank=True, help_text="逐件登记的填；汇总数不填。")
    subject = models.CharField("事项", max_length=300, blank=True)
    since = models.DateField("统计起始日", null=True, blank=True, help_text="汇总数从哪天起；逐件登记的不填。")
    on = models.DateField("决定日期或统计截止日")
    count = models.PositiveIntegerField("件数", default=1)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "许可、处罚和强制"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organ", "row", "number"], condition=LIVE & ~models.Q(number=""), name="decision_number_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["organ", "on"], name="decision_on")]

    def __str__(self) -> str:
        return f"{self.get_row_display()} {self.number or f'{self.count} 件'}"


class Charge(Record):
    """Administrative charges collected (条例第二十条第八项)."""

    item = models.CharField("收费项目", max_length=200)
    fen = FenField(
        "金额（元）", validators=[MinValueValidator(0)], help_text="以元填写，可以写到分；报告里折算为万元。"
    )
    since = models.DateField("统计起始日", null=True, blank=True)
    on = models.DateField("收取日期或统计截止日")

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "行政事业性收费"
        indexes: ClassVar = [models.Index(fields=["organ", "on"], name="charge_on")]

    def __str__(self) -> str:
        return f"{self.item} {self.fen // 100}.{self.fen % 100:02d} 元"


class Publication(Record):
    """What was published, by channel and column: single items, or how many in a stretch of time."""

    kind = models.CharField("种类", max_length=20, choices=list(yearwork.PUBLICATIONS.items()))
    channel = models.CharField("渠道", max_length=20, choices=list(yearwork.CHANNELS.items()))
    column = models.CharField("栏目", max_length=100, blank=True)
    title = models.CharField("标题或者说明", max_length=300)
    on = models.DateField("发布日期或统计截止日")
    count = models.PositiveIntegerField("条数", default=1)
    form = models.CharField("解读形式", max_length=20, blank=True, choices=list(yearwork.INTERPRETATION_FORMS.items()))
    about = models.CharField("解读的文件", max_length=300, blank=True)
    address = models.URLField("网址", max_length=500, blank=True)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "信息发布"
        indexes: ClassVar = [models.Index(fields=["organ", "on"], name="publication_on")]

    def __str__(self) -> str:
        return self.title


class Proposal(Record):
    """A suggestion of a deputy or a motion of a member, from its receipt to the published reply."""

    kind = models.CharField("种类", max_length=20, choices=list(yearwork.PROPOSALS.items()))
    number = models.CharField("编号", max_length=60)
    subject = models.CharField("内容", max_length=300)
    received_on = models.DateField("交办日期")
    due_on = models.DateField("答复期限", null=True, blank=True)
    replied_on = models.DateField("答复日期", null=True, blank=True)
    satisfaction = models.CharField("满意度", max_length=20, blank=True, choices=Satisfaction.choices)
    published_on = models.DateField("答复公开日期", null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "建议和提案"
        indexes: ClassVar = [models.Index(fields=["organ", "received_on"], name="proposal_received")]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"


class Activity(Record):
    """An open day, a training, a meeting of the leading group, an inspection, an assessment …"""

    kind = models.CharField("种类", max_length=30, choices=list(yearwork.ACTIVITIES.items()))
    title = models.CharField("名称", max_length=300)
    on = models.DateField("日期")
    place = models.CharField("地点", max_length=200, blank=True)
    participants = models.PositiveIntegerField("参加人数", null=True, blank=True)
    result = _long("结果或者整改情况", "检查、考核、评议写结果，起草报告时引用；问题整改和责任追究必须写明。")

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "活动、培训、检查和考核"
        indexes: ClassVar = [models.Index(fields=["organ", "on"], name="activity_on")]

    def __str__(self) -> str:
        return self.title


class Duty(Record):
    """Who is in the leading group and in the office, with which duty, from when to when."""

    body = models.CharField("机构", max_length=20, choices=list(yearwork.DUTIES.items()))
    name = models.CharField("姓名", max_length=60)
    duty = models.CharField("职务或分工", max_length=200)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "领导小组和职责"

    def __str__(self) -> str:
        return f"{self.name} {self.duty}"


class KeyTask(Record):
    """An item of the year's 工作要点, and how far it came: one entry a line."""

    year = YearField("年度")
    number = models.CharField("序号", max_length=20)
    item = models.CharField("要点内容", max_length=500)
    progress = _long("进展")
    due_on = models.DateField("完成时限", null=True, blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "工作要点"

    def __str__(self) -> str:
        return f"{self.year}年 {self.number} {self.item}"


class Problem(Record):
    """A problem a year's report names, what is to improve it, and what became of it a year later."""

    year = YearField("报告年度")
    problem = models.CharField("存在的问题", max_length=500)
    improvement = _long("改进措施")
    state = models.CharField("状态", max_length=20, choices=list(yearwork.PROBLEM_STATES.items()))
    outcome = _long("改进结果")

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "问题和改进"

    def __str__(self) -> str:
        return f"{self.year}年 {self.problem}"


class Figure(Record):
    """A figure from elsewhere: added to one cell of one year's report, with its source and who gave it."""

    year = YearField("报告年度")
    cell = models.CharField("栏目", max_length=80)
    value = models.DecimalField("数值", max_digits=18, decimal_places=6, validators=[MinValueValidator(0)])
    given_by = models.CharField("提供人", max_length=60)
    on = models.DateField("提供日期")

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "系统外数据"
        indexes: ClassVar = [models.Index(fields=["organ", "year"], name="figure_year")]

    def __str__(self) -> str:
        from gongkai.web.registers.fields import cells

        return f"{self.year}年 {cells().get(self.cell, self.cell)}"
