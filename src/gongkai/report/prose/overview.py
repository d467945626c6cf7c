"""Section 一 总体情况: what was published, which applications came and how they ended, documents, platforms, supervision."""

import re

from gongkai.report.checks.organs import is_area
from gongkai.report.narrative.readings import GROUP
from gongkai.report.prose.reasons import reasons, words_of
from gongkai.report.prose.sources import FEW, Sources, cell_key
from gongkai.report.prose.spans import Draft, Gap
from gongkai.report.prose.writing import Line, Writer, joined, section, sentence
from gongkai.report.yearwork import CHANNELS

# The form asks for a section of about a thousand characters.
LONGEST = 1000
_COLUMNS_NAMED = 3
_ASSESSED = re.compile(r"考核|评估|测评|评议|满意度|责任追究|问责|通报批评")
_ADVICE = {
    "主动公开": "没有登记本年的公开信息：请登记后重新起草，或者自己写这一项。",
    "政府信息管理": "没有登记规章、规范性文件的制发、备案和清理：请登记后重新起草，或者自己写这一项。",
    "政府信息公开平台建设": "公开信息没有登记发布渠道：请登记后重新起草，或者自己写这一项。",
    "监督保障": "没有登记领导小组、培训、检查和整改：请登记后重新起草，或者自己写这一项。",
    "工作考核、社会评议和责任追究": "没有登记考核、评议和责任追究：政府的年度报告要写这一项，请登记后重新起草，或者自己写。",
}


def overview(sources: Sources) -> Draft:
    """The section with as much detail as the form's length allows, and the aspects that no record speaks of."""
    draft = _written(sources, detail=True)
    return draft if len(draft.text) <= LONGEST else _written(sources, detail=False)


def _written(sources: Sources, *, detail: bool) -> Draft:
    writer = Writer(sources)
    parts: list[tuple[str, Line]] = [
        ("主动公开", _proactive(writer, detail)),
        ("依申请公开", _applications(writer, detail)),
        ("政府信息管理", _documents(writer)),
        ("政府信息公开平台建设", _platforms(writer)),
        ("监督保障", _supervision(writer)),
    ]
    if is_area(sources.organ):
        parts.append(("工作考核、社会评议和责任追究", _assessed(writer)))
    gaps = tuple(Gap(aspect, _ADVICE[aspect]) for aspect, line in parts if not line)
    opening = writer.say(
        writer.pick(
            "opening",
            "{year}年，{organ}依照《中华人民共和国政府信息公开条例》开展政府信息公开工作，总体情况如下。",
            "{organ}按照《中华人民共和国政府信息公开条例》的规定，对{year}年的政府信息公开工作作如下报告。",
        )
    )
    return Draft("overview", section(parts, opening), gaps)


def _proactive(w: Writer, detail: bool) -> Line:
    lines = []
    if w.has("published/total"):
        total = w.say(
            w.pick("published", "全年主动公开政府信息{published/total}条", "年内共发布政府信息{published/total}条")
        )
        lines.append(sentence(total, _columns(w) if detail else []))
    if w.has("published/interpretations"):
        words = ("发布政策解读材料{published/interpretations}件", "全年形成政策解读材料{published/interpretations}件")
        lines.append(sentence(w.say(w.pick("interpretations", *words)), _forms(w)))
    events = w.each(
        "召开新闻发布会{published/press_conferences}场",
        "公开会议情况{published/meetings}次",
        "回应社会关切{published/responses}件",
        "征求公众意见{activities/consultation}次",
    )
    lines.append(sentence(joined(events, "，")))
    decisions = joined(w.each(*(f"{words}{{{key}}}件" for words, key in _DECISIONS)), "、")
    decisions = [*w.say("作出"), *decisions] if decisions else []
    charge = w.each("收取行政事业性收费{cell/2/administrative_charge/amount_wan_yuan}万元")
    lines.append(sentence(joined([decisions, *charge], "，")))
    return joined(lines, "")


_DECISIONS = (
    ("行政许可决定", cell_key("licence", "decisions", 2)),
    ("行政处罚决定", cell_key("penalty", "decisions", 2)),
    ("行政强制决定", cell_key("compulsion", "decisions", 2)),
)


