"""PDFs written object by object, without compression, so that a change to the file is a change to what a reader meets."""

from collections.abc import Sequence

from gongkai.documents import blocks, write
from gongkai.documents.blocks import Grid
from tests.documents.sample import sample


def pdf_from(objects: Sequence[str]) -> bytes:
    """A PDF from its objects, numbered from 1; the first is the catalogue."""
    out, places = [b"%PDF-1.4\n"], []
    at = len(out[0])
    for number, body in enumerate(objects, 1):
        places.append(at)
        out.append(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))
        at += len(out[-1])
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n"
    )
    return b"".join(out) + end.encode()


def plain_pdf() -> bytes:
    """A report as a PDF without compression, so that an edit meets what a reader reads: ruled cells and text in place."""
    pages: list[list[str]] = [[]]
    y = 780.0
    for block in blocks(write(sample(), format="html"), "html").blocks:
        rows = block.rows if isinstance(block, Grid) else [None]
        if y < 20 + 18 * len(rows):
            pages.append([])
            y = 780.0
        if isinstance(block, Grid):
            pages[-1] += _ruled(block, y)
            y -= 18 * len(block.rows) + 14
        else:
            for start in range(0, len(block.text), 40):
                pages[-1].append(_show(60, y, 12, block.text[start : start + 40]))
                y -= 16
    return pdf_of(["\n".join(page) for page in pages])


def _ruled(grid: Grid, top: float) -> list[str]:
    width = 480 / max(map(len, grid.rows))
    out = []
    for cell in {id(c): c for row in grid.rows for c in row if c}.values():
        x, y = 60 + cell.column * width, top - (cell.row + cell.rowspan) * 18
        out.append(f"{x:.1f} {y:.1f} {width * cell.colspan:.1f} {18 * cell.rowspan} re S")
        out.append(_show(x + 1, y + 9 * cell.rowspan - 3, 6, cell.text.replace("\n", "")))
    return out


def _show(x: float, y: float, size: int, text: str) -> str:
    return f"BT /F {size} Tf {x:.1f} {y:.1f} Td <{text.encode('utf-16-be').hex()}> Tj ET"


def pdf_of(pages: Sequence[str]) -> bytes:
    """A PDF of pages given as their drawing; ``/F`` is a font whose codes are UTF-16."""
    kids = " ".join(f"{6 + 2 * i} 0 R" for i in range(len(pages)))
    meaning = (
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange "
        "1 beginbfrange <0000> <ffff> <0000> endbfrange endcmap end"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
        "/Supplement 0 >> /DW 1000 >>",
        f"<< /Length {len(meaning)} >> stream\n{meaning}\nendstream",
    ]
    for i, page in enumerate(pages):
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents {7 + 2 * i} 0 R >>",
            f"<< /Length {len(page)} >> stream\n{page}\nendstream",
        ]
    return pdf_from(objects)
