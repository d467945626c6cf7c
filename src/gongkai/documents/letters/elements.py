"""The elements of letters: what a placeholder 【…】 may name, what it must be given, and how the value is written."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum

from gongkai.law.deadlines import DEADLINE
from gongkai.sources import Citation


class Shape(Enum):
    """What kind of value an element takes, as said to a person."""

    TEXT = "文字"
    DATE = "日期，如 2026-03-02"
    DAYS = "正整数"
    MONEY = "金额（元），如 1080"
    LIST = "一条或几条文字"
    PAIRS = "一条或几条，每条两栏"
    ROWS = "一行或几行，每行若干栏"
    LAWS = "法律条款"


@dataclass(frozen=True, slots=True)
class Element:
    """Something a letter says: key in code, the Chinese words that stand in the template, how to supply it.

    ``options`` are the words it is chosen from, if it is; ``default`` is used when it is not given; ``derived`` marks
    what is worked out from other elements and is never asked for.
    """

    key: str
    words: str
    how: str
    shape: Shape = Shape.TEXT
    options: tuple[str, ...] = ()
    default: int | None = None
    derived: bool = False


class BadElement(ValueError):
    """A value an element cannot take. The message is one Chinese sentence: which, what, how to mend."""


_D, _N, _M, _L, _P, _R = Shape.DATE, Shape.DAYS, Shape.MONEY, Shape.LIST, Shape.PAIRS, Shape.ROWS
# fmt: off
ELEMENTS = (
    # In most letters
    Element("number",                 "文号",             "本机关当年的发文字号，如 平司公开〔2026〕12号"),
    Element("organ",                  "机关名称",         "发文机关全称"),
    Element("issued_on",              "发文日期",         "成文日期", _D),
    Element("applicant",              "申请人",           "申请人姓名或者单位名称"),
    Element("you",                    "称谓",             "按申请人类型得出：你、你单位", derived=True),
    Element("applicant_kind",         "申请人类型",       "自然人，或者表三所列各类法人、其他组织"),
    Element("received_on",            "收到申请日期",     "按条例第三十一条确定的日期", _D),
    Element("channel",                "申请渠道",         "当面提交、邮寄、互联网、传真等"),
    Element("registration_number",    "登记编号",         "申请登记时编的号"),
    Element("content",                "申请内容",         "申请人要求公开的政府信息，照申请书写"),
    Element("supplemented",           "补正后的申请内容", "申请经过补正的，照补正材料写明现在要什么"),
    Element("office",                 "联系部门",         "政府信息公开工作机构的名称"),
    Element("telephone",              "联系电话",         "政府信息公开工作机构的电话"),
    Element("address",                "联系地址",         "政府信息公开工作机构的地址"),
    Element("basis",                  "法律依据",         "文书表里已有，个案另有依据时可以改写", Shape.LAWS),
    Element("reason",                 "理由",             "结合本件事实，为什么这样处理"),
    Element("reconsideration_organ",  "复议机关",         "有权受理行政复议的机关全称"),
    Element("court",                  "管辖法院",         "有管辖权的人民法院全称"),
    Element("remedies",               "救济途径",         "按文书种类和发文日期得出", derived=True),
    Element("reply_due",              "答复期限届满日",   "由期限计算得出", _D),
    # Giving
    Element("provision",              "提供方式",         "信息的形式和提供途径，如 纸质复印件，邮寄"),
    Element("enclosures",             "附件名称",         "随文提供的文件名称，一份一条", _L),
    Element("pick_up",                "领取时间地点",     "需要到场领取或者查阅时填写"),
    Element("access",                 "获取方式",         "网址、栏目、公报期号或者查阅场所，使人能够找到"),
    Element("released",               "公开的内容",       "可以公开的部分，一项一条", _L),
    Element("withheld",               "不予公开的内容和理由", "每条两栏：不公开的是什么；依据和理由", _P),
    # Refusing
    Element("secrecy_basis",          "定密依据",         "定密依据或者保密审查结论，不写秘密内容本身"),
    Element("special_law",            "禁止公开的规定",   "法律、行政法规的名称和条款"),
    Element("endangered",             "危及的方面",       "四者之一", options=("国家安全", "公共安全", "经济安全", "社会稳定")),
    Element("interest",               "权益种类",         "二者之一", options=("商业秘密", "个人隐私")),
    Element("consulted_on",           "征求意见日期",     "发出征求意见书的日期", _D),
    Element("opinion",                "第三方意见",       "第三方怎样答复，如 不同意公开；逾期未提出意见"),
    Element("internal_kind",          "内部事务种类",     "三者之一", options=("人事管理", "后勤管理", "内部工作流程")),
    Element("process_kind",           "过程性信息种类",   "四者之一", options=("讨论记录", "过程稿", "磋商信函", "请示报告")),
    Element("special_rule",           "专门规定",         "有关登记资料查询的法律、行政法规名称和条款"),
    Element("inquiry_office",         "查询机构",         "受理查询的机构及其地址、电话或者网址"),
    # Not having, not processing
    Element("search",                 "检索情况",         "在哪些系统、档案、科室，用什么关键词查找过"),
    Element("responsible_known",      "能否确定负责机关", "二者之一；能够确定的，还要填写负责公开的机关", options=("能够确定", "不能确定")),
    Element("responsible_organ",      "负责公开的机关",   "能够确定的，写明名称和联系方式"),
    Element("existing",               "可提供的现有信息", "与申请有关、已有的信息及其获取方式"),
    Element("unclear",                "不明确之处",       "申请里哪一处不能确定是什么信息"),
    Element("proper_channel",         "办理渠道",         "信访、投诉、举报的受理渠道"),
    Element("earlier_number",         "原答复文号",       "此前答复同一申请的发文字号"),
    Element("earlier_on",             "原答复日期",       "此前答复的日期", _D),
    Element("publication",            "出版物名称",       "公报、报纸、期刊或者书籍的名称"),
    Element("frequency",              "申请数量频次",     "何时至何时共提出多少件，内容有何重复"),
    Element("explanation",            "申请人说明的情况", "申请人怎样说明理由；没有说明的，写明未说明"),
    Element("obtained",               "已获取的信息",     "申请人已经有的信息名称、文号"),
    # Supplement
    Element("supplement_wanted",      "需要补正的内容",   "要申请人补充什么，一项一条", _L),
    Element("supplement_days",        "补正期限天数",     "合理的补正期限，工作日", _N),
    Element("supplement_asked_on",    "告知补正日期",     "补正告知书的日期", _D),
    Element("supplement_number",      "补正告知书文号",   "补正告知书的发文字号"),
    Element("supplement_received_on", "收到补正日期",     "收到补正材料的日期", _D),
    Element("supplement_due",         "补正期限届满日",   "由期限计算得出", _D),
    # Terms
    Element("extension_days",         "延长天数",         "延长的工作日数，最多二十", _N),
    Element("new_due",                "新的答复期限",     "延长或者延迟之后的最后一日", _D),
    Element("reasons_days",           "说明理由天数",     "给申请人说明理由的工作日数", _N),
    Element("reasons_asked_on",       "要求说明理由日期", "说明理由通知书的日期", _D),
    # Consulting
    Element("party",                  "第三方",           "第三方姓名或者单位名称"),
    Element("information",            "信息名称",         "所征求意见或者决定公开的政府信息名称、文号"),
    Element("opinion_days",           "第三方答复天数",   "工作日，法定十五", _N, default=DEADLINE["third_party_opinion"].days),
    Element("comaker",                "共同制作机关",     "共同制作信息的其他机关全称"),
    Element("comaker_days",           "机关答复天数",     "工作日，法定十五", _N, default=DEADLINE["comaker_opinion"].days),
    Element("own_view",               "本机关意见",       "本机关对能否公开的初步意见"),
    Element("consultee",              "征求意见对象",     "第三方，或者其他机关；不写第三方的身份"),
    Element("public_interest",        "公共利益理由",     "不公开会对公共利益造成什么重大影响"),
    Element("release_on",             "公开日期",         "拟向申请人公开的日期", _D),
    Element("unit",                   "协办单位",         "协助办理的单位或者内设机构"),
    Element("tasks",                  "协办事项",         "需要协助做什么，一项一条", _L),
    Element("assist_due",             "协办期限",         "请协办单位答复的最后一日", _D),
    # Fee
    Element("fee_method",             "计费方式",         "二者之一，不得并用", options=("按件", "按量")),
    Element("fee_sum",                "费用计算",         "逐级写明数量、单价和合计"),
    Element("fee_amount",             "收费金额",         "应缴的信息处理费", _M),
    Element("payment_days",           "缴费天数",         "工作日，可由管理员按本地规定设定", _N, default=DEADLINE["fee_payment"].days),
    Element("payment_way",            "缴费方式",         "收款单位、账户、缴款码等"),
    Element("fee_number",             "收费通知书文号",   "收费通知书的发文字号"),
    Element("fee_notified_on",        "收费通知送达日期", "申请人收到收费通知书的日期", _D),
    Element("fee_due",                "缴费期限届满日",   "由期限计算得出", _D),
    # Rectification
    Element("record",                 "原记录",           "申请人认为不准确的记录"),
    Element("proof",                  "更正证据",         "申请人提供的证据材料"),
    Element("rectified",              "更正结果",         "二者之一", options=("予以更正", "不予更正")),
    Element("competent_organ",        "有权更正的机关",   "有权更正该信息的机关名称和联系方式"),
    # Forms
    Element("receipt_rule",           "收到日期的确定",   "按申请渠道得出，条例第三十一条"),
    Element("identity_document",      "证件名称及号码",   "身份证、统一社会信用代码等证明"),
    Element("representative",         "法定代表人或负责人", "单位申请时填写"),
    Element("applicant_address",      "申请人地址",       "通信地址和邮政编码"),
    Element("applicant_telephone",    "申请人电话",       "申请人的联系电话"),
    Element("applicant_email",        "申请人电子邮箱",   "申请人的电子邮箱"),
    Element("form_wanted",            "信息的形式",       "申请人希望的形式", options=("纸质", "电子文档", "当场查阅")),
    Element("way_wanted",             "获取信息的途径",   "申请人希望的途径", options=("邮寄", "电子邮件", "自行领取", "网上获取")),
    Element("applied_on",             "申请日期",         "申请书的日期", _D),
    Element("handler",                "经办人",           "经办人姓名"),
    Element("supplement_last_day",    "告知补正的最后一日", "由期限计算得出", _D),
    Element("proposal",               "拟办意见",         "办理结果、依据和理由"),
    Element("review_opinions",        "审查意见",         "每行五栏：步骤、审查人、时间、结论、意见", _R),
    Element("approver",               "签发人",           "签发人姓名和日期"),
    Element("from_unit",              "移交单位",         "移交申请的单位"),
    Element("to_unit",                "接收单位",         "接收申请的单位"),
    Element("handed_over",            "移送的申请",       "每行五栏：登记编号、申请人、申请内容、收到日期、备注", _R),
    Element("handed_on",              "移送日期",         "移送的日期", _D),
    Element("served",                 "送达文书",         "所送达文书的名称和文号"),
    Element("addressee",              "受送达人",         "受送达人姓名或者名称"),
    Element("delivery_way",           "送达方式",         "五者之一", options=("直接送达", "邮寄送达", "电子送达", "留置送达", "公告送达")),
    Element("delivery_place",         "送达地点",         "地址、邮箱或者网站"),
    Element("delivered_on",           "送达日期",         "没有送达前留空", _D),
    Element("server",                 "送达人",           "送达人姓名"),
    Element("outcome_words",          "办理结果",         "表三的情形，如 予以公开"),
    Element("materials",              "归档材料",         "每行四栏：材料名称、文号、日期、页数", _R),
    Element("archived_on",            "归档日期",         "归档的日期", _D),
)
# fmt: on
ELEMENT = {e.key: e for e in ELEMENTS}
BY_WORDS = {e.words: e for e in ELEMENTS}
Value = str | tuple[str, ...] | tuple[tuple[str, ...], ...]

_TURNED = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def clean(text: str) -> str:
    """Text that every format can carry: no control characters, no turning of direction, line ends as ``\\n``."""
    text = _TURNED.sub(
        "", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    )
    return "".join(c for c in text if c == "\n" or not _unprintable(c)).replace("\t", "　").strip()


def _unprintable(character: str) -> bool:
    """A control character, half of a surrogate pair or a noncharacter; rare and privately made characters stay."""
    code = ord(character)
    if code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
        return True
    return character != "\t" and unicodedata.category(character) in ("Cc", "Cs")


def day_words(day: date) -> str:
    """A date as official documents print it: Arabic digits, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def law_words(citations: Iterable[Citation | str]) -> str:
    """Citations in running text, the instrument named once: 《政府信息公开条例》第十五条、第三十二条."""
    found: list[str] = []
    last = ""
    for citation in citations:
        if isinstance(citation, str):
            found.append(clean(citation))
            last = ""
            continue
        short = citation.instrument.short
        found.append(citation.place if short == last else str(citation))
        last = short
    return "、".join(dict.fromkeys(found))


