"""A year, for most of them two or three years, of the city's other bureaus: registers, applications, the published report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from gongkai.web.applications.ledgers import the_calendar
from gongkai.web.demo import annual, city
from gongkai.web.demo.affairs import rows as affairs
from gongkai.web.demo.annual import Contest
from gongkai.web.demo.answers import acts, put
from gongkai.web.demo.asked import ASKED
from gongkai.web.demo.stories import Story
from gongkai.web.demo.telling import Deed, told


@dataclass(frozen=True, slots=True)
class Year:
    """An organ's year: numbers of licences, penalties, compulsion; yuan charged; documents that are issued in the year or stand
    from before (title, number, day of issue); a problem, what is to improve it, and what had become of it a year later (state,
    outcome; empty where nobody reports on it yet); why it does not continue last year's report."""

    organ: str
    year: int
    figures: tuple[int, int, int]
    charged: str
    documents: tuple[tuple[str, str, str], ...]
    problem: tuple[str, str]
    became: tuple[str, str] = ("", "")
    why: str = ""


# fmt: off
# What the decisions of an organ are about (licences, penalties, compulsion), and what it charges for.
_ABOUT: Mapping[str, tuple[str, str, str, str]] = {
    "市财政局": ("代理记账机构执业许可", "政府采购监督处罚", "", ""), "市教育局": ("办学许可和教师资格认定", "校外培训违规处罚", "", "考试报名费"),
    "市住建局": ("施工许可和商品房预售许可", "工程质量安全处罚", "查封施工现场设施", "城市道路挖掘修复费"),
    "市生态环境局": ("环评审批和排污许可", "环境违法处罚", "查封、扣押", ""), "市公安局": ("出入境证件和机动车登记等许可", "治安和交通违法处罚（普通程序）", "扣留车辆等强制措施", "居民身份证工本费"),
    "市民政局": ("社会组织登记", "社会组织违规处罚", "", ""), "市人社局": ("人力资源服务许可", "劳动保障监察处罚", "", ""),
    "市卫健委": ("医疗机构和医师执业许可", "医疗卫生违法处罚", "封存物品", ""), "市交通运输局": ("道路运输许可", "道路运输违法处罚", "暂扣车辆", ""),
    "市市场监管局": ("经营主体登记和食品经营许可", "市场监管违法处罚", "查封、扣押", "特种设备检验费"),
}
YEARS = (
    Year("市政府办公室", 2024, (0, 0, 0), "", (("青澜市城市停车管理规定", "青澜市人民政府令第61号", "2024-07-10"),
         ("青澜市行政规范性文件管理办法", "青澜市人民政府令第52号", "2019-11-20"), ("青澜市停车场管理办法", "青澜市人民政府令第38号", "2014-05-06")),
         ("会议公开的图文解读还不够及时", "会议议定事项公开时同步配发图文解读"), ("improved", "有31次会议在公开当日配发了图文解读，其余在三日内补发")),
    Year("市政府办公室", 2025, (0, 0, 0), "", (), ("民生实事的进展公开得还不够细", "每季度公开一次民生实事的分项进度")),
    Year("市财政局", 2024, (46, 2, 0), "", (("青澜市政府采购信息公开办法", "青财规〔2021〕1号", "2021-04-06"),),
         ("预算公开的说明文字专业术语较多", "预算草案配发问答和图表"), ("solved", "2025年预算草案已配发图解，常见问题另列一页")),
    Year("市财政局", 2025, (38, 0, 0), "", (("青澜市行政事业单位国有资产出租管理办法", "青财规〔2025〕1号", "2025-03-12"),),
         ("绩效评价结果的公开还不够完整", "全文公开重点项目的评价报告")),
    Year("市教育局", 2023, (163, 5, 0), "312500.00", (("青澜市义务教育招生入学办法", "青教规〔2022〕1号", "2022-03-18"),),
         ("招生信息公布的时间还可以提前", "招生方案比往年提前一个月公布"), ("solved", "2024年招生方案已于4月公布，比上年提前一个月")),
    Year("市教育局", 2024, (211, 3, 0), "287360.00", (("青澜市中小学校车安全管理办法", "青教规〔2024〕1号", "2024-06-11"),),
         ("校外培训机构信息更新不够及时", "按月更新校外培训机构名单"), ("improved", "名单由每半年更新改为每月更新，收费标准的核对仍有延迟"),
         "2024年2月检查邮件登记时发现，1件于2023年12月27日收到的来信申请当时漏登记，没有计入上年报告的结转数；本年已补登记，上年结转因此比上年报告多1件。"),
    Year("市教育局", 2025, (186, 7, 0), "334920.00", (), ("教师招聘公告的说明还不够清楚", "招聘公告附岗位条件说明和常见问题")),
    Year("市住建局", 2023, (905, 41, 3), "1260400.00", (("青澜市物业服务信息公开办法", "青建规〔2022〕3号", "2022-09-13"),),
         ("房屋征收信息公开得较为分散", "按项目建立征收信息专页")),
    Year("市生态环境局", 2024, (138, 57, 6), "", (("青澜市排污许可信息公开办法", "青环规〔2023〕2号", "2023-08-22"),),
         ("环境监测数据的通俗解读较少", "每月发布一期监测数据图解"), ("solved", "全年发布监测数据图解12期")),
    Year("市生态环境局", 2025, (151, 49, 4), "", (), ("噪声投诉的处理结果公开得较少", "按月汇总公开噪声投诉的处理结果")),
    Year("市公安局", 2024, (31206, 8463, 212), "864320.00", (("青澜市电动自行车登记管理办法", "青公规〔2022〕2号", "2022-05-30"),),
         ("交通管理措施征求意见的范围不够广", "重要措施在沿线社区同步征求意见"), ("improved", "道路限速调整在沿线14个社区征求了意见，收到的建议已逐条答复")),
    Year("市公安局", 2025, (33590, 7918, 187), "921580.00", (), ("便民措施的图文解读还偏少", "新的便民措施同步制作图解")),
    Year("市民政局", 2024, (84, 6, 0), "", (("青澜市临时救助办法", "青民规〔2021〕2号", "2021-11-03"),),
         ("救助政策宣传的覆盖面还不够", "在村和社区张贴救助政策简明图"), ("solved", "简明图已张贴到全部412个村和社区")),
    Year("市民政局", 2025, (79, 0, 0), "", (("青澜市社区养老服务设施管理办法", "青民规〔2025〕1号", "2025-06-24"),),
         ("养老服务设施的开放情况更新不够及时", "按月更新设施开放名单")),
    Year("市人社局", 2024, (215, 18, 0), "", (("青澜市就业见习补贴办法", "青人社规〔2023〕1号", "2023-02-21"),),
         ("就业补助资金公示的说明不够详细", "公示表增加发放条件和标准两栏")),
    Year("市卫健委", 2024, (1490, 64, 2), "", (("青澜市诊所备案管理办法", "青卫规〔2023〕1号", "2023-10-17"),),
         ("健康科普的视频形式还较少", "每月制作一条科普视频"), ("solved", "全年制作科普视频12条")),
    Year("市卫健委", 2025, (1638, 58, 0), "", (), ("托育机构的备案信息不便查找", "建立托育机构查询页面")),
    Year("市交通运输局", 2024, (2260, 733, 15), "", (("青澜市出租汽车服务质量考核办法", "青交规〔2020〕1号", "2020-07-14"),),
         ("公交线路调整的公示时间偏短", "公示期由七天延长到十五天")),
    Year("市市场监管局", 2024, (18642, 512, 37), "2417600.00", (("青澜市食品小作坊登记办法", "青市监规〔2022〕1号", "2022-06-08"),),
         ("抽检结果的查询不够方便", "提供按品种和区域查询抽检结果的入口")),
)
CONTESTS = {"市住建局": (Contest("direct_suit", "望江花园竣工验收备案表", date(2023, 11, 20), "（2023）澜0102行初66号", "claims_dismissed", date(2024, 4, 18)),)}
# fmt: on
_REPEALED = ("市政府办公室", YEARS[0].documents[2][1], date(2024, 7, 10))


