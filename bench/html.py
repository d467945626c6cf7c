"""Reading a page saved from a site costs at most three times as much as a bare lxml parse of it."""

import re

import lxml.html

from bench.material import seeded
from bench.timing import best, over_all, ratio, report
from gongkai.documents import read, write

CELL = 'style="width:57.6pt;padding:0cm 5.4pt 0cm 5.4pt;border:solid windowtext 1.0pt;mso-border-alt:solid windowtext .5pt"'
RUN = '<span style="font-size:10.5pt;font-family:宋体;mso-bidi-font-family:宋体;color:#333333">'


def as_saved(page: bytes) -> bytes:
    """The page as WPS and Word write it: width and style on every cell, a paragraph and a run in it, a site around it."""
    text = page.decode("utf-8")
    text = re.sub(
        r"<(td|th)\b([^>]*)>(.*?)</\1>",
        lambda m: (
            f'<td width="96" valign="center" {CELL} {m[2]}><p class="MsoNormal">{RUN}{m[3]}<o:p></o:p></span></p></td>'
        ),
        text,
        flags=re.S,
    )
    around = "".join(f'<li><a href="/col/{n}/index.html" title="栏目{n}">栏目{n}</a></li>' for n in range(120))
    return text.replace("<body>", f"<body><ul>{around}</ul>", 1).encode("utf-8")


FILES = [as_saved(write(seeded(seed), format="html")) for seed in range(5)]


def main() -> None:
    """Time both over the same pages."""
    ours, bare = best(
        over_all(lambda data: read(data, name="a.html"), FILES),
        over_all(lxml.html.document_fromstring, FILES),
    )
    report([ratio("html（WPS 式页面）读取与识别，对照 lxml 解析同一页", ours, bare, len(FILES), 3)])


if __name__ == "__main__":
    main()
