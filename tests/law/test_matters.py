"""Applications that hold several matters, and those that only look so."""

from __future__ import annotations

import pytest

from gongkai.law.matters import alike, repeats, several

# Name, description, how many matters.
SEVERAL = [
    ("法律援助和公证", "1.2025年法律援助经费支出明细；2.本市公证机构的收费标准。", 2),
    (
        "几项信息",
        "申请公开：\n一、城东小学改扩建工程的施工合同；\n二、西街垃圾站的环境影响评价批复；\n三、本局公务用车名单。",
        3,
    ),
    ("《市区停车管理实施方案》《老旧小区加装电梯补助办法》", "请提供两份文件的全文。", 2),
    ("2025年法律援助经费支出明细和公证服务收费标准", "请公开全文。", 2),
    ("白鹭镇征地补偿标准以及环卫车辆采购合同", "请公开。", 2),
    ("拆迁补偿", "想知道北关片区房屋征收补偿方案，另外还想知道市一中食堂承包合同。", 2),
    ("2018年、2020年、2024年法律援助经费决算", "请公开各年决算数。", 3),
]
ONE = [
    ("2025年法律援助经费支出明细", "申请公开2025年本级法律援助经费按项目的支出明细。"),
    ("2025年法律援助经费", "请分别列出：1.预算数；2.决算数；3.结余。"),  # parts of one matter
    ("城东小学改扩建项目的立项批复和环评报告", "申请公开这个项目的立项批复和环评报告。"),
    ("2021年至2025年法律援助案件数量", "请公开2021年、2022年、2023年、2024年、2025年各年的数量。"),  # years in a row
    ("《老旧小区加装电梯补助办法》", "根据《中华人民共和国政府信息公开条例》第二十九条，申请公开该办法及其解读。"),
    ("《市区停车管理实施方案》及附件《收费标准表》", "请提供方案及附件《收费标准表》。"),
    ("青政发〔2024〕8号文件", "2024年3月5日印发，2024年5月1日施行，请公开全文。"),
    ("房屋征收补偿", "北关片区房屋征收的：1.征收补偿方案全文；2.评估机构选定结果；3.补偿款发放明细。"),  # one thing, its papers
    ("2023年和2024年行政处罚决定数量", "请公开2023年和2024年的数量，以及各年的罚款总额。"),
    ("法律援助中心值班律师名单及2024年考核结果", "请公开名单和考核结果，以及考核办法。"),
    ("规划许可证", "青云花园小区建设工程规划许可证和施工许可证以及竣工验收备案表"),
    ("我家的宅基地批准文件", "位置在东街2号，1.5米宽的巷子旁边，2.0米高的围墙内。"),  # figures are no marks
]  # fmt: skip


@pytest.mark.parametrize(("subject", "content", "number"), SEVERAL)
def test_several_matters_are_seen(subject: str, content: str, number: int) -> None:
    found = several(subject, content)
    assert found
    assert len(found.parts) == number
    assert found.why


@pytest.mark.parametrize(("subject", "content"), ONE)
def test_one_matter_is_left_alone(subject: str, content: str) -> None:
    assert several(subject, content) is None


def test_the_parts_are_what_was_written() -> None:
    found = several("", "请公开：1、2025年法律援助经费支出明细；2、公证机构收费标准。")
    assert found
    assert found.parts == ("2025年法律援助经费支出明细", "公证机构收费标准")


def test_likeness_is_of_words_not_of_figures() -> None:
    assert alike("2024年预算", "2025年预算") == 1.0
    assert alike("征地补偿标准", "环卫车辆采购合同") == 0.0


@pytest.mark.parametrize(
    ("supplied", "again"),
    [
        ("申请公开法律援助经费支出明细。", True),
        ("申请公开法律援助经费的支出明细！", True),  # points and a small word
        ("法律援助经费支出明细", True),
        ("申请公开2024年法律援助经费支出明细。", False),  # the year was what was missing
        ("申请公开法律援助经费支出明细，指市本级财政拨款部分。", False),
        ("２０２４年", False),
        ("", False),
    ],
)
def test_a_supplement_that_adds_nothing_is_seen(supplied: str, again: bool) -> None:
    assert repeats("法律援助经费\n申请公开法律援助经费支出明细。", supplied) is again
