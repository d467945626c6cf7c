"""Personal data that a published report must not carry. Masked numbers (138****1234) are no finding."""

import re
from collections.abc import Iterator

from gongkai.report.checks.rule import Check, Context, Hit
from gongkai.report.findings import Severity
from gongkai.report.narrative import Plain, texts_of
from gongkai.report.reading import Report
from gongkai.sources import PRIVACY_LAW, REGULATIONS

_IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![\d.\-])1[3-9]\d{9}(?![\d.%])")
_GROUPED = re.compile(r"1[3-9]\d([ -]?)\d{4}\1\d{4}")
_CARD = re.compile(r"(?<!\d)[3-6]\d{15,18}(?!\d)")
_CARD_WORDS = re.compile(r"[账帐]号|卡号|银行|开户|存折|一卡通|户名")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•]?(?=[A-HJ-NP-Z]{0,2}\d)[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])"
)
_SURNAME = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜谢邹喻苏潘葛范彭郎鲁韦昌马苗方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于"
    "傅皮齐康伍余元顾孟平黄萧肖尹姚邵汪祁毛戴宋庞熊纪舒屈项祝董梁杜阮蓝季贾江童颜郭梅林钟徐邱高夏蔡田胡凌霍万卢莫房丁邓洪左石崔龚程陆段侯武刘龙叶白赖谭温庄阎"
)
_NAME = re.compile(
    rf"(?:申请人|当事人|第三人|投诉人|举报人)(?:姓名)?[:：](?P<name>[{_SURNAME}][\u4e00-\u9fff]{{1,2}})(?=[，,。；;、（(\s\n]|$)"
)
_VEILED = re.compile(r"[某×*]")


def _identities(report: Report, _: Context) -> Iterator[Hit]:
    for text in texts_of(report):
        for match in _IDENTITY.finditer(text.text):
            if _is_identity(match[0].upper()):
                yield Hit(
                    where=text.span(*match.span()),
                    message=f"正文出现居民身份证号码 {_veiled(match[0])}（校验码正确），不得随报告公开。",
                    printed=_veiled(match[0]),
                )


def _is_identity(number: str) -> bool:
    # Imported here: few reports hold eighteen digits in a row, and the table of regions takes time to load
    from stdnum.cn import ric

    return bool(ric.is_valid(number))


def _veiled(number: str) -> str:
    """The number as a finding may repeat it: a finding must not spread what it warns of."""
    return number[:3] + "*" * (len(number) - 5) + number[-2:]


def _mobiles(report: Report, _: Context) -> Iterator[Hit]:
    for text in texts_of(report):
        for match in _MOBILE.finditer(text.text):
            span = text.span(*match.span())
            if _GROUPED.fullmatch(span.text.replace("\u3000", " ").replace("\xa0", " ")):
                contact = text.section == "preamble"
                yield Hit(
                    where=span,
                    message=f"正文出现手机号码 {_veiled(match[0])}"
                    + ("：联系方式宜用办公固定电话。" if contact else "，属于个人信息，公开前应当删除或遮盖。"),
                    printed=_veiled(match[0]),
                )


def _others(report: Report, _: Context) -> Iterator[Hit]:
    for text in texts_of(report):
        for match in _CARD.finditer(text.text):
            around = text.text[max(0, match.start() - 30) : match.start()]
            if _luhn(match[0]) and _CARD_WORDS.search(around):
                yield _hit(text, match.span(), f"银行账号 {_veiled(match[0])}")
        for match in _PLATE.finditer(text.text):
            yield _hit(text, match.span(), f"机动车号牌 {match[0][:2]}*****")


def _hit(text: Plain, place: tuple[int, int], what: str) -> Hit:
    return Hit(where=text.span(*place), message=f"正文出现{what}，属于个人信息，公开前应当删除或遮盖。", printed=what)


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _names(report: Report, _: Context) -> Iterator[Hit]:
    for text in texts_of(report):
        for match in _NAME.finditer(text.text):
            if not _VEILED.search(match["name"]):
                yield Hit(
                    where=text.span(match.start("name"), match.end("name")),
                    message=f"正文写出申请人（当事人）姓名“{match['name'][0]}*”，属于个人信息，公开前应当删除或遮盖。",
                    printed=match["name"][0] + "*",
                )


_REMEDY = "请删除，或按通行做法遮盖（如 138****1234）后再公布；已经公布的，请立即撤下更换。"
# fmt: off
CHECKS: tuple[Check, ...] = (
    Check("N-28", Severity.ERROR, "正文有身份证号码",
          "身份证号码是个人信息，任何年度报告都不需要它。", _REMEDY, REGULATIONS.art(15), _identities),
    Check("N-29", Severity.QUESTION, "正文有手机号码",
          "手机号码通常属于个人；机关的联系方式用固定电话。", _REMEDY, PRIVACY_LAW.part("个人信息的公开"), _mobiles),
    Check("N-30", Severity.QUESTION, "正文有银行账号或车牌",
          "银行账号、机动车号牌能识别到个人。", _REMEDY, PRIVACY_LAW.part("个人信息的公开"), _others),
    Check("N-31", Severity.QUESTION, "正文有申请人姓名",
          "申请人、当事人的姓名属于个人信息，年度报告只需件数。", _REMEDY, REGULATIONS.art(15), _names),
)
# fmt: on


def marks(text: str) -> Iterator[tuple[str, int, int]]:
    """The same in any text: what it is, in words, and its place ``[start, end)``. Nothing is said of masked data."""
    for match in _IDENTITY.finditer(text):
        if _is_identity(match[0].upper()):
            yield "身份证号码", *match.span()
    for match in _MOBILE.finditer(text):
        yield "手机号码", *match.span()
    for match in _CARD.finditer(text):
        if _luhn(match[0]) and _CARD_WORDS.search(text[max(0, match.start() - 30) : match.start()]):
            yield "银行账号", *match.span()
    for match in _PLATE.finditer(text):
        yield "机动车号牌", *match.span()
    for match in _NAME.finditer(text):
        if not _VEILED.search(match["name"]):
            yield "姓名", *match.span("name")
