"""PDF: fonts embedded or said to be missing, tagged, rows whole, text never markup."""

import os
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from gongkai.documents import fonts
from gongkai.documents.fonts import FontsMissing
from gongkai.documents.pdf.writing import write
from gongkai.report.reading import Passage, Report
from tests.documents.sample import sample, sample_2019

needs_fonts = pytest.mark.skipif(
    not any(path.name.startswith("Noto") for path in fonts.paths()) and os.environ.get("GONGKAI_REQUIRE_ALL") != "1",
    reason="needs the fonts of scripts/fonts.sh",
)


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "")


@needs_fonts
def test_it_works() -> None:
    data = write(sample())
    document = pypdfium2.PdfDocument(data)
    assert document.get_metadata_dict()["Title"] == sample().title
    assert document.get_metadata_dict()["Author"] == "云山县司法局"
    text = text_of(data)
    assert "一、总体情况" in text
    assert "40.51" in text


@needs_fonts
@pytest.mark.parametrize("report", [sample(), sample_2019()], ids=["2021", "2019"])
def test_the_same_report_gives_the_same_bytes(report: Report) -> None:
    assert write(report) == write(report)


@needs_fonts
def test_it_is_tagged_and_in_chinese() -> None:
    data = write(sample())
    assert b"/StructTreeRoot" in data or b"/ObjStm" in data
    assert pypdfium2.PdfDocument(data).is_tagged()


@needs_fonts
def test_text_of_the_report_is_never_markup() -> None:
    wild = '#read("/etc/passwd") $x^2$ *粗* _斜_ <label> @ref \\ ] } 【】'
    report = replace(sample(), passages=(Passage("overview", "一、", "总体情况", wild),))
    assert wild.replace(" ", "") in text_of(write(report)).replace(" ", "").replace("\n", "")


@needs_fonts
def test_a_report_of_many_pages_and_an_endless_cell_is_still_written() -> None:
    long = "公开。" * 4000
    report = replace(sample(), passages=(Passage("overview", "一、", "总体情况", long),))
    assert len(pypdfium2.PdfDocument(write(report))) > 15


@needs_fonts
def test_a_character_that_no_font_has_is_said_not_boxed() -> None:
    with pytest.raises(FontsMissing, match="字体里没有"):
        write(replace(sample(), title="\U00031350年度报告"))


@needs_fonts
def test_rare_characters_of_names_are_there() -> None:
    assert "朱镕喆堃玥翀㎡" in text_of(write(replace(sample(), title="朱镕喆堃玥翀㎡")))


def test_without_fonts_one_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "folders", list)
    assert fonts.paths() == []
    assert len(fonts.missing()) == len(fonts.WANTED)
    with pytest.raises(FontsMissing, match=r"scripts/fonts\.sh"):
        write(sample())


def test_the_named_folder_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "NotoSerifCJK-Regular.ttc").touch()
    (tmp_path / "Other.ttf").touch()
    monkeypatch.setenv("GONGKAI_FONTS", str(tmp_path))
    assert fonts.folders()[0] == tmp_path
    assert fonts.paths()[0] == tmp_path / "NotoSerifCJK-Regular.ttc"
    assert "Other.ttf" not in {path.name for path in fonts.paths()}
