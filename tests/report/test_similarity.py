"""Text met before: in last year's report, in the batch."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.checks.rule import Context
from gongkai.report.checks.similarity import CHECKS, Shelf, bare, passages, similarity
from gongkai.report.findings import Finding, Span
from gongkai.report.reading import Report
from tests.check_cases import report_of

SAME = (
    "全年围绕群众关心的事项公开信息，完善目录，规范栏目，公开机构职能、规范性文件、行政许可、行政处罚等信息，做到应公开尽公开；"
    "健全登记、审查、答复、存档流程，按时答复每一件申请，没有发生超期；落实先审查、后公开，一事一审，严把政治关、保密关、文字关；"
    "维护网站专栏和新媒体账号，及时更新内容，全年没有发生安全事件。"
)
OTHER = (
    "今年的工作重点是高标准农田建设信息公开。每个项目的选址、招标、施工、验收四个环节的文件都放进一个专题，村民在手机上可以看到"
    "自家地块的进度。收到的申请主要问征地补偿，答复前都与自然资源部门核对过图斑。专题上线后，来访询问的人明显少了。全年开展两次"
    "培训，邀请村务监督员参加，现场演示怎样查找补贴名单、怎样提出异议，并把常见问答印成小册子送到村里。"
)
LETTERS = st.text(alphabet="公开政府信息申请办理答复审查登记存档更新栏目解读", max_size=60)


def report(text: str, organ: str = "甲局", year: int = 2023) -> Report:
    return report_of({"机关": organ, "年度": year, "文字": {"总体情况": text}})


def found(own: Report, previous: Report | None = None, peers: list[Report] | None = None) -> list[Finding]:
    context = Context(previous=previous, peers=peers or [])
    return [f for rule in CHECKS for f in rule.findings(own, context)]


def test_it_works() -> None:
    [finding] = found(report(SAME.replace("目录", "目录120条")), report(SAME.replace("目录", "目录98条"), year=2022))
    assert finding.code == "S-2"
    assert finding.message.startswith("第一部分“总体情况”与上年报告的同一部分有 100% 相同（不计数字和年份）")
    assert isinstance(finding.where, Span)
    assert (
        finding.where.text
        == report(SAME.replace("目录", "目录120条")).text("overview")[finding.where.start : finding.where.end]
    )


def test_a_new_text_is_let_be() -> None:
    assert found(report(OTHER), report(SAME, year=2022), [report(SAME, "乙局")]) == []


def test_short_texts_are_let_be() -> None:
    assert found(report("本年度没有。"), report("本年度没有。", year=2022), [report("本年度没有。", "乙局")]) == []


def test_a_copy_in_the_batch_is_named_with_how_many_more() -> None:
    batch = [report(SAME, "甲局"), report(OTHER, "乙局"), report(SAME, "丙局"), report(SAME[:-4], "丁局")]
    [finding] = found(batch[0], peers=batch)
    assert finding.code == "S-3"
    assert "“丙局”的报告等 2 份报告" in finding.message
    assert found(batch[1], peers=batch) == []


def test_an_organ_may_repeat_itself_in_a_batch_of_years() -> None:
    assert found(report(SAME), peers=[report(SAME, year=2022), report(SAME, year=2021)]) == []


def test_a_shelf_is_made_anew_for_another_batch_and_for_a_longer_one() -> None:
    batch = [report(OTHER, "乙局")]
    assert found(report(SAME), peers=batch) == []
    assert found(report(SAME), peers=[report(SAME, "丙局")])
    batch.append(report(SAME, "丙局"))
    assert found(report(SAME), peers=batch)


def test_the_shelf_finds_what_comparing_each_with_each_finds() -> None:
    texts = [
        SAME,
        SAME[20:],
        OTHER,
        SAME[:90] + OTHER[90:],
        OTHER.replace("今年", "本年"),
        SAME.replace("信息", "内容"),
    ]
    batch = [report(text, f"{n}局") for n, text in zip("甲乙丙丁戊己", texts, strict=True)]
    shelf = Shelf(batch, "overview")
    for one in batch:
        alike = {other.organ for other, _ in shelf.alike(one)}
        each = {o.organ for o in batch if o is not one and similarity(one.text("overview"), o.text("overview")) >= 0.85}
        assert alike == each


def test_numbers_and_punctuation_do_not_count() -> None:
    assert bare("2023年，公开 1,234 条（增 5.6%）。") == "年公开条增"
    assert similarity("公开12条。", "公开 345 条") == 1.0


def test_passages_stand_in_the_text_as_printed() -> None:
    text = "甲甲甲。" + SAME[:40] + "乙乙乙"
    [match] = passages(text, SAME)
    assert text[match.start : match.end] == match.text == SAME[:40]


@given(LETTERS, LETTERS)
def test_likeness_is_symmetric_and_within_bounds(one: str, other: str) -> None:
    score = similarity(one, other)
    assert 0 <= score <= 1
    assert score == similarity(other, one)
    assert similarity(one, one) == 1.0


def test_section_five_is_compared_by_its_own_measure() -> None:
    text = OTHER[:120]
    new = replace(report_of({"年度": 2023, "文字": {"存在的主要问题及改进情况": text}}))
    old = report_of({"年度": 2022, "文字": {"存在的主要问题及改进情况": text[:100] + "明年将继续努力把工作做好"}})
    assert [f.code for f in found(new, old)] == ["S-1"]


def test_long_and_dull_texts_are_compared_in_bounded_time() -> None:
    dull = "公" * 200_000
    assert [f.code for f in found(report(dull), report(dull + "开", year=2022))] == ["S-2"]
