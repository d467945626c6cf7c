"""Write docs/reference from the tables in the code. ``--check`` only says which page is out of date (exit status 1)."""

import sys
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path

from gongkai.law.outcomes import OUTCOMES
from gongkai.report.checks import CHECKS
from gongkai.report.form import Block, Form, Row
from gongkai.report.identities import Identity, across_years, within
from gongkai.report.reading import FORMS

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
NOTICE = "<!-- 由 scripts/reference.py 根据代码中的表生成，请勿手改；运行 make docs 更新。 -->"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table. Pipes inside cells are escaped."""
    lines = [list(head), *map(list, rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def page(title: str, *parts: str) -> str:
    """A whole page: title, the notice that it is generated, the parts."""
    return "\n\n".join([f"# {title}", NOTICE, *(p for p in parts if p)]) + "\n"


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
    """Every outcome: key, official group, words, legal bases."""
    return page(
        "办理结果",
        "每种办理结果只声明一次；表三的行、答复书和统计都以此为准。",
        table(
            ["键", "大类", "名称", "依据"],
            ([f"`{o.key}`", o.group.value, o.words, "、".join(str(c) for c in o.law)] for o in OUTCOMES),
        ),
    )


PAGES: dict[str, Callable[[], str]] = {
    **{f"form-{key}.md": (lambda form=form: form_page(form)) for key, form in FORMS.items()},
    "identities.md": identities_page,
    "checks.md": checks_page,
    "outcomes.md": outcomes_page,
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
