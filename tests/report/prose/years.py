"""Years to write from: the founding year as records, and strategies for any year."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from hypothesis import strategies as st

from gongkai.report.cells import Address
from gongkai.report.facts import (
    ApplicationFact,
    ChargeFact,
    DecisionFact,
    DocumentFact,
    Ending,
    Facts,
    FigureFact,
)
from gongkai.report.prose import Fees, Sources
from gongkai.report.tally import tally
from gongkai.report.yearwork import (
    CHANNELS,
    INTERPRETATION_FORMS,
    PROBLEM_STATES,
    Duty,
    Figure,
    KeyTask,
    Occasion,
    Part,
    Problem,
    Proposals,
    Published,
    YearWork,
)
from tests.report.test_tally import applications, documents, remedies

ORGAN, YEAR, PERSON = "东平市司法局", 2023, "natural_person"


def figure(count: int, register: str = "r") -> Figure:
    return Figure(count, tuple(f"{register}/{i}" for i in range(min(count, 3))))


def part(key: str, words: str, value: int) -> Part:
    return Part(key, words, value, (f"publication/{key}",))


def occasion(number: int, title: str, people: int | None = None, result: str = "") -> Occasion:
    return Occasion(f"activity/{number}", date(YEAR, 5, number % 28 + 1), title, people, result)


FACTS = Facts(
    applications=(
        ApplicationFact("2023-1", PERSON, date(2023, 3, 1), (Ending(date(2023, 3, 20), "granted"),)),
        ApplicationFact("2023-2", PERSON, date(2023, 5, 4), (Ending(date(2023, 6, 1), "granted"),)),
        ApplicationFact("2023-3", PERSON, date(2023, 9, 1), (Ending(date(2023, 9, 18), "not_held"),)),
    ),
    documents=tuple(DocumentFact(f"文{y}", "normative_document", date(y, 1, 5)) for y in (2019, 2020)),
    decisions=(DecisionFact("许可", "licence", date(2023, 12, 31), 408),),
    charges=(ChargeFact("收费", date(2023, 12, 31), 40_510_000),),
)
WORK = YearWork(
    ORGAN,
    YEAR,
    published=Published(
        figure(60, "publication"),
        (part("city_platform", "城市政务公开平台", 49), part("wechat", "政务微信", 11)),
        (part("决策", "重大行政决策", 40), part("会议", "部门会议", 20)),
        figure(10, "interpretation"),
        (part("text", "文字", 6), part("picture", "图解", 4)),
        press_conferences=(occasion(1, "立法实施"), occasion(2, "乡村振兴")),
    ),
    proposals=Proposals(
        figure(3, "suggestion"), figure(4, "motion"), ("优化营商环境", "未成年人保护"), figure(7, "proposal"),
        figure(7, "proposal"), figure(7, "proposal"), figure(7, "proposal"), figure(7, "proposal"),
    ),
    activities={
        "training": (occasion(3, "业务培训", 40), occasion(4, "专题培训", 25)),
        "open_day": (occasion(5, "走进司法局", 30),),
    },
    duties=(Duty("duty/1", "leading_group", "甲", "组长", date(2022, 1, 1)),),
    duty_changes=(Duty("duty/2", "leading_group", "乙", "成员", date(2023, 4, 1)),),
    key_tasks=(KeyTask("task/1", "1", "公开重大行政决策事项目录", done_on=date(2023, 4, 1)),),
    filed=figure(2, "filing"),
    last_problems=(Problem("problem/1", 2022, "栏目更新不够及时", "每季检查", "各栏目按季更新。", "solved"),),
    problems=(
        Problem("problem/2", 2023, "主动公开的督导需要加强", "按季检查栏目更新"),
        Problem("problem/3", 2023, "政策解读形式不够丰富", "制作短视频解读"),
    ),
)  # fmt: skip


def founding(facts: Facts = FACTS, work: YearWork = WORK, **more: Any) -> Sources:
    """The founding year, with something else where wanted."""
    return Sources(ORGAN, tally(facts, YEAR), work, **more)


def empty(**more: Any) -> Sources:
    """A year without a single record."""
    return Sources(ORGAN, tally(Facts(), YEAR), YearWork(ORGAN, YEAR), **more)


# Any year. Words somebody entered are sane, because what is wrong in them is the checks' to say.
ORGANS = st.sampled_from([ORGAN, "安平县人民政府", "柳河镇人民政府", "城关街道办事处", "某省教育厅", "某市发展和改革委员会",
                          "高新技术产业开发区管理委员会", "某县人民政府办公室", "某市公安局交通警察支队"])  # fmt: skip
ENTERED = st.sampled_from(["解读形式单一。", "一是栏目更新不及时", "1.公开目录不够细", "（二）培训覆盖面不够；", "依申请公开答复不够规范",
                           "规范性文件清理不及时\n", "行政许可信息归集慢", "《条例》学习不深入", "公众“看不懂”的问题", "意见建议收集渠道少"])  # fmt: skip
COLUMNS = [
    "重大行政决策",
    "规范性文件",
    "行政许可",
    "行政处罚",
    "依申请公开",
    "财政预算决算",
    "政策解读",
    "建议提案办理",
    "会议公开",
]
COUNTS = st.one_of(st.integers(0, 40), st.sampled_from([0, 0, 0, 1, 19, 20, 1000, 3000, 99_999, 1_234_567]))


@st.composite
def divided(draw: st.DrawFn, names: Sequence[tuple[str, str]]) -> tuple[Figure, tuple[Part, ...]]:
    """A total and the parts that make it."""
    chosen = draw(st.lists(st.sampled_from(names), unique=True, max_size=len(names)))
    parts = tuple(part(key, words, draw(COUNTS.map(lambda n: n or 1))) for key, words in chosen)
    return figure(sum(p.value for p in parts)), parts


@st.composite
def published(draw: st.DrawFn) -> Published:
    total, channels = draw(divided(tuple(CHANNELS.items())))
    interpretations, forms = draw(divided(tuple(INTERPRETATION_FORMS.items())))
    columns = draw(st.lists(st.sampled_from(COLUMNS), unique=True, max_size=5)) if total.value > 10 else []
    by_column = tuple(part(c, c, max(total.value // (i + 2), 1)) for i, c in enumerate(columns))
    conferences = tuple(occasion(i, "发布会") for i in range(draw(st.integers(0, 3))))
    return Published(total, channels, by_column, interpretations, forms, figure(draw(COUNTS)), conferences, conferences)


@st.composite
def proposals(draw: st.DrawFn) -> Proposals:
    suggestions, motions = draw(COUNTS), draw(COUNTS)
    replied = draw(st.integers(0, suggestions + motions))
    in_time, asked, shown = (draw(st.integers(0, replied)) for _ in range(3))
    subjects = tuple(draw(st.lists(ENTERED, max_size=4)))
    counts = (replied, in_time, asked, draw(st.integers(0, asked)), shown)
    return Proposals(figure(suggestions), figure(motions), subjects, *(figure(n) for n in counts))


@st.composite
def problems(draw: st.DrawFn, register: str, year: int) -> tuple[Problem, ...]:
    return tuple(
        Problem(f"{register}/{i}", year, draw(ENTERED), draw(ENTERED), draw(st.just("") | ENTERED),
                draw(st.sampled_from(list(PROBLEM_STATES))))
        for i in range(draw(st.integers(0, 12)))
    )  # fmt: skip


@st.composite
def works(draw: st.DrawFn, organ: str, year: int) -> YearWork:
    activities = {
        key: tuple(occasion(i + 40 * n, draw(ENTERED), draw(st.none() | COUNTS), draw(st.just("") | ENTERED))
                   for i in range(draw(st.integers(0, 3))))
        for n, key in enumerate(("training", "open_day", "inspection", "rectification", "consultation", "other"))
    }  # fmt: skip
    duties = tuple(
        Duty(f"duty/{i}", "leading_group", str(i), "成员", date(year, 1, 1)) for i in range(draw(st.integers(0, 3)))
    )
    tasks = tuple(
        KeyTask(f"task/{i}", str(i), draw(ENTERED), (), draw(st.none() | st.just(date(year, 6, 1))))
        for i in range(draw(st.integers(0, 9)))
    )
    return YearWork(
        organ, year, draw(published()), draw(proposals()), activities, duties, duties, tasks,
        figure(draw(COUNTS)), figure(draw(COUNTS)),
        draw(problems("last", year - 1)), draw(problems("new", year)),
    )  # fmt: skip


@st.composite
def figures(draw: st.DrawFn) -> tuple[FigureFact, ...]:
    """Applications kept elsewhere, whole years of them: as many ended as came, in a kind, so that the identities hold."""
    found: list[FigureFact] = []
    for year in (2022, 2023):
        for kind in draw(
            st.lists(st.sampled_from([PERSON, "business", "other_organization"]), max_size=2, unique=True)
        ):
            count, row = (
                draw(COUNTS),
                draw(st.sampled_from(["granted", "partially_granted", "third_party", "repeated"])),
            )
            found += [FigureFact("外", year, Address(3, r, kind), count) for r in ("new", row)]
    return tuple(found)


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    decisions = tuple(
        DecisionFact("决", row, date(year, 12, 31), draw(COUNTS))
        for year in (2021, 2022, 2023, 2024)
        for row in draw(st.lists(st.sampled_from(["licence", "penalty", "compulsion"]), max_size=3, unique=True))
    )
    charges = tuple(
        ChargeFact("费", date(2023, 3, 1), fen) for fen in draw(st.lists(st.integers(0, 10**11), max_size=2))
    )
    return Facts(
        draw(st.lists(applications(), max_size=12).map(tuple)),
        draw(st.lists(remedies(), max_size=8).map(tuple)),
        draw(st.lists(documents(), max_size=8).map(tuple)),
        decisions,
        charges,
        draw(figures()),
    )


# What notices ask for is what the tariff gives: any multiple of 10 for several, of 100 for a single one.
@st.composite
def fees(draw: st.DrawFn) -> Fees:
    notices = draw(st.integers(0, 4))
    asked = 10_000 * draw(st.integers(1, 30)) if notices else 0
    return Fees(notices, asked, draw(st.sampled_from([0, asked])))
