"""The instruments the field stands on, and the citation that points into one.

A rule names its source as a value, so that it prints, links and can be tested: ``REGULATIONS.art(33, 2)``.
"""

from dataclasses import dataclass
from datetime import date

_DIGITS = "零一二三四五六七八九"


def chinese_number(n: int) -> str:
    """Write 1 to 999 in Chinese characters, as article numbers are printed (33 → 三十三)."""
    if not 1 <= n <= 999:
        raise ValueError(f"no article number: {n}")
    hundreds, rest = divmod(n, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law, regulation or official letter: its key in code, title, number and the days it is in force.

    ``short`` is the form used in running text; ``until`` is the last day in force, or None.
    """

    key: str
    title: str
    number: str
    short: str
    issued_on: date | None = None
    since: date | None = None
    until: date | None = None

    def art(self, article: int, paragraph: int | None = None, item: int | None = None) -> "Citation":
        """Cite an article, and optionally its paragraph (款) and item (项)."""
        place = f"第{chinese_number(article)}条"
        if paragraph is not None:
            place += f"第{chinese_number(paragraph)}款"
        if item is not None:
            place += f"第（{chinese_number(item)}）项"
        return Citation(self, place)

    def part(self, place: str) -> "Citation":
        """Cite a part that has no article number, in the instrument's own words (``表三``)."""
        return Citation(self, place)

    def __str__(self) -> str:
        return f"《{self.title}》（{self.number}）" if self.number else f"《{self.title}》"


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in an instrument. ``str()`` gives the form used in findings and letters."""

    instrument: Instrument
    place: str = ""

    def __str__(self) -> str:
        return f"{self.instrument.short}{self.place}"


REGULATIONS = Instrument(
    "regulations",
    "中华人民共和国政府信息公开条例",
    "国务院令第711号",
    "《政府信息公开条例》",
    issued_on=date(2019, 4, 3),
    since=date(2019, 5, 15),
)
REGULATIONS_2007 = Instrument(
    "regulations_2007",
    "中华人民共和国政府信息公开条例",
    "国务院令第492号",
    "原《政府信息公开条例》（国务院令第492号）",
    issued_on=date(2007, 4, 5),
    since=date(2008, 5, 1),
    until=date(2019, 5, 14),
)
FORM_2021_NOTICE = Instrument(
    "form_2021",
    "中华人民共和国政府信息公开工作年度报告格式",
    "国办公开办函〔2021〕30号",
    "国办公开办函〔2021〕30号",
    issued_on=date(2021, 9, 26),
    since=date(2021, 9, 26),
)
FORM_2019_NOTICE = Instrument(
    "form_2019",
    "政府信息公开工作年度报告格式（试行）",
    "国办公开办函〔2019〕60号",
    "国办公开办函〔2019〕60号",
    issued_on=date(2019, 11, 23),
    since=date(2019, 11, 23),
    until=date(2021, 9, 25),
)
FEE_MEASURES = Instrument(
    "fee_measures",
    "政府信息公开信息处理费管理办法",
    "国办函〔2020〕109号",
    "《政府信息公开信息处理费管理办法》",
    issued_on=date(2020, 11, 17),
    since=date(2021, 1, 1),  # UNVERIFIED in law.md C3: the day in force was not read at its source
)
RECONSIDERATION_LAW = Instrument(
    "reconsideration_law",
    "中华人民共和国行政复议法",
    "2023年修订",
    "《行政复议法》",
    since=date(2024, 1, 1),
)
LITIGATION_LAW = Instrument("litigation_law", "中华人民共和国行政诉讼法", "", "《行政诉讼法》")
SPC_2025 = Instrument(
    "spc_2025",
    "最高人民法院关于审理政府信息公开行政案件适用法律若干问题的解释",
    "法释〔2025〕8号",
    "法释〔2025〕8号",
    since=date(2025, 6, 1),
)
REPLY_STANDARD = Instrument(
    "reply_standard",
    "江苏省政府信息公开申请办理答复规范",
    "苏政办函〔2019〕98号",
    "苏政办函〔2019〕98号",
)
PRIVACY_LAW = Instrument(
    "privacy_law",
    "中华人民共和国个人信息保护法",
    "",
    "《个人信息保护法》",
    since=date(2021, 11, 1),
)
NORMATIVE_NOTICE = Instrument(
    "normative_notice",
    "国务院办公厅关于加强行政规范性文件制定和监督管理工作的通知",
    "国办发〔2018〕37号",
    "国办发〔2018〕37号",
    issued_on=date(2018, 5, 16),
)

HOLIDAYS = Instrument(
    "holidays",
    "全国年节及纪念日放假办法",
    "国务院令第795号",
    "《全国年节及纪念日放假办法》",
    issued_on=date(2024, 11, 10),
    since=date(2025, 1, 1),
)
CIVIL_CODE = Instrument("civil_code", "中华人民共和国民法典", "", "《民法典》", since=date(2021, 1, 1))

INSTRUMENTS = (
    HOLIDAYS,
    CIVIL_CODE,
    REGULATIONS_2007,
    REGULATIONS,
    FORM_2021_NOTICE,
    FORM_2019_NOTICE,
    FEE_MEASURES,
    RECONSIDERATION_LAW,
    LITIGATION_LAW,
    SPC_2025,
    REPLY_STANDARD,
    PRIVACY_LAW,
    NORMATIVE_NOTICE,
)
