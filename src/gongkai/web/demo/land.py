"""Two full years of one bureau, 2023 and 2024: every outcome, cases carried over, fees, contests with every result. With the
city's other bureaus no cell of the form stays empty; the tests say so cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.web.demo import annual, parcels
from gongkai.web.demo.affairs import rows as affairs
from gongkai.web.demo.annual import Contest, spread
from gongkai.web.demo.answers import acts, put
from gongkai.web.demo.stories import Act, Story, answered, taken
from gongkai.web.demo.telling import Deed, told

ORGAN, UNIT = "市自然资源和规划局", "用途管制科"
YEARS = (2023, 2024)
_CHANNELS = ("internet", "internet", "registered_post", "internet", "counter")

# fmt: off
# Residents' cases that somebody contests: day, subject, outcome.
CONTESTED = (
    (date(2023, 1, 30), "东湖村征地补偿安置协议签订情况", "third_party"),
    (date(2023, 3, 6), "柳树巷控规调整审查材料", "process_information"),
    (date(2023, 4, 10), "北关街旧城改造用地审批单", "not_held"),
    (date(2023, 5, 8), "石桥镇采矿权延续登记材料", "not_compiled"),
    (date(2023, 11, 29), "龙泉街用地审批内部流转记录", "internal_affairs"),
    (date(2024, 1, 8), "青山镇临时用地复垦材料", "third_party"),
    (date(2024, 3, 4), "长堤路道路红线调整材料", "process_information"),
    (date(2024, 5, 6), "文昌路违法建设案件会审材料", "enforcement_file"),
    (date(2024, 10, 8), "清河路河道用地预审意见", "partially_granted"),
)
_REOPENED = "南门里宗地勘测定界讨论稿"
CONTESTS = (
    Contest("reconsideration", CONTESTED[0][1], date(2023, 3, 6), "青政复〔2023〕11号", "maintained", date(2023, 5, 4)),
    Contest("suit_after_reconsideration", CONTESTED[0][1], date(2023, 5, 16), "（2023）澜0102行初21号", "claims_dismissed", date(2023, 9, 20), "青政复〔2023〕11号"),
    Contest("direct_suit", CONTESTED[1][1], date(2023, 4, 17), "（2023）澜0102行初17号", "annulled", date(2023, 8, 22)),
    Contest("direct_suit", CONTESTED[2][1], date(2023, 5, 22), "（2023）澜0102行初24号", "claims_dismissed", date(2023, 10, 12)),
    Contest("direct_suit", CONTESTED[3][1], date(2023, 6, 19), "（2023）澜0102行初30号", "withdrawn", date(2023, 8, 1)),
    Contest("reconsideration", _REOPENED, date(2023, 12, 4), "青政复〔2023〕58号", "annulled", date(2024, 2, 5)),
    Contest("reconsideration", CONTESTED[4][1], date(2024, 1, 3), "青政复〔2024〕2号", "maintained", date(2024, 3, 1)),
    Contest("suit_after_reconsideration", CONTESTED[4][1], date(2024, 3, 12), "（2024）澜0102行初9号", "annulled", date(2024, 7, 26), "青政复〔2024〕2号"),
    Contest("reconsideration", CONTESTED[5][1], date(2024, 2, 26), "青政复〔2024〕15号", "maintained", date(2024, 4, 24)),
    Contest("suit_after_reconsideration", CONTESTED[5][1], date(2024, 5, 8), "（2024）澜0102行初19号", "suit_rejected", date(2024, 9, 3), "青政复〔2024〕15号"),
    Contest("reconsideration", CONTESTED[6][1], date(2024, 4, 1), "青政复〔2024〕22号", "withdrawn", date(2024, 4, 29)),
    Contest("reconsideration", CONTESTED[7][1], date(2024, 6, 3), "青政复〔2024〕31号", "maintained", date(2024, 8, 1)),
    Contest("suit_after_reconsideration", CONTESTED[7][1], date(2024, 8, 13), "（2024）澜0102行初40号", "claims_dismissed", date(2025, 2, 20), "青政复〔2024〕31号"),
    Contest("reconsideration", CONTESTED[8][1], date(2024, 11, 18), "青政复〔2024〕66号", "claim_rejected", date(2025, 1, 16)),
)
# Licences, penalties, compulsion, charges in yuan.
_FIGURES = {2023: ("1460", "86", "9", "2183600.00"), 2024: ("1397", "112", "6", "1927400.00")}
_DOCUMENTS = (
    ("青澜市临时用地管理办法", "青自然规〔2019〕2号", "2019-06-03", "2019-07-01"),
    ("青澜市建设用地容积率管理规定", "青自然规〔2022〕1号", "2022-03-15", "2022-04-15"),
    ("青澜市规划许可批前公示办法", "青自然规〔2023〕1号", "2023-05-22", "2023-06-22"),
    ("青澜市临时用地和设施农业用地管理办法", "青自然规〔2024〕1号", "2024-04-18", "2024-05-18"),
)
# fmt: on


def stories() -> list[Story]:
    """All applications of the two years."""
    found = [s for at, year in enumerate(YEARS) for s in (*_asked_in(year, at), *_carried(year, at))]
    found += [_asked(day, 1420 + 13 * n, subject, outcome) for n, (day, subject, outcome) in enumerate(CONTESTED)]
    return [*found, *_special()]


def _asked_in(year: int, at: int) -> Iterator[Story]:
    """What is asked from January to October; in late autumn some ask for the same once more."""
    rows = parcels.asked(at)
    first: dict[str, Story] = {}
    for number, (outcome, subject, body) in enumerate(rows):
        began = spread(year, number, len(rows), last=date(year, 10, 25))
        story = _asked(began, 1800 + 500 * at + 17 * number, subject, outcome, body=body, number=number)
        if outcome == "granted" or (body and outcome in ("partially_granted", "process_information")):
            first.setdefault(body, story)
        yield story
    for number, body in enumerate(parcels.again(at)):
        told = first[body]
        began = spread(year, number, 3, first=date(year, 11, 18), last=date(year, 11, 28))
        yield _asked(began, told.who, told.subject, "repeated", body=body)


def _carried(year: int, at: int) -> Iterator[Story]:
    """Received shortly before the end of the year, answered in the next."""
    for number, (outcome, body) in enumerate(parcels.CARRIED):
        subject = f"{parcels.PLACES[number + 6 * at]}{year}年度用地计划执行情况"
        began = spread(year, number, len(parcels.CARRIED), first=date(year, 12, 14), last=date(year, 12, 22))
        yield _asked(began, 2900 + 23 * number + 7 * at, subject, outcome, body=body, after=16)


def _special() -> Iterator[Story]:
    """A fee that is paid, an extension, an answer that is too late, a refusal that is annulled and decided anew."""
    given: dict[str, Any] = {"provision": "纸质复印件，邮寄", "enclosures": ("勘测定界图复印件",)}
    fee = Act(6, "fee_notified", units=110, elements={"payment_way": "缴款码见附页，缴入市本级财政专户"})
    yield _told(
        date(2023, 9, 4),
        1450,
        "东湖村历年勘测定界图",
        fee,
        Act(7, "fee_delivered"),
        Act(9, "fee_paid"),
        *answered(18, "granted", delivered=2, **given),
    )
    longer = Act(14, "extended", days=20, reason="所申请的信息涉及三个年度的档案，需要逐件查找和审查")
    yield _told(
        date(2024, 6, 17), 1463, "石桥镇三年土地供应台账", longer, *answered(32, "granted", delivered=1, **given)
    )
    yield _told(date(2024, 9, 2), 1479, "北关街地下管线竣工图", *answered(24, "granted", delivered=1, **given))
    refused = answered(9, "process_information", "该稿是形成正式成果以前的讨论稿", delivered=1, process_kind="过程稿")
    anew = answered(84, "granted", delivered=1, **given)
    again = Act(73, "reopened", reason="行政复议决定撤销原答复，责令重新答复")
    yield _told(date(2023, 11, 6), 1491, _REOPENED, *refused, again, *anew)


def _told(began: date, who: int, subject: str, *acts: Act) -> Story:
    return Story(began, who, subject, f"申请公开{subject}。", (*taken(UNIT), *acts), organ=ORGAN)


def _asked(
    began: date, who: int, subject: str, outcome: str, *, body: str = "", number: int = 0, after: int | None = None
) -> Story:
    done = acts(ORGAN, outcome, subject, UNIT, after=after)
    channel = _CHANNELS[number % len(_CHANNELS)]
    return Story(began, who, subject, put(outcome, subject), done, channel, ORGAN, body=body)


def rows(year: int) -> Iterator[annual.Row]:
    """What is entered into the registers for a year."""
    licences, penalties, compulsions, charge = _FIGURES[year]
    span = {"since": f"{year}-01-01", "on": f"{year}-12-31"}
    for title, number, issued, effective in _DOCUMENTS:
        if (year == YEARS[0] and issued < "2024") or issued.startswith(str(year)):
            yield "document", {"row": "normative_document", "title": title, "document_number": number,
                               "issued_on": issued, "effective_on": effective, "source": "收发文登记"}  # fmt: skip
    for row, subject, count in (("licence", "用地和规划许可", licences), ("penalty", "违法用地和违法建设处罚", penalties),
                                ("compulsion", "违法建设强制措施", compulsions)):  # fmt: skip
        yield "decision", {**span, "row": row, "subject": subject, "count": count, "source": "业务系统年度导出"}
    yield "charge", {**span, "item": "耕地开垦费", "fen": charge, "source": "财务年度决算"}
    yield from affairs(ORGAN, year)


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
    found.append(annual.corrected(ORGAN, "document", old, ended, "新办法施行，原办法废止", date(2024, 5, 20)))
    return found


def _problems(year: int) -> Iterator[annual.Row]:
    told_of = {
        2023: ("不予公开的理由说明还不够具体", "编写告知书样本，由法制机构逐件审核"),
        2024: ("规划类信息专业性强，群众不易看懂", "批前公示同步配发图解和问答"),
    }[year]
    yield "problem", {"year": str(year), "problem": told_of[0], "improvement": told_of[1], "state": "open",
                      "source": "年终总结"}  # fmt: skip
