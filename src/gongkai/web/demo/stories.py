"""The cases of the demonstration: what was asked, and what was done on which working day. The procedure decides whether a
story is lawful: each act goes through the operation that a clerk would use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gongkai.web.demo.city import BUREAU

FIRST, SECOND = "公共法律服务科", "行政复议与应诉科"


@dataclass(frozen=True, slots=True)
class Act:
    """Something done ``after`` so many working days: the kind of a legal event, or ``assigned``, ``drafted``, ``sent``,
    ``passed`` (one step of review), ``wrote`` (the applicant, with the supplement that was asked for)."""

    after: int
    what: str
    days: int | None = None
    party: str = ""
    reason: str = ""
    position: str = ""  # what a consulted party answered
    outcome: str = ""
    elements: Mapping[str, object] = field(default_factory=dict)
    unit: str = ""
    letter: str = ""
    units: int = 0  # pages that are charged for


@dataclass(frozen=True, slots=True)
class Story:
    """A case: when it came (working days before today, or a date), who asked (a resident's number, or a body's name), what,
    how, and the acts. ``received`` is the day of receipt where it was registered late."""

    began: int | date
    who: int
    subject: str
    content: str
    acts: tuple[Act, ...] = ()
    channel: str = "internet"
    organ: str = BUREAU
    body: str = ""
    received: date | None = None


def taken(unit: str = "") -> tuple[Act, ...]:
    """Registered on the day it came, and assigned the next day to a unit when one is named."""
    first = Act(0, "received")
    return (first, Act(1, "assigned", unit=unit)) if unit else (first,)


def answered(
    after: int,
    outcome: str,
    reason: str = "",
    *,
    letter: str = "",
    passed: int = 4,
    delivered: int | None = None,
    **elements: object,
) -> tuple[Act, ...]:
    """Drafted and sent for review, the first steps of review passed (four: signed), and delivered so many days later."""
    given = {k: v for k, v in elements.items() if v is not None}
    drafted = Act(after, "drafted", outcome=outcome, letter=letter, reason=reason, elements=given)
    steps = (Act(after, "passed"), *(Act(after + 1, "passed") for _ in range(3)))
    found = (drafted, Act(after, "sent"), *steps[:passed])
    if delivered is None:
        return found
    return (*found, Act(after + 1 + delivered, "delivered"))


PAYMENT = "凭附页的缴款码，在政府非税收入收缴平台缴纳"
_ONLINE = "电子文件，凭受理编号和查询码在网上获取"
_SEARCHED = "经检索本局公文系统、档案室目录，并向{}核实，以“{}”为关键词未查到相关信息"

# The year of the founding report: three applications of natural persons, two granted, one not held.
FOUNDING = (
    Story(date(2023, 3, 14), 11, "2022年度法律援助案件办理数量", "申请公开2022年度全市法律援助机构受理和办结的案件数量。",
          (*taken(FIRST), *answered(9, "granted", delivered=1, provision=_ONLINE, enclosures=("2022年度法律援助案件统计表",)))),
    Story(date(2023, 6, 5), 26, "公证机构执业区域文件", "申请公开本市公证机构执业区域调整的批复文件。",
          (*taken(FIRST), *answered(12, "granted", delivered=2, provision=_ONLINE, enclosures=("关于公证机构执业区域的批复",))),
          channel="counter"),
    Story(date(2023, 9, 18), 37, "某村2008年调解协议", "申请公开2008年东湖村土地纠纷人民调解协议书。",
          (*taken(SECOND), *answered(10, "not_held", "该调解协议由村人民调解委员会制作并保存，本机关没有制作，也未获取、保存该信息", delivered=3,
           search=_SEARCHED.format("基层科", "东湖村、调解"))), channel="registered_post"),
)  # fmt: skip

# fmt: off
UNDER_WAY = (
    # Just arrived
    Story(0, 101, "2025年法律援助补贴标准", "申请公开2025年法律援助案件补贴标准及其制定依据。"),
    Story(1, 102, "司法鉴定机构年度考核结果", "申请公开2025年度司法鉴定机构年度考核结果。"),
    Story(2, 0, "政府购买法律服务合同", "申请公开2025年市司法局购买法律顾问服务的合同文本。", body="新域科技有限公司"),
    # In hand
    Story(2, 103, "规范性文件清理结果", "申请公开2025年行政规范性文件清理后继续有效的文件目录。", taken()),
    Story(4, 104, "社区矫正中心建设项目资料", "申请公开社区矫正中心建设项目的立项批复。", taken()),
    Story(6, 105, "行政复议案件统计", "申请公开2025年市本级行政复议案件受理、审结数量及结果分类。", taken(SECOND), channel="counter"),
    Story(8, 106, "律师事务所设立许可档案", "申请公开某律师事务所2025年设立许可的申请材料目录。", taken(FIRST)),
    # Waiting for a supplement
    Story(7, 107, "有关补贴的文件", "请公开你局所有关于补贴的文件。",
          (*taken(FIRST), Act(3, "supplement_asked", days=10, elements={
              "unclear": "“所有关于补贴的文件”没有指明补贴种类、年份或者文件名称", "supplement_wanted": ("写明补贴的种类", "写明文件的年份或者名称")}),
           Act(6, "wrote", reason="补正：请公开2025年法律援助案件补贴标准的文件。"))),
    Story(11, 108, "拆迁的事", "想了解拆迁的事情是怎么批的。",
          (*taken(SECOND), Act(5, "supplement_asked", days=12, elements={
              "unclear": "没有指明是哪一项目、哪一份文件", "supplement_wanted": ("写明项目名称或者地块位置", "写明所需文件的名称或者文号")}), Act(7, "supplement_delivered"))),
    # Supplemented, counted anew
    Story(12, 109, "公证收费", "申请公开公证收费。",
          (*taken(FIRST), Act(2, "supplement_asked", days=10, elements={
              "unclear": "没有指明是收费标准还是某一年的收费总额", "supplement_wanted": ("写明需要的是标准还是金额", "写明年份")}),
           Act(7, "supplement_received"))),
    # Consulting a third party, and another organ
    Story(9, 0, "法律援助中心装修合同", "申请公开法律援助中心装修工程的中标合同及工程量清单。",
          (*taken(FIRST), Act(3, "opinion_requested", party="惠民建设有限公司", elements={
              "information": "法律援助中心装修工程合同及工程量清单", "interest": "商业秘密"}),
           Act(5, "opinion_delivered", party="惠民建设有限公司")), body="江畔建材有限公司"),
    Story(10, 110, "联合执法检查通报", "申请公开2025年市司法局与市市场监管局联合开展司法鉴定检查的通报。",
          (*taken(FIRST), Act(4, "comaker_consulted", party="青澜市市场监督管理局", elements={"information": "2025年司法鉴定联合检查通报"}),
           Act(5, "comaker_delivered", party="青澜市市场监督管理局"))),
    # Extended
    Story(23, 111, "行政执法监督检查记录", "申请公开2023年至2025年行政执法监督检查的全部通报。",
          (*taken(SECOND), Act(15, "extended", days=20, reason="所申请的信息涉及三个年度的档案，需要逐件查找和审查"))),
    Story(28, 0, "人民调解“以奖代补”资金", "申请公开2021年至2025年各镇街人民调解“以奖代补”资金发放明细。",
          (*taken(FIRST), Act(16, "extended", days=15, reason="所申请的信息分散在各镇街，数量较大，需要汇集")), body="东湖物业服务有限公司"),
    # Fee notified
    Story(13, 112, "法律援助案件统计台账", "申请公开2020年至2025年法律援助案件逐月统计台账纸质复印件。",
          (*taken(FIRST), Act(8, "fee_notified", units=110, elements={"payment_way": PAYMENT}), Act(10, "fee_delivered"))),
    # Overdue
    Story(24, 113, "社区戒毒与矫正对象衔接制度", "申请公开社区矫正对象管理的内部衔接制度文件。", taken(SECOND)),
    Story(22, 114, "公职律师名单", "申请公开全市公职律师名单及所在单位。", taken(FIRST)),
    # Due soon
    Story(20, 115, "司法所办公用房情况", "申请公开各司法所办公用房的产权情况统计。", taken(SECOND)),
    Story(18, 116, "仲裁机构换届文件", "申请公开仲裁委员会换届的批复。", taken(FIRST), channel="post"),
    Story(17, 117, "普法经费决算", "申请公开2024年普法宣传经费决算。", taken(FIRST)),
    # In review, at three different steps
    Story(11, 118, "法律援助机构联系方式", "申请公开各镇街法律援助工作站的地址和电话。",
          (*taken(FIRST), *answered(9, "granted", letter="already_public", passed=0, access="本局网站“公共法律服务”栏目《法律援助工作站一览表》"))),
    Story(14, 119, "行政应诉案件负责人出庭统计", "申请公开2025年行政机关负责人出庭应诉统计。",
          (*taken(SECOND), *answered(12, "granted", passed=1, provision=_ONLINE, enclosures=("2025年行政机关负责人出庭应诉统计表",)))),
    Story(15, 120, "党组会议讨论记录", "申请公开2025年第6次局党组会议讨论法律服务中心选址的记录。",
          (*taken(FIRST), *answered(13, "process_information", "该记录是行政机关在行使职权过程中形成的讨论记录，依法可以不予公开", passed=2, process_kind="讨论记录"))),
    # Answered, not delivered yet
    Story(12, 121, "律师投诉处理办法", "申请公开律师投诉处理的工作规程。",
          (*taken(FIRST), *answered(10, "granted", provision=_ONLINE, enclosures=("律师投诉处理工作规程",))), channel="registered_post"),
    # Closed
    Story(40, 122, "法律顾问聘用情况", "申请公开2025年市政府法律顾问聘用名单和费用。",
          (*taken(SECOND), *answered(14, "partially_granted", "银行账号属于个人隐私，公开会对第三方合法权益造成损害，予以遮盖后提供其他内容", delivered=1,
           provision=_ONLINE, released=("法律顾问名单", "年度费用总额"), withheld=(("个人银行账号", "属于个人隐私"),)))),
    Story(45, 123, "房屋登记资料", "申请公开东湖路某号房屋的登记档案。",
          (*taken(SECOND), *answered(6, "not_held", "不动产登记资料由自然资源和规划部门负责，不属于本机关公开", letter="not_this_organ", delivered=1,
           responsible_known="能够确定", responsible_organ="青澜市自然资源和规划局，0635-8210005"))),
    Story(52, 124, "举报某律师违规", "请查处某律师乱收费，并告诉我结果。",
          (*taken(FIRST), *answered(5, "petition_or_complaint", "所提内容是对律师执业行为的投诉，不是获取政府信息", delivered=2,
           proper_channel="律师投诉受理中心，0635-8210030")), channel="post"),
    Story(60, 125, "法律援助民生实事进展", "申请公开2025年法律援助民生实事项目进展情况。",
          (*taken(FIRST), *answered(8, "granted", delivered=1, provision=_ONLINE, enclosures=("2025年法律援助民生实事项目进展表",)))),
    Story(33, 126, "重复了的申请", "申请公开调解员补贴发放表。", (*taken(FIRST), Act(4, "withdrawn", reason="申请人来电说明所需信息已在网站查到，书面撤回"))),
    # Other organs
    Story(5, 127, "义务教育招生片区", "申请公开东城区2026年义务教育招生片区划分方案。", taken("基础教育科"), organ="市教育局"),
    Story(19, 128, "土地征收批复", "申请公开柳树巷片区土地征收的批复文件和公告。", taken("用途管制科"), organ="市自然资源和规划局"),
    Story(26, 129, "路口监控设置依据", "申请公开文昌路与清河路口电子监控设备设置的审核文件。", taken(), organ="市公安局"),
    Story(1, 130, "2026年部门预算", "申请公开2026年市财政局部门预算批复。", organ="市财政局"),
    Story(30, 0, "公交线路补贴", "申请公开2025年城市公交线路财政补贴分配情况。",
          (*taken("公路科"), *answered(12, "granted", delivered=1, provision=_ONLINE, enclosures=("2025年公交补贴分配表",))), organ="市交通运输局", body="远航运输有限公司"),
    Story(8, 131, "政府常务会议议题", "申请公开2026年以来市政府常务会议议题目录。", taken("政务公开科"), organ="市政府办公室"),
)
# fmt: on
