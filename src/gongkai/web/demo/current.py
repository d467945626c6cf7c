"""The bureau that can be tried in every role, after its founding year: 2024 published, and the report of the year past still
a draft. One sentence of it contradicts the table, and one letter of that year is not registered yet; both are left to
whoever tries the platform."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.web.applications.ledgers import the_calendar
from gongkai.web.demo import annual
from gongkai.web.demo.answers import acts
from gongkai.web.demo.city import BUREAU
from gongkai.web.demo.land import works
from gongkai.web.demo.stories import FIRST, SECOND, Story
from gongkai.web.demo.telling import Deed, told

FILED = 2024
LICENCES = {FILED: 431, 0: 452}  # 0: the year of the draft
# fmt: off
_ASKED = {
    FILED: (((3, 12), "2023年度法律援助经费使用情况", "granted", FIRST, ""), ((6, 18), "公职律师管理办法的征求意见稿", "process_information", SECOND, ""),
            ((9, 9), "人民调解员名册", "partially_granted", FIRST, "爱心助学促进会"), ((12, 17), "行政复议决定书公开目录", "granted", SECOND, "正言律师事务所")),
    0: (((2, 25), "2024年度公证机构考核结果", "granted", FIRST, ""), ((5, 20), "社区矫正中心委托服务合同", "third_party", FIRST, "新域科技有限公司"),
        ((8, 12), "仲裁案件统计分析", "not_compiled", SECOND, "城市发展研究院"), ((10, 14), "1998年律师考核档案", "not_held", FIRST, "")),
}
_PROBLEMS = {
    FILED: ("答复文书的说理还不够充分", "每季度评查一次答复文书"),
    0: ("政策解读的音频、视频仍然偏少", "重要文件至少配发一种音频或者视频解读"),
}
# fmt: on
LATE = "2024年度司法所规范化建设经费安排"


def drafted(today: date) -> int:
    """The year whose report is a draft."""
    return today.year - 1


def deeds(*, today: date) -> list[Deed]:
    """2024 to its edition, the year past to its draft; nothing before 2026, when the two would be one year."""
    last = drafted(today)
    if last <= FILED:
        return []
    found = told([*_stories(FILED, FILED), *_stories(0, last), _late(last)], today=today)
    for key, year, on in ((FILED, FILED, date(2025, 1, 6)), (0, last, min(date(last + 1, 1, 6), today))):
        found += annual.entered(BUREAU, _rows(key, year), on)
    found += annual.reported(BUREAU, FILED)
    done = {"state": "improved", "outcome": "每季度检查一次公开栏目，发现的问题当月改正"}
    checked = {"year": 2023, "problem__startswith": "对主动公开"}
    found.append(annual.corrected(BUREAU, "problem", checked, done, "年终核对改进情况", date(2025, 1, 7)))
    written = min(the_calendar().roll(date(last + 1, 1, 12)), today)
    return [*found, Deed(written, lambda: annual.write(BUREAU, last, written, mistake=mistake(last)))]


def mistake(year: int) -> tuple[str, str]:
    """What the draft says rightly, and what is typed instead: two figures of the number of licences changed places."""
    return f"行政许可决定{LICENCES[0]}件", f"行政许可决定{_swapped(LICENCES[0])}件"


def _swapped(number: int) -> int:
    digits = str(number)
    return int(digits[0] + digits[:0:-1])


def _stories(key: int, year: int) -> Iterator[Story]:
    for number, (day, subject, outcome, unit, body) in enumerate(_ASKED[key]):
        began = the_calendar().roll(date(year, *day))
        done = acts(outcome, subject, unit, after=16 if day[0] == 12 else None)
        yield Story(began, 620 + 11 * number, subject, f"申请公开{subject}。", done, body=body)


def _late(year: int) -> Story:
    """A letter that came by ordinary mail at the end of the year and that nobody has registered."""
    return Story(the_calendar().roll(date(year, 12, 29)), 677, LATE, f"申请公开{LATE}。", channel="post")


def _rows(key: int, year: int) -> Iterator[annual.Row]:
    span = {"since": f"{year}-01-01", "on": f"{year}-12-31"}
    licences = str(LICENCES[key])
    yield (
        "decision",
        {
            **span,
            "row": "licence",
            "subject": "律师、公证、司法鉴定执业许可",
            "count": licences,
            "source": "许可平台年度导出",
        },
    )
    yield "charge", {**span, "item": "公证费", "fen": f"{412300 + year}.00", "source": "财务年度决算"}
    for channel, count in (("website", 1298), ("wechat", 1604), ("city_platform", 66)):
        yield "publication", {"kind": "information", "channel": channel, "column": "司法行政动态", "title": "本年发布的信息",
                              "on": f"{year}-12-31", "count": str(count), "source": "平台后台统计"}  # fmt: skip
    yield from works(year, "法治化营商环境", "公共法律服务", 47)
    problem, improvement = _PROBLEMS[key]
    yield (
        "problem",
        {"year": str(year), "problem": problem, "improvement": improvement, "state": "open", "source": "年终总结"},
    )
