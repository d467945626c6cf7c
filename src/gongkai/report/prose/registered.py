"""The sources that the registers hold: counts, parts, rates, and the words entered."""

from collections.abc import Iterable, Iterator
from itertools import chain

from gongkai.report.prose.named import UNANSWERED, Source, entered, percent, quoted
from gongkai.report.yearwork import (
    ACTIVITIES,
    PROBLEM_STATES,
    Figure,
    Occasion,
    Part,
    Problem,
    Proposals,
    Published,
    YearWork,
)

_BECAME = {**PROBLEM_STATES, "open": "尚未解决"}


def registered(work: YearWork) -> Iterator[Source]:
    """Every source of a year's registers. What they do not hold has none."""
    yield from _published(work.published)
    yield from _proposals(work.proposals)
    yield from _activities(work)
    yield from _duties(work)
    yield from _key_tasks(work)
    yield from _figure("filed", "规章和规范性文件备案件数", work.filed)
    yield from _figure("cleaned_up", "规章和规范性文件清理件数", work.cleaned_up)
    yield from _problems("last_problems", "上年报告所列问题", work.last_problems)
    yield from _problems("problems", "本年报告所列问题", work.problems)


def _figure(key: str, words: str, figure: Figure) -> Iterator[Source]:
    if figure.value:
        yield Source(key, words, str(figure.value), figure.value, records=figure.records)


def _count(key: str, words: str, records: Iterable[str]) -> Iterator[Source]:
    held = tuple(records)
    yield from _figure(key, words, Figure(len(held), held))


def _parts(key: str, words: str, parts: Iterable[Part]) -> Iterator[Source]:
    for part in parts:
        name = entered(part.words)
        yield Source(f"{key}/{part.key}", f"{words}“{name}”", str(part.value), part.value, records=part.records)
        yield Source(f"{key}/{part.key}/words", words, name, records=part.records)


def _published(published: Published) -> Iterator[Source]:
    yield from _figure("published/total", "主动公开信息条数", published.total)
    yield from _parts("published/channel", "发布渠道", published.by_channel)
    yield from _parts("published/column", "发布栏目", published.by_column)
    everywhere = tuple(chain.from_iterable(p.records for p in published.by_channel))
    yield from _figure("published/channels", "发布渠道类数", Figure(len(published.by_channel), everywhere))
    yield from _figure("published/interpretations", "政策解读件数", published.interpretations)
    yield from _parts("published/form", "政策解读形式", published.by_form)
    yield from _figure("published/responses", "回应关切件数", published.responses)
    yield from _count("published/press_conferences", "新闻发布会场数", (o.record for o in published.press_conferences))
    yield from _count("published/meetings", "会议公开次数", (o.record for o in published.meetings))


def _proposals(proposals: Proposals) -> Iterator[Source]:
    for key, words, figure in (
        ("suggestions", "人大代表建议件数", proposals.suggestions),
        ("motions", "政协委员提案件数", proposals.motions),
        ("received", "建议提案合计件数", proposals.received),
        ("replied", "建议提案答复件数", proposals.replied),
        ("in_time", "建议提案按期答复件数", proposals.in_time),
        ("asked", "征询满意度的答复件数", proposals.asked),
        ("satisfied", "建议提案满意件数", proposals.satisfied),
        ("published", "公开办理结果件数", proposals.published),
    ):
        yield from _figure(f"proposals/{key}", words, figure or Figure())
    for key, words, rate, part, whole in (
        ("reply_rate", "建议提案答复率", proposals.reply_rate, proposals.replied, proposals.received),
        ("satisfaction_rate", "建议提案满意率", proposals.satisfaction_rate, proposals.satisfied, proposals.asked),
    ):
        if rate is not None:
            share = percent(rate)
            formula = f"{part.value}÷{whole.value}"
            yield Source(f"proposals/{key}", words, f"{share}%", share, records=whole.records, formula=formula)
    subjects = "、".join(filter(None, dict.fromkeys(entered(s) for s in proposals.subjects)))
    if subjects:
        yield Source("proposals/subjects", "建议提案的内容", subjects, records=proposals.received.records)
    if proposals.replied.value and proposals.in_time and proposals.in_time.value == proposals.replied.value:
        text = "均在规定期限内答复" if proposals.replied.value > 1 else "在规定期限内答复"
        yield Source("proposals/all_in_time", "建议提案全部按期答复", text, records=proposals.replied.records)


def _activities(work: YearWork) -> Iterator[Source]:
    for key, words in ACTIVITIES.items():
        occasions = work.activities[key]
        yield from _count(f"activities/{key}", f"{words}次数", (o.record for o in occasions))
        with_people = tuple(o.record for o in occasions if o.participants)
        people = Figure(work.participants(key), with_people)
        yield from _figure(f"activities/{key}/participants", f"{words}参加人次", people)
        yield from _titles(occasions)


def _titles(occasions: Iterable[Occasion]) -> Iterator[Source]:
    for occasion in occasions:
        for part, text in (("title", quoted(occasion.title)), ("result", entered(occasion.result))):
            if text:
                yield Source(f"occasion/{occasion.record}/{part}", "活动登记", text, records=(occasion.record,))


def _duties(work: YearWork) -> Iterator[Source]:
    for body, words in (("leading_group", "政务公开工作领导小组人数"), ("office", "政府信息公开工作机构人数")):
        held = {d.name: d.record for d in work.duties if d.body == body}
        yield from _count(f"duties/{body}", words, held.values())
    changed = [d.record for d in work.duty_changes if d.body == "leading_group"]
    yield from _count("duty_changes/leading_group", "领导小组成员变动", changed)


def _key_tasks(work: YearWork) -> Iterator[Source]:
    done = [t for t in work.key_tasks if t.done_on]
    yield from _count("key_tasks", "工作要点项数", (t.record for t in work.key_tasks))
    yield from _count("key_tasks/done", "已完成的工作要点项数", (t.record for t in done))
    yield from _count("key_tasks/open", "未完成的工作要点项数", (t.record for t in work.key_tasks if not t.done_on))
    if work.key_tasks and len(done) == len(work.key_tasks):
        text = "年内全部完成" if len(done) > 1 else "已在年内完成"
        yield Source("key_tasks/all_done", "工作要点全部完成", text, records=tuple(t.record for t in done))
    for task in work.key_tasks:
        if text := entered(task.item):
            yield Source(f"key_task/{task.record}", "工作要点", text, records=(task.record,))


def _problems(key: str, words: str, problems: tuple[Problem, ...]) -> Iterator[Source]:
    yield from _count(key, f"{words}项数", (p.record for p in problems))
    told = [p for p in problems if not p.unanswered]
    for state, name in PROBLEM_STATES.items():
        same = [p.record for p in told if p.state == state]
        yield from _count(f"{key}/{state}", f"{words}中{name}项数", same)
        if len(same) == len(problems) > 1:
            yield Source(f"{key}/all", f"{words}全部{name}", f"均{_BECAME[state]}", records=tuple(same))
    for problem in problems:
        texts = {
            "problem": entered(problem.problem),
            "named": quoted(problem.problem),
            "improvement": entered(problem.improvement),
            "outcome": entered(problem.outcome),
            "state": UNANSWERED if problem.unanswered else _BECAME.get(problem.state, ""),
        }
        for part, text in texts.items():
            if text:
                yield Source(f"{part}/{problem.record}", words, text, records=(problem.record,))
