"""A page's tree made ready: what nobody sees taken out, then all of it as one text with marks where things begin and end.

The text is made by one pass of the library (``flat.xsl``): walking every element in Python costs more than parsing the
page. The marks are code points that no text may hold; a page that does loses them.
"""

import re
from functools import cache
from importlib.resources import files

from lxml import etree

from gongkai.documents.blocks import Unreadable
from gongkai.documents.html.probe import refuse_bombs

BREAK, STRING, ITEM = "\ufdd0", "\ufdd1", "\ufdd2"
"""Between any two pieces; a string kept elsewhere, with its number; an item of a numbered list, with its number."""
OPEN, CLOSE, LIST, END_LIST = "\ufdd3", "\ufdd4", "\ufdd5", "\ufdd6"
"""A possible container of the text, with its names; a numbered list, with its first number."""
TABLE, END_TABLE, CAPTION, GROUP, ROW = "\ufdd7", "\ufdd8", "\ufdd9", "\ufdda", "\ufddb"
CELL, END_CELL = "\ufddc", "\ufddd"
"""What draws a table; a cell with its colspan and rowspan, a comma between them."""
TABLE_AT = "\ufdde"
"""The place of a table that has become a grid, with its number."""
LAST = TABLE_AT
MARKS = re.compile(f"[{BREAK}-{LAST}]")
_MARK_BYTES = BREAK.encode()[:2]
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
_ALWAYS = ("article", "main", "ucapcontent")
_CONTAINER_NAMES = re.compile(
    r"(?:zoom(?:con)?|fontzoom|ucap-?content|trs_(?:u?editor|paper_default)|view|"
    r"(?:news|article|info|xxgk|page|main|text|detail|con|gk)?[_-]?(?:content|con|text|article|main|detail|body)s?)",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
# Each begins with letters: the library then skips to them quickly.
_SHOWS_NOTHING = re.compile(rb"isplay\s*:\s*none")
_STYLE = re.compile(rb' style="[^"<>]*"')
_HIDDEN_ATTRIBUTE = re.compile(rb"hidden(?<=\shidden)[\s=>]")
_ILLEGAL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_LISTS = re.compile(f"{LIST}[^{BREAK}]*|{END_LIST}|{ITEM}")
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
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
    text = etree.tostring(root, method="text", encoding="utf-8")
    if _MARK_BYTES in text:  # sought in bytes, which is faster
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


def hides(page: bytes) -> bool:
    """Whether the source of a page hides anything by style or attribute: looking at every element costs more than this."""
    if _SHOWS_NOTHING.search(page) or b"DISPLAY" in page:
        return True
    return b"hid" in page and (b"mso-hide" in page or _HIDDEN_ATTRIBUTE.search(page) is not None)


def unstyled(page: bytes) -> bytes:
    """The page without its style attributes, as far as they are plainly written."""
    return _STYLE.sub(b"", page)


def _hide(element: etree._Element) -> None:
    if not _holds_report(element):
        element.tag = "noscript"


def _holds_report(element: etree._Element) -> bool:
    """Whether so much stands in a hidden place or a page's frame that it is rather the text itself, wrongly closed."""
    return element.tag not in ("td", "th", "tr") and (element.find(".//td") is not None or len(text_of(element)) > 1500)


@cache
def _flat() -> etree.XSLT:
    sheet = files("gongkai.documents.html").joinpath("flat.xsl").read_text(encoding="utf-8")
    words = {
        "unseen": "|".join(_UNSEEN),
        "blocks": "|".join(name for name in _BLOCKS if name not in _CONTAINERS),
        "containers": "|".join(_CONTAINERS),
        "always": " or ".join(f"self::{name}" for name in _ALWAYS),
        "marks": "".join(map(chr, range(ord(BREAK), ord(LAST) + 1))),
        "BREAK": BREAK, "ITEM": ITEM, "OPEN": OPEN, "CLOSE": CLOSE, "LIST": LIST, "END_LIST": END_LIST, "TABLE": TABLE,
        "END_TABLE": END_TABLE, "CAPTION": CAPTION, "GROUP": GROUP, "ROW": ROW, "CELL": CELL, "END_CELL": END_CELL,
    }  # fmt: skip
    filled = re.sub(r"\{(\w+)\}", lambda m: words[m[1]], sheet)
    return etree.XSLT(etree.fromstring(filled.encode()))


def flat(root: etree._Element) -> str:
    """All text that is seen, with marks. Raises ValueError for characters that no text may hold."""
    try:
        text = str(_flat()(root))
    except etree.XSLTApplyError as error:
        raise Unreadable(_TOO_DEEP) from error
    if _ODD.search(text):
        raise ValueError("control characters")
    return _numbered(text) if LIST in text else text


def _numbered(text: str) -> str:
    """The text with the number of each item of a list instead of the marks of its list."""
    counts: list[int] = []

    def number(match: re.Match[str]) -> str:
        kind, start = match[0][0], match[0][1:]
        if kind == LIST:
            counts.append(int(start) - 1 if start.isascii() and start.isdigit() and len(start) < 5 else 0)
        elif kind == END_LIST:
            counts.pop()
        else:
            counts[-1] += 1
            return f"{ITEM}{counts[-1]}."
        return ""

    return _LISTS.sub(number, text)


def may_hold_text(names: str) -> bool:
    """Whether a container with these names (id and classes; ``*`` for one that always may) may be the article."""
    return names[:1] == "*" or any(_CONTAINER_NAMES.fullmatch(name) for name in names.split())
