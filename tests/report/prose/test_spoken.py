"""Numbers and statements typed by hand: each is held against what its own words speak of, or against nothing."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.report.facts import ApplicationFact, Ending
from gongkai.report.prose import Fees, Sources, Standing, bind, draft, draft_of
from gongkai.report.tally import tally
from gongkai.report.yearwork import Published
from tests.report.prose.years import FACTS, ORGANS, PERSON, WORK, YEAR, facts, figure, founding, part, works

AGREES, CONTRADICTS, UNKNOWN = Standing.AGREES, Standing.CONTRADICTS, Standing.UNKNOWN
EMPTY = draft_of(section="overview", objects=[])
# Two channels whose figures are easily exchanged: website 5, wechat 11.
CHANNELS = Published(figure(16, "publication"), (part("website", "政府网站", 5), part("wechat", "政务微信", 11)))


def typed(text: str, sources: Sources | None = None) -> list[tuple[str, Standing, str]]:
    """The marks of a text nobody drafted."""
    return [(m.text, m.standing, m.expected) for m in bind(text, kept=EMPTY, sources=sources or founding())]


def test_it_works() -> None:
    assert typed("办理人大代表建议3件、政协委员提案4件。") == [("3", AGREES, "3"), ("4", AGREES, "4")]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("办理人大代表建议4件、政协委员提案3件。", [("4", CONTRADICTS, "3"), ("3", CONTRADICTS, "4")]),
        ("办理人大代表建议和政协委员提案7件。", [("7", AGREES, "7")]),
        ("办理人大代表建议3件、4件提案。", [("3", AGREES, "3"), ("4", UNKNOWN, "")]),
        ("建议提案答复率100%、满意率98%。", [("100%", AGREES, "100%"), ("98%", CONTRADICTS, "100%")]),
        ("办理建议提案7件，答复率95%。", [("7", AGREES, "7"), ("95%", CONTRADICTS, "100%")]),
        ("培训3次、65人次。", [("3", CONTRADICTS, "2"), ("65", AGREES, "65")]),
        ("开展5次培训、3次检查。", [("5", CONTRADICTS, "2"), ("3", UNKNOWN, "")]),
        ("开展2次培训和3次调研。", [("2", AGREES, "2"), ("3", UNKNOWN, "")]),
    ],
)
def test_a_list_gives_every_number_its_own_words(text: str, marks: list[tuple[str, Standing, str]]) -> None:
    assert typed(text) == marks


@pytest.mark.parametrize(
    "text",
    [
        "收到政府信息公开申请3件，办结率75%。",
        "办理代表建议之外，政府信息公开申请的答复率75%。",
        "群众满意率88%。",
        "申请办理结果公开2件。",
    ],
)
def test_what_is_not_said_of_proposals_is_not_held_against_theirs(text: str) -> None:
    assert not [m for m in typed(text) if m[0] in ("75%", "88%", "2") and m[1] is not UNKNOWN]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("政府网站5条、政务微信11条。", [("5", AGREES, "5"), ("11", AGREES, "11")]),
        ("政府网站11条、政务微信5条。", [("11", CONTRADICTS, "5"), ("5", CONTRADICTS, "11")]),
        ("政府网站发布信息5条。", [("5", AGREES, "5")]),
        ("通过政府网站、政务微信发布信息16条。", [("16", UNKNOWN, "")]),
        ("主动公开政府信息16条，其中网站5条、微信、微博共11条。", [("16", AGREES, "16"), ("5", AGREES, "5"), ("11", UNKNOWN, "")]),
    ],
)  # fmt: skip
def test_channels_are_not_exchanged(text: str, marks: list[tuple[str, Standing, str]]) -> None:
    assert typed(text, founding(work=replace(WORK, published=CHANNELS))) == marks


@pytest.mark.parametrize(
    "text",
    [
        "2022年组织培训3次。",
        "上半年组织培训3次。",
        "下一年计划组织培训3次。",
        "下一步，组织培训3次。",
        "全市组织培训30次。",
        "开展培训3次以上。",
        "组织消防安全培训3次。",
        "培训65人次，其中干部培训40人次。",
        "网站发布信息比上年增加6条。",
        "收到申请3件其中通过政府网站2件。",
        "收到政府信息公开申请3件，其中通过政府网站2条。",
        "依申请公开信息12条。",
        "在重点领域主动公开信息6条。",
        "通过政务微信发布招聘公告12条。",
        "通过政府网站发布政策解读6件。",
        "网站公开12条解读。",
        "解读10件，其中网站4件。",
        "制作图文解读4件。",
        "网站备案1件。",
        "群众意见建议12条，办结率98%。",
        "收到网民建议12条，满意率98%。",
        "答复人大代表建议5件。",
        "主办（会办）代表建议5件。",
        "分别收到代表建议、委员提案4件、3件。",
        "收到代表建议和委员提案4件、3件。",
        "工作要点完成1项。",
    ],
)
def test_what_is_a_part_a_plan_a_comparison_or_anothers_is_held_against_nothing(text: str) -> None:
    work = replace(WORK, published=replace(CHANNELS, interpretations=WORK.published.interpretations), key_tasks=())
    assert not [m for m in typed(text, founding(work=work)) if m[1] is CONTRADICTS]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年，组织业务培训3次。", "2"),
        ("举办政府信息公开业务培训班3期。", "2"),
        ("开展3次监督检查，3次业务培训。", "2"),
        ("组织培训2场，参训人员60人次。", "65"),
        ("政府开放日活动邀请群众代表20人参加。", "30"),
        ("全年主动公开各类政府信息15条。", "16"),
        ("通过局门户网站主动公开信息6条。", "5"),
        ("共办理人大代表建议和政协委员提案8件。", "7"),
        ("工作要点完成3项。", "1"),
        ("规范性文件报送备案3件。", "2"),
    ],
)
def test_a_wrong_number_is_told_the_right_one_behind_the_usual_words(text: str, expected: str) -> None:
    marks = typed(text, founding(work=replace(WORK, published=CHANNELS)))
    assert [m[2] for m in marks if m[1] is CONTRADICTS] == [expected]


OPEN = replace(FACTS, applications=(*FACTS.applications, ApplicationFact("申请/9", PERSON, date(YEAR, 12, 29))))
BUSINESS = ApplicationFact("申请/8", "business", date(YEAR, 3, 1), (Ending(date(YEAR, 3, 9), "granted"),))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("没有结转下年度继续办理的申请。", "没有结转下年度继续办理的申请"),
        ("无结转下一年度继续办理的政府信息公开申请。", "无结转下一年度继续办理的政府信息公开申请"),
        ("本年度未收到政府信息公开申请。", "未收到政府信息公开申请"),
        ("申请人均为自然人。", "均为自然人"),
        ("申请人均为法人或者其他组织。", "均为法人或者其他组织"),
    ],
)
def test_having_none_said_by_hand_is_marked_when_there_is(text: str, words: str) -> None:
    sources = founding(replace(OPEN, applications=(*OPEN.applications, BUSINESS)))
    (mark,) = bind(text, kept=EMPTY, sources=sources)
    assert (mark.text, mark.standing, mark.by_hand) == (words, CONTRADICTS, True)
    assert "请改写或者删去" in mark.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("本年度未收取信息处理费。", "未收取信息处理费"),
        ("办理政府信息公开申请未收取任何费用。", "未收取任何费用"),
        ("发出收费通知1件，没有申请人缴纳。", "没有申请人缴纳"),
        ("没有发出收费通知。", "没有发出收费通知"),
    ],
)
def test_having_charged_nothing_is_marked_when_somebody_paid(text: str, words: str) -> None:
    sources = founding(fees=Fees(1, 10_000, 10_000))
    assert [m.text for m in bind(text, kept=EMPTY, sources=sources) if m.standing is CONTRADICTS] == [words]


@pytest.mark.parametrize(
    "text", ["没有结转下年度继续办理的申请。", "申请人均为自然人。", "没有发出收费通知，未收取信息处理费。"]
)
def test_having_none_said_by_hand_is_not_marked_while_it_is_true(text: str) -> None:
    assert typed(text) == []


@pytest.mark.parametrize(
    "text", ["第一季度未收到政府信息公开申请。", "行政复议申请人均为自然人。", "上年没有结转下年度继续办理的申请。"]
)
def test_having_none_of_something_else_is_not_marked(text: str) -> None:
    assert not [
        m
        for m in typed(text, founding(replace(OPEN, applications=(*OPEN.applications, BUSINESS))))
        if m[1] is CONTRADICTS
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data(), ORGANS, facts())
def test_no_draft_typed_again_by_hand_contradicts_its_records(data, organ, records) -> None:
    sources = Sources(organ, tally(records, YEAR), data.draw(works(organ, YEAR)))
    for drafted in draft(sources):
        kept = draft_of(section=drafted.section, objects=[])
        marks = bind(drafted.text, kept=kept, sources=sources)
        assert [m.message for m in marks if m.standing is CONTRADICTS] == [], drafted.text
