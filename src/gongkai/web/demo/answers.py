"""How an application of the demonstration's past years is answered, for every outcome the form counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from gongkai.law.conditions import REFUSED
from gongkai.web.demo.stories import PAYMENT, Act, answered, taken


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome: why it ends so, what its letter says, what was done before and on which working day it is answered. In
    texts ``{s}`` stands for the subject, ``{p}`` for the third party, ``{k}`` for what the third party keeps to itself."""

    reason: str = ""
    elements: Mapping[str, object] = field(default_factory=dict)
    before: tuple[Act, ...] = ()
    after: int = 10


_ASKED = Act(3, "supplement_asked", days=10, elements={
    "unclear": "没有指明是哪一年、哪一份文件", "supplement_wanted": ("写明年份", "写明文件的名称或者文号")})  # fmt: skip
_CONSULTED = (
    Act(3, "opinion_requested", party="{p}", elements={"information": "{s}", "interest": "商业秘密"}),
    Act(5, "opinion_delivered", party="{p}"),
    Act(9, "opinion_received", party="{p}", position=REFUSED, reason="文件载有{k}"),
)
_MANY = "三个月内向市、县两级机关提出四十余件内容相近的申请"
_REASONS = (Act(3, "reasons_asked", days=5, reason=_MANY, elements={"frequency": _MANY}), Act(6, "reasons_given"))
_ONLINE = "电子文件，凭受理编号和查询码在网上获取"

# fmt: off
ANSWERS: Mapping[str, Answer] = {
    "granted": Answer(elements={"provision": _ONLINE, "enclosures": ("{s}",)}, after=9),
    "partially_granted": Answer("其中的姓名、身份证件号码和联系方式属于个人隐私，遮盖后提供其他内容", {
        "released": ("除个人信息以外的内容",), "withheld": (("姓名、身份证件号码和联系方式", "属于个人隐私"),), "provision": _ONLINE}, after=12),
    "state_secret": Answer("该件已依法确定为国家秘密", {"secrecy_basis": "经保密审查，属于国家秘密事项范围内的事项"}),
    "prohibited_by_law": Answer("该资料能够识别单个统计调查对象", {"special_law": "《中华人民共和国统计法》关于统计资料保密的规定"}),
    "security_and_stability": Answer("公开精确的位置和技术参数可能危及公共安全", {"endangered": "公共安全"}),
    "third_party": Answer("第三方说明该文件载有{k}，理由成立", {"interest": "商业秘密", "opinion": "不同意公开，理由是文件载有{k}"}, _CONSULTED, 12),
    "internal_affairs": Answer("所申请的是本机关内部管理方面的信息，对外不产生影响", {"internal_kind": "后勤管理"}, after=7),
    "process_information": Answer("该件是形成正式结论以前的讨论内容，尚未确定", {"process_kind": "过程稿"}, after=11),
    "enforcement_file": Answer("所申请的内容是行政执法案卷中的调查取证材料", after=8),
    "registry_inquiry": Answer("不动产登记资料的查询另有专门规定", {"special_rule": "《不动产登记暂行条例》关于查询登记资料的规定",
                               "inquiry_office": "青澜市不动产登记中心，青澜市西城区测绘路20号"}, after=5),
    "not_held": Answer("本机关没有制作，也没有获取、保存该信息", {"search": "经检索公文系统和档案室目录，以“{s}”为关键词，没有查到相关信息"}),
    "not_compiled": Answer("没有现成的统计结果，需要另行汇总、加工", after=8),
    "still_unclear": Answer("补正后仍没有指明文件的名称或者特征", {"unclear": "补正后仍没有指明是哪一份文件"},
                            (_ASKED, Act(8, "supplement_received")), 13),
    "petition_or_complaint": Answer("所提内容是反映问题、要求查处，不是获取政府信息", {"proper_channel": "12345政务服务便民热线"}, after=5),
    "repeated": Answer("同一申请人此前申请过相同内容，已经答复", after=6),
    "publication": Answer("所需内容已经公开出版", {"publication": "《青澜年鉴》", "access": "市图书馆地方文献阅览室"}, after=5),
    "excessive": Answer("数量、频次明显超过合理范围，说明的理由与申请的内容没有关联", {
                        "frequency": _MANY, "explanation": "申请人说明用于整理资料"}, _REASONS, 11),
    "reissue": Answer("申请人已经取得该文件，只要求重新盖章确认", {"obtained": "{s}的原件"}, after=6),
    "supplement_lapsed": Answer(before=(_ASKED, Act(3, "supplement_delivered")), after=14),
    "fee_lapsed": Answer(before=(Act(6, "fee_notified", units=60, elements={"payment_way": PAYMENT}), Act(7, "fee_delivered")), after=31),
    "other": Answer("申请人说明所需信息已从其他途径取得，书面撤回", after=4),
}
# Where an organ's reason is its own: outcome, reason, what the letter says.
_OWN: Mapping[tuple[str, str], tuple[str, Mapping[str, object]]] = {
    ("市自然资源和规划局", "publication"): ("所需图集已经公开出版", {"publication": "《青澜市地图集》"}),
    ("市自然资源和规划局", "internal_affairs"): ("所申请的是内部工作流程方面的信息", {"internal_kind": "内部工作流程"}),
    ("市人社局", "internal_affairs"): ("所申请的是人事管理方面的信息", {"internal_kind": "人事管理"}),
    ("市司法局", "process_information"): ("该稿是征求意见阶段的文稿，内容尚未确定", {"process_kind": "过程稿"}),
    ("市财政局", "publication"): ("所需内容已经公开出版", {"publication": "《青澜财政年鉴》"}),
    ("市卫健委", "publication"): ("所需内容已经公开出版", {"publication": "《青澜卫生健康统计年鉴》"}),
    ("市公安局", "security_and_stability"): ("公开监控设备的精确位置和技术参数可能影响治安防控，危及公共安全", {}),
    ("市公安局", "registry_inquiry"): ("户籍档案的查询另有专门规定", {
        "special_rule": "户口登记管理关于查询户籍档案的规定", "inquiry_office": "户籍所在地公安派出所户籍窗口"}),
    ("市民政局", "registry_inquiry"): ("婚姻登记档案的查询另有专门规定", {
        "special_rule": "婚姻登记档案管理关于查阅档案的规定", "inquiry_office": "青澜市婚姻登记中心，青澜市东城区民生路14号"}),
    ("市人社局", "registry_inquiry"): ("社会保险个人权益记录的查询另有专门规定", {
        "special_rule": "社会保险个人权益记录管理关于查询的规定", "inquiry_office": "青澜市社会保险服务大厅，青澜市东城区民生路22号"}),
    ("市市场监管局", "registry_inquiry"): ("经营主体登记档案的查询另有专门规定", {
        "special_rule": "经营主体登记管理关于查询登记档案的规定", "inquiry_office": "青澜市市场监督管理局登记档案窗口，青澜市东城区诚信路16号"}),
}
# The third party of each organ's cases, and what it keeps to itself.
_PARTIES = {
    "市教育局": ("青澜众味餐饮管理有限公司", "未公开的配餐成本和报价"), "市民政局": ("青澜银龄养老服务有限公司", "未公开的运营成本和客户资料"),
    "市卫健委": ("青澜康和医疗器械有限公司", "未公开的采购报价"), "市公安局": ("青澜智视科技有限公司", "未公开的技术参数和报价"),
    "市人社局": ("青澜启程职业培训学校", "未公开的课程方案和成本"), "市市场监管局": ("青澜鲜禾食品有限公司", "未公开的生产配方"),
    "市生态环境局": ("青澜恒源化工有限公司", "未公开的生产工艺"), "市财政局": ("青澜信和资产评估有限公司", "未公开的评估参数"),
    "市司法局": ("青澜润物心理咨询有限公司", "未公开的服务方案和报价"),
}
# fmt: on
_PARTY = ("惠民建设有限公司", "未公开的技术方案和报价")
_STEPS = {"supplement_lapsed": "supplement_lapsed", "fee_lapsed": "fee_lapsed", "other": "withdrawn"}
# How an application is put that asks for something other than information.
_PUT = {
    "petition_or_complaint": "反映{}，请依法查处并告知结果。",
    "reissue": "请对{}重新盖章确认。",
    "publication": "请提供{}。",
}


