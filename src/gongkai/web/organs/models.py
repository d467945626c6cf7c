"""The tree of administrative organs, their units, the people and the posts they hold."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models


def check_code(value: str) -> None:
    """Refuse what is no unified social credit code (18 characters with a check character, GB 32100)."""
    from stdnum.cn import uscc

    if not uscc.is_valid(value):
        raise ValidationError(
            "统一社会信用代码“%(value)s”不正确：应为 18 位且校验码相符，请对照登记证核对。", params={"value": value}
        )


class Organ(models.Model):
    """An administrative organ. What the disclosure guide must say of it (条例第十二条) is kept here."""

    name = models.CharField("名称", max_length=100, unique=True)
    short_name = models.CharField("简称", max_length=40)
    code = models.CharField("统一社会信用代码", max_length=18, unique=True, validators=[check_code])
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    region = models.CharField("行政区划", max_length=12, blank=True)
    index_prefix = models.CharField("索引号前缀", max_length=18, blank=True)
    letter_word = models.CharField("文书代字", max_length=20, help_text="文号中的代字，例如“青财公开”")
    competent = models.BooleanField("政务公开主管部门", default=False)
    office = models.CharField("政府信息公开工作机构", max_length=100)
    address = models.CharField("办公地址", max_length=200)
    postcode = models.CharField("邮政编码", max_length=6, blank=True)
    hours = models.CharField("办公时间", max_length=100)
    telephone = models.CharField("联系电话", max_length=40)
    fax = models.CharField("传真", max_length=40, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    reconsideration_organ = models.CharField("行政复议机关", max_length=100)
    court = models.CharField("有管辖权的人民法院", max_length=100)
    holds = models.TextField("掌握哪些信息", blank=True, help_text="供申请人判断应向谁申请")
    active = models.BooleanField("受理申请", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "机关"
        ordering: ClassVar = ["parent_id", "id"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a tree that turns back on itself."""
        seen, above = {self.pk}, self.parent
        while above is not None:
            if above.pk in seen:
                raise ValidationError({"parent": "上级机关不能是自己或自己的下级。"})
            seen.add(above.pk)
            above = above.parent

    def below(self) -> set[int]:
        """The primary keys of this organ and every organ below it."""
        children: dict[int | None, list[int]] = {}
        for pk, parent in Organ.objects.values_list("pk", "parent_id"):
            children.setdefault(parent, []).append(pk)
        found, waiting = set(), [self.pk]
        while waiting:
            pk = waiting.pop()
            found.add(pk)
            waiting.extend(children.get(pk, ()))
        return found


class Unit(models.Model):
    """A unit (处室) of an organ."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="units", verbose_name="机关")
    name = models.CharField("名称", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "处室"
        unique_together: ClassVar = [("organ", "name")]
        ordering: ClassVar = ["organ_id", "id"]

    def __str__(self) -> str:
        return self.name


class Person(AbstractUser):
    """Somebody who signs in. What they may do follows from their posts."""

    full_name = models.CharField("姓名", max_length=40)
    must_change_password = models.BooleanField("下次登录须改密码", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "人员"

    def __str__(self) -> str:
        return self.full_name or self.username


class Role(models.TextChoices):
    """What a post is for. The three administrators are separated from each other and from all casework."""

    CLERK = "clerk", "公开办经办人"
    HANDLER = "handler", "承办处室"
    REVIEWER = "reviewer", "审核人"
    SECRECY_REVIEWER = "secrecy_reviewer", "保密审查员"
    LEGAL_REVIEWER = "legal_reviewer", "法制审核"
    SIGNER = "signer", "签发人"
    PUBLISHER = "publisher", "发布员"
    HEAD = "head", "公开机构负责人"
    SYSTEM_ADMINISTRATOR = "system_administrator", "系统管理员"
    SECURITY_ADMINISTRATOR = "security_administrator", "安全管理员"
    AUDITOR = "auditor", "审计员"


class Scope(models.TextChoices):
    """What a token lets another system do with the interface (``web/api``); always within the token's own organ."""

    REGISTER = "applications:register", "登记申请"
    STATUS = "applications:status", "查询办理状态"


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR})
CASEWORKERS = frozenset(r for r in Role if r not in ADMINISTRATORS)


class Post(models.Model):
    """A role a person holds in an organ, in a unit or in the whole of it, for a time."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts", verbose_name="人员")
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="posts", verbose_name="机关")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, verbose_name="处室")
    role = models.CharField("角色", max_length=30, choices=Role.choices)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering: ClassVar = ["person_id", "id"]

    def __str__(self) -> str:
        return f"{self.person} · {self.organ.short_name} · {self.get_role_display()}"

    def clean(self) -> None:
        """Keep the three administrators apart from each other and from casework (least privilege)."""
        if self.person_id is None or self.role not in Role.values:
            return  # what is missing is said at its own field
        others = {Role(p.role) for p in Post.objects.filter(person=self.person, until=None).exclude(pk=self.pk)}
        mine = Role(self.role)
        if mine in ADMINISTRATORS and others - {mine}:
            raise ValidationError({"role": f"{mine.label}不能兼任其他角色；请另设账号。"})
        if mine not in ADMINISTRATORS and others & ADMINISTRATORS:
            raise ValidationError({"role": "系统、安全、审计三类管理员不能办理业务；请另设账号。"})
        if self.unit is not None and self.unit.organ_id != self.organ_id:
            raise ValidationError({"unit": "处室不属于这个机关。"})

    def holds(self, on: date) -> bool:
        """Whether the post is held on a day."""
        return self.since <= on and (self.until is None or on <= self.until)


class Cover(models.Model):
    """Absence cover: another person of the organ acts for somebody for some days."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="covered_by", verbose_name="被代理人")
    deputy = models.ForeignKey(Person, models.CASCADE, related_name="covers", verbose_name="代理人")
    since = models.DateField("起")
    until = models.DateField("止")

    class Meta:
        verbose_name = verbose_name_plural = "代理"

    def __str__(self) -> str:
        return f"{self.deputy} 代 {self.person}"

    def clean(self) -> None:
        """Refuse cover by oneself and days in disorder."""
        if self.person_id is not None and self.person_id == self.deputy_id:
            raise ValidationError({"deputy": "不能代理自己。"})
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": "结束日期早于开始日期。"})


class Setting(models.Model):
    """A value that holds from a day on (``organs.dated``): who entered it, when, why. Rows are only ever appended."""

    key = models.CharField("设定", max_length=40)
    since = models.DateField("起")
    value = models.JSONField("值")
    why = models.CharField("依据或者理由", max_length=300)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="设定人")
    at = models.DateTimeField("设定时间")

    class Meta:
        verbose_name = verbose_name_plural = "设定"
        ordering: ClassVar = ["since", "id"]
        indexes: ClassVar = [models.Index(fields=["key", "since"])]

    def __str__(self) -> str:
        return f"{self.key}：自 {self.since} 起 {self.value}"
