"""Write docs/reference from the tables in the code. ``--check`` only says which page is out of date (exit status 1)."""

import sys
from collections.abc import Callable, Iterable
from itertools import groupby, islice
from typing import Any

import procedure
from pages import ROOT, page, table, unverified, worked_cases

from gongkai.documents.letters.elements import ELEMENT
from gongkai.law.fees import METHODS, NOT_BOTH, NOT_CONTESTED_ALONE, PAGE_UNITS, Tier, tiers
from gongkai.law.guidance import GUIDANCE
from gongkai.law.outcomes import OUTCOME, OUTCOMES, Outcome
from gongkai.law.questions import QUESTIONS, STEPS, Option
from gongkai.law.remedies import (
    COURSE,
    DISPOSALS,
    NOT_ALONE,
    RECONSIDERATION_FIRST,
    RECONSIDERATION_FIRST_SINCE,
    RESULT,
    ROLLS,
    TERMS,
    route,
)
from gongkai.report.checks import CHECKS
from gongkai.report.form import Block, Form, Row
from gongkai.report.identities import Identity, across_years, within
from gongkai.report.reading import FORMS

REFERENCE = ROOT / "docs" / "reference"


def form_page(form: Form) -> str:
    """One edition of the form: sections, and every table with its rows and columns."""
    last = str(form.last_year) if form.last_year else "至今"
    sections = table(
        ["键", "序号", "标题", "也认的写法"],
        ([f"`{s.key}`", s.number, s.words, "；".join(s.variants)] for s in form.sections),
    )
    tables = [
        f"## {t.words}：{sum(len(b.rows) * len(b.columns) for b in t.blocks)} 格\n\n"
        + "\n\n".join(block_text(block) for block in t.blocks)
        for t in form.tables
    ]
    intro = f"依据 {form.instrument}，适用 {form.first_year} 年度{'至' if form.last_year else ''}{last}，共 {len(form.addresses)} 格。"
    return page(f"{form.key} 版格式", intro, f"## 六个部分\n\n{sections}", *tables)


def block_text(block: Block) -> str:
    """The rows and the columns of a block."""
    columns = table(
        ["列", "键", "单位", "可带小数", "也认的写法"],
        ([c.words, f"`{c.key}`", c.unit, "是" if c.decimal else "", "；".join(c.variants)] for c in block.columns),
    )
    rows = table(["行", "键", "所在组", "也认的写法", "依据"], (row_cells(row) for row in block.rows))
    heading = f"### {block.heading}（{block.law}）\n\n" if block.heading else ""
    return f"{heading}{rows}\n\n{columns}"


def row_cells(row: Row) -> list[str]:
    """A row of the form as cells of the reference table."""
    return [
        row.label,
        f"`{row.key}`",
        "›".join(row.groups),
        "；".join(row.variants),
        "、".join(dict.fromkeys(str(c) for c in row.law)),
    ]


def identities_page() -> str:
    """Every identity by code: words, how many cells, severity, source."""
    parts = ["等式是表格自带的勾稽关系：核对别人的报告用它，拆分没有分隔符的数字也用它。"]
    for key, form in FORMS.items():
        rows = [*within(key), *across_years(key, key)]
        parts.append(f"## {form.key} 版\n\n" + table(["代码", "规则", "条数", "性质", "依据"], _identity_rows(rows)))
    return page("勾稽关系", *parts)


def _identity_rows(identities: list[Identity]) -> Iterable[list[str]]:
    for (code, words, severity, law), group in groupby(
        identities, lambda i: (i.code, i.words, i.severity.words, str(i.law))
    ):
        yield [f"`{code}`", words, str(len(list(group))), severity, law]


def checks_page() -> str:
    """Every check in the order it runs."""
    families = {"T": "表格", "Y": "跨年度", "N": "文字", "D": "文件", "S": "雷同", "U": "汇总"}
    parts = [f"共 {len(CHECKS)} 项。「错误」是格式明文要求而没有做到的，「疑问」是推断出来、请人判断的。"]
    for letter, group in groupby(CHECKS, lambda c: c.code[0]):
        entries = (
            f"### {c.code} {c.title}\n\n{c.severity.words} · 依据：{c.law}\n\n{c.why}\n\n怎样改：{c.remedy}"
            for c in group
        )
        parts.append(f"## {families.get(letter, letter)}\n\n" + "\n\n".join(entries))
    return page("核对项目", *parts)


def outcomes_page() -> str:
    """Every outcome: bases, what must come before it, what its letter says, guidance; then the questions that lead to it."""
    overview = table(
        ["键", "大类", "名称", "依据", "征求第三方意见", "保密审查", "2024 年起的救济"],
        (
            [
                f"`{o.key}`",
                o.group.value,
                o.words,
                "、".join(str(c) for c in o.law),
                o.third_party.value,
                o.secrecy.value,
                route(o, RECONSIDERATION_FIRST_SINCE).value,
            ]
            for o in OUTCOMES
        ),
    )
    questions = [
        f"### {q.name}\n\n{q.words}{q.help}（{q.law}）\n\n"
        + table(["回答", "键", "得出", "理由", "依据"], (_option_cells(o) for o in q.options))
        for q in QUESTIONS
    ]
    return page(
        "办理结果",
        "每种办理结果只声明一次；表三的行、答复书和统计都以此为准。",
        overview,
        "## 何时用，何时不用",
        *(_guidance_text(o) for o in OUTCOMES),
        "## 从事实到结果的问题",
        "按顺序逐个问，前面的回答决定后面问不问；没有写“得出”的继续问下一个。不公开的理由到最后一并判断能否区分处理。",
        *questions,
    )


