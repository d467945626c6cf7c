"""A cell in the words of the form, short enough for a sentence; and whose report it is."""

import re

from gongkai.report.cells import Address, Cell, Number
from gongkai.report.form import Form, Row
from gongkai.report.identities import COLLAPSED_OTHER

_GROUP_NUMBER = re.compile(r"^（.）")
_ELLIPSIS = re.compile(r"（.{8,}|[、，]行政机关不再处理.*")


def row_words(form: Form, table: int, key: str) -> str:
    """A row's label without its explanations: ``（二）部分公开``, ``（三）1.属于国家秘密``."""
    if key == COLLAPSED_OTHER:
        return "（六）其他处理"
    row = form.row(table, key)
    return _group(row) + row.number + _ELLIPSIS.sub("", row.words)


def _group(row: Row) -> str:
    match = _GROUP_NUMBER.match(row.groups[-1]) if row.groups else None
    return match[0] if match else ""


def column_words(form: Form, address: Address) -> str:
    """A column's words; 其他 says which, since a row of the table has that name too."""
    if address.column == "other_organization":
        return "其他（法人或其他组织）"
    if address.row == COLLAPSED_OTHER:
        return form.column(address._replace(row="total")).words
    return form.column(address).words


def row_place(form: Form, address: Address) -> str:
    """``表三「（一）予以公开」行``."""
    return f"{form.table(address.table).words}「{row_words(form, address.table, address.row)}」行"


def column_place(form: Form, address: Address) -> str:
    """``表三「自然人」列``."""
    return f"{form.table(address.table).words}「{column_words(form, address)}」列"


def place(form: Form, address: Address) -> str:
    """``表三「（一）予以公开」行「自然人」列``."""
    return f"{row_place(form, address)}「{column_words(form, address)}」列"


def apart(printed: Number, expected: Number) -> str:
    """How far a printed number is from the expected one: ``多 1``, ``少 6``."""
    return f"多 {figure(printed - expected)}" if printed > expected else f"少 {figure(expected - printed)}"


def figure(number: Number) -> str:
    """A number as text, never in exponents."""
    return format(number, "f") if not isinstance(number, int) else str(number)


def shown(cell: Cell) -> str:
    """What a cell shows, for a sentence: its print, or 空白."""
    return cell.printed or "空白"


_KINDS = (
    ("street", re.compile(r"街道(办事处|办)?$")),
    ("town", re.compile(r"镇(人民政府)?$")),
    ("township", re.compile(r"(?<!城)乡(人民政府)?$")),
    ("bureau", re.compile(r"(局|分局|总队|支队|大队)$")),
    ("department", re.compile(r"厅$")),
    ("commission", re.compile(r"(委员会|管委会|[改健委教科]委)$")),
    ("office", re.compile(r"(办公室|办公厅)$")),
    ("government", re.compile(r"(省|市|县|区|旗|州|盟|人民政府)$")),
)


def organ_kind(organ: str | None) -> str | None:
    """What an organ is by the end of its name: street, town, township, bureau, department, commission, office,
    government; None when the name does not tell."""
    for kind, pattern in _KINDS:
        if organ and pattern.search(organ):
            return kind
    return None
