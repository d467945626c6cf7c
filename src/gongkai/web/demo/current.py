"""The bureau that can be tried in every role, after its founding year: 2024 published, and the report of the year past still
a draft. One sentence of it contradicts the table, and one letter of that year is not registered yet; both are left to
whoever tries the platform."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from gongkai.web.applications.ledgers import the_calendar
from gongkai.web.demo import affairs, annual, city, present
from gongkai.web.demo.annual import Contest
from gongkai.web.demo.answers import acts, put
from gongkai.web.demo.city import BUREAU
from gongkai.web.demo.stories import FIRST, SECOND, Story
from gongkai.web.demo.telling import Deed, told

FILED = 2024
DRAFT = affairs.DRAFT
LICENCES = {FILED: 431, DRAFT: 452}
# fmt: off
_ASKED = {
    FILED: (((3, 12), "2023年度法律援助经费使用情况", "granted", FIRST, ""), ((4, 23), "各司法所人民调解案件数量", "granted", SECOND, ""),
            ((6, 18), "公职律师管理办法的征求意见稿", "process_information", SECOND, ""), ((7, 16), "村居法律顾问签约名单", "granted", FIRST, ""),
            ((9, 9), "人民调解员名册", "partially_granted", FIRST, "爱心助学促进会"), ((10, 22), "1985年公证书底稿", "not_held", FIRST, ""),
            ((12, 17), "行政复议决定书公开目录", "granted", SECOND, "正言律师事务所")),
    DRAFT: (((2, 25), "公证机构年度考核结果", "granted", FIRST, ""), ((4, 9), "法律援助值班律师排班公告", "granted", FIRST, ""),
            ((5, 20), "社区矫正中心委托服务合同", "third_party", FIRST, "新域科技有限公司"), ((6, 24), "司法鉴定人处罚决定书", "partially_granted", SECOND, ""),
            ((8, 12), "仲裁案件争议类型分析", "not_compiled", SECOND, "城市发展研究院"), ((9, 16), "邻居拖欠律师费的问题", "petition_or_complaint", FIRST, ""),
            ((10, 14), "1998年律师考核档案", "not_held", FIRST, ""), ((11, 11), "公共法律服务中心建设合同", "granted", FIRST, "")),
}
_CHARGED = {FILED: "386500.00", DRAFT: "439200.00"}
_PROBLEMS = {
    FILED: ("答复文书的说理还不够充分", "每季度评查一次答复文书"),
    DRAFT: ("公共法律服务网点的信息更新不够及时", "每季度核对一次网点的地址和电话"),
}
# What had become of last year's problems when the next report was written: year, how it begins, state, outcome.
_BECAME = (
    (2023, "对主动公开", "improved", "由每年检查一次改为每半年检查一次公开栏目，发现的问题当月改正"),
    (2023, "政策解读", "improved", "为人民调解和法律援助两项政策制作了音频和图解"),
    (FILED, "答复文书", "improved", "答复文书已按季度评查，说理不足的退回修改后再送达"),
)
# fmt: on
_ABOVE = city.ABOVE
_OPEN = "法律顾问聘用情况"  # a present case that is contested now


def contests(*, today: date) -> list[Contest]:
    """What was contested: over the year that is published, over the year of the draft with a suit pending at its end, and
    a reconsideration of this spring or whenever today is."""
    year, working = drafted(today), the_calendar()
    past = working.working_days(today - timedelta(days=60), today)
    first, second = _ASKED[FILED][2][1], _ASKED[DRAFT][2][1]
    before = f"东司复〔{year}〕17号"
    return [
        Contest("reconsideration", first, date(2024, 7, 22), "东司复〔2024〕9号", "maintained", date(2024, 9, 13), above=_ABOVE),
        Contest("reconsideration", second, working.roll(date(year, 6, 25)), before, "maintained", working.roll(date(year, 8, 15)), above=_ABOVE),
        Contest("suit_after_reconsideration", second, working.roll(date(year, 8, 27)), f"（{year}）澜0102行初58号",
                "claims_dismissed", working.roll(date(year + 1, 3, 18)), before, above=_ABOVE),
        Contest("reconsideration", _OPEN, past[-9], f"青政复〔{past[-9].year}〕33号"),
    ]  # fmt: skip


LATE = "司法所规范化建设经费安排"


def drafted(today: date) -> int:
    """The year whose report is a draft."""
    return today.year - 1


def deeds(*, today: date) -> list[Deed]:
    """2024 to its edition, the year past to its draft; nothing before 2026, when the two would be one year."""
    last = drafted(today)
    if last <= FILED:
        return []
    found = told([*_stories(FILED, FILED), *_stories(DRAFT, last), _late(last)], today=today)
    for key, year, on in ((FILED, FILED, date(2025, 1, 6)), (DRAFT, last, min(date(last + 1, 1, 6), today))):
        found += annual.entered(BUREAU, _rows(key, year), on)
    found += annual.reported(BUREAU, FILED)
    for year, begins, state, outcome in _BECAME:
        which, done = {"year": year, "problem__startswith": begins}, {"state": state, "outcome": outcome}
        on = min(the_calendar().roll(date(year + 2, 1, 7)), today)
        found.append(annual.corrected(BUREAU, "problem", which, done, "年终核对改进情况", on))
    found += [deed for deed in annual.contested(BUREAU, contests(today=today)) if deed.on <= today]
    written = min(the_calendar().roll(date(last + 1, 1, 12)), today)
    found += annual.entered(BUREAU, present.so_far(today=today), today)
    return [*found, Deed(written, lambda: annual.write(BUREAU, last, written, mistake=mistake(last)))]


def mistake(year: int) -> tuple[str, str]:
    """What the draft says rightly, and what is typed instead: two figures of the number of licences changed places."""
    return f"行政许可决定{LICENCES[DRAFT]}件", f"行政许可决定{_swapped(LICENCES[DRAFT])}件"


def _swapped(number: int) -> int:
    digits = str(number)
    return int(digits[0] + digits[:0:-1])


def _stories(key: int, year: int) -> Iterator[Story]:
    for number, (day, subject, outcome, unit, body) in enumerate(_ASKED[key]):
        began = the_calendar().roll(date(year, *day))
        done = acts(BUREAU, outcome, subject, unit, after=16 if day[0] == 12 else None)
        yield Story(began, 5600 + 53 * number + year % 10, subject, put(outcome, subject), done, body=body)


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
    yield "charge", {**span, "item": "公证费", "fen": _CHARGED[key], "source": "财务年度决算"}
    yield from affairs.rows(BUREAU, year, key=key)
    problem, improvement = _PROBLEMS[key]
    yield (
        "problem",
        {"year": str(year), "problem": problem, "improvement": improvement, "state": "open", "source": "年终总结"},
    )
