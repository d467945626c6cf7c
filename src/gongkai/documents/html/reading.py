"""From a saved page to blocks: paragraphs and tables of the text, with as little of the page around them as is safe."""

import re
from dataclasses import dataclass, field
from functools import cache

from lxml import etree

from gongkai.documents import prose
from gongkai.documents.blocks import Document, Grid, Paragraph, Unreadable
from gongkai.documents.encoding import as_utf8, declared_charset
from gongkai.documents.html import markup, strings
from gongkai.documents.html.markup import BREAK, CLOSE, ITEM, LAST, OPEN, STRING, TABLE_AT, tidy
from gongkai.documents.html.tables import Found, Tables
from gongkai.report.reading import FORMS

_EMPTY = "网页里没有文字，无法读取；如果正文由程序载入，请在浏览器中打开后复制正文，或另存为完整网页后再读。"
_PUBLISHED_NAMES = ("pubdate", "publishdate", "article:published_time", "publish-date", "publishtime")
_DAY = re.compile(r"((?:19|20)\d\d)\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})")
_PUBLISHED = re.compile(
    r"[日时][期间](?<=(?:发布|公开|发文|生成|公布|录入)(?:日期|时间))[\s\xa0\]】]*[:：]?[\s\xa0]*" + _DAY.pattern
)
_MARKED = re.compile(f"[{STRING}-{LAST}][^{BREAK}]*|{BREAK}")
_FIRST = "（(一二三四五六"
_NUMBERED = re.compile(r"[（(]?[一二三四五六][、）)．.\s]")


@dataclass(slots=True)
class _Page:
    """What was found in a page: its blocks, its tables, where its possible containers and kept strings stand."""

    blocks: list[Paragraph | Grid] = field(default_factory=list)
    tables: list[Found] = field(default_factory=list)
    containers: list[tuple[int, int]] = field(default_factory=list)
    strings: dict[int, int] = field(default_factory=dict)
    title: str = ""
    published: str = ""

    def holds_report(self) -> bool:
        """Whether a table with words of the form and figures is there."""
        return any(t.of_form and t.digits for t in self.tables)


def blocks(data: bytes) -> Document:
    """The paragraphs and tables of a web page in reading order.

    The encoding is found out whatever the page says. Tables that only lay out the page become running text; a table kept
    in a script, a text area or a hidden field is read when the page shows none with figures. When one container holds all
    tables and section headings, only its content is given. ``flow`` is True when no table of the form was found.
    Raises Unreadable for an unknown encoding, a page without text, too deep nesting, too many tables or cells.
    """
    kept: list[str] = []
    page = _read(as_utf8(data, declared_charset(data)), kept)
    if not page.holds_report():
        _put_in(page, kept)
    if not page.blocks:
        raise Unreadable(_EMPTY)
    found = _main_part(page)
    flow = not any(t.of_form for t in page.tables)
    return Document(found, "html", flow=flow, title=page.title, published=page.published)


def _read(source: bytes, kept: list[str]) -> _Page:
    """What a page in utf-8 holds; strings with markup of tables are added to ``kept``."""
    try:
        return _read_legal(source, kept)
    except ValueError:  # the parser lets characters through that the tree then refuses; looking first costs too much
        kept.clear()
        return _read_legal(markup.legal(source), kept)


def _read_legal(source: bytes, kept: list[str]) -> _Page:
    page = _Page()
    hidden = markup.hides(source)
    # Where nothing is hidden, styles say nothing to a reader; in pages of office programs they are most of the source.
    root = markup.parse(source if hidden else markup.unstyled(source))
    if root is None:
        return page
    _head(root, page)
    markup.drop_marks(root)
    kept.extend(strings.keep(root))
    markup.clean(root, hidden=hidden)
    tables = Tables()
    text = tables.take(markup.flat(root))
    page.tables = tables.found
    _fill(page, text)
    if not page.published:
        page.published = _day(_PUBLISHED.search(_MARKED.sub("", text)))
    return page


def _head(root: etree._Element, page: _Page) -> None:
    """Title and day of publication from the page's head: the site's own fields, then the title, then the first heading."""
    named: dict[str, str] = {}
    found: dict[str, list[str]] = {"title": [], "h1": []}
    for element in root.iter("meta", "title", "h1"):
        if element.tag == "meta":
            name = (element.get("name") or element.get("property") or "").lower()
            named.setdefault(name, tidy(element.get("content", "")))
        else:
            found[element.tag].append(tidy(markup.text_of(element)))
    titles = [t for t in (named.get("articletitle", ""), *found["title"], *found["h1"]) if t]
    page.title = next((t for t in titles if "报告" in t or "年报" in t), titles[0] if titles else "")
    for name in _PUBLISHED_NAMES:
        page.published = page.published or _day(_DAY.search(named.get(name, "")))


def _day(match: re.Match[str] | None) -> str:
    return f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}" if match else ""


def _fill(page: _Page, text: str) -> None:
    """Cut the text into blocks."""
    found = page.blocks
    opened: list[tuple[str, int]] = []
    number = ""
    for part in text.split(BREAK):
        kind = part[:1]
        if kind < STRING or kind > LAST:
            if line := tidy(part):
                found.append(Paragraph(line, number))
                number = ""
        elif kind == TABLE_AT:
            found.extend(prose.split(page.tables[int(part[1:])].grid))
        elif kind == OPEN:
            opened.append((part[1:], len(found)))
        elif kind == CLOSE:
            names, start = opened.pop()
            if markup.may_hold_text(names):
                page.containers.append((start, len(found)))
        elif kind == STRING:
            page.strings[int(part[1:])] = len(found)
        elif kind == ITEM:
            number = part[1:]


def _put_in(page: _Page, kept: list[str]) -> None:
    """Read the strings that hold tables with figures, and put their blocks where the strings stood."""
    figures = any(t.digits for t in page.tables)
    for number in range(len(kept) - 1, -1, -1):
        text = kept[number]
        if kept.index(text) != number:
            continue
        inner = _read(text.encode("utf-8", "replace"), [])
        if inner.holds_report() or (not figures and any(t.digits for t in inner.tables)):
            at = page.strings.get(number, len(page.blocks))
            page.blocks[at:at] = inner.blocks
            page.tables = [*page.tables, *inner.tables]
            page.title = page.title or inner.title
            page.containers = []


def _main_part(page: _Page) -> list[Paragraph | Grid]:
    """The blocks of the smallest container that holds every table with figures and every section heading."""
    key = [i for i, block in enumerate(page.blocks) if _is_essential(block)]
    if not page.containers or (not any(isinstance(page.blocks[i], Grid) for i in key) and len(key) < 3):
        return page.blocks
    first, last = key[0], key[-1]
    holding = [(end - start, start, end) for start, end in page.containers if start <= first and last < end]
    if not holding:
        return page.blocks
    _, start, end = min(holding)
    return page.blocks[start:end]


def _is_essential(block: Paragraph | Grid) -> bool:
    if isinstance(block, Grid):
        return any(c is not None and c.text.isdigit() for row in block.rows for c in row)
    text = block.text
    return (
        len(text) < 60
        and text[0] in _FIRST
        and _NUMBERED.match(text) is not None
        and any(w in text for w in _headings())
    )


@cache
def _headings() -> tuple[str, ...]:
    return tuple({w for form in FORMS.values() for s in form.sections for w in (s.words, *s.variants)})
