"""Small web pages for results of the law: one file, no script, printable, readable without colour."""

from collections.abc import Iterable, Sequence
from html import escape

_STYLE = """\
body { font: 16px/1.7 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", sans-serif; color: #222;
  max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; margin: 1rem 0; } th, td { padding: .25rem .6rem; text-align: left; vertical-align: top; }
th { border-bottom: 2px solid #555; } td { border-bottom: 1px solid #ddd; } td.right, th.right { text-align: right; }
.whole, .right { white-space: nowrap; }
tr.quiet td { color: #666; } tr.strong td { font-weight: bold; background: #eaf5ec; } tr.special td { background: #fdf6e3; }
.note { background: #fdf6e3; padding: .5rem .8rem; } .law { color: #555; font-size: .9em; }
.year { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 1rem;
  align-items: start; }
.year table { width: 100%; margin: 0; table-layout: fixed; } .year td, .year th { text-align: center; padding: .1rem; border: 0; }
.off { color: #b3261e; font-weight: bold; } .work { color: #1b5e20; font-weight: bold; text-decoration: underline; }
.week { color: #767676; } caption { font-weight: bold; padding: .3rem; }
@media print { body { margin: 0; max-width: none; } tr { break-inside: avoid; } }"""


def page(title: str, parts: Iterable[str]) -> str:
    """A whole page; the parts are markup."""
    return (
        f'<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        f"<style>\n{_STYLE}\n</style>\n</head>\n<body>\n" + "\n".join(parts) + "\n</body>\n</html>"
    )


def heading(text: str, level: int = 1) -> str:
    """A heading."""
    return f"<h{level}>{escape(text)}</h{level}>"


def paragraph(text: str, kind: str = "") -> str:
    """A paragraph of plain text, of a kind that the style knows."""
    return f"<p{_kind(kind)}>{escape(text)}</p>"


def table(
    heads: Sequence[str],
    rows: Iterable[tuple[str, Sequence[str]]],
    *,
    right: Sequence[int] = (),
    whole: Sequence[int] = (),
) -> str:
    """A table: each row with its kind (quiet, strong, special or nothing) and its texts; ``right`` are numeric columns,
    ``whole`` those that are not broken into lines."""

    def cells(tag: str, texts: Sequence[str]) -> str:
        scope = ' scope="col"' if tag == "th" else ""
        return "".join(
            f"<{tag}{scope}{_kind('right' if at in right else 'whole' if at in whole else '')}>{escape(text)}</{tag}>"
            for at, text in enumerate(texts)
        )

    body = "\n".join(f"<tr{_kind(kind)}>{cells('td', texts)}</tr>" for kind, texts in rows)
    return f"<table>\n<thead><tr>{cells('th', heads)}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def _kind(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
