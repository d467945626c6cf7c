"""A year, for most of them two or three years, of the city's other bureaus: registers, a few applications, the published report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from gongkai.web.applications.ledgers import the_calendar
from gongkai.web.demo import annual, city
from gongkai.web.demo.annual import Contest
from gongkai.web.demo.answers import acts
from gongkai.web.demo.land import works
from gongkai.web.demo.stories import Story
from gongkai.web.demo.telling import Deed, told


@dataclass(frozen=True, slots=True)
class Asked:
    """An application: the day it came (month and day of the year), subject, outcome; the body that asks where it is no
    resident; the day of receipt where it was registered late."""

    came: tuple[int, int]
    subject: str
    outcome: str
    body: str = ""
    received: date | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """An organ's year: numbers of licences, penalties, compulsion; charges in yuan; normative documents (title, number, day
    of issue, row); information on the website, on WeChat; two subjects; a problem and what is to improve it; what was asked;
    why it does not continue last year's report."""

    organ: str
    year: int
    licences: int
    penalties: int
    compulsions: int
    charge: tuple[str, str]
    documents: tuple[tuple[str, str, str], ...]
    published: tuple[int, int]
    subjects: tuple[str, str]
    problem: tuple[str, str]
    asked: tuple[Asked, ...]
    why: str = ""


