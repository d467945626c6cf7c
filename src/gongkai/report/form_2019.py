"""The trial form of 国办公开办函〔2019〕60号, used for 2019 and 2020. Sections 3 and 4 are those of 2021 but for （六）."""

from gongkai.report.form import Block, Column, Form, Row, Table
from gongkai.report.form_2021 import (
    BROUGHT_FORWARD,
    CARRIED_FORWARD,
    COLUMNS_3,
    FORM_2021,
    NEW,
    PROCESSED,
    RESULTS_TO_REISSUE,
    SECTIONS,
    TABLE_4,
    result,
)
from gongkai.sources import FORM_2019_NOTICE, REGULATIONS

# fmt: off
_PREVIOUS = Column("previous_items", "上一年项目数量", ("上年项目数量",), "项")
_CHANGE = Column("change", "本年增/减", ("本年增减", "本年增／减"), "项")
_ITEMS = (_PREVIOUS, _CHANGE, Column("decisions", "处理决定数量", ("本年处理决定数量",)))

TABLE_2 = Table(2, "表二", (
    Block("第二十条第（一）项", (
        Column("newly_made", "本年新制作数量", ("本年新制作数", "新制作数量")),
        Column("newly_published", "本年新公开数量", ("本年新公开数", "新公开数量")),
        Column("published_total", "对外公开总数量", ("对外公开总数", "对外公开数量")),
    ), (
        Row("government_rule", "", "规章", (), ("政府规章",), "government_rule"),
        Row("normative_document", "", "规范性文件", (), ("行政规范性文件",), "normative_document"),
    ), REGULATIONS.art(20, None, 1)),
    Block("第二十条第（五）项", _ITEMS, (
        Row("licence", "", "行政许可", (), (), "licence"),
        Row("other_service", "", "其他对外管理服务事项", (), ("其他对外管理服务",), "other_service"),
    ), REGULATIONS.art(20, None, 5)),
    Block("第二十条第（六）项", _ITEMS, (
        Row("penalty", "", "行政处罚", (), (), "penalty"),
        Row("compulsion", "", "行政强制", (), (), "compulsion"),
    ), REGULATIONS.art(20, None, 6)),
    Block("第二十条第（八）项", (_PREVIOUS, _CHANGE), (
        Row("administrative_charge", "", "行政事业性收费", (), (), "administrative_charge"),
    ), REGULATIONS.art(20, None, 8)),
    Block("第二十条第（九）项", (
        Column("items", "采购项目数量", (), "项"),
        Column("amount", "采购总金额", ("采购金额",), "元", True),
    ), (
        Row("procurement", "", "政府集中采购", (), ("集中采购",), "procurement"),
    ), REGULATIONS.art(20, None, 9)),
))

TABLE_3 = Table(3, "表三", (
    Block("", COLUMNS_3, (
        NEW, BROUGHT_FORWARD, *RESULTS_TO_REISSUE,
        result("other", "（六）", "其他处理", "", ("其他",)),
        PROCESSED, CARRIED_FORWARD,
    )),
))

FORM_2019 = Form("2019", FORM_2019_NOTICE, 2019, 2020, SECTIONS, (TABLE_2, TABLE_3, TABLE_4), head=FORM_2021.head)
# fmt: on