def value_of(element: Element, given: object) -> Value:
    """The words of a value, cleaned; "" or () when nothing was given. Raises BadElement when it cannot be that value."""
    if given is None:
        return ""
    if element.shape is Shape.DATE:
        return day_words(_day(element, given))
    if element.shape is Shape.DAYS:
        return str(_whole(element, given))
    if element.shape is Shape.MONEY:
        return _yuan(element, given)
    if element.shape is Shape.LAWS:
        items = [given] if isinstance(given, str | Citation) else _items(element, given)
        return law_words(c if isinstance(c, Citation) else str(c) for c in items)
    if element.shape is Shape.LIST:
        items = [given] if isinstance(given, str) else _items(element, given)
        return tuple(text for item in items if (text := clean(str(item))))
    if element.shape in (Shape.PAIRS, Shape.ROWS):
        return tuple(_row(element, row) for row in _items(element, given))
    if not isinstance(given, str | int | Decimal):
        raise BadElement(f"「{element.words}」应为{element.shape.value}，不能是 {type(given).__name__}；请改正。")
    return clean(str(given))


def _items(element: Element, given: object) -> Sequence[object]:
    if isinstance(given, str) or not isinstance(given, Sequence):
        raise BadElement(f"「{element.words}」应为{element.shape.value}；请改正。")
    return given


