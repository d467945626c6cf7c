"""Published information for the demonstration: a handful written by hand, answers published through review, and many for
lists and benches. Every text is invented."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from django.utils import timezone

from gongkai.web.applications.models import Application
from gongkai.web.catalogue import operations, search
from gongkai.web.catalogue.models import Column, InformationItem, State
from gongkai.web.demo import city
from gongkai.web.desk import publishing
from gongkai.web.organs.gate import Viewer
from gongkai.web.organs.models import Organ, Post, Role
from gongkai.web.review.models import Opinion

# fmt: off
# Organ, column, days before today, document number, title, text.
ITEMS = (
    (city.BUREAU, Column.GUIDE, 420, "", "法律援助申请须知",
     "一、哪些人可以申请\n经济困难的公民，因请求给付赡养费、抚养费、劳动报酬、工伤赔偿等事项没有委托代理人的，可以向市法律援助中心申请。\n\n二、要带什么\n身份证明、经济困难情况的说明、与申请事项有关的材料。\n\n三、多久答复\n收到申请之日起七日内决定是否给予法律援助。"),
    (city.BUREAU, Column.FINANCE, 95, "", "2025年法律援助经费支出情况",
     "2025年全市法律援助经费支出186.4万元，其中：办案补贴121.7万元，值班律师补贴38.2万元，宣传和培训15.5万元，设备和其他11.0万元。全年办理法律援助案件1147件，提供法律咨询9260人次。"),
    (city.BUREAU, Column.POLICY, 310, "青司〔2025〕18号", "青澜市公证服务便民办法",
     "第一条 为方便群众办理公证，制定本办法。\n第二条 学历、婚姻、出生等常用公证事项，材料齐全的当场受理，三个工作日内出证。\n第三条 七十周岁以上老年人、重度残疾人可以预约上门服务，不另收费。\n第四条 公证费按照省定标准收取，法律援助对象依法减免。"),
    (city.BUREAU, Column.PLAN, 260, "青司〔2025〕31号", "人民调解组织建设三年行动计划",
     "到2027年，每个村和社区有一个规范的人民调解委员会，专职调解员不少于每千户一名。市、县两级每年对调解员轮训一次。重点解决婚姻家庭、邻里、土地承包、物业服务四类纠纷。"),
    (city.BUREAU, Column.FIGURES, 60, "", "2025年度行政复议和行政应诉情况统计",
     "全年收到行政复议申请214件，受理187件，审结179件，其中维持103件，撤销和变更22件，调解和终止54件。行政应诉案件92件，负责人出庭应诉率97%。"),
    ("市财政局", Column.FINANCE, 70, "青财〔2026〕4号", "2026年市级部门预算公开说明",
     "市级部门预算按照统一格式公开，包括收支总表、财政拨款支出表、一般公共预算基本支出表、政府采购预算表和“三公”经费说明。社会公众可以按部门查阅。"),
    ("市财政局", Column.POLICY, 200, "青财〔2025〕52号", "市级专项资金管理办法", "专项资金实行目录管理，未列入目录的不得安排。资金分配结果在决定后二十日内公开，接受社会监督。"),
    ("市教育局", Column.PLAN, 40, "青教〔2026〕9号", "2026年义务教育学校招生范围",
     "城区小学按照户籍和实际居住地划片就近入学。书院路小学：东至学府路，南至书院巷，西至东街，北至市府路。随迁子女凭居住证明和学籍材料登记。"),
    ("市住建局", Column.OTHER, 150, "", "老旧小区改造项目清单", "本年度改造老旧小区37个，涉及居民9800户，内容包括屋面防水、外墙保温、管网更新和加装充电设施。"),
    ("市生态环境局", Column.FIGURES, 25, "", "城区空气质量月报", "上月城区空气质量优良天数27天，细颗粒物平均浓度每立方米28微克，同比下降9%。首要污染物为臭氧。"),
    ("市交通运输局", Column.OTHER, 33, "", "公交线路和票价调整方案", "自下月起优化6条公交线路，新增夜间班次。普通线路票价不变，持老年卡、残疾证免费。"),
    ("市民政局", Column.GUIDE, 118, "", "最低生活保障标准和申请流程", "城市居民最低生活保障标准每人每月910元，农村每人每月780元。向户籍所在地乡镇人民政府或者街道办事处申请，三十个工作日内办结。"),
)
# What the published answers gave.
GIVEN = {
    "2022年度法律援助案件办理数量": "公开的内容\n2022年度全市法律援助机构受理案件1063件，办结1021件，其中民事案件688件，刑事案件341件，行政案件34件。",
    "公证机构执业区域文件": "公开的内容\n本市两家公证机构均可在全市范围内受理公证事项，不再按区县划分执业区域。",
}
TOPICS = (
    (Column.FINANCE, "部门决算公开说明", "财政拨款收入、支出与上年对照，并说明增减原因。"), (Column.FINANCE, "专项资金分配结果", "按照因素法分配，列明项目、单位和金额。"),
    (Column.POLICY, "行政规范性文件清理结果公告", "继续有效、修改和废止的文件目录。"), (Column.PLAN, "年度工作要点", "重点工作、责任科室和完成时限。"),
    (Column.FIGURES, "行政许可办理情况统计", "受理、办结、不予许可的件数和平均用时。"), (Column.FIGURES, "监督检查结果通报", "检查户数、发现问题和整改情况。"),
    (Column.OTHER, "道路改造工程进展公告", "施工路段、工期和绕行办法。"), (Column.OTHER, "公开招聘工作人员公告", "岗位、条件、报名时间和考试安排。"),
    (Column.GUIDE, "办事服务指南", "申请条件、材料、时限和收费依据。"), (Column.OTHER, "征地补偿安置公告", "征收范围、补偿标准和安置途径。"),
)
# fmt: on


def old(*, today: date) -> None:
    """The items written by hand. They go before the reports: each counts in the year it was published in."""
    organs = {o.short_name: o for o in Organ.objects.all()}
    rows = [
        _row(organs[short], column, title, body, today - timedelta(days=before), number)
        for short, column, before, number, title, body in ITEMS
    ]
    _store(rows)


def answers(*, today: date) -> None:
    """What is published of the cases: two answers public, one under review, one draft."""
    bureau = Organ.objects.get(short_name=city.BUREAU)
    clerk = _viewer(bureau, Role.CLERK, today)
    closed = Application.objects.filter(organ=bureau, stage="closed").exclude(outcome="").order_by("received_on")
    for at, case in enumerate([c for c in closed if not publishing.publishable(c)][:4]):
        text = publishing.proposed(case, on=today)
        text = replace(text, body=f"{text.body}\n\n{GIVEN.get(case.subject, '')}".strip())
        own = publishing.own(case)
        item = operations.draft(bureau, text, viewer=clerk, source=case.number, unit=case.unit)
        if at == 3:
            return
        for mark in operations.left(item, own):
            operations.dismiss(item, mark.key, reason="是机关的办公信息，可以公开", own=own, viewer=clerk)
            item.refresh_from_db()
        passage = operations.send(item, own=own, viewer=clerk)
        for step in passage.steps[: 4 if at < 2 else 1]:
            passage = operations.decide(
                passage,
                verdict=Opinion.Verdict.PASSED,
                comment="同意公开。",
                version=passage.version,
                own=own,
                viewer=_viewer(bureau, str(step["role"]), today, unit=passage.unit_id),
                on=today,
            )


def many(organ: Organ, number: int, *, today: date, years: int) -> None:
    """So many items of an organ over some years, the same for the same organ."""
    chance = random.Random(f"information-{organ.pk}")  # noqa: S311 - for a demonstration, not for secrets
    days = sorted(today - timedelta(days=chance.randrange(years * 365)) for _ in range(number))
    rows = []
    for day in days:
        column, what, body = chance.choice(TOPICS)
        place = chance.choice(city.STREETS) if column == Column.OTHER else organ.short_name
        title = f"{day.year}年{place}{what}"
        rows.append(_row(organ, column, title, f"{title}。{body}由{organ.name}公开，如有疑问请在办公时间咨询。", day))
    _store(rows)


def _store(rows: list[InformationItem]) -> None:
    InformationItem.objects.bulk_create(rows, batch_size=500)
    search.put(rows)


def _row(organ: Organ, column: str, title: str, body: str, day: date, number: str = "") -> InformationItem:
    """An item that was published on a day, before the platform was in use."""
    drafter = Post.objects.filter(organ=organ, role=Role.CLERK).select_related("person").first()
    assert drafter is not None
    return InformationItem(
        organ=organ,
        column=column,
        title=title,
        body=body,
        document_number=number,
        drawn_up_on=day,
        published_on=day,
        state=State.PUBLISHED,
        index_number=operations.index_number(organ, day),
        drafted_by=drafter.person,
        drafted_at=timezone.now(),
    )


def _viewer(organ: Organ, role: str, on: date, *, unit: int | None = None) -> Viewer:
    posts = Post.objects.filter(organ=organ, role=role).select_related("person")
    post = posts.filter(unit=unit).first() or posts.first()
    assert post is not None
    return Viewer.of(post.person, on=on)
