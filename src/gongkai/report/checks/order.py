"""Check of the order of rows: values are read by label, so a row in another place reads well and is easily overlooked."""

from collections.abc import Iterator, Sequence

from gongkai.report.cells import Address
from gongkai.report.checks.places import row_words
from gongkai.report.checks.rule import Check, Context, Hit
from gongkai.report.findings import Severity
from gongkai.report.form import Form
from gongkai.report.reading import Report
from gongkai.sources import FORM_2021_NOTICE


def _disorder(report: Report, _: Context) -> Iterator[Hit]:
    """The rows of tables two and three stand in the order of the form."""
    form = report.edition
    if form is None:
        return
    for number in (2, 3):
        table = form.table(number)
        order = [row.key for block in table.blocks for row in block.rows]
        found = [key for at, key in report.row_order if at == number and key in order]
        moved = _moved([order.index(key) for key in found])
        if not moved:
            continue
        first = found[moved[0]]
        names = "、".join(f"「{row_words(form, number, found[at])}」" for at in moved)
        before = f"在「{row_words(form, number, found[moved[0] - 1])}」之后" if moved[0] else "在最前"
        yield Hit(
            Address(number, first, _last_column(form, number, first)),
            f"{table.words}的行次与格式不同：{names}不在格式规定的位置，其中「{row_words(form, number, first)}」现{before}。"
            "各行是按行名读取的，请核对行名和数字是否一一对应。",
            before,
            _wanted(form, number, order, first),
            law=FORM_2021_NOTICE.part(table.words),
        )


def _wanted(form: Form, number: int, order: Sequence[str], key: str) -> str:
    at = order.index(key)
    return f"在「{row_words(form, number, order[at - 1])}」之后" if at else "在最前"


def _last_column(form: Form, number: int, row: str) -> str:
    return form.block(number, row).columns[-1].key


def _moved(places: Sequence[int]) -> list[int]:
    """The positions of those that must move so that the others rise: all but one longest rising sequence."""
    best: list[tuple[int, int]] = []  # length of the longest rising sequence that ends here, and what is before
    for at, place in enumerate(places):
        earlier = [(best[i][0], i) for i in range(at) if places[i] < place]
        length, before = max(earlier, default=(0, -1))
        best.append((length + 1, before))
    kept = set()
    at = max(range(len(best)), key=lambda i: best[i][0], default=-1)
    while at >= 0:
        kept.add(at)
        at = best[at][1]
    return [i for i in range(len(places)) if i not in kept]


# fmt: off
CHECKS: tuple[Check, ...] = (
    Check("D-12", Severity.QUESTION, "表格的行次与格式不同", "表格的行次是格式规定的；换了位置的行，行名和数字容易错位，也无法与别的报告逐行对照。",
          "请把各行移回格式规定的位置，并核对每行的数字。", FORM_2021_NOTICE.part("表二、表三、表四"), _disorder),
)
# fmt: on
