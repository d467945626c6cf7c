"""What an organ did in a year beside the tables, as plain values: what sections 一, 五 and 六 of the report speak of.

Whoever keeps the records makes them (``web/registers``); the narrative is written from them. Every value names the records
behind it, as ``<register key>/<number>``. Nothing here reads a clock or a database.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import chain

# fmt: off
# The words are printed as they stand; the keys are stored.
CHANNELS: Mapping[str, str] = {
    "website":       "政府网站",
    "city_platform": "城市政务公开平台",
    "microblog":     "政务微博",
    "wechat":        "政务微信",
    "mobile_app":    "移动客户端",
    "short_video":   "短视频号",
    "television":    "电视",
    "radio":         "广播",
    "press":         "报刊",
    "gazette":       "政府公报",
    "reading_room":  "公共查阅点和公告栏",
    "other":         "其他渠道",
}
PUBLICATIONS: Mapping[str, str] = {
    "information":      "信息",
    "interpretation":   "政策解读",
    "press_conference": "新闻发布会",
    "meeting":          "会议公开",
    "response":         "回应关切",
}
INTERPRETATION_FORMS: Mapping[str, str] = {
    "text":     "文字",
    "picture":  "图解",
    "audio":    "音频",
    "video":    "视频",
    "question": "问答",
    "expert":   "专家解读",
    "live":     "访谈直播",
}
PROPOSALS: Mapping[str, str] = {
    "suggestion": "人大代表建议",
    "motion":     "政协委员提案",
}
ACTIVITIES: Mapping[str, str] = {
    "open_day":              "政府开放日",
    "training":              "培训",
    "leading_group_meeting": "领导小组会议",
    "inspection":            "监督检查",
    "rectification":         "问题整改",
    "assessment":            "工作考核",
    "public_review":         "社会评议",
    "accountability":        "责任追究",
    "consultation":          "征求公众意见",
    "other":                 "其他活动",
}
DUTIES: Mapping[str, str] = {
    "leading_group": "政务公开工作领导小组",
    "office":        "政府信息公开工作机构",
}
PROBLEM_STATES: Mapping[str, str] = {
    "open":     "未解决",
    "improved": "有改进",
    "solved":   "已解决",
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Figure:
    """How many, and the keys of the records that say so, in their order."""

    value: int = 0
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a figure: its key (of a table above; for columns the words themselves), its words, how many."""

    key: str
    words: str
    value: int
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something that took place: record, day, title as entered, people who took part (None when not noted), what came of it."""

    record: str
    on: date
    title: str
    participants: int | None = None
    result: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """Publications of the year. ``total`` counts items of information alone; the rest is counted beside it.

    ``by_channel`` (in the order of CHANNELS) and ``by_column`` (most first) divide ``total``. ``interpretations`` divides
    into ``by_form``. Press conferences and meetings are single occasions.
    """

    total: Figure = Figure()
    by_channel: tuple[Part, ...] = ()
    by_column: tuple[Part, ...] = ()
    interpretations: Figure = Figure()
    by_form: tuple[Part, ...] = ()
    responses: Figure = Figure()
    press_conferences: tuple[Occasion, ...] = ()
    meetings: tuple[Occasion, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposals:
    """Suggestions and motions received in the year, and of these: replied by the end of it, in time, satisfied, published.

    ``subjects`` are the words entered, each once, in the order received. ``asked`` are the replies whose satisfaction is known. ``in_time`` is None where the term of a reply is not known.
    """

    suggestions: Figure = Figure()
    motions: Figure = Figure()
    subjects: tuple[str, ...] = ()
    replied: Figure = Figure()
    in_time: Figure | None = Figure()
    asked: Figure = Figure()
    satisfied: Figure = Figure()
    published: Figure = Figure()

    @property
    def received(self) -> Figure:
        """Both kinds together."""
        both = (self.suggestions, self.motions)
        return Figure(sum(f.value for f in both), tuple(chain.from_iterable(f.records for f in both)))

    @property
    def reply_rate(self) -> Fraction | None:
        """Replied of received, 0 to 1; None when nothing was received."""
        return _rate(self.replied, self.received)

    @property
    def satisfaction_rate(self) -> Fraction | None:
        """Satisfied of those whose satisfaction is known, 0 to 1; None when nobody was asked."""
        return _rate(self.satisfied, self.asked)


@dataclass(frozen=True, slots=True)
class KeyTask:
    """An item of the year's 工作要点: its number as printed, its words, how far it came (oldest first), the day it was done."""

    record: str
    number: str
    item: str
    progress: tuple[str, ...] = ()
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem a year's report named, what was to improve it, what became of it; ``state`` is a key of PROBLEM_STATES."""

    record: str
    year: int
    problem: str
    improvement: str = ""
    outcome: str = ""
    state: str = "open"

    @property
    def unanswered(self) -> bool:
        """Whether nobody has recorded what became of it: a problem is entered as open, so that this alone says nothing."""
        return self.state == "open" and not self.outcome.strip()


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody's duty: ``body`` is a key of DUTIES, ``duty`` the words (组长 …), ``since`` and ``until`` the days."""

    record: str
    body: str
    name: str
    duty: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class YearWork:
    """All of an organ's year beside the tables.

    ``activities`` has every key of ACTIVITIES, with its occasions by day. ``duties`` are those held on 31 December;
    ``duty_changes`` those that began or ended within the year. ``filed`` and ``cleaned_up`` are normative documents and
    rules filed in the year, and looked through in its clean-up. ``last_problems`` are those the report of the year before
    named, ``problems`` those this year's report names.
    """

    organ: str
    year: int
    published: Published = Published()
    proposals: Proposals = Proposals()
    activities: Mapping[str, tuple[Occasion, ...]] = field(default_factory=dict)
    duties: tuple[Duty, ...] = ()
    duty_changes: tuple[Duty, ...] = ()
    key_tasks: tuple[KeyTask, ...] = ()
    filed: Figure = Figure()
    cleaned_up: Figure = Figure()
    last_problems: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __post_init__(self) -> None:
        held = {key: tuple(self.activities.get(key, ())) for key in ACTIVITIES}
        object.__setattr__(self, "activities", held)

    def participants(self, activity: str) -> int:
        """The people who took part in the activities of a kind, as far as noted."""
        return sum(o.participants or 0 for o in self.activities[activity])


def _rate(part: Figure, whole: Figure) -> Fraction | None:
    return Fraction(part.value, whole.value) if whole.value else None
