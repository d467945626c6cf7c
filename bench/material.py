"""Invented reports: figures from a seed, all identities kept, text of our own that states the figures of the tables."""

from datetime import date
from decimal import Decimal
from random import Random

from gongkai.report.cells import Address, Cell, Number
from gongkai.report.form_2021 import FORM_2021
from gongkai.report.identities import result_rows
from gongkai.report.reading import Passage, Report

AREAS = ("东川", "西陵", "南浦", "北塘", "青河", "云溪", "石桥", "白沙", "临江", "安和")
BUREAUS = (
    "财政",
    "教育",
    "司法",
    "水利",
    "交通运输",
    "民政",
    "审计",
    "统计",
    "商务",
    "农业农村",
    "应急管理",
    "市场监督管理",
)
TOPICS = (
    "民生实事",
    "营商环境",
    "义务教育招生",
    "工程建设",
    "安全生产",
    "社会救助",
    "财政预算",
    "食品抽检",
    "河道整治",
    "政务服务",
)
DEEDS = (
    "{m}月在{a}逐项公开了{t}的办事依据与进度，涉及{n}个事项",
    "{m}月就{t}发布了{n}条信息，{a}居民查阅{k}次",
    "把{t}列入{a}全年公开的重点，共分{n}项、{k}条措施",
    "在{a}组织{n}次面向群众的{t}说明会，到场{k}人次",
    "{m}月核对并更新了{t}的{n}个栏目，撤下过期内容{k}条",
    "为{a}的{t}编写了{n}份图表说明，阅读量{k}次",
    "{m}月在{t}方面回应公众关切{n}件，平均用时{k}小时",
    "安排{n}名人员负责{a}{t}信息的发布，全年培训{k}课时",
)
# How applications usually end; what is not named counts once.
USUAL = {"granted": 20, "partially_granted": 4, "not_held": 10, "not_compiled": 3, "state_secret": 0, "fee_lapsed": 0}
# What many organs write alike, as they do in earnest.
COMMON = "严格按照规定的范围、程序和时限公开政府信息，依法保障公众的知情权、参与权和监督权。"
FAULTS = ("{t}的说明还不够通俗", "{t}的更新有时滞后", "{t}栏目之间偶有重复", "基层对{t}的公开标准掌握不一")


def seeded(seed: int, *, year: int = 2024, busy: int = 40) -> Report:
    """An invented report of the 2021 form. ``busy`` is about how many applications the organ received."""
    random = Random(seed)
    cells = {address: Cell(value) for address, value in _figures(random, busy).items()}
    organ = f"{AREAS[seed % len(AREAS)]}{'市区县'[seed // 10 % 3]}{BUREAUS[seed // 30 % len(BUREAUS)]}局"
    if seed >= 360:
        organ = f"{AREAS[seed % len(AREAS)]}区第{seed}街道办事处"
    return Report(
        organ=organ,
        year=year,
        form="2021",
        cells=cells,
        title=f"{organ}{year}年政府信息公开工作年度报告",
        published_on=date(year + 1, 1, 1 + random.randrange(28)),
        passages=tuple(_passages(random, cells)),
    )


def _figures(random: Random, busy: int) -> dict[Address, Number]:
    found: dict[Address, Number] = dict.fromkeys(FORM_2021.addresses, 0)
    for row, most in (("government_rule", 2), ("normative_document", 30)):
        issued, repealed = random.randrange(most), random.randrange(most // 2)
        found |= {Address(2, row, "issued"): issued, Address(2, row, "repealed"): repealed}
        found[Address(2, row, "in_force")] = issued + random.randrange(3 * most)
    for row in ("licence", "penalty", "compulsion"):
        found[Address(2, row, "decisions")] = random.choice((0, 3, 57, 412, 3806)) + random.randrange(20)
    found[Address(2, "administrative_charge", "amount_wan_yuan")] = Decimal(random.choice(("0", "12.5", "381.07")))
    _section_3(random, busy, found)
    for row in ("reconsideration", "direct_suit", "suit_after_reconsideration"):
        cases = (0,) if row == "direct_suit" else (0, 0, 0, 1, 2, 11)
        parts = {c: random.choice(cases) for c in ("upheld", "corrected", "other_result", "pending")}
        found |= {Address(4, row, c): n for c, n in parts.items()}
        found[Address(4, row, "total")] = sum(parts.values())
    return found


def _section_3(random: Random, busy: int, found: dict[Address, Number]) -> None:
    """Everyone enters once and leaves once: each application adds one to a row of entry and one to a row of exit."""
    results = result_rows(FORM_2021)
    weights = [USUAL.get(key, 1) for key in results]
    kinds = [c.key for c in FORM_2021.table(3).blocks[0].columns if c.key != "total"]
    for _ in range(random.randrange(busy // 2, busy * 2)):
        kind = random.choices(kinds, (60, 20, 1, 2, 6, 2))[0]
        entry = random.choices(("new", "brought_forward"), (12, 1))[0]
        leaves = ["carried_forward"] if random.random() < 0.05 else [random.choices(results, weights)[0], "total"]
        for row in (entry, *leaves):
            for column in (kind, "total"):
                found[Address(3, row, column)] += 1


def _passages(random: Random, cells: dict[Address, Cell]) -> list[Passage]:
    new, open_before = (cells[Address(3, row, "total")].value for row in ("new", "brought_forward"))
    after = cells[Address(3, "carried_forward", "total")].value
    flow = f"全年新收政府信息公开申请{new}件，上年结转{open_before}件，结转下年度继续办理{after}件。"
    texts = {
        "overview": COMMON
        + "\n".join([_sentences(random, DEEDS, 6), flow + _sentences(random, DEEDS, 6), _sentences(random, DEEDS, 5)]),
        "problems": _sentences(random, FAULTS, 3) + "\n" + _sentences(random, DEEDS, 4),
        "other_matters": "本年度没有收取信息处理费。没有其他需要报告的事项。",
    }
    return [Passage(s.key, s.number, s.words, texts.get(s.key, "")) for s in FORM_2021.sections]


def _sentences(random: Random, forms: tuple[str, ...], count: int) -> str:
    return "".join(
        random.choice(forms).format(
            t=random.choice(TOPICS),
            a=random.choice(AREAS),
            m=random.randrange(1, 13),
            n=random.randrange(2, 90),
            k=random.randrange(90, 5000),
        )
        + "。"
        for _ in range(count)
    )
