"""The outcomes of an application, each declared once.

The form asks this table for its rows, and so do letters, stages and statistics. The outcome does not know the form.
"""

from dataclasses import dataclass
from enum import Enum

from gongkai.sources import FEE_MEASURES, REGULATIONS, REPLY_STANDARD, Citation


class Group(Enum):
    """The six official groups of results, in the order of the form."""

    GRANTED = "予以公开"
    PARTIALLY_GRANTED = "部分公开"
    REFUSED = "不予公开"
    UNAVAILABLE = "无法提供"
    NOT_PROCESSED = "不予处理"
    OTHER = "其他处理"


class Need(Enum):
    """Whether a step must come before an outcome. NEVER is false, so that ``if outcome.third_party`` reads as it should."""

    NEVER = "不需要"
    IF_CONCERNED = "涉及时必须"
    ALWAYS = "必须"

    def __bool__(self) -> bool:
        return self is not Need.NEVER


@dataclass(frozen=True, slots=True)
class Basis:
    """One legal basis among alternatives: the article, what it says of such a case in plain words, and the keys of what
    the letter that rests on it must say (the names are in ``gongkai.documents.letters``)."""

    law: Citation
    words: str
    elements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an application ends: key in code and JSON, official group, short wording, alternative legal bases.

    ``third_party`` says whether consulting the third party (art. 32) must come first, ``secrecy`` whether a secrecy
    review or its result (art. 17) must. ``under`` is the item of art. 36 that says how to reply, cited beside the basis.
    """

    key: str
    group: Group
    words: str
    bases: tuple[Basis, ...]
    third_party: Need = Need.NEVER
    secrecy: Need = Need.NEVER
    under: Citation | None = None

    @property
    def releases(self) -> bool:
        """Whether information is given, all or a part of it (art. 36(2), art. 37)."""
        return self.group in (Group.GRANTED, Group.PARTIALLY_GRANTED)

    @property
    def law(self) -> tuple[Citation, ...]:
        """The articles of all alternatives, each once, in order."""
        return tuple(dict.fromkeys(basis.law for basis in self.bases))

    @property
    def elements(self) -> tuple[str, ...]:
        """The keys of what its letter must say whichever basis it rests on, beyond the common elements."""
        first, *rest = self.bases
        return tuple(key for key in first.elements if all(key in basis.elements for basis in rest))

    def citations(self, basis: Basis) -> tuple[Citation, ...]:
        """What a letter cites when it rests on one of the bases: the basis, then the item that says how to reply."""
        return (basis.law,) if self.under is None else (basis.law, self.under)


def _reply(item: int) -> Citation:
    """An item of art. 36, which has a single paragraph."""
    return REGULATIONS.art(36, None, item)


_A = REGULATIONS.art
_G, _R, _U, _N, _O = Group.GRANTED, Group.REFUSED, Group.UNAVAILABLE, Group.NOT_PROCESSED, Group.OTHER
_IF, _ALWAYS = Need.IF_CONCERNED, Need.ALWAYS

# fmt: off
OUTCOMES = (
    Outcome("granted", _G, "予以公开", (
        Basis(_reply(1), "信息已经主动公开，告知获取的方式和途径", ("access",)),
        Basis(_reply(2), "信息可以公开，提供给申请人或者告知怎样取得", ("provision", "enclosures")),
    ), third_party=_IF, secrecy=_ALWAYS),
    Outcome("partially_granted", Group.PARTIALLY_GRANTED, "部分公开", (
        Basis(_A(37), "含有不应公开的内容但能够区分处理，公开其余部分并说明理由", ("released", "withheld", "provision")),
    ), third_party=_IF, secrecy=_ALWAYS, under=_reply(3)),
    Outcome("state_secret", _R, "属于国家秘密", (
        Basis(_A(14), "依法确定为国家秘密的，不予公开", ("reason", "secrecy_basis")),
    ), secrecy=_ALWAYS, under=_reply(3)),
    Outcome("prohibited_by_law", _R, "其他法律行政法规禁止公开", (
        Basis(_A(14), "法律或者行政法规禁止公开的，不予公开；规章和规范性文件不能单独作依据", ("special_law", "reason")),
    ), under=_reply(3)),
    Outcome("security_and_stability", _R, "危及“三安全一稳定”", (
        Basis(_A(14), "公开后可能危及国家安全、公共安全、经济安全、社会稳定的，不予公开", ("endangered", "reason")),
    ), secrecy=_IF, under=_reply(3)),
    Outcome("third_party", _R, "保护第三方合法权益", (
        Basis(_A(15), "涉及商业秘密、个人隐私，公开会损害第三方合法权益的，不予公开",
              ("interest", "consulted_on", "opinion", "reason")),
        Basis(_A(32), "第三方有合理理由不同意公开的，不予公开", ("interest", "consulted_on", "opinion", "reason")),
    ), third_party=_ALWAYS, under=_reply(3)),
    Outcome("internal_affairs", _R, "属于三类内部事务信息", (
        Basis(_A(16, 1), "人事管理、后勤管理、内部工作流程方面的信息，可以不予公开", ("internal_kind", "reason")),
    ), under=_reply(3)),
    Outcome("process_information", _R, "属于四类过程性信息", (
        Basis(_A(16, 2), "讨论记录、过程稿、磋商信函、请示报告，可以不予公开", ("process_kind", "reason")),
    ), under=_reply(3)),
    Outcome("enforcement_file", _R, "属于行政执法案卷", (
        Basis(_A(16, 2), "行政执法案卷信息，可以不予公开", ("reason",)),
    ), under=_reply(3)),
    Outcome("registry_inquiry", _R, "属于行政查询事项", (
        Basis(_reply(7), "工商、不动产登记资料等另有专门查询规定的，告知依照该规定办理", ("special_rule", "inquiry_office")),
    )),
    Outcome("not_held", _U, "本机关不掌握相关政府信息", (
        Basis(_reply(4), "经检索没有所申请的信息，告知该信息不存在", ("search",)),
        Basis(_reply(5), "不属于本机关负责公开，说明理由并尽可能指明负责的机关", ("reason", "responsible_known")),
    )),
    Outcome("not_compiled", _U, "没有现成信息需要另行制作", (
        Basis(_A(38), "只提供现有的信息，不为申请人加工、分析、另行制作", ("reason",)),
    )),
    Outcome("still_unclear", _U, "补正后申请内容仍不明确", (
        Basis(_A(30), "告知补正一次后仍不能确定要什么信息的，无法提供",
              ("supplement_asked_on", "supplement_received_on", "unclear")),
    )),
    Outcome("petition_or_complaint", _N, "信访举报投诉类申请", (
        Basis(_A(39, 1), "以申请的形式进行信访、投诉、举报的，告知不作为申请处理，可以指明渠道", ("reason",)),
    )),
    Outcome("repeated", _N, "重复申请", (
        Basis(_reply(6), "已经答复过，同一申请人又申请同一信息的，告知不予重复处理", ("earlier_number", "earlier_on")),
    )),
    Outcome("publication", _N, "要求提供公开出版物", (
        Basis(_A(39, 2), "要求提供政府公报、报刊、书籍等公开出版物的，可以告知获取的途径", ("publication", "access")),
    )),
    Outcome("excessive", _N, "无正当理由大量反复申请", (
        Basis(_A(35), "数量、频次明显超过合理范围，说明的理由又不合理的，不予处理",
              ("frequency", "reasons_asked_on", "explanation", "reason")),
    )),
    Outcome("reissue", _N, "要求行政机关确认或重新出具已获取信息", (
        Basis(REPLY_STANDARD.part("不予处理情形"), "信息申请人已经取得，只要求确认或者重新出具的，不予处理", ("obtained", "reason")),
    )),
    Outcome("supplement_lapsed", _O, "申请人无正当理由逾期不补正", (
        Basis(_A(30), "没有正当理由，补正期限届满仍不补正的，视为放弃申请",
              ("supplement_number", "supplement_asked_on", "supplement_due")),
    )),
    Outcome("fee_lapsed", _O, "申请人逾期未按收费通知要求缴纳费用", (
        Basis(_A(42), "依法收取信息处理费而逾期未缴的，不再处理", ("fee_number", "fee_notified_on", "fee_amount", "fee_due")),
        Basis(FEE_MEASURES.part("缴费期限"), "收到收费通知后逾期未缴纳的，视为放弃申请",
              ("fee_number", "fee_notified_on", "fee_amount", "fee_due")),
    )),
    Outcome("other", _O, "其他", (
        Basis(_A(33), "申请人撤回申请，不再答复", ("reason",)),
        Basis(_A(2), "要的不是本机关履行行政管理职能中制作或者获取的信息", ("reason",)),
        Basis(_A(41), "要求更正与自己有关的不准确记录，按更正程序办理", ("reason",)),
    )),
)
# fmt: on
OUTCOME = {o.key: o for o in OUTCOMES}
