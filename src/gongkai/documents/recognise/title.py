"""Who reports on which year: title, organ, year and dates; and what a file is that is no annual report."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

_CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\s*\d\s*\d|[二2][〇○零0][〇○零一二三0-3][〇○零一二三四五六七八九\d])\s*年")
_ENDS = r"(?:局|委员会|委|办公室|办公厅|办|厅|院|政府|管委会|中心|街道办事处|街道|镇|乡|区|市|县|州|省|支队|总队|大队|公司|集团|社|会|处|所|站|部|署|馆|校|学院|行|队|旗|盟|厂|指挥部|片区|实验区)"
_TITLE = re.compile(r"(?:政府信息公开|信息公开|政务公开).{0,12}?(?:年度)?(?:报告|年报)")
_DATE = re.compile(r"((?:19|20)\d\d)\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})\s*日?")
_PUBLISHED = re.compile(
    r"(?:发布(?:日期|时间)|公开日期|发文日期|发表时间|时间|日期)\s*[:：]?\s*((?:19|20)\d\d\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2})"
)

KINDS = (
    (r"解读", "年度报告的解读"),
    (r"预算|决算", "预算或决算报告"),
    (r"招标|采购公告|中标", "采购公告"),
    (r"公开指南", "政府信息公开指南"),
    (r"申请表", "政府信息公开申请表"),
    (r"工作要点|实施方案", "工作要点或方案"),
    (r"统计公报", "统计公报"),
    (r"政府工作报告", "政府工作报告"),
    (r"通知|通报", "通知或通报"),
)


def year_in(text: str) -> int | None:
    """The first year (1990–2099) written in Arabic or Chinese digits before 年."""
    for match in _YEAR.finditer(text):
        year = re.sub(r"\s", "", match[1]).translate(_CHINESE)
        if year.isdigit() and 1990 <= int(year) <= 2099:
            return int(year)
    return None


def years_in(text: str) -> list[int]:
    """Every year in a text, in order, each once."""
    found = (int(y) for m in _YEAR.finditer(text) if (y := re.sub(r"\s", "", m[1]).translate(_CHINESE)).isdigit())
    return list(dict.fromkeys(y for y in found if 1990 <= y <= 2099))


def is_title(line: str) -> bool:
    """Whether a line reads like the title of an annual report."""
    if "公" not in line or "开" not in line:
        return False
    compact = re.sub(r"\s", "", line)
    return (
        len(compact) <= 60
        and bool(_TITLE.search(compact))
        and not compact.endswith(("。", "；"))
        and "《" not in compact
    )


def find_title(head: Sequence[str], hint: str) -> tuple[str, int]:
    """The title and the index of the line behind it; ``("", 0)`` when there is none. Joins a title set on two lines."""
    for index, line in enumerate(head):
        if not is_title(line) or line.startswith(("当前位置", "首页")) or ">" in line:
            continue
        title = re.sub(r"\s+", "", line)
        if index and not organ_in_title(title) and is_name(head[index - 1]):
            title = re.sub(r"\s+", "", head[index - 1]) + title
        return title, index + 1
    for index in range(len(head) - 1):
        if len(head[index]) > 40 or len(head[index + 1]) > 40 or not is_title(both := head[index] + head[index + 1]):
            continue
        joined = re.sub(r"\s+", "", both)
        if not re.search("[。，；]", joined):
            return joined, index + 2
    compact = re.sub(r"\s+", "", re.split(r"[-_|—]", hint)[0])
    return (compact, 0) if is_title(compact) else ("", 0)


def is_name(line: str) -> bool:
    """Whether a line is the name of an organ and nothing else."""
    compact = re.sub(r"\s", "", line)
    return 3 <= len(compact) <= 30 and bool(re.fullmatch(r"[\u4e00-\u9fff（）()]+" + _ENDS, compact))


def organ_in_title(title: str) -> str | None:
    """The organ named in a title, with the year and the fixed words taken away."""
    compact = re.sub(r"[\s《》]", "", title)
    before_year = _YEAR.split(compact, maxsplit=1)[0] if _YEAR.search(compact) else ""
    name = re.sub(r"^(?:关于|附件\d*[:：]?|公开)", "", before_year)
    if not name:
        rest = _YEAR.sub("", compact, count=1)
        name = re.split(r"年?度?(?:政府信息公开|信息公开|政务公开)", rest, maxsplit=1)[0]
        name = re.sub(r"^(?:年度|度)", "", name)
    name = name.rstrip("年度-—")
    return name if 2 <= len(name) <= 40 and re.search(r"[\u4e00-\u9fff]{2}", name) and "格式" not in name else None


def find_organ(title: str, text: str) -> str | None:
    """The organ's name: from the title, completed from the text when the title leaves out the place; else from the text.

    ``市司法局`` in the title and ``聊城市司法局`` in the text give the latter.
    """
    name = organ_in_title(title)
    if name is None:
        return _from_text(text)
    if name[0] not in "市区县州省镇乡局委办厅旗" or name.startswith(("市场", "市政", "市容", "区域", "办公")):
        return name
    place = r"(?:^|[，。、；：（\s“,由])([^\W\d_由本我的是为和对向与在]{2,10}?"
    longer = Counter(re.findall(rf"{place}{re.escape(name)})", text, re.M))
    return longer.most_common(1)[0][0] if longer else name


def _from_text(text: str) -> str | None:
    patterns = (
        rf"本报告由([\u4e00-\u9fff]{{2,25}}?{_ENDS})(?:编制|根据|按照)",
        rf"(?:19|20)\d\d年度?[，,]([\u4e00-\u9fff]{{2,25}}?{_ENDS})(?:严格|认真|坚持|深入|全面|按照|高度|持续|积极|以|在|根据)",
        rf"^([\u4e00-\u9fff]{{2,25}}?{_ENDS})(?:根据|按照|严格|认真)",
    )
    for pattern in patterns:
        match = re.search(pattern, text, re.M)
        if match and not match[1].startswith(("本", "我", "全", "各")):
            return match[1]
    return None


def find_year(title: str, head: str, text: str) -> int | None:
    """The report year: of the title, else of the statement of the statistical period, else the year most spoken of."""
    in_title = year_in(title)
    if in_title is not None:
        return in_title
    period = re.search(r"((?:19|20)\d\d)\s*年\s*1\s*月\s*1\s*日.{0,12}12\s*月\s*31\s*日", text)
    if period:
        return int(period[1])
    years = Counter(re.findall(r"(?<![〔\[（(\d])((?:20)\d\d)\s*年度?", head or text))
    return int(years.most_common(1)[0][0]) if years else None


def find_published(hint: str, head: Sequence[str]) -> date | None:
    """The day of publication that the page states, or None."""
    for text in (hint, *(m[1] for line in head if (m := _PUBLISHED.search(line)))):
        day = day_in(text)
        if day:
            return day
    return None


def day_in(text: str) -> date | None:
    """The first valid calendar day in a text."""
    for match in _DATE.finditer(text or ""):
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue
    return None


def looks_like(head: str) -> str:
    """What a file is that is no annual report, in words that fill ``看起来是……``."""
    for pattern, what in KINDS:
        if re.search(pattern, head):
            return what
    return "其他文件"
