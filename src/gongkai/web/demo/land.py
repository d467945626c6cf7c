"""Two full years of one bureau, 2023 and 2024: every outcome for every kind of applicant, cases carried over, fees, contests
with every result. With the city's other bureaus no cell of the form stays empty; the tests say so cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.law.outcomes import OUTCOMES
from gongkai.web.demo import annual, city
from gongkai.web.demo.annual import Contest, spread
from gongkai.web.demo.answers import ANSWERS, acts
from gongkai.web.demo.stories import Act, Story, answered, taken
from gongkai.web.demo.telling import Deed, told

ORGAN, UNIT = "市自然资源和规划局", "用途管制科"
YEARS = (2023, 2024)
PLACES = ("东湖村", "柳树巷", "北关街", "青山镇", "石桥镇", "龙泉街")
_ASKERS = ("", *(names[0] for names in city.BODIES.values()))  # a resident, then one body of each kind
_CHANNELS = ("internet", "internet", "registered_post", "internet", "counter")

# fmt: off
# Residents' cases that somebody contests: day, subject, outcome.
CONTESTED = (
    (date(2023, 1, 30), "东湖村征地补偿安置协议签订情况", "third_party"),
    (date(2023, 3, 6), "柳树巷控规调整审查材料", "process_information"),
    (date(2023, 4, 10), "北关街旧城改造用地审批单", "not_held"),
    (date(2023, 5, 8), "石桥镇采矿权延续登记材料", "not_compiled"),
    (date(2023, 11, 29), "龙泉街加装电梯规划意见", "internal_affairs"),
    (date(2024, 1, 8), "青山镇临时用地复垦材料", "third_party"),
    (date(2024, 3, 4), "长堤路道路红线调整材料", "process_information"),
    (date(2024, 5, 6), "文昌路地块出让会审材料", "enforcement_file"),
    (date(2024, 10, 8), "清河路河道用地预审意见", "partially_granted"),
)
_REOPENED = "南门里宗地勘测定界讨论稿"
CONTESTS = (
    Contest("reconsideration", CONTESTED[0][1], date(2023, 3, 6), "青政复〔2023〕11号", "maintained", date(2023, 5, 4)),
    Contest("suit_after_reconsideration", CONTESTED[0][1], date(2023, 5, 16), "（2023）青01行初21号", "claims_dismissed", date(2023, 9, 20), "青政复〔2023〕11号"),
    Contest("direct_suit", CONTESTED[1][1], date(2023, 4, 17), "（2023）青01行初17号", "annulled", date(2023, 8, 22)),
    Contest("direct_suit", CONTESTED[2][1], date(2023, 5, 22), "（2023）青01行初24号", "claims_dismissed", date(2023, 10, 12)),
    Contest("direct_suit", CONTESTED[3][1], date(2023, 6, 19), "（2023）青01行初30号", "withdrawn", date(2023, 8, 1)),
    Contest("reconsideration", _REOPENED, date(2023, 12, 4), "青政复〔2023〕58号", "annulled", date(2024, 2, 5)),
    Contest("reconsideration", CONTESTED[4][1], date(2024, 1, 3), "青政复〔2024〕2号", "maintained", date(2024, 3, 1)),
    Contest("suit_after_reconsideration", CONTESTED[4][1], date(2024, 3, 12), "（2024）青01行初9号", "annulled", date(2024, 7, 26), "青政复〔2024〕2号"),
    Contest("reconsideration", CONTESTED[5][1], date(2024, 2, 26), "青政复〔2024〕15号", "maintained", date(2024, 4, 24)),
    Contest("suit_after_reconsideration", CONTESTED[5][1], date(2024, 5, 8), "（2024）青01行初19号", "suit_rejected", date(2024, 9, 3), "青政复〔2024〕15号"),
    Contest("reconsideration", CONTESTED[6][1], date(2024, 4, 1), "青政复〔2024〕22号", "withdrawn", date(2024, 4, 29)),
    Contest("reconsideration", CONTESTED[7][1], date(2024, 6, 3), "青政复〔2024〕31号", "maintained", date(2024, 8, 1)),
    Contest("suit_after_reconsideration", CONTESTED[7][1], date(2024, 8, 13), "（2024）青01行初40号", "claims_dismissed", date(2025, 2, 20), "青政复〔2024〕31号"),
    Contest("reconsideration", CONTESTED[8][1], date(2024, 11, 18), "青政复〔2024〕66号", "claim_rejected", date(2025, 1, 16)),
)
# Rows of the registers for each year; the figures grow a little from year to year.
_FIGURES = {2023: ("1460", "86", "9", "2183600.50", "640", "388", "212"), 2024: ("1522", "93", "7", "2240915.00", "702", "431", "256")}
_DOCUMENTS = (
    ("青澜市临时用地管理办法", "青自然规〔2019〕2号", "2019-06-03", "2019-07-01"),
    ("青澜市建设用地容积率管理规定", "青自然规〔2022〕1号", "2022-03-15", "2022-04-15"),
    ("青澜市规划许可批前公示办法", "青自然规〔2023〕1号", "2023-05-22", "2023-06-22"),
    ("青澜市临时用地管理实施细则", "青自然规〔2024〕1号", "2024-04-18", "2024-05-18"),
)
# fmt: on


def stories() -> list[Story]:
    """All applications of the two years."""
    found = [s for year in YEARS for s in (*_every_outcome(year), *_carried(year))]
    found += [_asked(day, 420 + n, subject, outcome) for n, (day, subject, outcome) in enumerate(CONTESTED)]
    return [*found, *_special()]


def _every_outcome(year: int) -> Iterator[Story]:
    """Each outcome for half of the kinds of applicant; the other half has it in the other year."""
    rows = [
        (outcome.key, kind)
        for at, outcome in enumerate(OUTCOMES)
        for kind in range(len(_ASKERS))
        # Who applies again does so in the year of the first answer, later.
        if ((0 if outcome.key == "repeated" else at) + kind) % 2 == year % 2
    ]
    for number, (outcome, kind) in enumerate(rows):
        subject = f"{PLACES[kind]}片区{ANSWERS[outcome].asked}"
        began = spread(year, number, len(rows))
        yield _asked(began, 300 + kind, subject, outcome, kind=kind, number=number)


def _carried(year: int) -> Iterator[Story]:
    """Received shortly before the end of the year, answered in the next: one of each kind of applicant."""
    for kind, place in enumerate(PLACES):
        outcome = ("granted", "not_held", "partially_granted")[kind % 3]
        subject = f"{place}{year}年度用地计划执行情况"
        began = spread(year, kind, len(PLACES), first=date(year, 12, 14), last=date(year, 12, 22))
        yield _asked(began, 300 + kind, subject, outcome, kind=kind, after=16)


def _special() -> Iterator[Story]:
    """A fee that is paid, an extension, an answer that is too late, a refusal that is annulled and decided anew."""
    given: dict[str, Any] = {"provision": "纸质复印件，邮寄", "enclosures": ("勘测定界图复印件",)}
    fee = Act(6, "fee_notified", units=110, elements={"payment_way": "缴款码见附页，缴入市本级财政专户"})
    yield _told(
        date(2023, 9, 4),
        450,
        "东湖村历年勘测定界图",
        fee,
        Act(9, "fee_paid"),
        *answered(18, "granted", delivered=2, **given),
    )
    longer = Act(14, "extended", days=20, reason="所申请的信息涉及三个年度的档案，需要逐件查找和审查")
    yield _told(
        date(2024, 6, 17), 451, "石桥镇三年土地供应台账", longer, *answered(32, "granted", delivered=1, **given)
    )
    yield _told(date(2024, 9, 2), 452, "北关街地下管线竣工图", *answered(24, "granted", delivered=1, **given))
    refused = answered(9, "process_information", "该稿是形成正式成果以前的讨论稿", delivered=1, process_kind="过程稿")
    anew = answered(84, "granted", delivered=1, **given)
    again = Act(73, "reopened", reason="行政复议决定撤销原答复，责令重新答复")
    yield _told(date(2023, 11, 6), 453, _REOPENED, *refused, again, *anew)


def _told(began: date, who: int, subject: str, *acts: Act) -> Story:
    return Story(began, who, subject, f"申请公开{subject}。", (*taken(UNIT), *acts), organ=ORGAN)


def _asked(
    began: date, who: int, subject: str, outcome: str, *, kind: int = 0, number: int = 0, after: int | None = None
) -> Story:
    done = acts(outcome, subject, UNIT, after=after)
    channel = _CHANNELS[number % len(_CHANNELS)]
    return Story(began, who, subject, f"申请公开{subject}。", done, channel, ORGAN, body=_ASKERS[kind])


def rows(year: int) -> Iterator[annual.Row]:
    """What is entered into the registers for a year."""
    licences, penalties, compulsions, charge, website, wechat, platform = _FIGURES[year]
    span = {"since": f"{year}-01-01", "on": f"{year}-12-31"}
    for title, number, issued, effective in _DOCUMENTS:
        if (year == YEARS[0] and issued < "2024") or issued.startswith(str(year)):
            yield "document", {"row": "normative_document", "title": title, "document_number": number,
                               "issued_on": issued, "effective_on": effective, "source": "收发文登记"}  # fmt: skip
    for row, subject, count in (("licence", "用地和规划许可", licences), ("penalty", "违法用地和违法建设处罚", penalties),
                                ("compulsion", "违法建设强制措施", compulsions)):  # fmt: skip
        yield "decision", {**span, "row": row, "subject": subject, "count": count, "source": "业务系统年度导出"}
    yield "charge", {**span, "item": "耕地开垦费", "fen": charge, "source": "财务年度决算"}
    for channel, count in (("website", website), ("wechat", wechat), ("city_platform", platform)):
        yield "publication", {"kind": "information", "channel": channel, "column": "自然资源", "title": "用地、规划和确权类信息",
                              "on": f"{year}-12-31", "count": count, "source": "平台后台统计"}  # fmt: skip
    yield from works(year, "国土空间规划", "耕地保护和占补平衡", 52)


def works(year: int, first: str, second: str, trained: int) -> Iterator[annual.Row]:
    """What every organ's year has beside its figures: interpretations, proposals, activities, key tasks."""
    yield "publication", {"kind": "interpretation", "channel": "website", "title": f"{first}政策问答", "form": "question",
                          "on": f"{year}-06-20", "count": "5", "source": "网站后台统计"}  # fmt: skip
    for kind, number, subject in (("suggestion", "第31号", first), ("motion", "第64号", second)):
        yield "proposal", {"kind": kind, "number": number, "subject": subject, "received_on": f"{year}-03-08",
                           "due_on": f"{year}-06-08", "replied_on": f"{year}-05-22", "satisfaction": "satisfied",
                           "published_on": f"{year}-06-28", "source": "交办单"}  # fmt: skip
    yield "activity", {"kind": "open_day", "title": f"{first}开放日", "on": f"{year}-09-20", "participants": "48",
                       "source": "活动签到表"}  # fmt: skip
    yield "activity", {"kind": "training", "title": "政府信息公开业务培训", "on": f"{year}-04-12",
                       "participants": str(trained), "source": "培训签到表"}  # fmt: skip
    yield "activity", {"kind": "inspection", "title": "公开栏目季度检查", "on": f"{year}-10-17",
                       "result": "个别栏目更新不及时，已当月改正", "source": "检查记录"}  # fmt: skip
    yield "key_task", {"year": str(year), "number": "1", "item": f"公开{second}的年度进展", "progress": "11月：进展已公开",
                       "done_on": f"{year}-11-21", "source": "市政务公开工作要点"}  # fmt: skip


