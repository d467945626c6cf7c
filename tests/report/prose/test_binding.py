"""Edited texts: what is marked, and what a changed record carries into them."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.report.facts import ApplicationFact, ChargeFact, DecisionFact, Facts
from gongkai.report.prose import Mark, Sources, Standing, bind, draft, draft_of, length_guidance, likeness, refresh
from gongkai.report.tally import tally
from gongkai.report.yearwork import Published
from tests.report.prose.years import FACTS, ORGANS, PERSON, WORK, YEAR, facts, figure, founding, works

AGREES, CONTRADICTS, UNKNOWN = Standing.AGREES, Standing.CONTRADICTS, Standing.UNKNOWN


def marked(text: str, section: str = "overview", sources: Sources | None = None) -> list[Mark]:
    """The marks of a text that grew from the founding year's draft; every place must hold what the mark says."""
    marks = list(bind(text, kept=draft(founding())[section], sources=sources or founding()))
    assert [text[m.start : m.end] for m in marks] == [m.text for m in marks]
    return marks


def typed(text: str, section: str = "overview") -> list[tuple[str, Standing, str]]:
    """The marks of what is not the draft's own."""
    return [(m.text, m.standing, m.expected) for m in marked(text, section) if m.by_hand]


def overview() -> str:
    return draft(founding()).overview.text


def test_it_works() -> None:
    assert {m.standing for m in marked(overview())} == {AGREES}
    assert typed(overview()) == []
    edited = (
        overview()
        .replace("收到政府信息公开申请3件", "收到政府信息公开申请5件")
        .replace("新收政府信息公开申请3件", "新收政府信息公开申请5件")
    )
    assert typed(edited) == [("5", CONTRADICTS, "3")]
    (mark,) = [m for m in marked(edited) if m.by_hand]
    assert mark.message.startswith("“5”与“本年新收”不一致，应为“3”")


@pytest.mark.parametrize(
    ("words", "standing", "expected"),
    [
        ("全年收到政府信息公开申请3件。", AGREES, "3"),
        ("全年收到政府信息公开申请三件。", AGREES, "3"),
        ("全年收到政府信息公开申请４件。", CONTRADICTS, "3"),
        ("作出行政许可决定480件。", CONTRADICTS, "408"),
        ("收取行政事业性收费40.51万元。", AGREES, "40.51万"),
        ("收取行政事业性收费45.01万元。", CONTRADICTS, "40.51万"),
        ("另外，全年组织培训3次。", CONTRADICTS, "2"),
        ("另外，参加培训65人次。", AGREES, "65"),
        ("通过政务微信发布12条。", CONTRADICTS, "11"),
        ("人大代表建议3件。", AGREES, "3"),
        ("建议提案答复率95%。", CONTRADICTS, "100%"),
        ("制作宣传折页500份。", UNKNOWN, ""),
        ("参加培训近100人次。", UNKNOWN, ""),
    ],
)
def test_a_number_typed_by_hand(words: str, standing: Standing, expected: str) -> None:
    (found,) = typed(overview() + "\n" + words)
    assert found[1:] == (standing, expected) or (found[1] is AGREES is standing)


def test_one_of_something_is_no_count() -> None:
    assert typed(overview() + "\n还存在一个主要问题：政策解读的形式不够丰富。") == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data(), ORGANS, facts())
def test_no_draft_contradicts_its_own_records(data, organ, records) -> None:
    sources = Sources(organ, tally(records, YEAR), data.draw(works(organ, YEAR)))
    for drafted in draft(sources):
        marks = bind(drafted.text, kept=drafted, sources=sources)
        assert [m.message for m in marks if m.standing is not AGREES or m.by_hand] == []


def test_what_states_nothing_is_not_marked() -> None:
    for words in (
        "一是进一步加强管理。",
        "第3次修订。",
        "5月12日召开。",
        "依据《2022年要点》。",
        "国办公开办函〔2021〕30号。",
        "2022年以来。",
    ):
        assert typed(overview() + "\n" + words) == [], words


