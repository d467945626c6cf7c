"""Section 五 存在的主要问题及改进情况: what became of last year's problems, then this year's and what is to improve them."""

from gongkai.report.prose.named import entered
from gongkai.report.prose.sources import Sources
from gongkai.report.prose.spans import Draft, Gap
from gongkai.report.prose.writing import Line, Writer, joined, points, section, sentence
from gongkai.report.yearwork import Problem

_NO_PROBLEMS = "没有登记本年存在的问题：第五部分要写明本年的问题和改进措施，请登记后重新起草，或者自己写。"
_NO_LAST = "没有登记上年报告所列问题的改进结果：请登记后重新起草，或者自己写。"
_NO_OUTCOME = (
    "上年报告所列的问题“{}”还没有登记处理结果：请在登记簿“问题和改进”打开这一条，选定状态、填写改进结果，再更新数字。"
)


def problems(sources: Sources) -> Draft:
    """The section from the registers; what is not registered is a gap and not a sentence."""
    w = Writer(sources)
    parts = [("上年问题的改进情况", _last(w)), ("本年存在的主要问题", _new(w)), ("改进措施", _measures(w))]
    return Draft("problems", section(parts), tuple(_gaps(w)))


def _gaps(w: Writer) -> list[Gap]:
    work = w.sources.work
    gaps = [] if work.problems else [Gap("本年存在的主要问题", _NO_PROBLEMS)]
    if not work.last_problems and w.sources.last is not None and w.sources.last.text("problems"):
        gaps.append(Gap("上年问题的改进情况", _NO_LAST))
    for problem in work.last_problems:
        if problem.unanswered:
            told = _NO_OUTCOME.format(entered(problem.problem))
            gaps.append(Gap("上年问题的改进情况", told, problem.record))
    return gaps


def _named(w: Writer, problems: tuple[Problem, ...]) -> list[Problem]:
    return [p for p in problems if f"problem/{p.record}" in w.sources]


def _last(w: Writer) -> Line:
    named = _named(w, w.sources.work.last_problems)
    if not named:
        return []
    if len(w.sources.work.last_problems) == 1:
        return sentence(w.say(w.pick("last", "上年度报告列出的问题", "上年度报告所列的问题")), _followed(w, named[0]))
    words = ("上年度报告列出的{last_problems}项问题", "上年度报告所列的{last_problems}项问题")
    count = w.say(w.pick("last", *words))
    if "last_problems/all" in w.sources:
        return [*sentence(count, w.say("{last_problems/all}")), *sentence(points([_followed(w, p) for p in named]))]
    states = w.each(*(f"{said}{{last_problems/{state}}}项" for state, said in _STATES))
    count += [*w.say("中，"), *joined(states, "，")] if states else w.say("，处理情况如下")
    return [*sentence(count), *sentence(points([_followed(w, p) for p in named]))]


_STATES = (("solved", "已解决"), ("improved", "有改进"), ("open", "尚未解决"))


def _followed(w: Writer, problem: Problem) -> Line:
    line = [w.bound(f"named/{problem.record}"), w.bound(f"state/{problem.record}")]
    outcome = f"outcome/{problem.record}"
    return [*line, *w.say("，"), w.bound(outcome)] if outcome in w.sources else line


def _new(w: Writer) -> Line:
    named = _named(w, w.sources.work.problems)
    if not named:
        return []
    me = w.self_name
    words = (
        f"对照政府信息公开工作的要求和全年的工作记录，{{year}}年{me}还存在以下{{problems}}项主要问题：",
        f"从全年的工作记录看，{{year}}年{me}的政府信息公开工作还有{{problems}}项主要问题需要解决，具体为：",
    )
    single = (
        f"对照政府信息公开工作的要求和全年的工作记录，{{year}}年{me}存在的主要问题是：",
        f"从全年的工作记录看，{{year}}年{me}政府信息公开工作的主要问题是：",
    )
    opening = w.say(w.pick("problems", *(words if len(w.sources.work.problems) > 1 else single)))
    return sentence(opening, points([[w.bound(f"problem/{p.record}")] for p in named]))


def _measures(w: Writer) -> Line:
    work = w.sources.work
    still = (p for p in work.last_problems if p.state == "open" and not p.unanswered)
    lines = [
        [w.bound(f"improvement/{p.record}")] for p in (*work.problems, *still) if f"improvement/{p.record}" in w.sources
    ]
    if not lines:
        return []
    words = ("针对上述问题，下一年度采取以下措施：", "下一步，从以下方面改进：")
    single = ("针对上述问题，下一年度的改进措施是：", "下一步的改进措施是：")
    return sentence(w.say(w.pick("measures", *(words if len(lines) > 1 else single))), points(lines))