def _row(element: Element, row: object) -> tuple[str, ...]:
    cells = tuple(clean(day_words(c) if isinstance(c, date) else str(c)) for c in _items(element, row))
    if element.shape is Shape.PAIRS and (len(cells) != 2 or not all(cells)):
        raise BadElement(f"「{element.words}」每条应有两栏，都要填写（{element.how}）；请改正。")
    return cells


def _day(element: Element, given: object) -> date:
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(str(given).strip())
    except ValueError:
        raise BadElement(
            f"「{element.words}」应为{element.shape.value}，不能是“{clean(str(given))[:30]}”；请改正。"
        ) from None


def _whole(element: Element, given: object) -> int:
    text = str(given).strip()
    if isinstance(given, bool) or not re.fullmatch(r"[0-9]{1,4}", text) or not 0 < int(text) <= 250:
        raise BadElement(f"「{element.words}」应为 1 至 250 的整数，不能是“{clean(text)[:30]}”；请改正。")
    return int(text)


def _yuan(element: Element, given: object) -> str:
    try:
        amount = Decimal(str(given))
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount <= 0 or amount != amount.quantize(Decimal("0.01")):
        raise BadElement(f"「{element.words}」应为大于零的金额（元），不能是“{clean(str(given))[:30]}”；请改正。")
    return f"{amount.normalize():f}元"
