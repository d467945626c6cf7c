"""How an application of the demonstration's past years is answered, for every outcome the form counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from gongkai.law.conditions import REFUSED
from gongkai.web.demo.stories import PAYMENT, Act, answered, taken


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome: what is typically asked for, why it ends so, what its letter says, what was done before and on which
    working day it is answered. In texts ``{s}`` stands for the subject."""

    asked: str
    reason: str = ""
    elements: Mapping[str, object] = field(default_factory=dict)
    before: tuple[Act, ...] = ()
    after: int = 10


_PARTY = "惠民建设有限公司"
_ASKED = Act(3, "supplement_asked", days=10, elements={
    "unclear": "没有指明是哪一年、哪一份文件", "supplement_wanted": ("写明年份", "写明文件的名称或者文号")})  # fmt: skip
_CONSULTED = (
    Act(3, "opinion_requested", party=_PARTY, elements={"information": "{s}", "interest": "商业秘密"}),
    Act(5, "opinion_delivered", party=_PARTY),
    Act(9, "opinion_received", party=_PARTY, position=REFUSED, reason="文件载有未公开的技术方案和报价"),
)
_REASONS = (
    Act(
        3,
        "reasons_asked",
        days=5,
        reason="两个月内提出四十余件内容相近的申请",
        elements={"frequency": "两个月内提出四十余件内容相近的申请"},
    ),
    Act(6, "reasons_given"),
)

# fmt: off
ANSWERS: Mapping[str, Answer] = {
    "granted": Answer("建设用地批准文件", elements={"provision": "电子文件，凭受理编号和查询码在网上获取", "enclosures": ("{s}",)}),
    "partially_granted": Answer("征收补偿登记表", "登记表中的个人身份信息和银行账号属于个人隐私，遮盖后提供其他内容", {
        "released": ("补偿标准和面积",), "withheld": (("个人身份信息和银行账号", "属于个人隐私"),), "provision": "电子文件，网上获取"}, after=12),
    "state_secret": Answer("涉密测绘成果图件", "该图件已依法确定为国家秘密", {"secrecy_basis": "经保密审查，属于国家秘密事项范围内的事项"}),
    "prohibited_by_law": Answer("统计调查对象报送资料", "该资料属于能够识别单个统计调查对象的资料", {"special_law": "《中华人民共和国统计法》关于统计资料保密的规定"}),
    "security_and_stability": Answer("供水管线精确坐标", "公开管线的精确位置可能危及公共安全", {"endangered": "公共安全"}),
    "third_party": Answer("勘察报告和报价文件", "第三方说明该文件载有未公开的技术方案和报价，理由成立", {
        "interest": "商业秘密", "opinion": "不同意公开，理由是文件载有未公开的技术方案和报价"}, _CONSULTED, 12),
    "internal_affairs": Answer("内部值班和车辆安排表", "该表是本机关内部后勤事务的安排", {"internal_kind": "后勤管理"}, after=7),
    "process_information": Answer("规划方案讨论稿", "该稿是形成正式方案以前的讨论稿，内容尚未确定", {"process_kind": "过程稿"}),
    "enforcement_file": Answer("违法用地案件调查笔录", "所申请的内容是行政处罚案卷中的调查笔录", after=8),
    "registry_inquiry": Answer("不动产登记簿", "不动产登记资料的查询另有专门规定", {"special_rule": "《不动产登记暂行条例》关于查询登记资料的规定",
                     "inquiry_office": "青澜市不动产登记中心，青澜市西城区测绘路20号"}, after=5),
    "not_held": Answer("村集体土地承包合同", "本机关没有制作，也没有获取、保存该信息", {"search": "经检索公文系统和档案室目录，以“{s}”为关键词，没有查到相关信息"}, after=9),
    "not_compiled": Answer("历年成交价格分析", "没有现成的分析结果，需要另行汇总、加工"),
    "still_unclear": Answer("有关材料", "补正后仍没有指明文件的名称或者特征", {"unclear": "补正后仍没有指明是哪一份文件"},
                     (_ASKED, Act(8, "supplement_received")), 13),
    "petition_or_complaint": Answer("施工扰民处理情况", "所提内容是要求查处施工扰民，不是获取政府信息", {"proper_channel": "12345政务服务便民热线"}, after=5),
    "repeated": Answer("建设用地批准文件", "同一申请人此前申请过相同内容，已经答复", after=6),
    "publication": Answer("城市总体规划出版物", "所需内容已经公开出版", {"publication": "《青澜市国土空间总体规划》公开出版物",
                     "access": "市图书馆地方文献阅览室"}, after=5),
    "excessive": Answer("同类批文汇编", "数量、频次明显超过合理范围，说明的理由与申请的内容没有关联", {
                     "frequency": "两个月内提出四十余件内容相近的申请", "explanation": "申请人说明用于整理资料"}, _REASONS, 11),
    "reissue": Answer("证明材料重新盖章", "申请人已经取得该文件，只要求重新盖章确认", {"obtained": "{s}的原件"}, after=6),
    "supplement_lapsed": Answer("各类文件", before=(_ASKED, Act(3, "supplement_delivered")), after=14),
    "fee_lapsed": Answer("历年台账逐页复印件", before=(Act(6, "fee_notified", units=240, elements={"payment_way": PAYMENT}),), after=30),
    "other": Answer("重复提交的申请", "申请人说明所需信息已在网站查到，书面撤回", after=4),
}
# fmt: on
_STEPS = {"supplement_lapsed": "supplement_lapsed", "fee_lapsed": "fee_lapsed", "other": "withdrawn"}


def acts(outcome: str, subject: str, unit: str, *, after: int | None = None, reason: str = "") -> tuple[Act, ...]:
    """What is done with an application that ends in an outcome, from its registration to the delivery of the answer."""
    answer = ANSWERS[outcome]
    before = tuple(_filled(act, subject) for act in answer.before)
    last = answer.after if after is None else after
    if outcome in _STEPS:
        ends = (Act(last, _STEPS[outcome], reason=answer.reason),)
        closed = () if outcome == "other" else (Act(last + 1, "delivered"),)
        return (*taken(unit), *before, *ends, *closed)
    elements: dict[str, Any] = {k: _said(v, subject) for k, v in answer.elements.items()}
    ended = answered(last, outcome, reason or answer.reason, delivered=1, **elements)
    return (*taken(unit), *before, *ended)


def _filled(act: Act, subject: str) -> Act:
    return replace(act, elements={k: _said(v, subject) for k, v in act.elements.items()})


def _said(value: object, subject: str) -> object:
    """A text of an element, or each of several, with the subject put in."""
    if isinstance(value, tuple):
        return tuple(_said(each, subject) for each in value)
    return value.replace("{s}", subject) if isinstance(value, str) else value
