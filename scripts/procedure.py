"""The reference pages of the procedure: stages and steps, terms, events, working days. Called by scripts/reference.py."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date
from typing import Any

import diagram
from pages import page, table, unverified, worked_cases

from gongkai.documents.letters import LETTER
from gongkai.law.conditions import Condition
from gongkai.law.deadlines import DEADLINES, RULES, Rules
from gongkai.law.events import CHANNELS, FOLLOWS, KIND, KINDS
from gongkai.law.stages import BARS, BY_OUTCOME, MOVES, OPEN, Move, Role, Stage
from gongkai.workdays import DayKind, calendar, shipped

_RULES_NOW = RULES[-1]
_RULE_WORDS = {
    "reply": "答复",
    "extension": "延长，最多",
    "ask_for_supplement": "告知补正",
    "supplement": "补正期限，最多",
    "opinion": "第三方提出意见",
    "comaker": "共同制作机关提出意见",
    "fee_payment": "缴费",
    "reasons_stop": "要求说明理由时停止计算",
    "fee_levied": "可以收取信息处理费",
    "fee_restarts": "缴费后重新计算",
}


def stages_page() -> str:
    """The picture, the stages, every step, every condition with what it says, the worked steps."""
    stages = table(["阶段", "此时可以走的步骤", "不能走其他步骤的原因"], (_stage_cells(stage) for stage in Stage))
    steps = table(["步骤", "从", "到", "谁", "条件", "文书", "对答复期限", "依据"], (_step_cells(m) for m in MOVES))
    conditions = {c.key: c for m in MOVES for c in m.conditions}
    return page(
        "办理步骤",
        "一件申请从登记到办结的每一步只声明一次：从哪个阶段、到哪个阶段、谁来走、要满足什么、出什么文书。"
        "表里没有的步骤不能走，不满足条件的步骤连同依据一并退回。",
        "![政府信息公开申请的办理步骤](stages.svg)",
        "「办理中」「征求意见」「等待说明理由」可以同时存在：还有一方没有答复的，阶段是「征求意见」；"
        "各方都已答复或者期限届满的，回到「办理中」。到栏写「不变」的步骤只作登记。",
        f"## 阶段\n\n{stages}",
        f"## 步骤\n\n{steps}",
        "## 条件\n\n表中的话是不满足时对经办人说的。「按日期」的条件只看已经发生的事和日期，其余看经办时填写的事实。\n\n"
        + table(["键", "不满足时", "看什么", "依据"], (_condition_cells(c) for c in conditions.values())),
        "## 例\n\n" + table(["情形", "已经发生", "这一步", "结果", "依据"], map(_worked_step, worked_cases("moves"))),
    )


def _stage_cells(stage: Stage) -> list[str]:
    moves = "、".join(m.words for m in MOVES if stage in m.sources)
    why, law = BARS.get(stage, ("", None))
    return [stage.value, moves, f"{why}（{law}）" if law else "表中没有这一步"]


def _step_cells(move: Move) -> list[str]:
    who = {Role.HEAD_OF_OFFICE: f"{Role.CLERK.value}，经{Role.HEAD_OF_OFFICE.value}同意"}.get(move.who, move.who.value)
    return [
        f"{move.words} `{move.event}`",
        _sources(move.sources),
        move.target.value if move.target else "不变",
        who,
        "、".join(f"`{c.key}`" for c in move.conditions),
        "、".join("所选办理结果的答复书" if k == BY_OUTCOME else f"{LETTER[k].title}" for k in move.letters),
        KIND[move.event].effect.value,
        str(move.law),
    ]


def _sources(stages: tuple[Stage, ...]) -> str:
    """The stages in a few words: the three open ones are written once."""
    if set(OPEN) <= set(stages):
        rest = [s.value for s in stages if s not in OPEN]
        return "、".join(["办理（三个阶段）", *rest])
    return "、".join(s.value for s in stages)


def _condition_cells(condition: Condition) -> list[str]:
    looks = "按日期" if condition.timed else "按事实"
    return [f"`{condition.key}`", condition.said(_RULES_NOW), looks, str(condition.law)]


def _worked_step(case: dict[str, Any]) -> list[str]:
    facts = "；".join(f"{k}：{_fact(v)}" for k, v in case.get("事实", {}).items())
    step = _event(case["这一步"]) + (f"（{facts}）" if facts else "")
    result = f"允许 → {case['阶段']}" if case["结果"] == "允许" else f"不允许：{case['说法']}"
    return [case["情形"], "；".join(map(_event, case["已有"])), step, result, case["依据"]]


def _fact(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _event(line: str) -> str:
    """A line of a case with its Chinese name."""
    key, _, rest = line.partition(" ")
    return f"{KIND[key].words} {rest}"


def deadlines_page() -> str:
    """The terms, the rules in force by date with the settings, the worked deadlines."""
    starts = {"made": "信息形成或者变更", **{k.key: k.words for k in KINDS}}
    terms = table(
        ["期限", "键", "工作日", "自", "依据", "出处"],
        (
            [d.words, f"`{d.key}`", f"{'最多 ' if d.at_most else ''}{d.days}", starts[d.counts_from], str(d.law), unverified(d.unverified)]
            for d in DEADLINES
        ),
    )  # fmt: skip
    names = [f.name for f in fields(Rules) if f.name in _RULE_WORDS]
    rules = table(
        ["规则", "键", *(f"自 {r.since}" for r in RULES)],
        ([_RULE_WORDS[name], f"`{name}`", *(_value(getattr(r, name)) for r in RULES)] for name in names),
    )
    worked = (
        [c["情形"], "；".join(map(_event, c["events"])), c["reply_due"], c["依据"]] for c in worked_cases("deadlines")
    )
    return page(
        "期限",
        "期限都以工作日计，当日不计入，次一工作日为第一日。到期日由事件、日历和当日适用的规则算出，可以逐日说明。",
        f"## 各项期限\n\n{terms}",
        f"## 各时期适用的规则\n\n适用期限起算之日有效的规则。末三行没有核对到条文原文，是可以设定的。\n\n{rules}",
        "## 例\n\n" + table(["情形", "事件", "答复到期日", "依据"], worked),
    )


def _value(value: object) -> str:
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)


def events_page() -> str:
    """Every kind of event with its effect on the clock, what it must follow, and the channels."""
    kinds = table(
        ["事件", "键", "对答复期限", "须先有", "写明对方", "依据"],
        ([k.words, f"`{k.key}`", k.effect.value, _after(k.key), "是" if k.of_party else "", str(k.law)] for k in KINDS),
    )
    channels = table(
        ["渠道", "键", "收到之日", "依据"], ([c.words, f"`{c.key}`", c.rule, str(c.law)] for c in CHANNELS)
    )
    return page(
        "事件",
        "事件按发生的先后登记，只追加，不修改。期限已过之后才有的延长、延迟、收费通知和补正告知不再影响答复期限；"
        "等待补正、等待缴费当中结束的申请没有答复到期日。",
        f"## 事件\n\n{kinds}",
        f"## 收到的渠道\n\n{channels}",
    )


def _after(key: str) -> str:
    return "或者".join(KIND[k].words for k in FOLLOWS.get(key, ()))


def workdays_page() -> str:
    """The notice of each year with its days off and make-up days, how many working days, and the provisional years."""
    known = calendar()
    years = table(
        ["年份", "通知", "发布", "工作日", "放假而非周末", "调休上班"],
        (
            [str(n.year), "、".join([n.source.number, *n.amended]), str(n.source.issued_on), *_counts(n.year)]
            for n in shipped()
        ),
    )
    days = [f"### {n.year} 年\n\n{table(['节日', '放假', '调休上班'], _holidays(n.days_off))}" for n in shipped()]
    provisional = [y for y in range(known.first.year, known.last.year + 1) if y not in known.announced]
    return page(
        "工作日",
        f"已有通知的年份逐年列出。{provisional[0]} 至 {provisional[-1]} 年尚无通知：只按法定节日和周末推算，算出的日期标「暂定」，"
        "通知发布后放入该年的文件即重新计算。",
        f"## 各年\n\n{years}",
        "## 放假安排",
        *days,
    )


def _counts(year: int) -> Iterable[str]:
    days = calendar().days_of(year)
    yield str(sum(kind.counts for _, kind in days))
    yield str(sum(kind is DayKind.HOLIDAY and day.weekday() < 5 for day, kind in days))
    yield str(sum(kind is DayKind.MAKE_UP for _, kind in days))


def _holidays(days_off: Iterable[Any]) -> Iterable[list[str]]:
    names: dict[str, tuple[list[date], list[date]]] = {}
    for off in days_off:
        names.setdefault(off.name, ([], []))[off.kind is DayKind.MAKE_UP].append(off.day)
    for name, (off_days, work) in names.items():
        first, last = min(off_days), max(off_days)
        yield [name, str(first) if first == last else f"{first} 至 {last}", "、".join(map(str, work))]


PAGES: dict[str, Callable[[], str]] = {
    "stages.md": stages_page,
    "stages.svg": diagram.svg,
    "deadlines.md": deadlines_page,
    "events.md": events_page,
    "workdays.md": workdays_page,
}
