"""Write docs/reference/letters.md and the pictures of docs/images/letters from the table of letters and cases/letters.

``--check`` only says what is out of date (exit status 1); it does not look inside pictures, for they depend on the fonts.
"""

import io
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from gongkai.documents import letters
from gongkai.documents.letters import ELEMENTS, LETTERS, Layout, Letter
from gongkai.law.outcomes import OUTCOME
from gongkai.law.remedies import TERMS, Route, route

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "letters.md"
PICTURES = ROOT / "docs" / "images" / "letters"
NOTICE = "<!-- 由 scripts/letters.py 根据文书表和 cases/letters 生成，请勿手改；运行 make docs 更新。 -->"
WIDTH, LARGEST = 420, 40_000


def samples() -> dict[str, dict[str, Any]]:
    """The elements of the first case of each letter."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted((ROOT / "cases" / "letters").glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))["例"]:
            if "拒绝" not in case:
                found.setdefault(case["letter"], case["要素"])
    return found


def picture(letter: Letter, elements: dict[str, Any]) -> bytes:
    """The first page as a small PNG, from the PDF."""
    import pypdfium2
    from PIL import Image

    page = pypdfium2.PdfDocument(letters.pdf.write(letters.prepare(letter.key, elements)))[0]
    image = page.render(scale=110 / 72 * 2).to_pil().convert("RGB")
    size = (WIDTH, round(image.height * WIDTH / image.width))
    small = image.resize(size, Image.Resampling.LANCZOS)
    small = small.quantize(palette=_palette(), dither=Image.Dither.NONE)
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    if out.tell() > LARGEST:
        raise SystemExit(f"{letter.key}: the picture has {out.tell()} bytes, more than {LARGEST}")
    return out.getvalue()


def _palette() -> Any:
    """Greys for type and shades of red for the heading and the lines: the only colours a letter has."""
    from PIL import Image

    greys = [(v, v, v) for v in (*range(0, 204, 17), 215, 235, 255)]
    reds = [(255, v, v) for v in (0, 60, 110, 160, 205)]
    colours = [*greys, *reds, (232, 160, 160)]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in colours + [(255, 255, 255)] * (256 - len(colours)) for part in colour])
    return palette


def page() -> str:
    """The catalogue: every letter with its picture, then every element."""
    parts = [
        "# 文书",
        NOTICE,
        f"共 {len(LETTERS)} 种。每种都可以写成 Word 和 PDF，版式依 GB/T 9704-2012 的信函格式；图为 cases/letters 中第一例的首页，机关、人名均为虚构。"
        "怎样改模板，见[文书模板](../guides/letters.md)。",
    ]
    for group, members in groupby(LETTERS, lambda letter: letter.group):
        parts += [f"## {group}", *(entry(letter) for letter in members)]
    parts += ["## 救济期限", terms_table(), "## 要素", elements_table()]
    return "\n\n".join(parts) + "\n"


def entry(letter: Letter) -> str:
    """One letter: picture, articles, what must be supplied, remedies, template."""
    situation = f"（{OUTCOME[letter.outcome].words}）" if letter.outcome else ""
    template = f"../../src/gongkai/documents/letters/templates/{letter.key}.txt"
    rows = [
        f"- 键：`{letter.key}`"
        + ("；内部使用" if letter.internal else "")
        + ("；表格" if letter.layout is Layout.FORM else ""),
        f"- 依据：{'、'.join(str(c) for c in letter.basis)}",
        f"- 必备要素：{'、'.join(e.words for e in letter.required)}",
        f"- 救济途径：{remedies(letter)}",
        f"- 模板：[{letter.key}.txt]({template})",
    ]
    shown = f"![{letter.title}{situation}](../images/letters/{letter.key}.png)"
    return f"### {letter.title}{situation}\n\n" + "\n".join(rows) + f"\n\n{shown}"


def remedies(letter: Letter) -> str:
    """The route a letter of today's law tells."""
    if not letter.contestable:
        return "不单独告知"
    newest = max(term.since for term in TERMS)
    return (route(OUTCOME[letter.outcome], newest) if letter.outcome else Route.EITHER).value


def terms_table() -> str:
    """The terms letters name, with their source."""
    names = {
        "reconsideration": "申请行政复议",
        "direct_suit": "直接提起行政诉讼",
        "suit_after_reconsideration": "复议后提起行政诉讼",
    }
    lines = ["| 途径 | 期限 | 自 | 至 | 依据 | 核对 |", "| --- | --- | --- | --- | --- | --- |"]
    lines += [
        f"| {names[t.key]} | {t.words} | {t.since} | {t.until or '至今'} | {t.law} | {'未核对原文，可由管理员设定' if t.unverified else ''} |"
        for t in TERMS
    ]
    return "\n".join(lines)


def elements_table() -> str:
    """Every element a template may name."""
    lines = ["| 模板里写 | 键 | 填什么 | 值 |", "| --- | --- | --- | --- |"]
    for e in ELEMENTS:
        value = "自动得出" if e.derived else "、".join(e.options) or e.shape.value
        default = f"；不填为 {e.default}" if e.default is not None else ""
        lines.append(f"| 【{e.words}】 | `{e.key}` | {e.how} | {value}{default} |")
    return "\n".join(lines)


def main() -> int:
    """Write, or with ``--check`` compare."""
    text = page()
    wanted = {f"{letter.key}.png" for letter in LETTERS}
    if "--check" in sys.argv[1:]:
        there = {path.name for path in PICTURES.glob("*")}
        stale = [] if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text else [PAGE.name]
        stale += [f"{PICTURES.name}/{name}" for name in sorted(wanted ^ there)]
        if stale:
            print(f"out of date, run scripts/letters.py: {', '.join(stale)}")
        return 1 if stale else 0
    given = samples()
    PICTURES.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    for path in PICTURES.glob("*"):
        if path.name not in wanted:
            path.unlink()
    for letter in LETTERS:
        (PICTURES / f"{letter.key}.png").write_bytes(picture(letter, given[letter.key]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
