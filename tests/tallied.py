"""Reports tallied from random applications: everyone enters once and leaves once, so every identity holds."""

from collections import Counter
from collections.abc import Sequence

from hypothesis import strategies as st

from gongkai.report.cells import Address, Cell
from gongkai.report.form import Form
from gongkai.report.identities import result_rows
from gongkai.report.reading import FORMS, Report


def tally(
    form: Form, cases: Sequence[tuple[str, str, str]], suits: Sequence[tuple[str, str]] = ()
) -> dict[Address, Cell]:
    """The cells of tables 3 and 4 for cases (column, row entered, row left) and suits (row, result); table 2 is 0."""
    counts: Counter[Address] = Counter()
    for column, entered, left in cases:
        rows = (entered, left) if left == "carried_forward" else (entered, left, "total")
        counts.update(Address(3, row, c) for row in rows for c in (column, "total"))
    for row, result in suits:
        counts.update(Address(4, row, c) for c in (result, "total"))
    return {a: Cell(counts[a], raw=str(counts[a])) for a in form.addresses}


@st.composite
def reports(draw: st.DrawFn, form_key: str | None = None) -> Report:
    """A report on either form whose tables 3 and 4 are tallied."""
    form = FORMS[form_key or draw(st.sampled_from(sorted(FORMS)))]
    columns = [c.key for c in form.table(3).blocks[0].columns if c.key != "total"]
    left = [*result_rows(form), "carried_forward"]
    case = st.tuples(st.sampled_from(columns), st.sampled_from(["new", "brought_forward"]), st.sampled_from(left))
    block = form.table(4).blocks[0]
    suit = st.tuples(
        st.sampled_from([r.key for r in block.rows]),
        st.sampled_from([c.key for c in block.columns if c.key != "total"]),
    )
    cells = tally(form, draw(st.lists(case, max_size=40)), draw(st.lists(suit, max_size=10)))
    year = draw(st.integers(form.first_year, form.last_year or 2026))
    return Report("安平县农业农村局", year, form.key, cells, title=f"安平县农业农村局{year}年政府信息公开工作年度报告")
