"""Make src/gongkai/examples: small reports of invented organs, in our own words, some right and some with usual mistakes.

Run from anywhere: .venv/bin/python scripts/examples.py. Each example declares its figures and the slip it shows.
"""

from dataclasses import dataclass, field
from pathlib import Path

from gongkai.documents import text, write
from gongkai.report.cells import BLANK, Address, Cell, parse
from gongkai.report.form_2021 import FORM_2021, SECTIONS
from gongkai.report.identities import result_rows
from gongkai.report.reading import Passage, Report

FOLDER = Path(__file__).resolve().parents[1] / "src" / "gongkai" / "examples"
KINDS = ("natural_person", "business", "research", "public_interest", "legal_services", "other_organization")


@dataclass(frozen=True)
class Example:
    """A report to be written: figures of section 3 as {row: (自然人, 商业企业, …)}, of section 2 and 4 as {row: figures}.

    ``slips`` are cells printed otherwise than they should be: {(table, row, column): text}. ``shows`` are the codes that
    the check must find in it, no others.
    """

    name: str
    organ: str
    year: int
    overview: str
    problems: str
    other: str
    requests: dict[str, tuple[int, ...]] = field(default_factory=dict)
    published: dict[str, tuple[str, ...]] = field(default_factory=dict)
    contested: dict[str, tuple[int, ...]] = field(default_factory=dict)
    slips: dict[tuple[int, str, str], str] = field(default_factory=dict)
    shows: tuple[str, ...] = ()


FEE = "本机关依据《政府信息公开信息处理费管理办法》收取信息处理费的情况：{year}年没有向申请人发出收费通知，收取0元。"

EXAMPLES = (
    Example(
        "1-青澜市财政局2024.docx",
        "青澜市财政局",
        2024,
        "（一）主动公开。按时公布政府预算、部门预算和绩效目标，采购公告与结果公告同步上网，惠民补贴按村公示到户。\n"
        "（二）依申请公开。全年新收政府信息公开申请5件，上年结转1件，都在法定期限内办结，没有结转下年度办理的申请。\n"
        "（三）政府信息管理。公文起草时同步确定公开属性，每季度清理一次失效的网页附件。\n"
        "（四）平台建设。把“财政资金直达”专栏改为按乡镇检索，手机端打开更快。\n"
        "（五）监督保障。局办公室负责公开工作，年内组织业务培训，由法规科逐件复核答复书。",
        "问题：一是部分预算名词不易看懂；二是个别科室送审材料偏晚。\n"
        "改进：为每张预算表配一段通俗说明；把送审时间写进科室月度安排，由办公室每周提醒。",
        FEE.format(year=2024),
        {"new": (4, 1), "brought_forward": (1,), "granted": (3, 1), "partially_granted": (1,), "not_held": (1,)},
        {"normative_document": ("2", "1", "14"), "licence": ("36",), "penalty": ("2",)},
    ),
    Example(
        "2-青澜市自然资源和规划局2024.html",
        "青澜市自然资源和规划局",
        2024,
        "（一）主动公开。土地供应计划、出让公告和规划批前公示全部上网，征地补偿方案在村务公开栏同步张贴。\n"
        "（二）依申请公开。申请多集中在征地批文和规划许可，逐件登记、逐件核对所需材料。\n"
        "（三）政府信息管理。历年征地档案已按乡镇编目，查找一件批文由原来的半天缩短到十几分钟。\n"
        "（四）平台建设。地图服务新增地块编号查询。\n"
        "（五）监督保障。答复书由法律顾问会签，年底对全部卷宗做了一次回看。",
        "问题：涉及多个科室的申请流转时间偏长，告知内容有时过于简略。\n"
        "改进：明确牵头科室并限定流转时间，按情形准备告知要点，写清理由和救济渠道。",
        FEE.format(year=2024),
        {
            "new": (21, 4),
            "brought_forward": (2,),
            "granted": (9, 3),
            "partially_granted": (6,),
            "third_party": (1,),
            "not_held": (5, 1),
            "not_compiled": (1,),
            "carried_forward": (1,),
        },
        {"normative_document": ("1", "0", "6"), "licence": ("412",), "penalty": ("17",)},
        {"reconsideration": (3, 1, 0, 0), "suit_after_reconsideration": (1, 0, 0, 0)},
        # The six partly granted were entered once more under the reason for holding the rest back.
        {(3, "third_party", "natural_person"): "7", (3, "third_party", "total"): "7"},
        ("T3-2",),
    ),
    Example(
        "3-青澜市白鹭镇2024.txt",
        "青澜市白鹭镇人民政府",
        2024,
        "（一）主动公开。村级财务、低保名单和项目验收结果按月公开，公示栏与网站内容一致。\n"
        "（二）依申请公开。申请主要来自村民，内容多为宅基地审批和补偿发放。\n"
        "（三）政府信息管理。各站所指定一名信息员，材料先审后发。\n"
        "（四）平台建设。更换了镇便民中心的公开查阅电脑。\n"
        "（五）监督保障。公开工作列入站所年度考核，年内未发现应追责的情形。",
        "问题：一是信息员变动较多，公开目录更新不够及时；二是村级公示栏的照片存档不全，事后难以查证。\n"
        "改进：编写一页纸的交接说明，新信息员到岗当周完成培训；公示当天拍照，按村按月存入镇里的共享文件夹。",
        FEE.format(year=2024),
        {"new": (3,), "granted": (2,), "petition_or_complaint": (1,)},
        {"licence": ("58",)},
        # The row of totals was never filled in, and the site joined the cells without a separator.
        slips={(3, "total", "natural_person"): "0", (3, "total", "total"): "0"},
        shows=("T3-1", "T3-2"),
    ),
    Example(
        "4-青澜市教育局2023.docx",
        "青澜市教育局",
        2023,
        "（一）主动公开。招生计划、学区划分和收费项目在报名前一个月公布。\n"
        "（二）依申请公开。申请集中在入学政策和教师招聘。\n"
        "（三）政府信息管理。修订了学校信息公开事项清单。\n"
        "（四）平台建设。招生专栏与政务服务大厅共用一套数据。\n"
        "（五）监督保障。每学期抽查学校公示栏一次。",
        "问题：一是学校之间公开水平不一，部分公示栏位置不显眼；二是转学办理条件写得笼统，家长常打电话来问。\n"
        "改进：把公示栏位置写进检查表，挑选做得好的学校介绍做法；转学条件改成问答，一问一答写到办理窗口。",
        FEE.format(year=2023),
        {"new": (8, 1), "granted": (5,), "not_held": (1, 1), "carried_forward": (2,)},
        {"normative_document": ("1", "0", "9"), "licence": ("23",)},
    ),
    Example(
        "5-青澜市教育局2024.docx",
        "青澜市教育局",
        2024,
        "（一）主动公开。义务教育招生实施办法在报名前公开征求意见，意见采纳情况同步公布；编制2022年主动公开基本目录，"
        "明确公开内容和时限。\n"
        "（二）依申请公开。全年新收政府信息公开申请7件，都按期答复。\n"
        "（三）政府信息管理。清理过期的招生问答，保留的都注明适用年份。\n"
        "（四）平台建设。学校概况栏目改为统一模板。\n"
        "（五）监督保障。公开工作与学校年检一并检查。",
        "问题：一是家长常问的事项分散在几个栏目，查找不便；二是个别文件的解读晚于文件发布。\n"
        "改进：按入学、转学、资助三件事重新编排栏目，每件事一页讲清；文件送审时解读材料一并送审，缺一不收。",
        FEE.format(year=2024),
        {"new": (7,), "brought_forward": (1,), "granted": (6,), "partially_granted": (1,), "not_held": (1,)},
        {"normative_document": ("1", "0", "9"), "licence": ("25",)},
        # Two were carried forward the year before; the in-force figure was copied without the document issued this year.
        shows=("Y-1", "Y-2", "N-17"),
    ),
)