def put(outcome: str, subject: str) -> str:
    """What the application says, for one that ends in an outcome."""
    return _PUT.get(outcome, "申请公开{}。").format(subject)


def acts(organ: str, outcome: str, subject: str, unit: str, *, after: int | None = None) -> tuple[Act, ...]:
    """What is done with an application that ends in an outcome, from its registration to the delivery of the answer."""
    answer = ANSWERS[outcome]
    own_reason, own = _OWN.get((organ, outcome), ("", {}))
    party, kept = _PARTIES.get(organ, _PARTY)

    def said(value: object) -> Any:
        """A text of an element, or each of several, filled in."""
        if isinstance(value, tuple):
            return tuple(said(each) for each in value)
        if not isinstance(value, str):
            return value
        return value.replace("{s}", subject).replace("{p}", party).replace("{k}", kept)

    before = tuple(_filled(act, said) for act in answer.before)
    last = answer.after if after is None else after
    if outcome in _STEPS:
        ends = (Act(last, _STEPS[outcome], reason=answer.reason),)
        closed = () if outcome == "other" else (Act(last + 1, "delivered"),)
        return (*taken(unit), *before, *ends, *closed)
    elements = {key: said(value) for key, value in ({**answer.elements, **own}).items()}
    ended = answered(last, outcome, own_reason or said(answer.reason), delivered=1, **elements)
    return (*taken(unit), *before, *ended)


def _filled(act: Act, said: Any) -> Act:
    elements = {key: said(value) for key, value in act.elements.items()}
    units = act.units and act.units + 13 * len(said("{s}"))  # no two notices over the same number of pages
    return replace(act, units=units, elements=elements, party=said(act.party), reason=said(act.reason))
