"""What goes in and out of the interface. The descriptions are what the page of the interface shows."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from gongkai.law.applicants import APPLICANT_KINDS
from gongkai.law.events import CHANNELS
from gongkai.law.outcomes import Group
from gongkai.law.stages import Stage
from gongkai.web.applications.characters import refusal
from gongkai.web.applications.identity import ID_KINDS
from gongkai.web.applications.models import FORMS_WANTED, WAYS
from gongkai.web.catalogue.models import Column


def _visible(text: str) -> str:
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\r\t" for c in text):
        raise ValueError("含有不能显示的字符，请删去。")
    if said := refusal(text):
        raise ValueError(said)
    return text


def _text(longest: int, *, least: int = 1) -> Any:
    return Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=least, max_length=longest),
        AfterValidator(_visible),
    ]


def _one_of(*keys: str) -> Any:
    return Literal[keys]


def _words(pairs: Any) -> str:
    return "；".join(f"{key} {words}" for key, words in pairs)


class ErrorOut(Schema):
    """What went wrong."""

    code: str = Field(description="错误代码，供程序判断")
    message: str = Field(description="一句话的说明")


class Problem(Schema):
    """A refusal."""

    error: ErrorOut
    fields: dict[str, str] | None = Field(None, description="逐项的问题：字段 → 说明；只在 invalid 时有")


class OrganOut(Schema):
    """An organ and the elements of its disclosure guide (条例第十二条)."""

    code: str = Field(description="统一社会信用代码")
    name: str = Field(description="名称")
    short_name: str = Field(description="简称")
    parent: str | None = Field(description="上级机关的统一社会信用代码")
    region: str = Field(description="行政区划代码")
    competent: bool = Field(description="是不是政务公开主管部门")
    office: str = Field(description="政府信息公开工作机构")
    address: str = Field(description="办公地址")
    postcode: str = Field(description="邮政编码")
    hours: str = Field(description="办公时间")
    telephone: str = Field(description="联系电话")
    fax: str = Field(description="传真")
    email: str = Field(description="电子邮箱")
    holds: str = Field(description="掌握哪些信息")
    reconsideration_organ: str = Field(description="行政复议机关")
    court: str = Field(description="有管辖权的人民法院")
    guide: str = Field(description="公开指南页面的地址")


class _Page(Schema):
    count: int = Field(description="一共多少条")
    page: int = Field(description="第几页")
    pages: int = Field(description="一共多少页")
    next: str | None = Field(description="下一页的地址；最后一页为 null")


class OrganPage(_Page):
    """A page of organs."""

    items: list[OrganOut]


class GroupsOut(Schema):
    """Answered applications by official group."""

    granted: int = Field(description=Group.GRANTED.value)
    partially_granted: int = Field(description=Group.PARTIALLY_GRANTED.value)
    refused: int = Field(description=Group.REFUSED.value)
    unavailable: int = Field(description=Group.UNAVAILABLE.value)
    not_processed: int = Field(description=Group.NOT_PROCESSED.value)
    other: int = Field(description=Group.OTHER.value)


class FiguresOut(Schema):
    """The figures of an organ and a year."""

    organ: str = Field(description="机关的统一社会信用代码")
    name: str = Field(description="机关名称")
    year: int = Field(description="年度")
    received: int = Field(description="收到申请的件数，按收到申请之日计")
    answered: int = Field(description="作出答复的件数，按答复的年度计")
    groups: GroupsOut = Field(description="答复的六类结果")
    without_answer: int = Field(description="撤回、移送等没有答复书的件数")
    average_days: float | None = Field(description="从收到到办结的平均日历天数；没有办结的为 null")
    on_time: float | None = Field(description="按期办结的比例，0 到 1；没有办结的为 null")


class FiguresPage(_Page):
    """A page of figures."""

    items: list[FiguresOut]


class ItemOut(Schema):
    """A published information item, without its text."""

    id: int = Field(description="编号")
    organ: str = Field(description="公开机关的统一社会信用代码")
    column: _one_of(*Column.values) = Field(description="栏目：" + _words(Column.choices))  # type: ignore[valid-type]
    title: str = Field(description="标题")
    index_number: str = Field(description="索引号")
    document_number: str = Field(description="发文字号")
    drawn_up_on: date | None = Field(description="成文日期")
    published_on: date | None = Field(description="公开日期")
    changed_at: datetime = Field(description="最后修改时间")
    address: str = Field(description="这条信息的页面")


class FileOut(Schema):
    """A file of an item."""

    name: str = Field(description="文件名")
    kind: str = Field(description="类型")
    size: int = Field(description="字节数")
    sha256: str = Field(description="SHA-256，供核对")
    address: str = Field(description="下载的地址")


class WholeItemOut(ItemOut):
    """A published information item with its text."""

    body: str = Field(description="正文")
    files: list[FileOut] = Field(description="附件")


class ItemPage(Schema):
    """A page of published items, the newest first."""

    count: int = Field(description="符合条件的一共多少条")
    next: str | None = Field(description="下一页的地址；最后一页为 null")
    items: list[ItemOut]


class KeyWords(Schema):
    """A key and its words."""

    key: str = Field(description="代码")
    words: str = Field(description="文字")


class StatusOut(Schema):
    """Where an application stands; nothing about who applied or for what."""

    number: str = Field(description="受理编号")
    organ: str = Field(description="受理机关的统一社会信用代码")
    submitted_on: date = Field(description="提交的日期")
    stage: KeyWords = Field(description="阶段：" + _words((s.name.lower(), s.value) for s in Stage))
    received_on: date | None = Field(description="收到申请之日；还没有登记的为 null")
    reply_due: date | None = Field(description="答复期限；没有起算或者等待申请人时为 null")
    provisional: bool = Field(description="期限是不是暂定（次年的放假安排还没有公布）")
    stopped_since: date | None = Field(description="期限从哪天起停止计算；没有停止的为 null")
    ended_on: date | None = Field(description="办结之日；没有办结的为 null")
    outcome_group: KeyWords | None = Field(
        description="答复属于六类中的哪一类；没有答复的为 null：" + _words((g.name.lower(), g.value) for g in Group)
    )


class _Strict(Schema):
    model_config = ConfigDict(extra="forbid")


_KINDS = [(k.key, k.words) for k in APPLICANT_KINDS]
_CHANNELS = [(c.key, c.words) for c in CHANNELS]


class ApplicantIn(_Strict):
    """Who applies (条例第二十九条)."""

    kind: _one_of(*(k for k, _ in _KINDS)) = Field(description="申请人类别：" + _words(_KINDS))  # type: ignore[valid-type]
    name: _text(100) = Field(description="姓名或者名称，与证件一致")  # type: ignore[valid-type]
    id_kind: _one_of(*ID_KINDS) = Field(description="证件类型：" + "；".join(ID_KINDS))  # type: ignore[valid-type]
    id_number: _text(40) = Field(description="证件号码；身份证和统一社会信用代码核对校验码")  # type: ignore[valid-type]
    telephone: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9+][0-9\- ]{5,19}$")] = Field(
        description="联系电话，只写数字和短横线"
    )
    address: _text(200) = Field(description="通信地址")  # type: ignore[valid-type]
    agent: _text(60, least=0) = Field("", description="代理人或者联系人")  # type: ignore[valid-type]
    email: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^([^@\s]+@[^@\s]+\.[^@\s]+)?$"),
        AfterValidator(_visible),
    ] = Field("", description="电子邮箱；用电子邮件获取的必填")  # fmt: skip
    postcode: Annotated[str, StringConstraints(pattern=r"^([0-9]{6})?$")] = Field("", description="邮政编码，6 位数字")


class MatterIn(_Strict):
    """What is applied for. One application, one matter."""

    subject: _text(200) = Field(description="所需信息名称")  # type: ignore[valid-type]
    content: _text(5000) = Field(description="所需信息描述，照申请书")  # type: ignore[valid-type]
    document_number: _text(100, least=0) = Field("", description="文号或者其他特征")  # type: ignore[valid-type]
    form_wanted: _one_of(*(k for k, _ in FORMS_WANTED)) = Field(  # type: ignore[valid-type]
        "electronic", description="提供形式：" + _words(FORMS_WANTED)
    )
    way_wanted: _one_of(*(k for k, _ in WAYS)) = Field("post", description="获取方式：" + _words(WAYS))  # type: ignore[valid-type]


class RegistrationIn(_Strict):
    """An application that came by another channel."""

    channel: _one_of(*(k for k, _ in _CHANNELS)) = Field(description="申请怎样到的：" + _words(_CHANNELS))  # type: ignore[valid-type]
    applicant: ApplicantIn = Field(description="申请人")
    matter: MatterIn = Field(description="申请公开什么")


class RegisteredOut(Schema):
    """What came of it."""

    number: str = Field(description="受理编号")
    query_code: str | None = Field(
        description="查询码，交给申请人；用同一个幂等键重试时，一天以内仍然给出，以后为 null"
    )
    organ: str = Field(description="受理机关的统一社会信用代码")
    submitted_on: date = Field(description="提交的日期")
    again: bool = Field(description="这个幂等键以前已经登记过，没有再登记一件")
