"""A page's tree made ready: what nobody sees taken out, breaks between blocks written into the text as marks.

All text is later taken with one call of the library. That is why breaks are characters: walking every element in Python
costs more than parsing the page. The marks are code points that no text may hold; a page that does loses them.
"""

import re
from typing import cast

from lxml import etree

from gongkai.documents.blocks import Unreadable
from gongkai.documents.html.probe import refuse_bombs

BREAK, TABLE, STRING, OPEN, CLOSE, ITEM = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4", "\ufdd5"
MARKS = re.compile("[\ufdd0-\ufdd5]")
EDGE = " \t\r\n\f\v\u3000\xa0\u200b\u200c\u200d\ufeff" + BREAK

_UNSEEN = (
    *("head", "title", "meta", "script", "style", "noscript", "template", "xml", "svg", "math", "object", "iframe"),
    *("select", "option", "button", "textarea", "audio", "video", "canvas", "map", "datalist"),
)
_FURNITURE = ("nav", "header", "footer")
_BLOCKS = (
    *("p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "center", "blockquote"),
    *("section", "article", "main", "aside", "form", "fieldset", "legend", "address", "caption", "figure", "details"),
    *("summary", "pre", "body", "ucapcontent", "table"),
)
_CONTAINERS = ("div", "section", "article", "main", "ucapcontent")
_SPECIAL = frozenset(("pre", "ol", *_CONTAINERS))
_NAMED_CELLS = etree.XPath("//td[@id]")
_CONTAINER_NAMES = re.compile(
    r"(?:zoom(?:con)?|fontzoom|ucap-?content|trs_(?:u?editor|paper_default)|view|"
    r"(?:news|article|info|xxgk|page|main|text|detail|con|gk)?[_-]?(?:content|con|text|article|main|detail|body)s?)",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
# Each begins with letters: the library then skips to them quickly.
_SHOWS_NOTHING = re.compile(rb"isplay\s*:\s*none")
_HIDDEN_ATTRIBUTE = re.compile(rb"hidden(?<=\shidden)[\s=>]")
_ILLEGAL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_BY_NUMBER = re.compile(rb"&#(?:[xX]([0-9a-fA-F]{1,9})|([0-9]{1,9}))[0-9a-fA-F]*;?")
_SPACE = re.compile(r"[ \t\r\n\f\v\xa0]+")
_CJK = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_WRAP = re.compile(rf"(?<={_CJK})[ \t\r]*\n[ \t\r\n]*(?={_CJK})")
_TOO_DEEP = "网页的标签嵌套超过 256 层或有超长的内容，无法读取；请在浏览器中打开后另存为 .docx，或复制正文另存后再读。"


def parse(page: bytes) -> etree._Element | None:
    """The tree of a page in utf-8, or None when there is nothing in it. Loads nothing and resolves nothing.

    Raises Unreadable when the library stops at one of its limits (nesting, length of a text).
    """
    refuse_bombs(page)
    return tree(page)


def tree(page: bytes) -> etree._Element | None:
    """As ``parse``, however long it takes."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root: etree._Element | None = etree.fromstring(page, parser)
    except etree.XMLSyntaxError:
        root = None
    last = parser.error_log.last_error
    if last is not None and last.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
        raise Unreadable(_TOO_DEEP)
    return root


def legal(page: bytes) -> bytes:
    """The page without characters that no markup may hold, written as they are or by number."""
    return _BY_NUMBER.sub(_legal, _ILLEGAL.sub(b"", page))


def _legal(match: re.Match[bytes]) -> bytes:
    code = int(match[1], 16) if match[1] else int(match[2])
    return match[0] if code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE else b""


def tidy(text: str) -> str:
    """A line as a browser shows it: white space collapsed, a line wrapped between two Chinese characters joined again."""
    text = text.strip(EDGE)
    if text.isprintable() and "  " not in text:  # white space other than the plain blank is not
        return text
    if "\n" in text:
        text = _WRAP.sub("", text)
    return _SPACE.sub(" ", text).strip(EDGE)


def text_of(element: etree._Element) -> str:
    """All text in an element, marks included."""
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


def drop_marks(root: etree._Element) -> None:
    """Take out code points used as marks that the page brought along."""
    text = text_of(root)
    if any(mark in text for mark in (BREAK, TABLE, STRING, OPEN, CLOSE, ITEM)):  # faster than a search for any of them
        for element in root.iter():
            element.text = MARKS.sub("", element.text or "")
            element.tail = MARKS.sub("", element.tail or "")


def clean(root: etree._Element, *, hidden: bool = True) -> None:
    """Take out what a reader of the page does not see. ``hidden`` False when the source hides nothing by style."""
    if hidden:
        for element in root.iter(etree.Element):
            style = element.get("style")
            by_style = style and ("isplay" in style or "ISPLAY" in style or "mso-hide" in style)
            if (by_style and _HIDDEN.search(style or "")) or element.get("hidden") is not None:
                _hide(element)
    for element in list(root.iter(*_FURNITURE)):
        if element.find(".//td") is None and not _holds_report(element):
            element.tag = "noscript"
    for element in root.iter("input"):
        if element.get("type", "text").lower() in ("text", "number"):
            element.text = MARKS.sub("", element.get("value", ""))
    etree.strip_elements(root, *_UNSEEN, with_tail=False)


def hides(page: bytes) -> bool:
    """Whether the source of a page hides anything by style or attribute: looking at every element costs more than this."""
    if _SHOWS_NOTHING.search(page) or b"DISPLAY" in page:
        return True
    return b"hid" in page and (b"mso-hide" in page or _HIDDEN_ATTRIBUTE.search(page) is not None)


def _hide(element: etree._Element) -> None:
    if not _holds_report(element):
        element.tag = "noscript"


def _holds_report(element: etree._Element) -> bool:
    """Whether so much stands in a hidden place or a page's frame that it is rather the text itself, wrongly closed."""
    return element.tag not in ("td", "th", "tr") and (element.find(".//td") is not None or len(text_of(element)) > 1500)


def mark(root: etree._Element) -> None:
    """Write a mark at both ends of every block, at line breaks, list numbers and possible containers of the text."""
    special: list[etree._Element] = []
    for element in root.iter(*_BLOCKS, "br", "hr"):  # one walk: each costs as much as all that is done on the way
        tag = element.tag
        if tag != "br" and tag != "hr":  # noqa: PLR1714 two comparisons are faster than a set here
            text = element.text
            element.text = BREAK + text if text else BREAK
            if tag in _SPECIAL:
                special.append(element)
        tail = element.tail
        element.tail = BREAK + tail if tail else BREAK
    for element in special:
        if element.tag == "pre":
            _keep_lines(element)
        elif element.tag == "ol":
            _number(element)
    named = cast("list[etree._Element]", _NAMED_CELLS(root))
    for number, element in enumerate((*special, *named)):
        if _may_hold_text(element):
            element.text = f"{BREAK}{OPEN}{number}{BREAK}{element.text or ''}"
            element.tail = f"{BREAK}{CLOSE}{number}{BREAK}{element.tail or ''}"


def _keep_lines(pre: etree._Element) -> None:
    for inner in pre.iter():
        if inner.text:
            inner.text = inner.text.replace("\n", BREAK)
        if inner.tail and inner is not pre:
            inner.tail = inner.tail.replace("\n", BREAK)


def _number(list_: etree._Element) -> None:
    start = list_.get("start", "1")
    count = int(start) - 1 if start.isascii() and start.isdigit() and len(start) < 5 else 0
    for item in list_.iterchildren("li"):
        count += 1
        item.text = f"{BREAK}{ITEM}{count}.{item.text or BREAK}"


def bounded(element: etree._Element) -> None:
    """Put a break before and after what an element holds."""
    text = element.text
    element.text = BREAK + text if text else BREAK
    tail = element.tail
    element.tail = BREAK + tail if tail else BREAK


def _may_hold_text(element: etree._Element) -> bool:
    if element.tag in ("pre", "ol"):
        return False
    if element.tag in ("article", "main", "ucapcontent"):
        return True
    names = f"{element.get('id', '')} {element.get('class', '')}"
    return len(names) > 1 and any(_CONTAINER_NAMES.fullmatch(name) for name in names.split())
