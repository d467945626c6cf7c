"""The questions that lead from the facts of an application to its lawful outcomes, as one table in the order they are asked.

An option either ends the questions (``leaf``) or lets the next one be asked. Grounds for withholding are collected and
weighed at the end, because a document may have several and may be separable.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gongkai.sources import FEE_MEASURES, REGULATIONS, REPLY_STANDARD, Citation

Given = Mapping[str, str]

# Steps that must come before any outcome: the key of the event where there is one.
STEPS = {
    "supplement_asked": "先一次性告知补正",
    "await_supplement": "不能视为放弃，给予合理期限等候补正",
    "reasons_asked": "先要求申请人说明理由",
    "continue": "不能按逾期未缴费处理，继续办理",
    "secrecy_review": "先报主管部门或者保密行政管理部门确定",
    "opinion_requested": "先书面征求第三方意见",
    "await_opinion": "等候第三方意见，期间不计入答复期限",
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """Where the questions end: an outcome, or a step that must come first; the reason and the articles."""

    outcome: str
    reason: str
    law: tuple[Citation, ...]
    step: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """An answer: key, words, what it leads to. ``note`` is a duty or a hint that goes along with whatever comes out."""

    key: str
    words: str
    leaf: Leaf | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question: key, a short name, the question in full, its options, article, help; asked only ``when`` it matters."""

    key: str
    name: str
    words: str
    options: tuple[Option, ...]
    law: Citation
    help: str = ""
    when: Callable[[Given], bool] = lambda given: True

    def option(self, answer: str) -> Option | None:
        """The option with this key or these words, or None."""
        return next((o for o in self.options if answer in (o.key, o.words)), None)


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason to withhold the information or a part of it: outcome, reason, articles, and the answers that make it."""

    outcome: str
    reason: str
    law: tuple[Citation, ...]
    holds: Callable[[Given], bool]


_A = REGULATIONS.art
_REFUSE = REGULATIONS.art(36, None, 3)
_NO = Option("no", "否")


def _yes(leaf: Leaf | None = None, note: str = "") -> Option:
    return Option("yes", "是", leaf, note)


def _is(key: str, *values: str) -> Callable[[Given], bool]:
    return lambda given: given.get(key) in values


# fmt: off
GROUNDS = (
    Ground("state_secret", "信息已依法定为国家秘密", (_A(14), _REFUSE), _is("state_secret", "marked")),
    Ground("prohibited_by_law", "法律、行政法规禁止公开这类信息", (_A(14), _REFUSE), _is("prohibited", "yes")),
    Ground("security_and_stability", "公开可能危及国家安全、公共安全、经济安全或者社会稳定", (_A(14), _REFUSE), _is("security", "yes")),
    Ground("third_party", "公开会损害第三方合法权益，也没有必须公开的重大公共利益", (_A(15), _A(32), _REFUSE), _is("public_interest", "no")),
    Ground("internal_affairs", "属于人事管理、后勤管理、内部工作流程三类内部事务信息", (_A(16, 1), _REFUSE), _is("internal", "yes")),
    Ground("process_information", "属于讨论记录、过程稿、磋商信函、请示报告四类过程性信息", (_A(16, 2), _REFUSE),
           lambda g: g.get("process") == "yes" and g.get("law_requires") == "no"),
    Ground("enforcement_file", "属于行政执法案卷信息", (_A(16, 2), _REFUSE),
           lambda g: g.get("enforcement") == "yes" and g.get("law_requires") == "no"),
)


def withheld(given: Given) -> tuple[Ground, ...]:
    """The grounds that the answers make, in the order of the form."""
    return tuple(g for g in GROUNDS if g.holds(given))


QUESTIONS = (
    Question("standing", "办理状态", "这件申请现在是什么状态？", (
        Option("open", "正在办理"),
        Option("withdrawn", "申请人撤回", Leaf("other", "申请人撤回了申请", (_A(33),))),
        Option("supplement_lapsed", "告知补正后期满未补正"),
        Option("fee_lapsed", "收费通知后期满未缴费"),
    ), _A(33)),
    Question("good_reason", "未补正有正当理由", "申请人没有按期补正，有没有正当理由？", (
        _yes(Leaf("", "有正当理由，不能视为放弃申请", (_A(30),), "await_supplement")),
        Option("no", "否", Leaf("supplement_lapsed", "没有正当理由，补正期限届满仍未补正，视为放弃申请", (_A(30),))),
    ), _A(30), "例如住院、灾害、告知书没有实际收到。", _is("standing", "supplement_lapsed")),
    Question("fee_notice_lawful", "收费通知合法", "收费通知是否在答复期限内发出，并写明依据、标准、金额和缴纳方式？", (
        _yes(Leaf("fee_lapsed", "收到合法的收费通知后逾期未缴费，视为放弃申请", (_A(42), FEE_MEASURES.part("缴费期限")))),
        Option("no", "否", Leaf("", "收费通知不合法，不能视为放弃申请", (_A(42),), "continue")),
    ), _A(42), "", _is("standing", "fee_lapsed")),
    Question("matter", "申请实质", "申请人实质上要什么？看内容，不看申请书的名称。", (
        Option("information", "获取政府信息"),
        Option("petition", "信访投诉举报", Leaf("petition_or_complaint", "以申请的形式进行信访、投诉、举报", (_A(39, 1),))),
        Option("consultation", "咨询或者要求解释", Leaf("other", "只是咨询，不是要求获取已有的政府信息", (_A(2),))),
        Option("reissue", "确认或者重新出具", Leaf("reissue", "信息已经取得，只要求确认或者重新出具", (REPLY_STANDARD.part("不予处理情形"),))),
        Option("publication", "公开出版物", Leaf("publication", "要求提供公报、报刊、书籍等公开出版物", (_A(39, 2),))),
        Option("rectification", "更正本人信息", Leaf("other", "要求更正与本人有关的记录，按更正程序办理", (_A(41),))),
        Option("not_administrative", "不是政府信息", Leaf("other", "不是履行行政管理职能中制作或者获取的信息", (_A(2),))),
    ), _A(39), "同一份申请里既有诉求又有信息的，信息部分选“获取政府信息”。"),
    Question("clear", "内容明确", "能否确定申请人要的是哪一份或者哪一类信息？", (
        Option("yes", "明确"),
        Option("unclear", "不明确，未告知补正", Leaf("", "内容不明确，尚未告知补正", (_A(30),), "supplement_asked")),
        Option("still_unclear", "补正后仍不明确", Leaf("still_unclear", "告知补正一次，申请人补正后仍不明确", (_A(30),))),
    ), _A(30), "告知补正应在收到申请后七个工作日内一次性作出。"),
    Question("answered_before", "已经答复过", "同一申请人的同一内容，本机关以前答复过吗？", (
        _NO,
        _yes(Leaf("repeated", "同一申请人就同一内容重复申请，此前已经答复", (_A(36, None, 6),))),
        Option("changed", "答复过，但情况变化", note="情况已经变化，应当重新答复。"),
    ), _A(36, None, 6), "换了申请人，或者当时没有而现在有了，都不算重复。"),
    Question("excessive", "数量频次过大", "申请的数量、频次是否明显超过合理范围？", (
        _NO,
        Option("not_asked", "是，未要求说明理由", Leaf("", "明显超过合理范围，尚未要求说明理由", (_A(35),), "reasons_asked")),
        Option("unreasonable", "是，理由不合理", Leaf("excessive", "明显超过合理范围，说明的理由不合理", (_A(35),))),
        Option("reasonable", "是，理由合理", note="理由合理但不能按期答复的，可以确定合理的延迟期限并告知申请人；也可以依法收取信息处理费。"),
    ), _A(35)),
    Question("published", "已主动公开", "信息是否已经主动公开，申请人自己就能找到？", (
        _yes(Leaf("granted", "信息已经主动公开，告知获取的方式和途径", (_A(36, None, 1),))), _NO,
    ), _A(36, None, 1), "要能写出网址、栏目或者公报期号。"),
    Question("registry", "另有查询规定", "法律、行政法规是否对这类资料的查询另有规定？", (
        _yes(Leaf("registry_inquiry", "法律、行政法规对查询另有规定，告知依照该规定办理", (_A(36, None, 7),))), _NO,
    ), _A(36, None, 7), "例如工商登记资料、不动产登记资料。"),
    Question("maker", "制作或获取", "信息由谁制作或者最初获取？", (
        Option("self", "本机关制作"),
        Option("obtained", "本机关从公民法人获取并保存"),
        Option("joint_lead", "共同制作，本机关牵头", note="可以书面征求其他制作机关意见，十五个工作日内未答复的视为同意公开。"),
        Option("joint_other", "共同制作，他机关牵头", Leaf("not_held", "由牵头制作的机关负责公开，不属于本机关", (_A(36, None, 5), _A(10)))),
        Option("other_organ", "其他机关", Leaf("not_held", "由其他机关制作或者最初获取，不属于本机关负责公开", (_A(36, None, 5), _A(10)))),
    ), _A(10), "派出机构、内设机构以自己名义履职的，由它自己负责。"),
    Question("search", "检索结果", "检索的结果是什么？", (
        Option("found", "有"),
        Option("none", "没有", Leaf("not_held", "经检索没有所申请的信息", (_A(36, None, 4),))),
        Option("scattered", "只有零散材料", Leaf("not_compiled", "没有现成信息，需要汇总、分析或者另行制作", (_A(38),))),
    ), _A(36, None, 4), "记下检索的系统、档案、科室和关键词，答复要用。"),
    Question("state_secret", "国家秘密", "信息是否属于国家秘密？", (
        _NO,
        Option("marked", "已依法定密"),
        Option("unsure", "拿不准", Leaf("", "不能确定是否属于国家秘密", (_A(17),), "secrecy_review")),
    ), _A(14), "以定密文件为准；已经解密的选“否”。"),
    Question("prohibited", "法律禁止公开", "有没有法律或者行政法规明文禁止公开？", (
        _NO,
        _yes(),
        Option("only_rule", "只有规章或者文件", note="规章、规范性文件不能单独作为不予公开的依据。"),
    ), _A(14)),
    Question("security", "三安全一稳定", "公开是否可能危及国家安全、公共安全、经济安全、社会稳定？", (_NO, _yes()), _A(14), "要能说出具体危害。"),
    Question("third_party", "涉及第三方", "是否涉及商业秘密、个人隐私，公开会对第三方造成损害？", (
        _NO, Option("secret", "商业秘密"), Option("privacy", "个人隐私"),
    ), _A(15)),
    Question("opinion", "第三方意见", "第三方怎样答复？", (
        Option("not_asked", "尚未征求", Leaf("", "涉及第三方权益，尚未征求意见", (_A(32),), "opinion_requested")),
        Option("waiting", "等候答复", Leaf("", "第三方的十五个工作日还没有届满", (_A(32), _A(33, 3)), "await_opinion")),
        Option("agreed", "同意公开", note="第三方同意公开。"),
        Option("refused", "不同意，理由合理"),
        Option("unreasoned", "不同意，没有合理理由"),
        Option("silent", "逾期未答复"),
    ), _A(32), "", _is("third_party", "secret", "privacy")),
    Question("harm", "损害第三方", "第三方没有提出合理理由，本机关判断公开会不会损害其合法权益？", (
        _yes(), Option("no", "否", note="决定公开的，同时书面告知第三方公开的内容和理由。"),
    ), _A(32), "", _is("opinion", "unreasoned", "silent")),
    Question("public_interest", "重大公共利益", "不公开会不会对公共利益造成重大影响？", (
        Option("yes", "是", note="因公共利益决定公开的，将公开的内容和理由书面告知第三方。"), _NO,
    ), _A(32), "", lambda g: g.get("opinion") == "refused" or g.get("harm") == "yes"),
    Question("internal", "内部事务", "是否属于人事管理、后勤管理、内部工作流程信息，对外没有影响？", (_NO, _yes()), _A(16, 1)),
    Question("process", "过程性信息", "是否属于讨论记录、过程稿、磋商信函、请示报告？", (_NO, _yes()), _A(16, 2)),
    Question("enforcement", "执法案卷", "是否属于行政执法案卷信息？", (_NO, _yes()), _A(16, 2)),
    Question("law_requires", "规定应当公开", "法律、法规、规章是否规定这类信息应当公开？", (_yes(note="法律、法规、规章规定应当公开的，从其规定。"), _NO),
        _A(16, 2), "", lambda g: "yes" in (g.get("process"), g.get("enforcement"))),
    Question("separable", "能够区分", "去掉不能公开的部分，其余内容能否区分出来、仍有意义？", (
        _yes(), Option("no", "否"),
    ), _A(37), "能区分而整份不给，是常见的败诉原因。", lambda g: bool(withheld(g))),
)
# fmt: on
QUESTION = {q.key: q for q in QUESTIONS}