def of(organ: str, *, today: date) -> list[Deed]:
    """The deeds of one of them."""
    working = the_calendar()
    years = [y for y in YEARS if y.organ == organ]
    found = told((s for y in years for s in _stories(y)), today=today)
    found += annual.contested(organ, CONTESTS.get(organ, ()))
    for year in years:
        found += annual.entered(organ, _rows(year), working.roll(date(year.year + 1, 1, 9)))
        found += annual.reported(organ, year.year, why=year.why)
    for earlier in years[:-1]:
        done = dict(zip(("state", "outcome"), earlier.became, strict=True))
        on = working.roll(date(earlier.year + 2, 1, 10))
        found.append(annual.corrected(organ, "problem", {"year": earlier.year}, done, "年终核对改进情况", on))
    if organ == _REPEALED[0]:
        ended = {"ended_on": _REPEALED[2].isoformat(), "how_ended": "废止"}
        which = {"document_number": _REPEALED[1]}
        found.append(annual.corrected(organ, "document", which, ended, "新的规定施行，原办法废止", date(2025, 1, 10)))
    return found


def _stories(year: Year) -> Iterator[Story]:
    row = next(row for row in city.ORGANS if row.short == year.organ)
    for number, asked in enumerate(ASKED[year.organ, year.year]):
        began = the_calendar().roll(date(year.year, *divmod(asked.came, 100)))
        unit = row.units[0]
        done = acts(year.organ, asked.outcome, asked.subject, unit, after=16 if asked.came > 1200 else None)
        who = 4000 + 97 * city.ORGANS.index(row) + 31 * number + year.year % 10
        told_of = put(asked.outcome, asked.subject)
        channel = ("internet", "internet", "registered_post", "internet", "counter")[(number + len(row.short)) % 5]
        story = Story(began, who, asked.subject, told_of, done, channel, year.organ, body=asked.body)
        yield replace(story, received=asked.received, channel="registered_post") if asked.received else story


def _rows(year: Year) -> Iterator[annual.Row]:
    span = {"since": f"{year.year}-01-01", "on": f"{year.year}-12-31"}
    for title, number, issued in year.documents:
        row = "government_rule" if "政府令" in number else "normative_document"
        yield "document", {"row": row, "title": title, "document_number": number, "issued_on": issued, "source": "收发文登记"}  # fmt: skip
    about = _ABOUT.get(year.organ, ("", "", "", ""))
    for row, subject, count in zip(("licence", "penalty", "compulsion"), about, year.figures, strict=False):
        if count:
            yield "decision", {**span, "row": row, "subject": subject, "count": str(count), "source": "业务系统年度导出"}  # fmt: skip
    if year.charged:
        yield "charge", {**span, "item": about[3], "fen": year.charged, "source": "财务年度决算"}
    yield from affairs(year.organ, year.year)
    yield "problem", {"year": str(year.year), "problem": year.problem[0], "improvement": year.problem[1], "state": "open",
                      "source": "年终总结"}  # fmt: skip
