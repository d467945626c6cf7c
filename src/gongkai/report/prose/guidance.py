"""How long a section is, against what the form asks of it and against last year's."""

from dataclasses import dataclass

from gongkai.sources import FORM_2021_NOTICE, Citation

# Part one is to keep to about a thousand characters, which leaves a little room above; of the other parts the form says
# nothing. The least is what it takes to say anything: five matters in part one, a problem and a measure in part five.
_OVERVIEW_MOST, _TOLERANCE = 1000, 100
_LEAST = {"overview": 200, "problems": 40, "other_matters": 1}
_LACKING = {
    "overview": "可能没有写全：请对照主动公开、依申请公开、政府信息管理、平台建设、监督保障五个方面逐项核对",
    "problems": "可能没有写具体：请写明存在的问题和改进的措施",
    "other_matters": "",
}


@dataclass(frozen=True, slots=True)
class Length:
    """Characters without white space, the least and most to aim at (``most`` None where the form gives no number), one
    Chinese sentence with the usual length, and where that comes from."""

    characters: int
    least: int
    most: int | None
    message: str
    law: Citation | None

    @property
    def fits(self) -> bool:
        """Whether nothing need be done about it."""
        return self.characters >= self.least and (self.most is None or self.characters <= self.most)


def length_guidance(text: str, *, section: str, last_year: str = "") -> Length:
    """The length of a section beside the form's advice (国办公开办函〔2021〕30号: part one about a thousand characters) and
    last year's text, where there is one.

    KeyError for a section that is not written.
    """
    least, most = _LEAST[section], _OVERVIEW_MOST if section == "overview" else None
    count, before = _characters(text), _characters(last_year)
    said = _of_overview(count) if section == "overview" else "格式对这一部分的字数没有要求"
    if not count:
        message = "还没有内容，请撰写。"
    elif count < least:
        message = f"现有 {count} 字，不到 {least} 字，{_LACKING[section]}。"
    else:
        message = f"现有 {count} 字；{said}。"
    if before:
        message += f"上年这一部分 {before} 字。"
    return Length(count, least, most, message, FORM_2021_NOTICE.part("第一部分") if section == "overview" else None)


def _of_overview(count: int) -> str:
    usual = f"格式要求这一部分一般在 {_OVERVIEW_MOST} 字以内"
    if count > _OVERVIEW_MOST + _TOLERANCE:
        return f"{usual}，已经超过：请删去一般性的叙述"
    if count > _OVERVIEW_MOST:
        return f"{usual}，略多，可以再精简"
    return f"{usual}，长短合适"


def _characters(text: str) -> int:
    return len("".join(text.split()))