_LATE = date(2023, 12, 27)
# fmt: off
YEARS = (
    Year("市政府办公室", 2024, 0, 0, 0, ("", ""), (("青澜市城市停车管理规定", "青澜市人民政府令第61号", "2024-07-10"),
         ("青澜市行政规范性文件管理办法", "青澜市人民政府令第52号", "2019-11-20"), ("青澜市户外广告管理规定", "青澜市人民政府令第38号", "2014-05-06")),
         (1830, 960), ("市政府常务会议公开", "政府工作报告任务分解"), ("会议公开的图文解读还不够及时", "会议纪要印发的同时制作图文解读"),
         (Asked((3, 5), "2023年市政府常务会议议题目录", "granted"), Asked((6, 12), "城市停车管理规定起草说明", "granted", "新域科技有限公司"),
          Asked((9, 3), "市政府专题会议讨论记录", "process_information"), Asked((10, 16), "东湖片区改造专项债券申报材料", "not_held"))),
    Year("市财政局", 2024, 46, 2, 0, ("", ""), (("青澜市政府采购信息公开办法", "青财规〔2021〕1号", "2021-04-06"),),
         (512, 208), ("政府采购监管", "预算绩效管理"), ("预算公开的说明文字专业术语较多", "预算草案配发问答和图表"),
         (Asked((4, 9), "2023年市级一般公共预算决算表", "granted"), Asked((7, 2), "政府债务限额和余额明细", "granted", "城市发展研究院"))),
    Year("市教育局", 2023, 63, 5, 0, ("考试报名费", "312500.00"), (("青澜市义务教育招生入学办法", "青教规〔2022〕1号", "2022-03-18"),),
         (688, 902), ("义务教育招生", "学生资助"), ("招生信息公布的时间还可以提前", "招生方案提前一个月公布"),
         (Asked((3, 21), "东城区小学招生片区划分方案", "granted"), Asked((5, 10), "民办学校年检结果", "granted", "爱心助学促进会"),
          Asked((8, 15), "某小学教师招聘面试评分表", "partially_granted"), Asked((12, 19), "校外培训机构审批清单", "granted"))),
    Year("市教育局", 2024, 71, 3, 0, ("考试报名费", "298750.50"), (("青澜市中小学校车安全管理办法", "青教规〔2024〕1号", "2024-06-11"),),
         (731, 1104), ("校外培训监管", "学校食堂管理"), ("校外培训机构信息更新不够及时", "按月更新机构名单"),
         (Asked((2, 5), "城区学校课后服务收费标准", "granted", "东湖村村民委员会", _LATE), Asked((5, 22), "中小学校食堂采购合同", "third_party"),
          Asked((9, 10), "初中学区调整的论证材料", "process_information"), Asked((12, 18), "高中阶段招生计划", "granted")),
         "2024年2月检查邮件登记时发现，1件于2023年12月27日收到的来信申请当时漏登记，没有计入上年报告的结转数；本年已补登记，上年结转因此比上年报告多1件。"),
    Year("市住建局", 2023, 905, 41, 3, ("城市道路挖掘修复费", "1260400.00"), (("青澜市物业服务信息公开办法", "青建规〔2022〕3号", "2022-09-13"),),
         (455, 376), ("老旧小区改造", "物业服务"), ("房屋征收信息公开得较为分散", "按项目建立征收信息专页"),
         (Asked((2, 14), "东湖片区房屋征收补偿方案", "granted"), Asked((6, 7), "望江花园竣工验收备案表", "not_held", "望江花园业主委员会"),
          Asked((10, 10), "清河路旧改项目施工许可档案", "third_party", "万合置业有限公司"))),
    Year("市生态环境局", 2024, 138, 57, 6, ("", ""), (("青澜市排污许可信息公开办法", "青环规〔2023〕2号", "2023-08-22"),),
         (604, 512), ("环境质量监测", "排污许可"), ("环境监测数据的通俗解读较少", "每季度发布一期监测数据图解"),
         (Asked((3, 13), "清河断面水质监测数据", "granted", "绿水环保志愿者协会"), Asked((8, 6), "某化工企业环评报告书", "partially_granted"),
          Asked((11, 5), "企业环境处罚案件笔录", "enforcement_file", "正言律师事务所"))),
    Year("市公安局", 2024, 3120, 8460, 212, ("居民身份证工本费", "864320.00"), (("青澜市电动自行车登记管理办法", "青公规〔2022〕2号", "2022-05-30"),),
         (870, 2310), ("交通管理措施", "户籍管理"), ("交通管理措施的征求意见范围不够广", "重要措施在社区同步征求意见"),
         (Asked((4, 16), "文昌路限行措施的论证报告", "granted"), Asked((7, 9), "路口监控设备的安装位置图", "security_and_stability"),
          Asked((9, 24), "交通事故案件卷宗", "enforcement_file"))),
    Year("市民政局", 2024, 84, 6, 0, ("", ""), (("青澜市临时救助办法", "青民规〔2021〕2号", "2021-11-03"),),
         (340, 298), ("养老服务", "社会救助"), ("救助政策宣传覆盖面还不够", "在村和社区张贴政策简明图"),
         (Asked((5, 14), "养老机构运营补贴发放标准", "granted"), Asked((9, 12), "北关街地名变更档案", "not_held"))),
    Year("市人社局", 2024, 215, 18, 0, ("", ""), (("青澜市就业见习补贴办法", "青人社规〔2023〕1号", "2023-02-21"),),
         (520, 830), ("就业补助资金", "职业技能培训"), ("就业补助资金公示的说明不够详细", "公示表增加条件和标准两栏"),
         (Asked((3, 26), "就业补助资金使用情况", "granted"), Asked((6, 25), "事业单位公开招聘面试成绩", "partially_granted"))),
    Year("市卫健委", 2024, 1490, 64, 2, ("", ""), (("青澜市诊所备案管理办法", "青卫规〔2023〕1号", "2023-10-17"),),
         (466, 1020), ("医疗机构设置", "公共卫生服务"), ("健康科普的视频形式还较少", "每月制作一条科普视频"),
         (Asked((4, 23), "医疗机构设置规划", "granted"), Asked((8, 21), "基层公共卫生经费分配表", "granted", "水利研究所"))),
    Year("市交通运输局", 2024, 2260, 733, 15, ("", ""), (("青澜市出租汽车服务质量考核办法", "青交规〔2020〕1号", "2020-07-14"),),
         (398, 455), ("公交线路调整", "农村公路建设"), ("公交线路调整的公示时间偏短", "公示期由七天延长到十五天"),
         (Asked((5, 28), "公交线网优化方案", "granted"), Asked((10, 22), "农村公路建设项目投标文件", "third_party", "远航运输有限公司"))),
    Year("市市场监管局", 2024, 18640, 512, 37, ("特种设备检验费", "2417600.00"), (("青澜市食品小作坊登记办法", "青市监规〔2022〕1号", "2022-06-08"),),
         (715, 644), ("食品抽检结果", "信用监管"), ("抽检结果的查询不够方便", "按品种和区域提供查询"),
         (Asked((4, 2), "2023年食品抽检结果汇总", "granted"), Asked((7, 23), "某企业登记档案", "registry_inquiry", "澜川律师事务所"),
          Asked((11, 12), "举报餐饮店卫生问题的处理", "petition_or_complaint"))),
    Year("市政府办公室", 2025, 0, 0, 0, ("", ""), (), (1912, 1034), ("政府规章立改废", "民生实事项目"), ("民生实事的进展公开得还不够细", "每季度公开一次分项进度"),
         (Asked((3, 18), "2025年民生实事项目责任分工", "granted"), Asked((8, 12), "市政府与企业战略合作的谈判记录", "process_information"))),
    Year("市财政局", 2025, 52, 3, 0, ("", ""), (("青澜市行政事业单位国有资产出租管理办法", "青财规〔2025〕1号", "2025-03-12"),),
         (540, 251), ("国有资产管理", "预算公开"), ("绩效评价结果的公开还不够完整", "重点项目评价报告全文公开"),
         (Asked((5, 13), "2024年市级部门决算汇总", "granted"), Asked((9, 17), "某国有土地出让金缴纳凭证", "not_held", "正言律师事务所"))),
    Year("市教育局", 2025, 66, 4, 0, ("考试报名费", "305120.00"), (), (760, 1220), ("学前教育普惠", "教师招聘"), ("招聘信息的说明还不够清楚", "招聘公告附常见问题"),
         (Asked((4, 22), "普惠性幼儿园名单和补助标准", "granted"), Asked((6, 17), "某中学食堂招标评分明细", "partially_granted"))),
    Year("市生态环境局", 2025, 151, 49, 4, ("", ""), (), (655, 588), ("大气污染防治", "噪声管理"), ("噪声投诉的处理结果公开得较少", "按月汇总公开处理结果"),
         (Asked((3, 11), "2024年空气质量自动监测数据", "granted", "绿水环保志愿者协会"), Asked((10, 14), "某码头扬尘检查笔录", "enforcement_file"))),
    Year("市公安局", 2025, 3244, 8012, 198, ("居民身份证工本费", "871060.00"), (), (902, 2544), ("电动自行车管理", "出入境便民"), ("便民措施的图文解读还偏少", "新措施同步制作图解"),
         (Asked((5, 20), "电动自行车事故年度统计", "granted"), Asked((8, 5), "某派出所接警记录", "enforcement_file"))),
    Year("市民政局", 2025, 79, 8, 0, ("", ""), (("青澜市社区养老服务设施管理办法", "青民规〔2025〕1号", "2025-06-24"),),
         (372, 340), ("社区养老", "婚姻登记"), ("养老设施的开放情况更新不够及时", "按月更新设施开放名单"),
         (Asked((4, 15), "社区养老设施建设清单", "granted"), Asked((7, 8), "某社会组织年检材料", "third_party", "爱心助学促进会"))),
    Year("市卫健委", 2025, 1522, 58, 1, ("", ""), (), (501, 1133), ("家庭医生签约", "托育服务"), ("托育机构的备案信息不便查找", "建立托育机构查询页面"),
         (Asked((5, 27), "托育机构备案名单", "granted"), Asked((9, 23), "家庭医生签约经费分配表", "granted"))),
)
CONTESTS = {"市住建局": (Contest("direct_suit", YEARS[4].asked[1].subject, date(2023, 11, 20), "（2023）青01行初66号", "claims_dismissed", date(2024, 4, 18)),)}
# fmt: on
_REPEALED = ("市政府办公室", YEARS[0].documents[2][1], date(2024, 7, 10))


