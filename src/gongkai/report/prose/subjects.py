"""What a number in prose speaks of when no table of the form holds it: the words beside it → a source.

A number of a clause that lists several has the words of its own item; where two things could be meant, none is: a number
that is not marked costs a look, one held against another's source costs the trust in all marks.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

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
    _subject(r"征求.*意见|公开征集意见",           "次 项",           "activities/consultation"),
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
    _subject(r"工作要点",                          "项 条",           "key_tasks"),
    _subject(r"报送备案|备案",                     "件 份 部",        "filed"),
    _subject(r"清理",                              "件 份 部",        "cleaned_up"),
    *(_subject(re.escape(words), "条 件 篇 次", f"published/channel/{key}") for key, words in CHANNELS.items()),
    _subject(r"门户网站|网站",                     "条 件 篇",        "published/channel/website"),
    _subject(r"微博",                              "条 件 篇",        "published/channel/microblog"),
    _subject(r"微信|公众号",                       "条 件 篇",        "published/channel/wechat"),
    _subject(r"主动公开|发布.*信息|公开.*信息",    "条 件",           "published/total"),
)
# fmt: on


_CHANNEL = "published/channel/"
# What a number behind 其中 can be: a part that has a figure of its own, not the whole it is a part of.
_PARTS = re.compile(rf"{_CHANNEL}|proposals/(?:suggestions|motions|published|\w+_rate)$|.*/participants$")
# A name in quotation marks is nobody's subject: the column “建议提案办理” counts what it published.
_NAME = re.compile(r"“[^”]*”")
_PROPOSALS, _OTHERS = re.compile(r"建议|提案|代表|委员"), re.compile(r"申请|复议|诉讼|信访|投诉|举报")


def keys_in(clause: str, numbers: Sequence[Said], *, lead: str = "") -> list[str]:
    """The key of the one source each number of a clause speaks of, empty where the words do not say. ``lead`` is what the
    sentence says before the clause.

    The words before a number are its own, from the number before it on; in a list, from the 、 that follows that number on.
    Where they name nothing, the words behind it up to the next 、 or number do, and at last what the clause began with, as
    long as no other number has it (培训3次、65人次).
    """
    keys: list[str] = []
    free, clause = 0, _NAME.sub(lambda name: " " * len(name[0]), clause)
    for at, (start, end, unit) in enumerate(numbers):
        said = lead + clause[:start]
        told, part = _of_proposals(said), "其中" in said
        own, then = clause[free:start], numbers[at + 1].start if at + 1 < len(numbers) else len(clause)
        if at and "、" in own:
            own = own.partition("、")[2]
        key, _ = _fitting(own, unit, told, part)
        free = end
        if key is None:
            key, behind = _fitting(clause[end:then].partition("、")[0], unit, told, part)
            free += behind
        if key is None:
            key = _fitting(clause[:start], unit, told, part)[0]
            key = None if key in keys else key
        keys.append(key or "")
    return keys


def _fitting(words: str, unit: str, told: bool, part: bool) -> tuple[str | None, int]:
    """The key that words give a number with a unit, and how far into the words it was read; None where nothing fits, an
    empty key where several channels do. ``told``: proposals are spoken of; ``part``: the number is a part of another."""
    found = [
        (subject.key, match.end())
        for subject in SUBJECTS
        if unit in subject.units
        and (told or not subject.told)
        and (not part or _PARTS.match(subject.key))
        and (match := subject.words.search(words))
    ]
    if not found:
        return None, 0
    key, end = found[0]
    several = key.startswith(_CHANNEL) and len({k for k, _ in found if k.startswith(_CHANNEL)}) > 1
    return ("" if several else key), end


def _of_proposals(words: str) -> bool:
    """Whether a sentence speaks, where it stops, of suggestions and motions and not of applications."""
    last, other = (max((m.end() for m in each.finditer(words)), default=0) for each in (_PROPOSALS, _OTHERS))
    return last > other