def report_of(example: Example) -> Report:
    """The report an example declares, totals worked out, then the slips put in."""
    cells = dict.fromkeys(FORM_2021.addresses, BLANK)
    for address in FORM_2021.addresses:
        cells[address] = parse("0", decimal=FORM_2021.column(address).decimal)
    for key, figures in example.published.items():
        for column, text_ in zip(FORM_2021.block(2, key).columns, figures, strict=True):
            cells[Address(2, key, column.key)] = parse(text_, decimal=column.decimal)
    for key, numbers in _requests(example).items():
        for kind, number in zip((*KINDS, "total"), numbers, strict=True):
            cells[Address(3, key, kind)] = Cell(number)
    for key, results in example.contested.items():
        columns = [column.key for column in FORM_2021.block(4, key).columns]
        for name, number in zip(columns, (*results, sum(results)), strict=True):
            cells[Address(4, key, name)] = Cell(number)
    cells |= {Address(*place): parse(printed) for place, printed in example.slips.items()}
    return Report(
        example.organ,
        example.year,
        "2021",
        cells,
        f"{example.organ}{example.year}年政府信息公开工作年度报告",
        passages=_passages(example),
    )


def _requests(example: Example) -> dict[str, list[int]]:
    """Section 3 row by row with the row totals and the row （七）."""
    full = {key: [*figures, *[0] * (6 - len(figures))] for key, figures in example.requests.items()}
    results = [full[key] for key in result_rows(FORM_2021) if key in full]
    full["total"] = [sum(column) for column in zip(*results, strict=True)]
    return {key: [*numbers, sum(numbers)] for key, numbers in full.items()}


def _passages(example: Example) -> tuple[Passage, ...]:
    preamble = (
        "本报告根据《中华人民共和国政府信息公开条例》和《中华人民共和国政府信息公开工作年度报告格式》编制，"
        f"所列数据的统计期限为{example.year}年1月1日至12月31日。"
    )
    texts = {"overview": example.overview, "problems": example.problems, "other_matters": example.other}
    return (
        Passage("preamble", "", "", preamble),
        *(Passage(s.key, f"{s.number}、", s.words, texts.get(s.key, "")) for s in SECTIONS),
    )


def content_of(example: Example) -> bytes:
    """The file of an example, in the format its name says; the text one without separators between cells."""
    report = report_of(example)
    suffix = Path(example.name).suffix[1:]
    return text.write(report, style="flat") if suffix == "txt" else write(report, format=suffix)


def main() -> None:
    """Write all examples."""
    FOLDER.mkdir(exist_ok=True)
    for example in EXAMPLES:
        (FOLDER / example.name).write_bytes(content_of(example))


if __name__ == "__main__":
    main()