def of(organ: str, *, today: date) -> list[Deed]:
    """The deeds of one of them."""
    years = [y for y in YEARS if y.organ == organ]
    found = told((s for y in years for s in _stories(y)), today=today)
    found += annual.contested(organ, CONTESTS.get(organ, ()))
    for year in years:
        found += annual.entered(organ, _rows(year), date(year.year + 1, 1, 9))
        found += annual.reported(organ, year.year, why=year.why)
    for earlier in years[:-1]:
        done = {"state": "solved", "outcome": f"已{earlier.problem[1]}"}
        on = date(earlier.year + 2, 1, 10)
        found.append(annual.corrected(organ, "problem", {"year": earlier.year}, done, "年终核对改进情况", on))
    if organ == _REPEALED[0]:
        ended = {"ended_on": _REPEALED[2].isoformat(), "how_ended": "废止"}
        which = {"document_number": _REPEALED[1]}
        found.append(annual.corrected(organ, "document", which, ended, "新的规定施行，原规定废止", date(2025, 1, 10)))
    return found


def _stories(year: Year) -> Iterator[Story]:
    unit = next(row.units[0] for row in city.ORGANS if row.short == year.organ)
    for number, asked in enumerate(year.asked):
        began = the_calendar().roll(date(year.year, *asked.came))
        done = acts(asked.outcome, asked.subject, unit, after=16 if asked.came[0] == 12 else None)
        story = Story(began, 500 + 7 * number + len(year.organ), asked.subject, f"申请公开{asked.subject}。", done, organ=year.organ, body=asked.body)  # fmt: skip
        yield replace(story, received=asked.received, channel="registered_post") if asked.received else story


def _rows(year: Year) -> Iterator[annual.Row]:
    span = {"since": f"{year.year}-01-01", "on": f"{year.year}-12-31"}
    for title, number, issued in year.documents:
        row = "government_rule" if "政府令" in number else "normative_document"
        yield (
            "document",
            {"row": row, "title": title, "document_number": number, "issued_on": issued, "source": "收发文登记"},
        )
    for kind, count in (("licence", year.licences), ("penalty", year.penalties), ("compulsion", year.compulsions)):
        if count:
            yield (
                "decision",
                {**span, "row": kind, "subject": year.subjects[0], "count": str(count), "source": "业务系统年度导出"},
            )
    if year.charge[0]:
        yield "charge", {**span, "item": year.charge[0], "fen": year.charge[1], "source": "财务年度决算"}
    for channel, count in zip(("website", "wechat"), year.published, strict=True):
        yield "publication", {"kind": "information", "channel": channel, "column": year.subjects[0], "title": "本年发布的信息",
                              "on": f"{year.year}-12-31", "count": str(count), "source": "平台后台统计"}  # fmt: skip
    yield from works(year.year, *year.subjects, 30 + len(year.asked))
    yield "problem", {"year": str(year.year), "problem": year.problem[0], "improvement": year.problem[1], "state": "open",
                      "source": "年终总结"}  # fmt: skip
