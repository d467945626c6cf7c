"""Section 六 其他需要报告的事项: the processing fee first, which the form demands; then key tasks, proposals, open days."""

from gongkai.report.prose.sources import Sources
from gongkai.report.prose.spans import Draft
from gongkai.report.prose.writing import Line, Writer, joined, merged, section, sentence

_TASKS_NAMED = 6
_TITLES_NAMED = 3


def matters(sources: Sources) -> Draft:
    """The section; where there is nothing but the fee it says so."""
    w = Writer(sources)
    others = [
        ("政务公开工作要点落实情况", _key_tasks(w)),
        ("人大代表建议和政协委员提案办理情况", _proposals(w)),
        ("政府开放日活动情况", _open_days(w)),
    ]
    if any(line for _, line in others):
        return Draft("other_matters", section([("收取信息处理费情况", _fees(w)), *others]))
    none = w.say(w.pick("nothing", "除此之外，没有其他需要报告的事项。", "此外，没有其他需要报告的事项。"))
    return Draft("other_matters", merged([*_fees(w), *none]))


def _fees(w: Writer) -> Line:
    """Notices, what they asked for, what was paid: in sentences of their own, so that each can be read by itself."""
    if not w.has("fees/notices") and not w.has("fees/asked") and not w.has("fees/paid"):
        me = w.self_name
        words = (
            f"本年度{me}{{none/fees}}。",
            f"{{year}}年{me}{{none/fees}}。",
        )
        return w.say(w.pick("fees", *words))
    line = w.say(f"本年度{w.self_name}发出信息处理费收费通知{{fees/notices}}件")
    if w.has("fees/asked"):
        line += w.say("，通知收取的总金额{fees/asked}元")
    line = sentence(line)
    if w.has("fees/paid"):
        return [*line, *w.say("实际收取信息处理费{fees/paid}元。")]
    return [*line, *w.say(w.pick("unpaid", "截至年末，{none/fees_paid}。", "至年末{none/fees_paid}。"))]


def _key_tasks(w: Writer) -> Line:
    if not w.has("key_tasks"):
        return []
    line = w.say("年度政务公开工作要点涉及{key_tasks}项任务")
    if "key_tasks/all_done" in w.sources:
        line += w.say("，{key_tasks/all_done}")
    else:
        line += joined(
            ([*w.say("，"), *part] for part in w.each("年内完成{key_tasks/done}项", "尚未完成{key_tasks/open}项")), ""
        )
    done = [t for t in w.sources.work.key_tasks if t.done_on and f"key_task/{t.record}" in w.sources]
    named = joined(([w.bound(f"key_task/{t.record}")] for t in done[:_TASKS_NAMED]), "；")
    if len(w.sources.work.key_tasks) == len(done) == 1:
        return sentence(line, w.say("，内容是"), named)
    etc = w.say("等") if len(done) > _TASKS_NAMED else []
    intro = w.say("已完成的任务是：" if len(done) == 1 else "已完成的任务有：")
    return [*sentence(line), *(sentence(intro, named, etc) if named else [])]


def _proposals(w: Writer) -> Line:
    if not w.has("proposals/received"):
        return []
    both = w.has("proposals/suggestions", "proposals/motions")
    line = joined(w.each("人大代表建议{proposals/suggestions}件", "政协委员提案{proposals/motions}件"), "、")
    line = [
        *w.say(w.pick("proposals", "全年承办", "本年度承办")),
        *line,
        *(w.say("，共{proposals/received}件") if both else []),
    ]
    lines = [sentence(line, _replied(w)), _subjects(w)]
    if w.has("proposals/asked"):
        words = "对{proposals/asked}件答复征询了意见，表示满意的{proposals/satisfied}件，满意率{proposals/satisfaction_rate}。"
        none = "对{proposals/asked}件答复征询了意见，满意率{proposals/satisfaction_rate}。"
        lines.append(w.say(words if w.has("proposals/satisfied") else none))
    lines += [sentence(line) for line in w.each("公开办理结果{proposals/published}件")]
    return joined(lines, "")


def _subjects(w: Writer) -> Line:
    about = joined(w.each("内容涉及{proposals/subjects}"), "")
    several = bool(about) and "、" in w.sources["proposals/subjects"].text
    return sentence(about, w.say("等方面") if several else [])


def _replied(w: Writer) -> Line:
    if not w.has("proposals/replied"):
        return []
    line = w.say("，年末已答复{proposals/replied}件，答复率{proposals/reply_rate}")
    if "proposals/all_in_time" in w.sources:
        return [*line, *w.say("，{proposals/all_in_time}")]
    return line + joined(([*w.say("，"), *part] for part in w.each("按期的{proposals/in_time}件")), "")


def _open_days(w: Writer) -> Line:
    if not w.has("activities/open_day"):
        return []
    days = [o for o in w.sources.work.activities["open_day"] if f"occasion/{o.record}/title" in w.sources]
    titles = joined(([w.bound(f"occasion/{o.record}/title")] for o in days[:_TITLES_NAMED]), "、")
    line = w.say(
        w.pick("open_day", "举办政府开放日活动{activities/open_day}次", "开展政府开放日活动{activities/open_day}次")
    )
    people = joined(w.each("，{activities/open_day/participants}人次参加"), "")
    etc = w.say("等") if len(days) > _TITLES_NAMED else []
    return [*sentence(line, people), *(sentence(w.say("主题为"), titles, etc) if titles else [])]