def deeds(*, today: date) -> list[Deed]:
    """The two years, to their editions."""
    found = told(stories(), today=today) + annual.contested(ORGAN, CONTESTS)
    for year in YEARS:
        entered = date(year + 1, 1, 8)
        found += annual.entered(ORGAN, rows(year), entered)
        found += annual.entered(ORGAN, _problems(year), entered) + annual.reported(ORGAN, year)
    done = {"state": "improved", "outcome": "印发了告知书样本，逐件由法制机构审核"}
    found.append(annual.corrected(ORGAN, "problem", {"year": 2023}, done, "年终核对改进情况", date(2025, 1, 9)))
    ended = {"ended_on": "2024-05-18", "how_ended": "废止"}
    old = {"document_number": _DOCUMENTS[0][1]}
    found.append(annual.corrected(ORGAN, "document", old, ended, "新的实施细则施行，原办法废止", date(2024, 5, 20)))
    return found


def _problems(year: int) -> Iterator[annual.Row]:
    told_of = {
        2023: ("不予公开的理由说明还不够具体", "编写告知书样本，由法制机构逐件审核"),
        2024: ("规划类信息专业性强，群众不易看懂", "批前公示同步配发图解和问答"),
    }[year]
    yield "problem", {"year": str(year), "problem": told_of[0], "improvement": told_of[1], "state": "open",
                      "source": "年终总结"}  # fmt: skip
