"""What a number in prose speaks of when no table of the form holds it: words of its clause → a source."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from gongkai.report.yearwork import CHANNELS


class Subject(NamedTuple):
    """Words of a clause, the units that go with them, the key of the source."""

    words: re.Pattern[str]
    units: frozenset[str]
    key: str


def _subject(words: str, units: str, key: str) -> Subject:
    return Subject(re.compile(words), frozenset(units.split()), key)


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
    _subject(r"答复率|办复率|办结率",              "%",               "proposals/reply_rate"),
    _subject(r"满意率",                            "%",               "proposals/satisfaction_rate"),
    _subject(r"代表建议(?!.*提案)",                "件 条 份",        "proposals/suggestions"),
    _subject(r"委员提案|政协提案",                 "件 条 份",        "proposals/motions"),
    _subject(r"建议.*提案",                        "件 条 份",        "proposals/received"),
    _subject(r"办理结果",                          "件 条 份",        "proposals/published"),
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


def keys_for(clause: str, unit: str) -> Iterator[str]:
    """The keys that a number with a unit can mean in a clause, the likeliest first."""
    for subject in SUBJECTS:
        if unit in subject.units and subject.words.search(clause):
            yield subject.key