def test_a_number_changed_in_its_place_is_held_against_its_own_source() -> None:
    edited = overview().replace("报送备案2件", "报送备案7件")
    (mark,) = [m for m in marked(edited) if m.by_hand]
    assert (mark.key, mark.expected, mark.standing) == ("filed", "2", CONTRADICTS)


def test_a_record_that_changed_marks_the_text_that_did_not() -> None:
    more = replace(FACTS, decisions=(DecisionFact("许可", "licence", date(2023, 12, 31), 409),))
    (mark,) = [m for m in marked(overview(), sources=founding(more)) if m.standing is CONTRADICTS]
    assert (mark.text, mark.expected, mark.by_hand) == ("408", "409", False)


def test_words_of_a_record_that_is_gone_are_marked() -> None:
    gone = founding(work=replace(WORK, problems=WORK.problems[:1]))
    text = draft(founding()).problems.text
    marks = [m for m in marked(text, "problems", gone) if m.standing is CONTRADICTS]
    assert [m.text for m in marks] == ["2", "政策解读形式不够丰富", "制作短视频解读"]
    assert "没有记录支持" in marks[1].message


def test_a_draft_kept_as_json_serves_as_well() -> None:
    kept = draft_of(section="overview", objects=draft(founding()).overview.objects())
    assert {m.standing for m in bind(overview(), kept=kept, sources=founding())} == {AGREES}


def test_a_text_without_a_draft_is_read_by_its_words_alone() -> None:
    kept = draft_of(section="overview", objects=[])
    (mark,) = bind("全年共收到政府信息公开申请4件。", kept=kept, sources=founding())
    assert (mark.standing, mark.expected) == (CONTRADICTS, "3")


# refresh


def changed() -> Sources:
    """The founding year with another figure of licences and charges, and two more publications."""
    records = replace(
        FACTS,
        decisions=(DecisionFact("许可", "licence", date(2023, 12, 31), 412),),
        charges=(ChargeFact("收费", date(2023, 12, 31), 41_000_000),),
    )
    return founding(records, replace(WORK, published=replace(WORK.published, total=figure(62))))


def test_refresh_keeps_words_and_carries_figures() -> None:
    old, new = draft(founding()).overview, draft(changed()).overview
    edited = (
        old.text.replace("作出行政许可决定", "一年来，本着便民的原则，共作出行政许可决定")
        + "\n（六）其他。大家都很努力。"
    )
    done = refresh(edited, old=old, new=new)
    assert "一年来，本着便民的原则，共作出行政许可决定412件" in done.text
    assert "收费41万元" in done.text
    assert "政府信息62条" in done.text
    assert done.text.endswith("大家都很努力。")
    assert [(c.before, c.after) for c in done.changes] == [("60", "62"), ("408", "412"), ("40.51", "41")]
    assert [done.text[c.start : c.end] for c in done.changes] == ["62", "412", "41"]


def test_refresh_leaves_a_number_changed_by_hand() -> None:
    old, new = draft(founding()).overview, draft(changed()).overview
    edited = old.text.replace("许可决定408件", "许可决定400件")
    done = refresh(edited, old=old, new=new)
    assert "许可决定400件" in done.text
    assert "收费41万元" in done.text


def test_refresh_of_an_unedited_text_is_the_new_draft() -> None:
    old, new = draft(founding()).overview, draft(changed()).overview
    done = refresh(old.text, old=old, new=new)
    assert done.text == new.text
    assert ("408", "412") in [(c.before, c.after) for c in done.changes]


def test_refresh_names_what_no_record_supports_any_more_and_what_is_new() -> None:
    old = draft(founding()).overview
    new = draft(founding(work=replace(WORK, published=Published(responses=figure(3))))).overview
    done = refresh(old.text + "完。", old=old, new=new)
    assert "published/total" in [c.key for c in done.stale]
    assert [done.text[c.start : c.end] for c in done.stale] == [c.before for c in done.stale]
    assert done.new == ("published/responses",)


