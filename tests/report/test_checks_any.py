"""Whatever a report says, the checks answer: no exception, places that exist, sentences that end."""

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.report.cells import ABSENT, BLANK, Address, Cell, State, parse
from gongkai.report.checks import check
from gongkai.report.checks.rule import Context
from gongkai.report.findings import Span
from gongkai.report.identities import COLLAPSED_OTHER
from gongkai.report.reading import BEFORE_2019, FORMS, Passage, Report

CELLS = st.one_of(
    st.integers(-3, 10**12).map(Cell),
    st.sampled_from([BLANK, ABSENT, parse("/"), parse("若干"), parse("0万元"), Cell(Decimal("40.51")), Cell(0)]),
    st.lists(st.integers(0, 10**6), max_size=3).map(lambda n: Cell(state=State.UNDECIDED, readings=tuple(n))),
)
WORDS = st.sampled_from(
    [
        "（一）",
        "（1）",
        "1.",
        "一是",
        "三是",
        "十二是",
        "；",
        "。",
        "\n",
        "我局",
        "我街道",
        "本报告由",
        "某县民政局",
        "编制",
        "向市政府办公室",
        "申请",
        "收到",
        "12件",
        "办结",
        "100%",
        "2022年",
        "公开政府信息",
        "〔2021〕30号",
        "行政复议",
        "3.5万元",
        "规范性文件",
        "(",
        "）",
        "\u3000",
        "\u3000二〇二二年",
    ]
)
TEXTS = st.lists(WORDS, max_size=30).map("".join)
KEYS = st.sampled_from(["preamble", "unknown", *(s.key for s in FORMS["2021"].sections)])
NUMBERS = st.sampled_from(["", "一、", "1、", "（一）", "第三部分", "十一、", "12.", "附"])
PASSAGES = st.lists(st.builds(Passage, KEYS, NUMBERS, TEXTS, TEXTS), max_size=9).map(tuple)
ORGANS = st.sampled_from([None, "", "安平县", "安平县农业农村局", "城关街道办事处", "柳河镇人民政府", "某院"])


@st.composite
def any_report(draw: st.DrawFn) -> Report:
    """A report with whatever in its cells and sections."""
    key = draw(st.sampled_from([*FORMS, BEFORE_2019]))
    cells: dict[Address, Cell] = {}
    if key in FORMS:
        fill = draw(st.lists(CELLS, min_size=7, max_size=7))
        odd = draw(st.integers(1, 11))
        cells = {a: fill[(i * odd) % 7] for i, a in enumerate(FORMS[key].addresses)}
        if draw(st.booleans()):
            cells |= {Address(3, COLLAPSED_OTHER, c.key): fill[0] for c in FORMS[key].table(3).blocks[0].columns}
    year = draw(st.one_of(st.none(), st.integers(2008, 2030)))
    return Report(draw(ORGANS), year, key, cells, draw(TEXTS), draw(st.none() | st.dates()), draw(PASSAGES))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_report(), st.none() | any_report(), st.lists(any_report(), max_size=2))
def test_any_report(report: Report, previous: Report | None, others: list[Report]) -> None:
    for finding in check(report, Context(previous=previous, peers=others, members=others)):
        assert finding.message.endswith("。"), finding
        assert finding.remedy
        assert finding.law
        if isinstance(finding.where, Span):
            text = report.text(finding.where.section)
            assert text[finding.where.start : finding.where.end] == finding.where.text, finding
        elif finding.where is not None:
            assert finding.where in report.cells
