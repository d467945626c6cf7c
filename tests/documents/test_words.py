"""All the words of a file: nothing that whoever is given the file could find is passed over."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from gongkai.documents import words as module
from gongkai.documents.blocks import Unreadable
from gongkai.documents.words import SEPARATOR, words
from tests.documents.plain_pdf import pdf_from
from tests.documents.word import TRANSITIONAL, zipped


def workbook() -> bytes:
    """A sheet in sight, a hidden row, a hidden sheet, a comment."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["姓名", "手机"])
    sheet.append(["张三", 13812345678])
    sheet.append(["李四", 13812345679])
    sheet.row_dimensions[3].hidden = True
    sheet["A1"].comment = Comment("来电登记", "经办人")
    hidden = book.create_sheet("底稿")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "北大街5号"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def document(body: str, **parts: str | bytes) -> bytes:
    """A Word document of the given body, with further parts."""
    opened = f'<w:document xmlns:w="{TRANSITIONAL}"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": opened, **parts})


def paged(*pages: str) -> bytes:
    """A PDF of pages with what each shows."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"]
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for at, text in enumerate(pages):
        shown = f"BT /F1 12 Tf 60 700 Td ({text}) Tj ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * at} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream")
    return pdf_from(objects)


def test_it_works() -> None:
    found = words(workbook(), "xlsx")
    assert found.missed == ""
    assert found.columns == (("姓名", 2), ("手机", 2))
    for said in ("张三；13812345678", "李四；13812345679", "来电登记", "北大街5号"):
        assert said in found.text


def test_masked_cells_and_a_blank_form_are_no_personal_data() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["姓名", "联系电话", "金额"], ["张*", "138****5678", 100], ["李某", None, 200]):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    assert words(out.getvalue(), "xlsx").columns == ()


def test_a_word_document_with_what_is_not_in_sight() -> None:
    body = (
        "<w:p><w:r><w:t>138</w:t></w:r><w:r><w:t>12345678</w:t></w:r></w:p>"
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏起来的</w:t></w:r><w:del><w:r><w:delText>删去的</w:delText></w:r></w:del></w:p>"
    )
    heading = f'<w:hdr xmlns:w="{TRANSITIONAL}"><w:p><w:r><w:t>页眉里的</w:t></w:r></w:p></w:hdr>'
    found = words(document(body, **{"word/header1.xml": heading}), "docx")
    assert f"13812345678{SEPARATOR}藏起来的删去的" in found.text
    assert "页眉里的" in found.text
    assert found.missed == ""


def test_pictures_in_a_document_are_said_to_be_unchecked() -> None:
    found = words(document("<w:p/>", **{"word/media/image1.png": b"\x89PNG"}), "docx")
    assert found.missed == "里面的图片和嵌入的文件没有检查"


def test_a_pdf_and_its_pages_without_words() -> None:
    found = words(paged("Tel 13812345678", ""), "pdf")
    assert "Tel 13812345678" in found.text
    assert found.missed == "第 2 页是图片或者空白，没有检查"


def test_a_text_in_an_old_encoding() -> None:
    assert words("住北大街5号".encode("gb18030"), "text").text == "住北大街5号"


def test_a_very_long_text_is_said_to_be_checked_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_LETTERS", 20_000)
    found = words(("字" * 30_000).encode(), "text")
    assert (len(found.text), found.missed) == (20_000, "只检查了前 2 万字")


@pytest.mark.parametrize(
    ("content", "kind", "why"),
    [
        (b"\x89PNG", "png", "图片"),
        (paged("", ""), "pdf", "全部是图片"),
        (b"no pdf", "pdf", "不是 PDF"),
        (b"PK no zip", "docx", "压缩包|损坏"),
        (document("<w:p>"), "docx", "损坏"),
    ],
)
def test_what_cannot_be_read_is_refused(content: bytes, kind: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        words(content, kind)


def test_entities_are_refused() -> None:
    hostile = '<!DOCTYPE x [<!ENTITY a "b">]><w:document/>'
    with pytest.raises(Unreadable, match="恶意"):
        words(zipped({"word/document.xml": hostile}), "docx")
