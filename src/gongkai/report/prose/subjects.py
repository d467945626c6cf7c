"""What a number in prose speaks of when no table of the form holds it: the words beside it → a source.

A number of a clause that lists several has the words of its own item; where two things could be meant, none is: a number
that is not marked costs a look, one held against another's source costs the trust in all marks. So the words have to say
it: between the subject and its number stands nothing but what a figure is wrapped in (共, 发布, 活动 …), and nothing near
makes it a part, a plan, a comparison or another's.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from gongkai.report.narrative.plain import HIDDEN
from gongkai.report.yearwork import CHANNELS


class Subject(NamedTuple):
    """Words of a clause, the units that go with them, the key of the source. ``told``: what the words speak of is told by the
    sentence, for others have such figures too."""

    words: re.Pattern[str]
    units: frozenset[str]
    key: str
    told: bool = False


class Said(NamedTuple):
    """A number of a clause: where it begins, where it ends with its unit, the unit."""

    start: int
    end: int
    unit: str


def _subject(words: str, units: str, key: str, *, told: bool = False) -> Subject:
    return Subject(re.compile(words), frozenset(units.split()), key, told)


# fmt: off
# The first row that fits decides, so that the narrower words stand before the wider.
SUBJECTS = (
    _subject(r"培训|参训",                         "人次 人",         "activities/training/participants"),
    _subject(r"培训",                              "次 场 期",        "activities/training"),
    _subject(r"开放日",                            "人次 人 名",      "activities/open_day/participants"),
    _subject(r"开放日",                            "次 场 期",        "activities/open_day"),
    _subject(r"领导小组会议",                      "次 场",           "activities/leading_group_meeting"),
    _subject(r"领导小组.*调整|调整.*领导小组",     "人次 人 名",      "duty_changes/leading_group"),
    _subject(r"领导小组",                          "人 名",           "duties/leading_group"),
    _subject(r"监督检查|督查|督导检查",            "次 轮",           "activities/inspection"),
    _subject(r"整改",                              "项 个 处 条 次",  "activities/rectification"),
    _subject(r"工作考核",                          "次 轮",           "activities/assessment"),
    _subject(r"社会评议",                          "次 轮",           "activities/public_review"),
    _subject(r"责任追究",                          "件 起 次",        "activities/accountability"),
    _subject(r"征求(?:社会|公众|群众|公开)*意见|公开征集意见", "次 项", "activities/consultation"),
    _subject(r"新闻发布会",                        "次 场",           "published/press_conferences"),
    _subject(r"会议公开|公开会议",                 "次 场 个",        "published/meetings"),
    _subject(r"回应.*关切",                        "件 条 次 个",     "published/responses"),
    _subject(r"解读",                              "件 条 篇 次 个 份", "published/interpretations"),
    _subject(r"答复率|办复率|办结率",              "%",               "proposals/reply_rate", told=True),
    _subject(r"满意率",                            "%",               "proposals/satisfaction_rate", told=True),
    _subject(r"代表建议(?!.*提案)",                "件 条 份",        "proposals/suggestions"),
    _subject(r"建议.*提案|提案.*建议",             "件 条 份",        "proposals/received"),
    _subject(r"委员提案|政协提案",                 "件 条 份",        "proposals/motions"),
    _subject(r"办理结果",                          "件 条 份",        "proposals/published", told=True),
    _subject(r"收费通知",                          "件 份 次",        "fees/notices"),
    _subject(r"总金额|通知.*金额",                 "元",              "fees/asked"),
    _subject(r"实际收取|收取.*处理费|处理费.*收取", "元",             "fees/paid"),
    _subject(r"完成.*工作要点|工作要点.*完成",     "项 条",           "key_tasks/done"),
    _subject(r"工作要点",                          "项 条",           "key_tasks"),
    _subject(r"(?<!网站)备案",                     "件 份 部",        "filed"),
    _subject(r"清理",                              "件 份 部",        "cleaned_up"),
    *(_subject(re.escape(words), "条 件 篇 次", f"published/channel/{key}") for key, words in CHANNELS.items()),
    _subject(r"门户网站|网站",                     "条 件 篇",        "published/channel/website"),
    _subject(r"微博",                              "条 件 篇",        "published/channel/microblog"),
    _subject(r"微信|公众号",                       "条 件 篇",        "published/channel/wechat"),
    _subject(r"主动公开|发布.*信息|公开.*信息",    "条 件",           "published/total"),
)

_CHANNEL = "published/channel/"
# What may stand between a subject and its number: what a figure is wrapped in, nothing that makes it another one.
_WRAPPING = re.compile(
    r"(?:共计|合计|累计|总计|全年|年内|本年度|其中|达到|比例|数量|总数|件数|次数|人数|人次|人员|成员|群众|公众|代表|邀请|参加|参训|参与|"
    r"接待|吸引|组织|开展|举办|召开|进行|完成|办理|承办|收到|接收|交办|发布|发出|推送|刊发|公开|主动|政府|政务|信息|工作|业务|专题|活动|"
    r"会议|问题|事项|任务|议题|热点|诉求|材料|稿件|文章|文件|规章|规范性|行政|公众号|平台|人大|政协|委员|提案|建议|\x00|"
    r"[共达为是的了有班会各类量和及与并“”])*"
)
# What follows a number and leaves it its own words: nothing, a wrapping, the next item.
_NEXT = re.compile(rf"{_WRAPPING.pattern}(?:$|[、（(]|以及|同时|还|再)")
# Words that make the figure a part, a plan, a comparison, a share-out, another's.
_OTHERWISE = re.compile(
    r"比上|较上|同比|环比|增(?!强|进)|减|下降|至少|不少于|以上|未(?!成年)|没有|主办|会办|协办|(?:联合|参加|参与)(?:举办|组织|召开)"
)
_PLANNED = re.compile(r"计划(?=[：，在于对再新培]|下|明|全年|组织|开展|举办|召开|20)|拟(?!定|制|订)|力争|争取|打算|下一?年|下一步|明年|今后|将(?=组织|开展|举办|召开|进行|继续)")
_FORMS = r"图|视频|音频|动漫|问答|专家|媒体|直播|文字"
_PLACES = r"网站|网页|平台|微博|微信|公众号|客户端|短视频|电视|电台|广播|报纸|报刊|公报"
_FIELDS = r"领域|方面|栏目|专栏|板块|(?<!各)类"
# By the beginning of a key: the words before it that make it a part of what the key counts.
_NARROWER = (
    (re.compile(r"published/(?!channel/)"), re.compile(rf"{_FORMS}|{_PLACES}|{_FIELDS}|依申请")),
    (re.compile(r"published/channel/"),     re.compile(rf"{_FORMS}|{_FIELDS}|解读|回应|会议|发布会|公告|申请|建议|提案|留言|咨询")),
    (re.compile(r"proposals/(?:suggestions|motions|received)$"), re.compile(r"答复|回复|办复|满意|公开|主动")),
    (re.compile(r"activities/training"),    re.compile(r"安全|消防|保密|党|执法|普法|法治|技能|干部|外部|上级")),
    (re.compile(r"key_tasks$"),             re.compile(r"完成")),
)
# fmt: on
# What a number behind 其中 can be: a part that has a figure of its own, not the whole it is a part of.
_PARTS = re.compile(rf"{_CHANNEL}|proposals/(?:suggestions|motions|published|\w+_rate)$|.*/participants$")
# A name in quotation marks is nobody's subject: the column “建议提案办理” counts what it published.
_NAME = re.compile(r"“[^”]*”")
_PROPOSALS = re.compile(r"(?<!意见|网民|群众|公众)建议(?!意见)|提案|(?<!众)代表|委员")
_OTHERS = re.compile(r"申请|复议|诉讼|信访|投诉|举报|群众|热线|工单|网民|留言|意见建议|建议意见")


def keys_in(clause: str, numbers: Sequence[Said], *, lead: str = "") -> list[str]:
    """The key of the one source each number of a clause speaks of, empty where the words do not say. ``lead`` is what the
    sentence says before the clause.

    The words before a number are its own, from the number before it on; in a list, from the 、 that follows that number on.
    Where they name nothing, the words behind it up to the next 、 or number do, and at last what the clause began with, as
    long as no other number has it (培训3次、65人次).
    """
    clause = _NAME.sub(lambda name: HIDDEN * len(name[0]), clause)
    keys: list[str] = []
    free = 0
    for at, (start, end, unit) in enumerate(numbers):
        then = numbers[at + 1].start if at + 1 < len(numbers) else len(clause)
        between, said = clause[free:start], lead + clause[:start]
        own = between.partition("、")[2] if at and "、" in between else between
        behind, free = clause[end:then], end
        if _PLANNED.search(said) or "分别" in said or _OTHERWISE.search(own + behind.partition("、")[0]):
            keys.append("")
            continue
        key = _before(own, unit, said) if _NEXT.match(behind) else None
        if key is None and (found := _behind(behind, unit, said, own)):
            key, read = found
            free += read
        if key is None:
            key = _before(_blanked(clause, numbers[:at], start), unit, said)
            key = None if key in keys else key
        keys.append(key or "")
    return _without_bare(keys, clause, numbers)


def _blanked(clause: str, numbers: Sequence[Said], end: int) -> str:
    """The words of a clause up to ``end`` without the numbers told and the marks between them."""
    for number in numbers:
        clause = clause[: number.start] + HIDDEN * (number.end - number.start) + clause[number.end :]
    return clause[:end].replace("、", HIDDEN)


def _without_bare(keys: list[str], clause: str, numbers: Sequence[Said]) -> list[str]:
    """3件、4件 share out what was named before: neither has words of its own."""
    for at, (first, second) in enumerate(pairwise(numbers)):
        bare = clause[first.end : second.start] == "、" and clause[second.end : second.end + 1] in ("", "、")
        if bare and first.unit == second.unit:
            keys[at] = keys[at + 1] = ""
    return keys


def _before(words: str, unit: str, said: str) -> str | None:
    """The key that the words before a number give it; None where they name nothing, empty where they do not say enough."""
    found = [(s, last) for s in _possible(unit, said) for last in list(s.words.finditer(words))[-1:]]
    if not found:
        return None
    (subject, match), key = found[0], found[0][0].key
    channels = {s.key for s, _ in found if s.key.startswith(_CHANNEL)}
    if key.startswith(_CHANNEL) and len(channels) > 1:
        return ""
    if not _WRAPPING.fullmatch(words, match.end()) or _is_narrower(key, words[: match.start()], said):
        return ""
    return "" if "其中" in said and not _WRAPPING.fullmatch(words, 0, match.start()) else subject.key


def _behind(words: str, unit: str, said: str, before: str) -> tuple[str, int] | None:
    """The key that the words behind a number give it, and how far into them it was read. ``before``: those before it."""
    words = words.partition("、")[0]
    for subject in _possible(unit, said):
        match = subject.words.search(words)
        if match:
            start, end = match.span()
            alone = "其中" not in words and _WRAPPING.fullmatch(words, 0, start) and _NEXT.match(words, end)
            fits = alone and not _is_narrower(subject.key, before + words[:start], said)
            return (subject.key if fits else ""), end
    return None


def _possible(unit: str, said: str) -> Iterator[Subject]:
    """The subjects a number with a unit can have where it stands. ``said`` is its sentence up to it."""
    told, part = _of_proposals(said), "其中" in said
    for subject in SUBJECTS:
        if unit in subject.units and (told or not subject.told) and (not part or _PARTS.match(subject.key)):
            yield subject


def _is_narrower(key: str, before: str, said: str) -> bool:
    """Whether the words before a subject, or what the number is a part of, make it less or other than the key counts."""
    if "其中" in said and key.startswith(_CHANNEL):
        before = said
    return any(begins.match(key) and words.search(before) for begins, words in _NARROWER)


def _of_proposals(words: str) -> bool:
    """Whether a sentence speaks, where it stops, of suggestions and motions and not of applications."""
    last, other = (max((m.end() for m in each.finditer(words)), default=0) for each in (_PROPOSALS, _OTHERS))
    return last > other