def _guidance_text(outcome: Outcome) -> str:
    """One outcome for the clerk: guidance, neighbours, bases with the elements of the letter."""
    guidance = GUIDANCE[outcome.key]
    bases = table(
        ["依据", "情形", "答复书还须写明"],
        ([str(b.law), b.words, "、".join(ELEMENT[key].words for key in b.elements)] for b in outcome.bases),
    )
    neighbours = "；".join(f"{words}：**{OUTCOME[key].words}**" for key, words in guidance.neighbours)
    return f"### {outcome.words}\n\n{guidance.use}\n\n不要用：{guidance.avoid}\n\n再想一想：{neighbours}。\n\n{bases}"


def _option_cells(option: Option) -> list[str]:
    leaf = option.leaf
    if leaf is None:
        return [option.words, f"`{option.key}`", "", option.note, ""]
    words = OUTCOME[leaf.outcome].words if leaf.outcome else STEPS[leaf.step]
    return [option.words, f"`{option.key}`", words, leaf.reason, "、".join(str(c) for c in leaf.law)]


def fees_page() -> str:
    """Both methods with their tiers, settings, and the worked cases with the sum."""
    methods = [
        f"## {m.words}（{m.law}）\n\n"
        + table([f"第几{m.unit}", "单价"], _tier_cells(list(islice(tiers(m.key), 6)), m.unit))
        for m in METHODS
    ]
    units = table(
        ["载体", "一页是什么", "自", "依据", "出处"],
        ([f"`{u.carrier}`", u.words, str(u.since), str(u.law), unverified(u.unverified)] for u in PAGE_UNITS),
    )
    worked = [case for case in worked_cases("fees") if "算式" in case]
    return page(
        "信息处理费",
        f"同一件申请只能按件或者按量择一计费（{NOT_BOTH}）；两种都按超额累进。收费决定不能单独起诉（{NOT_CONTESTED_ALONE}）。",
        *methods,
        "按件从第三十一件起，每十件为一档，每档提高 100 元，没有上限；上表只列到第六档。",
        f"## 计页\n\n{units}",
        "## 算例\n\n" + table(["情形", "数量", "本月此前", "算式"], (_worked_fee(case) for case in worked)),
    )


def _tier_cells(found: list[Tier], unit: str) -> Iterable[list[str]]:
    for tier in found:
        last = f"至 {tier.last}" if tier.last else "以上"
        yield [f"{tier.first} {last}", f"{tier.price} 元/{unit}" if tier.price else "不收费"]


def _worked_fee(case: dict[str, Any]) -> list[str]:
    units = f"{case['件数']} 件" if "件数" in case else f"{case['页数']} 页"
    return [case["情形"], units, str(case.get("本月此前", "")), case["算式"]]


def remedies_page() -> str:
    """Terms, which way is open, what cannot be contested alone, how section 4 counts, worked last days."""
    terms = table(
        ["途径", "期限", "起算", "适用", "依据", "出处"],
        (
            [
                COURSE[t.key].words,
                t.words,
                t.counts_from,
                f"{t.since} 至 {t.until or '今'}",
                str(t.law),
                unverified(t.unverified),
            ]
            for t in TERMS
        ),
    )
    first = "、".join(str(c) for c in RECONSIDERATION_FIRST)
    disposals = table(
        ["处理", "键", "途径", "表四的列"],
        (
            [d.words, f"`{d.key}`", "、".join(COURSE[c].words for c in d.courses), RESULT[d.result].words]
            for d in DISPOSALS
        ),
    )
    worked = [case for case in worked_cases("remedies") if "最后一日" in case]
    cells = ([c["情形"], c["途径"], c["知道"], c["最后一日"], c["依据"]] for c in worked)
    return page(
        "行政复议和行政诉讼",
        f"自 {RECONSIDERATION_FIRST_SINCE} 起，对不予公开不服的应当先申请行政复议（{first}）。",
        f"## 期限\n\n{terms}\n\n当日不计入，最后一日逢休息日顺延到下一个工作日（{ROLLS}）。",
        "## 不能单独争议的步骤\n\n" + table(["步骤", "依据"], ([s.words, str(s.law)] for s in NOT_ALONE)),
        f"## 表四怎样计\n\n按年末状态计；复议机关作共同被告的，只由原行为机关统计。\n\n{disposals}",
        "## 算例\n\n" + table(["情形", "途径", "知道之日", "最后一日", "依据"], cells),
    )


PAGES: dict[str, Callable[[], str]] = {
    **{f"form-{key}.md": (lambda form=form: form_page(form)) for key, form in FORMS.items()},
    "identities.md": identities_page,
    "checks.md": checks_page,
    "outcomes.md": outcomes_page,
    "fees.md": fees_page,
    "remedies.md": remedies_page,
    **procedure.PAGES,
}


def stale() -> list[str]:
    """The names of the pages whose file differs from what the code says."""
    return [
        name
        for name, make in PAGES.items()
        if not (REFERENCE / name).exists() or (REFERENCE / name).read_text(encoding="utf-8") != make()
    ]


def main() -> int:
    """Write the stale pages, or with ``--check`` only name them."""
    names = stale()
    if "--check" in sys.argv[1:]:
        print("\n".join(f"docs/reference/{name} 已过期，请运行 make docs" for name in names))
        return 1 if names else 0
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name in names:
        (REFERENCE / name).write_text(PAGES[name](), encoding="utf-8")
        print(f"docs/reference/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