def _columns(w: Writer) -> Line:
    """The columns with most in them, of those that have a name."""
    named = [p for p in w.sources.work.published.by_column if w.has(f"published/column/{p.key}/words") and p.value]
    texts = {p.key: w.sources[f"published/column/{p.key}/words"].text for p in named}
    # A channel entered as a column is told of among the channels
    named = [p for p in named if texts[p.key] and texts[p.key] not in CHANNELS.values()][:_COLUMNS_NAMED]
    if len(named) < 2:
        return []
    listed = [
        [*w.say("“"), w.bound(f"published/column/{p.key}/words"), *w.say("”"), w.bound(f"published/column/{p.key}"),
         *w.say("条")]
        for p in named
    ]  # fmt: skip
    return [*w.say(w.pick("columns", "，条数居前的栏目是", "，较多的栏目有")), *joined(listed, "、")]


def _forms(w: Writer) -> Line:
    forms = [p for p in w.sources.work.published.by_form if p.value]
    if not forms:
        return []
    if len(forms) == 1:
        return w.say(f"，形式为{{published/form/{forms[0].key}/words}}")
    return [*w.say("，其中"), *joined(_parts(w, "form", "件"), "、")]


def _parts(w: Writer, what: str, unit: str) -> list[Line]:
    parts = w.sources.work.published.by_channel if what == "channel" else w.sources.work.published.by_form
    slots = (f"published/{what}/{p.key}" for p in parts if p.value)
    return [w.say(f"{{{slot}/words}}{{{slot}}}{unit}") for slot in slots]


def _applications(w: Writer, detail: bool) -> Line:
    lines = [_received(w)]
    if w.has(cell_key("total")):
        lines.append(_ended(w, detail))
    lines += [_open(w), _remedies(w)]
    return joined(lines, "")


def _received(w: Writer) -> Line:
    brought = w.has(cell_key("brought_forward"))
    if not w.has(cell_key("new")):
        if brought:
            return w.say("全年{none/new}，办理上年结转的申请{cell/3/brought_forward/total}件。")
        return w.say(w.pick("none", "本年度{none/new}。", "{year}年{none/new}。"))
    words = ("全年共收到政府信息公开申请{cell/3/new/total}件", "本年新收政府信息公开申请{cell/3/new/total}件")
    received = [*sentence(w.say(w.pick("received", *words)), _change(w)), *_applicants(w)]
    also = w.say(w.pick("brought", "另有上年结转的申请{cell/3/brought_forward/total}件。",
                        "此外，有上年结转的申请{cell/3/brought_forward/total}件。"))  # fmt: skip
    return [*received, *(also if brought else [])]


def _change(w: Writer) -> Line:
    if "growth/same" in w.sources:
        return w.say("，{growth/same}")
    return joined(w.each("，比上年{growth/way}{growth/cases}件", "，比上年{growth/way}{growth/percent}"), "")


def _applicants(w: Writer) -> Line:
    person, others = cell_key("new", "natural_person"), "new/organizations"
    if w.has(person, others):
        words = w.pick(
            "applicants",
            "其中，自然人提出{%s}件，法人或其他组织提出{%s}件。",
            "新收的申请中，来自自然人的{%s}件，来自法人或其他组织的{%s}件。",
        )
        return w.say(words % (person, others))
    return w.say("申请人{all/natural_person}。" if w.has(person) else "申请人{all/organizations}。")


def _ended(w: Writer, detail: bool) -> Line:
    """How applications ended, by the groups of the form; with ``detail`` why, where information was not given."""
    words = ("年内办结{cell/3/total/total}件", "全年办结申请{cell/3/total/total}件")
    line = w.say(w.pick("ended", *words))
    groups = [key for key in GROUP if w.has(f"group/{key}")]
    why = {key: w.say(f"（{{reason/{key}}}）") if detail and f"reason/{key}" in w.sources else [] for key in groups}
    if len(groups) == 1:
        lines = [sentence(line, w.say(f"，{{all/{groups[0]}}}"), why[groups[0]])]
    else:
        listed = [[*w.say(f"{GROUP[key].value}{{group/{key}}}件"), *_share(w, key), *why[key]] for key in groups]
        lines = [sentence(line, w.say("，其中"), joined(listed, "、"))]
    return joined([*lines, *(_reasons(w, key) for key in groups if detail)], "")


def _share(w: Writer, group: str) -> Line:
    """The share of what was granted, once there are enough for a share to say something."""
    if group != "granted" or w.sources.value(cell_key("total")) < FEW:
        return []
    return w.say(f"（占{{share/{group}}}）")


def _reasons(w: Writer, group: str) -> Line:
    """Where a group has several reasons: those with most cases, and the sum of the rest."""
    named, rest = reasons(w.sources.report, group)
    if len(named) < 2:
        return []
    listed = joined((w.say(f"{words_of(row)}{{{cell_key(row)}}}件") for row in named), "、")
    intro = w.say(f"{GROUP[group].value}的情形{'主要是' if rest else '有'}：")
    return sentence(intro, listed, *([w.say(f"，其余{{rest/{group}}}件见第三部分的表格")] if rest else []))