def test_what_is_stale_stays_marked_after_refreshing() -> None:
    """A sentence that nothing is carried forward is held against the records as a figure is, also once refreshed."""
    before = founding()
    old = draft(before).overview
    more = replace(
        FACTS,
        applications=(*FACTS.applications, ApplicationFact("晚到", PERSON, date(2023, 12, 29))),
    )
    after = founding(more)
    edited = old.text + "\n工作中注重实效。"
    first = {m.text for m in bind(edited, kept=old, sources=after) if m.standing is Standing.CONTRADICTS}
    assert "没有结转下年度继续办理的申请" in first
    done = refresh(edited, old=old, new=draft(after).overview)
    left = [m for m in bind(done.text, kept=done.base, sources=after) if m.standing is Standing.CONTRADICTS]
    assert {c.before for c in done.stale} == {m.text for m in left} != set()
    assert done.text.endswith("工作中注重实效。")
    again = refresh(done.text, old=done.base, new=draft(after).overview)
    assert again.text == done.text and not again.changes and again.stale


EDITS = st.lists(
    st.tuples(st.integers(0, 2000), st.integers(0, 30), st.text("公开信息办理3件，。12", max_size=8)), max_size=4
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data(), ORGANS, facts(), EDITS)
def test_any_edit_is_read_and_refreshed(data, organ, records, edits) -> None:
    sources = Sources(organ, tally(records, YEAR), data.draw(works(organ, YEAR)))
    other = Sources(organ, tally(Facts(), YEAR), data.draw(works(organ, YEAR)))
    for old, new in zip(draft(sources), draft(other), strict=True):
        text = old.text
        assert all(m.standing is AGREES and not m.by_hand for m in bind(text, kept=old, sources=sources))
        for at, cut, put in edits:
            text = text[:at] + put + text[at + cut :]
        for mark in bind(text, kept=old, sources=other):
            assert text[mark.start : mark.end] == mark.text
            assert (mark.expected != "") or mark.standing is not AGREES
        done = refresh(text, old=old, new=new)
        assert all(done.text[c.start : c.end] == c.after for c in done.changes)
        assert refresh(text, old=old, new=old).text == text


# the text as a whole


@pytest.mark.parametrize(
    ("text", "fits", "words"),
    [("字" * 600, True, "长短合适"), ("字" * 1050, False, "略多"), ("字" * 1200, False, "超过"), ("字" * 20, False, "不到 200 字"), ("", False, "还没有内容")],
)  # fmt: skip
def test_length(text: str, fits: bool, words: str) -> None:
    found = length_guidance(text, section="overview")
    assert (found.fits, found.characters) == (fits, len(text))
    assert words in found.message
    assert str(found.law) == "国办公开办函〔2021〕30号第一部分"


@pytest.mark.parametrize(
    ("section", "text", "fits"),
    [("problems", "字" * 1200, True), ("problems", "字" * 39, False), ("other_matters", "无", True)],
)
def test_where_the_form_gives_no_length_none_is_claimed(section: str, text: str, fits: bool) -> None:
    found = length_guidance(text, section=section)
    assert (found.fits, found.most, found.law) == (fits, None, None)
    assert "1000" not in found.message


def test_the_usual_length_is_told_with_last_years() -> None:
    found = length_guidance("字" * 600, section="overview", last_year="字 " * 480)
    assert found.message == "现有 600 字；格式要求这一部分一般在 1000 字以内，长短合适。上年这一部分 480 字。"


def test_length_counts_no_white_space() -> None:
    assert length_guidance("公 开\n信息\u3000", section="other_matters").characters == 4


def test_likeness_names_the_passages() -> None:
    text = overview()
    same = likeness(text, text.replace("2023", "2022"), section="overview")
    assert same.share == 1
    assert same.asks
    assert text[same.passages[0].start : same.passages[0].end] == same.passages[0].text
    other = likeness(
        text, "今年的工作重点是高标准农田建设，项目的选址、招标、施工、验收都放进一个专题。", section="overview"
    )
    assert not other.asks
    assert other.passages == ()
