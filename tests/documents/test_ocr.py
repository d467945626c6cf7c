"""Reading pictures: every figure of a scanned report, straight or not; refusals. Needs the extra ``gongkai[ocr]``."""

import io
import socket
from typing import Any

import pytest

from gongkai.documents import ocr, read, write
from gongkai.documents.blocks import Document, Grid, Paragraph, Unreadable
from gongkai.documents.ocr.figures import as_figure
from gongkai.report.cells import Address
from tests.documents import papers
from tests.documents.papers import typeset

needs_ocr = pytest.mark.skipif(not ocr.available(), reason="needs the extra gongkai[ocr]")
ROWS = (
    "[信息内容], [本年制发], [本年废止], [现行有效], [规章], [0], [12], [345], [行政规范性文件], [1], [7], [8], "
    "[行政事业性收费], table.cell(colspan: 3)[7730.28], "
)
TABLE = (
    f"= 二、主动公开政府信息情况\n本年度公开信息1136条。\n#table(columns: (10em, 6em, 6em, 6em), {ROWS})\n后文说明。"
)


def pictures(data: bytes, *, dpi: int = 150, skew: float = 0.0, noise: float = 0.0) -> list[Any]:
    """The pages of a PDF as pictures, leaning by ``skew`` degrees, with noise of that deviation."""
    import cv2
    import numpy as np
    import pypdfium2

    chance = np.random.default_rng(1)
    images = []
    document = pypdfium2.PdfDocument(data)
    for page in document:
        image = page.render(scale=dpi / 72).to_numpy()[..., :3].copy()
        height, width = image.shape[:2]
        if skew:
            turn = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1)
            image = cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
        noisy = image.astype(float) + chance.normal(0, noise, image.shape)
        images.append(np.clip(noisy, 0, 255).astype(np.uint8))
    document.close()
    return images


def encoded(image: Any, kind: str = ".png", quality: int = 70) -> bytes:
    import cv2

    options = [cv2.IMWRITE_JPEG_QUALITY, quality] if kind == ".jpg" else []
    return bytes(cv2.imencode(kind, image, options)[1])


def scan(data: bytes, **how: float) -> bytes:
    """The PDF as a scanner would give it: a JPEG on each page."""
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    for image in pictures(data, **how):  # type: ignore[arg-type]
        page = document.new_page(595, 842)
        picture = pypdfium2.PdfImage.new(document)
        picture.load_jpeg(io.BytesIO(encoded(image, ".jpg")), inline=True)
        picture.set_matrix(pypdfium2.PdfMatrix().scale(595, 842))
        page.insert_obj(picture)
        page.gen_content()
    target = io.BytesIO()
    document.save(target)
    document.close()
    return target.getvalue()


def grid_of(document: Document) -> Grid:
    (grid,) = [b for b in document.blocks if isinstance(b, Grid)]
    return grid


@needs_ocr
def test_it_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", lambda *a: pytest.fail("the network was tried"))
    (image,) = pictures(typeset(TABLE))
    document = ocr.blocks(encoded(image))
    assert (document.format, document.pages, document.flow) == ("png", 1, False)
    assert [w.code for w in document.warnings] == ["ocr"]
    assert [b.text for b in document.blocks if isinstance(b, Paragraph)] == [
        "二、主动公开政府信息情况",
        "本年度公开信息1136条。",
        "后文说明。",
    ]
    grid = grid_of(document)
    assert grid.texts()[1:3] == [["规章", "0", "12", "345"], ["行政规范性文件", "1", "7", "8"]]
    charge = grid.rows[3][1]
    assert charge is grid.rows[3][3] and charge is not None and charge.text == "7730.28"
    assert charge.confidence is not None and 0.8 < charge.confidence <= 1


@needs_ocr
@pytest.mark.parametrize(("dpi", "skew", "noise"), [(150, 1.5, 14.0), (100, -0.8, 0.0), (300, 0.3, 8.0)])
def test_leaning_noisy_and_coarse_pictures_read_the_same(dpi: int, skew: float, noise: float) -> None:
    (image,) = pictures(typeset(TABLE), dpi=dpi, skew=skew, noise=noise)
    document = ocr.blocks(encoded(image, ".jpg"))
    assert document.format == "jpg"
    assert [row[1:] for row in grid_of(document).texts()[1:]] == [["0", "12", "345"], ["1", "7", "8"], ["7730.28"] * 3]


@needs_ocr
def test_every_figure_of_a_scanned_report_comes_back() -> None:
    report = papers.full(3)
    found = read(scan(write(report, format="pdf"), skew=0.7, noise=10.0), name="扫描.pdf").report
    wrong = {a: (c.value, found.cells[a].value) for a, c in report.cells.items() if found.cells[a] != c}
    assert wrong == {}
    assert [w.code for w in found.warnings] == ["ocr"]
    confidence = found.cells[Address(3, "total", "total")].confidence
    assert confidence is not None and confidence > 0.5


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("0", "0"),
        ("O", "0"),
        ("〇", "0"),
        ("l", "1"),
        ("1O", "10"),
        ("１２", "12"),
        ("。", "0"),
        ("7730。28", "7730.28"),
    ],
)
def test_look_alikes_in_value_cells_become_figures(text: str, figure: str) -> None:
    assert as_figure(text, 0.9)[0] == figure


def test_a_look_alike_costs_confidence_and_words_stay() -> None:
    assert as_figure("O", 0.9)[1] < 0.9
    assert as_figure("0", 0.9)[1] == 0.9
    for text in ("其他", "Ⅰ类", "总计", "", "/", "—"):
        assert as_figure(text, 0.9) == (text, 0.9)


@needs_ocr
@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"\xff\xd8\xff\xe0", b"", b"BM" + b"x" * 60])
def test_damaged_pictures_are_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match="图片"):
        ocr.blocks(data)


@needs_ocr
def test_a_truncated_or_tiny_or_huge_picture_is_refused() -> None:
    (image,) = pictures(typeset(TABLE))
    head = encoded(image)[:24]
    with pytest.raises(Unreadable, match="像素"):
        ocr.blocks(encoded(image[:50, :50]))
    with pytest.raises(Unreadable, match="6000 万像素"):
        ocr.blocks(head[:16] + (20_000).to_bytes(4, "big") * 2 + encoded(image)[24:])
    with pytest.raises(Unreadable, match="损坏"):
        ocr.blocks(encoded(image)[:60])


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    with pytest.raises(Unreadable, match=r"gongkai\[ocr\]"):
        ocr.blocks(b"\x89PNG\r\n\x1a\n")
