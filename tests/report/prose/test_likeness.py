"""Paragraphs kept from last year, and what is no sign of copying."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.report.facts import Facts
from gongkai.report.prose import Sources, draft, likeness
from gongkai.report.tally import tally
from gongkai.report.yearwork import YearWork
from tests.report.prose.years import ORGAN, ORGANS, WORK, YEAR, facts, founding, works

KEPT = "（二）本年存在的主要问题。栏目更新不够及时，政策解读的形式还不够丰富，基层单位公开的水平参差不齐。"
NEW = "（三）改进措施。明年把执法公示的栏目并成一个，每月由法制科核对一次，核对结果在局务会上通报。"
OTHER = "（三）改进措施。今年要办三次培训，请省里的老师来讲课，年底组织一次全员的闭卷考试并公布成绩。"


def test_it_works() -> None:
    found = likeness(f"开头。\n{KEPT}\n{NEW}", f"开头。\n{KEPT}\n{OTHER}", section="problems")
    (kept,) = found.kept
    assert (kept.number, kept.begins) == (2, "本年存在的主要问题")
    assert found.advice.startswith("第 2 段（“本年存在的主要问题…”）与上年几乎相同：请写今年的问题和今年采取的措施")


def test_the_place_is_the_paragraphs() -> None:
    text = f"开头。\n{KEPT}\n{NEW}"
    (kept,) = likeness(text, KEPT).kept
    assert text[kept.start : kept.end] == KEPT


def test_a_few_words_changed_do_not_hide_it() -> None:
    assert likeness(KEPT.replace("还不够丰富", "仍不够丰富"), KEPT, section="problems").kept


def test_a_paragraph_written_anew_is_not_named() -> None:
    found = likeness(NEW, OTHER, section="problems")
    assert found.kept == ()
    assert found.advice == "没有整段沿用上年的文字；按格式必须写的话每年相同，不用改。"


def test_many_short_lines_kept_are_told_of_as_a_whole() -> None:
    lines = "\n".join(
        ("栏目更新慢，群众找不到。", "解读的形式少，看不懂。", "培训少，新来的人不熟悉。", "督查少，问题改得慢。")
    )
    found = likeness(lines, lines, section="problems")
    assert found.asks and not found.kept
    assert "相同的话合起来偏多" in found.advice


def test_what_the_form_asks_for_is_no_copying() -> None:
    fixed = "本年度我局没有发出收费通知，未收取信息处理费。除此之外，没有其他需要报告的事项。"
    assert likeness(fixed, fixed, section="other_matters").kept == ()
    none = "本年度未收到政府信息公开申请。没有结转下年度继续办理的申请。未发生因政府信息公开工作被申请行政复议的情况。"
    assert likeness(none, none, section="overview").kept == ()


def test_figures_of_the_records_are_this_years_however_they_read() -> None:
    drafted = draft(founding()).overview
    assert likeness(drafted.text, drafted.text.replace("2023", "2022"), section="overview", drafted=drafted).kept == ()
    assert likeness(drafted.text, drafted.text, section="overview").kept  # without the records nobody can tell


def test_words_entered_again_are_last_years() -> None:
    again = tuple(replace(p, problem="部分栏目更新不够及时，群众查找公开信息还不够方便") for p in WORK.problems)
    drafted = draft(founding(work=replace(WORK, problems=again))).problems
    found = likeness(drafted.text, drafted.text, section="problems", drafted=drafted)
    assert [k.begins for k in found.kept] == ["本年存在的主要问题", "改进措施"]


def test_last_years_problem_is_quoted_without_reproach() -> None:
    problem = "部分栏目更新不够及时，群众查找公开信息还不够方便，办事指南也有旧的"
    text = f"（一）上年问题的改进情况。上年度报告列出的问题“{problem}”已解决。"
    assert likeness(text, f"（一）本年存在的主要问题。{problem}。", section="problems").kept == ()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data(), ORGANS, facts())
def test_a_draft_of_figures_alone_is_never_called_last_years(data, organ, records) -> None:
    work = replace(data.draw(works(organ, YEAR)), activities={}, problems=(), last_problems=(), key_tasks=())
    drafted = draft(Sources(organ, tally(records, YEAR), work)).overview
    assert likeness(drafted.text, drafted.text, section="overview", drafted=drafted).kept == ()


def test_an_organ_with_nothing_to_report_twice() -> None:
    empty = draft(Sources(ORGAN, tally(Facts(), YEAR), YearWork(ORGAN, YEAR)))
    for drafted in empty:
        assert likeness(drafted.text, drafted.text, section=drafted.section).kept == ()
