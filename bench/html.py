"""Reading a page saved from a site costs at most three times as much as a bare lxml parse of it."""

import re

import lxml.html

from bench.material import seeded
from bench.timing import best, over_all, ratio, report
from gongkai.documents import read
from gongkai.documents.html import write


def as_saved(page: bytes) -> bytes:
    """The page with a site around it: a menu before the text."""
    menu = "".join(f'<li><a href="/col/{n}/index.html" title="栏目{n}">栏目{n}</a></li>' for n in range(120))
    found, count = re.subn(r"<body[^>]*>", lambda m: f"{m[0]}<ul>{menu}</ul>", page.decode("utf-8"), count=1)
    if not count:
        raise ValueError("no body to put the menu into")
    return found.encode("utf-8")


FILES = [as_saved(write(seeded(seed), style="wps")) for seed in range(5)]
OWN = [write(seeded(seed)) for seed in range(5)]


def main() -> None:
    """Time both over the same pages."""
    ours, bare, own, own_bare = best(
        *(
            over_all(look, files)
            for files in (FILES, OWN)
            for look in (lambda data: read(data, name="a.html"), lxml.html.document_fromstring)
        )
    )
    report(
        [
            ratio("html（WPS 式页面）读取与识别，对照 lxml 解析同一页", ours, bare, len(FILES), 3),
            ratio("同上，本程序写出的页面：标签很少，解析几乎不花时间，多出的是识别本身", own, own_bare, len(OWN)),
        ]
    )


if __name__ == "__main__":
    main()