def _open(w: Writer) -> Line:
    if w.has(cell_key("carried_forward")):
        words = (
            "结转下年度继续办理{cell/3/carried_forward/total}件。",
            "年末尚有{cell/3/carried_forward/total}件结转下年度继续办理。",
        )
        return w.say(w.pick("open", *words))
    if w.has(cell_key("total")):
        return w.say(w.pick("closed", "年末{none/carried_forward}。", "{none/carried_forward}。"))
    return []


def _remedies(w: Writer) -> Line:
    return joined((_course(w, "被申请行政复议", "reconsideration"), _course(w, "被提起行政诉讼", "litigation")), "")


def _course(w: Writer, words: str, course: str) -> Line:
    """The cases of one course and how they ended; in words alone where all ended alike."""
    key = "litigation" if course == "litigation" else f"cell/4/{course}"
    if not w.has(f"{key}/total"):
        return []
    line = w.say(f"因政府信息公开工作{words}{{{key}/total}}件")
    if f"all/{course}" in w.sources:
        return sentence(line, w.say(f"，{{all/{course}}}"))
    results = w.each(
        f"结果维持{{{key}/upheld}}件", f"结果纠正{{{key}/corrected}}件",
        f"其他结果{{{key}/other_result}}件", f"尚未审结{{{key}/pending}}件",
    )  # fmt: skip
    return sentence(line, w.say("，其中"), joined(results, "、"))


def _documents(w: Writer) -> Line:
    lines = []
    for row, words in (("government_rule", "规章"), ("normative_document", "行政规范性文件")):
        slot = f"cell/2/{row}"
        events = w.each(f"制发{words}{{{slot}/issued}}件", f"废止{words}{{{slot}/repealed}}件")
        in_force = w.each(f"年末现行有效的{words}{{{slot}/in_force}}件")
        lines.append(sentence(joined([*events, *in_force], "，")))
    kept = w.each("报送备案{filed}件", "纳入清理{cleaned_up}件")
    if kept:
        lines.append(sentence(w.say(w.pick("kept", "文件管理方面，", "文件备案和清理方面，")), joined(kept, "，")))
    return joined(lines, "")


def _platforms(w: Writer) -> Line:
    channels = [p for p in w.sources.work.published.by_channel if p.value]
    if not channels:
        return []
    if len(channels) == 1:
        return w.say(f"信息均通过{{published/channel/{channels[0].key}/words}}发布。")
    words = w.pick("channels", "信息经{published/channels}类渠道发布：", "全年使用{published/channels}类渠道发布信息：")
    return sentence(w.say(words), joined(_parts(w, "channel", "条"), "、"))


def _supervision(w: Writer) -> Line:
    lines = [sentence(joined(w.each(
        "政务公开工作领导小组有成员{duties/leading_group}人",
        "政府信息公开工作机构有工作人员{duties/office}人",
        "年内调整领导小组成员{duty_changes/leading_group}人次",
        "召开领导小组会议{activities/leading_group_meeting}次",
    ), "，"))]  # fmt: skip
    if w.has("activities/training"):
        people = w.each("，{activities/training/participants}人次参加")
        words = w.pick("training", "组织业务培训{activities/training}次", "举办政府信息公开培训{activities/training}次")
        lines.append(sentence(w.say(words), *people))
    watched = w.each("开展监督检查{activities/inspection}次", "完成问题整改{activities/rectification}项")
    lines.append(sentence(joined(watched, "，")))
    return joined(lines, "")


def _assessed(w: Writer) -> Line:
    """For governments: how often the work was assessed and reviewed, who was held to account, each with its result; other
    records by their title."""
    counts = w.each(
        "开展政府信息公开工作考核{activities/assessment}次",
        "组织社会评议{activities/public_review}次",
        "责任追究{activities/accountability}件",
    )
    found = []
    for key in ("assessment", "public_review", "accountability", "inspection", "other"):
        for occasion in w.sources.work.activities[key]:
            slot = f"occasion/{occasion.record}"
            named = key not in ("inspection", "other") or _ASSESSED.search(occasion.title)
            if named and f"{slot}/title" in w.sources:
                result = [*w.say("，"), w.bound(f"{slot}/result")] if f"{slot}/result" in w.sources else []
                found.append([*w.say("" if key == "accountability" else "开展"), w.bound(f"{slot}/title"), *result])
    return joined([sentence(joined(counts, "，")), sentence(joined(found, "；"))], "")
