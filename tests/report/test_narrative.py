"""Claims out of prose: numbers, places, topics, years and scopes."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.narrative import Claim, Scope, claims_in, plain
from gongkai.report.narrative.numbers import number
from gongkai.report.narrative.shares import breakdowns, growths, shares

YEAR = 2023


def claims(text: str, section: str = "overview") -> list[Claim]:
    return list(claims_in(plain(section, text), YEAR))


def said(text: str, kind: str, section: str = "overview") -> list[tuple[int, list[str]]]:
    return [(int(c.value), sorted(c.parts)) for c in claims(text, section) if c.kind == kind]


def test_it_works() -> None:
    (claim,) = claims("本年共收到政府信息公开申请７件。")
    assert (claim.kind, claim.value, claim.unit) == ("received", 7, "件")
    assert claim.span.text == "收到政府信息公开申请７件"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十二", 12), ("两百零三", 203), ("二〇二三", 2023), ("零", 0), ("一千零二十", 1020), ("三十", 30), ("1,234", 1234),
        ("3.5万", 35000), ("40.51", Decimal("40.51")), ("百十", None), ("一二", None), ("万", None), ("三三十", None),
    ],
)  # fmt: skip
def test_numbers(text: str, value: object) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("共受理政府信息公开申请95件", 95),
        ("接收通过邮寄、网络提交的各类政府信息公开申请共计81件", 81),
        ("新收到依申请公开政府信息42件", 42),
        ("受理了三件政府信息公开申请", 3),
        ("收到公开政府信息申请 1 件", 1),
        ("政府信息公开申请受理２１件", 21),
        ("收到政府信息公开申请，共计1,024件", 1024),
        ("未收到政府信息公开申请", 0),
        ("全年未接到信息公开申请", 0),
        ("没有收到公民、法人和其他组织的政府信息公开申请", 0),
        ("无政府信息公开申请", 0),
        ("政府信息公开申请为零", 0),
    ],
)
def test_received(text: str, value: int) -> None:
    assert [v for v, _ in said(text + "。", "received")] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "依申请公开信息16条",
        "依申请公开信息数16条，主动公开信息230条",
        "收到行政复议申请3件",
        "收到人大代表建议3件、政协提案4件",
        "未收到行政许可申请",
        "未发生因政府信息公开申请引起的行政复议",
        "收到群众来信5件",
        "受理投诉举报12件",
        "收到政府信息公开申请10余件",
        "政府信息公开申请延期答复2件",
        "其中，市公安局收到政府信息公开申请12件",
    ],
)
def test_what_is_no_receipt(text: str) -> None:
    assert said(text + "。", "received") == []


def test_results_joined_by_a_comma_are_one_sum() -> None:
    text = "办结依申请公开81件，其中：予以公开、部分公开42件；不予公开5件；无法提供31件；不予处理1件；其他处理2件。"
    assert said(text, "processed") == [(81, [])]
    assert said(text, "result") == [
        (42, ["granted", "partially_granted"]),
        (5, ["refused"]),
        (31, ["unavailable"]),
        (1, ["not_processed"]),
        (2, ["other"]),
    ]


def test_single_reasons() -> None:
    text = "答复政府信息公开申请9件，本机关不掌握相关政府信息4件，信访举报投诉类申请2件，逾期未补正1件，属于行政执法案卷2件。"
    assert said(text, "case") == [
        (4, ["not_held"]),
        (2, ["petition_or_complaint"]),
        (1, ["supplement_lapsed"]),
        (2, ["enforcement_file"]),
    ]


def test_attributes_of_documents_are_no_results() -> None:
    assert said("制发公文41件，主动公开34件、依申请公开5件、不予公开2件。", "result") == []


def test_applicants_and_channels() -> None:
    text = "收到政府信息公开申请11件，其中自然人申请9件、法人或其他组织申请2件；网络申请5件，6件为信函申请。"
    assert said(text, "applicant") == [(9, ["natural_person"]), (2, ["organizations"])]
    assert said(text, "channel") == [(5, []), (6, [])]


@pytest.mark.parametrize(
    "text",
    [
        "收到政府信息公开申请12件。办理道路挖掘申请件77件。",
        "受理依申请公开12件，延期答复2件。",
        "收到政府信息公开申请9件，答复率100%。",
    ],
)
def test_what_is_not_concluded(text: str) -> None:
    assert said(text, "processed") == []


def test_open_cases() -> None:
    text = "答复政府信息公开申请98件（含上年度结转申请8件，另有5件申请结转下年度继续办理）。"
    assert said(text, "brought_forward") == [(8, [])]
    assert said(text, "carried_forward") == [(5, [])]
    assert said("收到政府信息公开申请8件，均已办结，办结率100%。", "all_done") == [(100, []), (100, [])]


def test_remedies() -> None:
    text = "因政府信息公开引起的行政复议案件2件、行政诉讼案件7件。"
    assert said(text, "course") == [(2, ["reconsideration"]), (7, ["litigation"])]
    assert said("发生政府信息公开行政复议3件，维持2件，纠正1件。", "course_result") == [
        (2, ["reconsideration", "upheld"]),
        (1, ["corrected", "reconsideration"]),
    ]
    assert said("未发生政府信息公开行政复议、行政诉讼。", "course") == [(0, ["litigation", "reconsideration"])]


@pytest.mark.parametrize("text", ["办理行政复议案件134件。", "没有因答复不当被提起行政复议的信息公开案件。"])
def test_other_peoples_remedies(text: str) -> None:
    assert said(text, "course") == []


def test_documents_licences_and_charges() -> None:
    text = "制定规范性文件4件，废止文件2件，现行有效文件20件。作出行政许可决定782件。行政事业性收费40.51万元。"
    assert said(text, "document") == [
        (4, ["issued", "normative_document"]),
        (2, ["normative_document", "repealed"]),
        (20, ["in_force", "normative_document"]),
    ]
    assert said(text, "decisions") == [(782, ["licence"])]
    (charge,) = [c for c in claims(text) if c.kind == "charge"]
    assert (charge.value, charge.unit, charge.decimals) == (405100, "元", -2)
    assert said("本年度未制定规范性文件。", "document") == [(0, ["issued", "normative_document"])]


def test_years_scope_and_parts_of_the_year() -> None:
    earlier, half, area, own = (
        claims(t)[0]
        for t in (
            "2022年收到政府信息公开申请5件。",
            "上半年收到政府信息公开申请4件。",
            "全区共收到政府信息公开申请81件。",
            "本机关收到政府信息公开申请17件。",
        )
    )
    assert (earlier.year, half.partial, area.scope, own.scope) == (2022, True, Scope.AREA, Scope.ORGAN)
    assert not claims("2023年以来收到政府信息公开申请4件。")[0].partial
    assert not claims("2023年1—12月收到政府信息公开申请4件。")[0].partial
    assert claims("2023年1—9月收到政府信息公开申请4件。")[0].partial
    assert claims("本机关无法提供57件，收到政府信息公开申请4件。")[0].scope is Scope.UNSAID
    assert claims("2019年以来收到政府信息公开申请4件。")[0].partial


def test_a_comparison_does_not_change_the_year() -> None:
    (claim,) = claims("较2022年相比，收到政府信息公开申请有所增加，收到政府信息公开申请9件。")
    assert claim.year is None


def test_a_wrapped_line_is_one_sentence() -> None:
    text = "本机关严格按照规定办理，做好登记、审核、答复和归档等各环节工作，全年共收到政府\n信息公开申请6件。"
    (claim,) = claims(text)
    assert claim.span.text == "收到政府\n信息公开申请6件"


def test_shares_growth_and_lists() -> None:
    (share,) = shares(plain("overview", "办结81件，其中公开42件，占51.85%。"))
    assert (share.part.value, share.percent, share.decimals) == (42, Decimal("51.85"), 2)
    (growth,) = growths(plain("overview", "收到政府信息公开申请75件，较上年减少20%。"))
    assert (growth.sign, growth.amount, growth.of.value) == (-1, 20, 75)
    (found,) = breakdowns(plain("overview", "公开信息126条，其中甲4条、乙9条（含转载3条）、丙113条。"))
    assert (found.total.value, found.sum, found.open) == (126, 126, False)


@given(st.text(alphabet="收到政府信息公开申请未无第三十二条件，。；、（）《》 1２3%占\n予以部分年20", max_size=120))
def test_places_are_those_of_the_printed_text(text: str) -> None:
    for claim in claims(text):
        assert text[claim.span.start : claim.span.end] == claim.span.text
