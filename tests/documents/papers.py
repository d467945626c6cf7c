"""PDFs for the tests of reading: from typst source, from our own docx and html by other programs, and by hand."""

import random
import subprocess
from dataclasses import replace
from pathlib import Path

from gongkai.documents import write
from gongkai.documents.fonts import paths
from gongkai.report.cells import Cell
from gongkai.report.reading import Report
from tests.documents.sample import sample
from tests.required import needs

HEAD = (
    '#set page(paper: "a4", margin: (x: 2.8cm, y: 3cm))\n'
    '#set text(font: "Noto Serif CJK SC", size: 12pt, lang: "zh", cjk-latin-spacing: none)\n'
    "#set par(justify: true, first-line-indent: (amount: 2em, all: true))\n"
)


def typeset(source: str) -> bytes:
    """A PDF from typst source."""
    import typst

    return typst.compile((HEAD + source).encode(), font_paths=sorted({str(p.parent) for p in paths()}))


def full(seed: int = 1) -> Report:
    """A report with a figure of one to four digits in every cell."""
    digits = random.Random(seed)
    report = sample()
    cells = {
        a: Cell(digits.choice([0, 0, 1, 7, 8, digits.randrange(10, 100), digits.randrange(9999)])) for a in report.cells
    }
    return replace(report, cells=cells)


def by_soffice(report: Report, folder: Path) -> bytes:
    """The report's docx as LibreOffice prints it."""
    needs("soffice")
    source = folder / "report.docx"
    source.write_bytes(write(report, format="docx"))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / "report.pdf").read_bytes()


def by_chromium(report: Report, folder: Path) -> bytes:
    """The report's page as a browser prints it."""
    needs("chromium")
    source, target = folder / "report.html", folder / "report.pdf"
    source.write_bytes(write(report, format="html"))
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"]
    subprocess.run([*command, f"--print-to-pdf={target}", str(source)], check=True, capture_output=True, timeout=120)
    return target.read_bytes()


def by_hand(objects: list[str], trailer: str = "") -> bytes:
    """A PDF from its objects, numbered from 1; the first is the catalogue."""
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\n"
    return out + end.encode() + f"startxref\n{len(out)}\n%%EOF\n".encode()


def turned(data: bytes, degrees: int) -> bytes:
    """The same pages, marked to be shown turned."""
    import io

    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.set_rotation(degrees)
    target = io.BytesIO()
    document.save(target)
    document.close()
    return target.getvalue()
