"""Letters: one for every outcome and move, refused when something is missing, whole in Word and PDF, safe with any text."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import docx
import pypdfium2
import pytest
from lxml import etree

from gongkai.documents import letters
from gongkai.documents.letters import ELEMENT, ELEMENTS, LETTER, LETTERS, Layout, Letter, MissingElements
from gongkai.documents.letters.elements import day_words
from gongkai.documents.letters.paper import Grid, Role
from gongkai.documents.letters.remedies import remedies_words
from gongkai.documents.letters.template import MARKS, NEW_PAGE
from gongkai.law.outcomes import OUTCOME, OUTCOMES, Group
from gongkai.law.remedies import NOT_ALONE, TERMS, Route, Term, term_on
from gongkai.law.stages import BY_OUTCOME, MOVE, MOVES
from gongkai.sources import INSTRUMENTS, RECONSIDERATION_LAW
from tests.documents.letter_cases import sample
from tests.paths import ROOT
from tests.required import needs

every_letter = pytest.mark.parametrize("letter", LETTERS, ids=lambda x: x.key)
HOSTILE = '#import "x" $a$ *b* _c_ `d` \\ @e <f> </w:t> & "g" 【申请人】［甲｜乙］ {applicant} \x00\x0b\x1f\ud800\ufffe\u202e\n= 标题\n- 项'


def pdf_text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "".join(page.get_textpage().get_text_range() for page in document)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_it_works() -> None:
    paper = letters.prepare("granted", sample("granted"))
    assert paper.title == "政府信息公开申请答复书"
    assert paper.number == "平司公开〔2026〕12号"
    assert letters.docx.write(paper)[:2] == b"PK"
    assert letters.pdf.write(paper)[:5] == b"%PDF-"


# The table


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda o: o.key)
def test_every_outcome_has_a_letter_of_its_own(outcome) -> None:
    found = letters.letters_for(outcome.key)
    assert found[0].key == outcome.key
    assert all(letter.outcome == outcome.key for letter in found)


@pytest.mark.parametrize("move", MOVES, ids=lambda m: m.event)
def test_every_move_has_its_letters(move) -> None:
    assert {*move.letters} <= {*LETTER, BY_OUTCOME}


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda o: o.key)
def test_every_basis_of_an_outcome_has_a_letter_that_says_what_it_must(outcome) -> None:
    for basis in outcome.bases:
        fitting = [
            x
            for x in letters.letters_for(outcome.key)
            if set(basis.elements) <= set(x.elements) and basis.law in x.basis
        ]
        assert fitting, basis


def test_variants_belong_to_their_outcome() -> None:
    assert [letter.key for letter in letters.letters_for("granted")] == ["granted", "already_public"]
    assert [letter.key for letter in letters.letters_for("not_held")] == ["not_held", "not_this_organ"]


def test_an_unknown_outcome_or_letter_is_named() -> None:
    with pytest.raises(KeyError, match="没有「nothing」这种办理结果"):
        letters.letters_for("nothing")
    with pytest.raises(KeyError, match="没有「nothing」这种文书"):
        letters.prepare("nothing", {})


@every_letter
def test_letter_cites(letter: Letter) -> None:
    assert letter.basis
    assert all(c.place and c.instrument in INSTRUMENTS for c in letter.basis)


def test_words_of_elements_are_unique_and_explained() -> None:
    assert len({e.words for e in ELEMENTS}) == len({e.key for e in ELEMENTS}) == len(ELEMENTS)
    assert all(e.how for e in ELEMENTS)


def test_every_element_is_used() -> None:
    named = {e for letter in LETTERS for row in letters.template.load(letter).rows for e in row.slots()}
    asked = {e for letter in LETTERS for e in letter.required}
    assert not [e.key for e in ELEMENTS if e not in named | asked]


@every_letter
def test_refusals_and_only_they_ask_for_reconsideration_first(letter: Letter) -> None:
    refusal = letter.outcome != "" and OUTCOME[letter.outcome].group in (Group.REFUSED, Group.PARTIALLY_GRANTED)
    assert ("内先向平川市人民政府申请行政复议" in letters.prepare(letter.key, sample(letter.key)).text) is refusal


@pytest.mark.parametrize("step", NOT_ALONE, ids=lambda s: s.key)
def test_steps_that_cannot_be_contested_alone_name_no_remedies(step) -> None:
    for key in MOVE[step.key].letters:
        text = letters.prepare(key, sample(key)).text
        assert "申请行政复议" not in text and "提起行政诉讼" not in text


@every_letter
def test_answers_say_everything_an_answer_must(letter: Letter) -> None:
    if not letter.outcome:
        return
    given = sample(letter.key)
    text = letters.prepare(letter.key, given).text
    received = day_words(given["received_on"])
    for word in (given["number"], given["applicant"], given["content"], given["organ"], received, "申请行政复议"):
        assert word in text
    assert "依据" in text or "参照" in text or "对照" in text


# What is missing


@every_letter
def test_each_missing_element_is_refused_by_name(letter: Letter) -> None:
    for element in letter.required:
        if element.default is not None:
            continue
        given = sample(letter.key)
        given.pop(element.key, None)
        with pytest.raises(MissingElements) as refusal:
            letters.prepare(letter.key, given)
        assert refusal.value.missing == (element,)
        assert f"《{letter.title}》还缺{element.words}；" in str(refusal.value)


@every_letter
def test_everything_missing_is_named_at_once(letter: Letter) -> None:
    with pytest.raises(MissingElements) as refusal:
        letters.prepare(letter.key, {})
    assert set(refusal.value.missing) == {e for e in letter.required if e.default is None}


def test_a_form_can_be_left_blank() -> None:
    paper = letters.blank("application_form")
    assert "□纸质 □电子文档 □当场查阅" in paper.text
    assert letters.docx.write(paper) and letters.pdf.write(paper)
    listed = next(b for b in letters.blank("handover_list").blocks if isinstance(b, Grid))
    assert len(listed.rows) == 9 and not any("".join(row) for row in listed.rows[1:])


# Remedies


@pytest.mark.parametrize(("day", "first"), [(date(2023, 12, 31), False), (date(2024, 1, 1), True)])
@pytest.mark.parametrize("key", [o.key for o in OUTCOMES if o.group is Group.REFUSED])
def test_reconsideration_comes_first_from_2024(key: str, day: date, *, first: bool) -> None:
    text = letters.prepare(key, {**sample(key), "issued_on": day}).text
    assert ("先向平川市人民政府申请行政复议" in text) is first
    assert ("6个月内向平川市城关区人民法院" in text) is not first
    assert ("15日内向平川市城关区人民法院" in text) is first


def test_both_ways_are_told_for_a_separated_reply() -> None:
    words = remedies_words(Route.FIRST_FOR_THE_REFUSED_PART, "本告知书", organ="甲", court="乙", on=date(2026, 1, 5))
    assert "不予公开的部分，应当" in words and "其他内容，可以" in words


def test_terms_are_settings() -> None:
    shorter = (*TERMS, Term("reconsideration", "90日", date(2027, 1, 1), RECONSIDERATION_LAW.art(20)))
    given = {**sample("not_held"), "issued_on": date(2027, 1, 4)}
    assert "起90日内" in letters.prepare("not_held", given, terms=shorter).text
    assert "起60日内" in letters.prepare("not_held", given).text


def test_a_term_before_its_time_is_refused() -> None:
    with pytest.raises(ValueError, match="没有可适用的"):
        term_on("direct_suit", date(2014, 1, 1))


# Hostile text


def hostile(letter: Letter) -> dict[str, object]:
    """The sample with every free text made hostile."""
    given = sample(letter.key)
    free = [e for e in given if ELEMENT[e].shape.value == "文字" and not ELEMENT[e].options]
    return {**given, **{key: f"{given[key]}{HOSTILE}" for key in free}}


@every_letter
def test_hostile_text_is_only_text(letter: Letter) -> None:
    paper = letters.prepare(letter.key, hostile(letter))
    assert "【申请人】［甲｜乙］ {applicant}" in paper.text
    document = docx.Document(io.BytesIO(letters.docx.write(paper)))
    words = "".join(document.element.itertext())
    assert '</w:t> & "g"' in words
    assert "#import" in squeezed(pdf_text(letters.pdf.write(paper)))


@pytest.mark.parametrize("text", ["长" * 5000, "a" * 5000, "第一行\n" * 1000, "镕喆堃㎡㖞", "x\ty"])
@pytest.mark.parametrize("key", ["not_held", "approval_form"])
def test_long_and_rare_text_stays_whole(text: str, key: str) -> None:
    paper = letters.prepare(key, {**sample(key), "content": text})
    expected = squeezed(text)
    document = docx.Document(io.BytesIO(letters.docx.write(paper)))
    assert expected in squeezed("".join(document.element.itertext()))
    found = squeezed(pdf_text(letters.pdf.write(paper)).replace("\u200b", "").replace("\ufffe", ""))
    # Page numbers may stand between two pages of the same text.
    assert found.count(expected[0]) >= expected.count(expected[0])


def test_nothing_runs_over_the_edge() -> None:
    given = {**sample("approval_form"), "content": "a" * 5000, "proposal": "长" * 3000}
    for key, elements in (("approval_form", given), ("not_held", {**sample("not_held"), "content": "a" * 5000})):
        document = pypdfium2.PdfDocument(letters.pdf.write(letters.prepare(key, elements)))
        for page in document:
            text = page.get_textpage()
            shown = [i for i in range(text.count_chars()) if text.get_text_range(i, 1).strip()]
            right = max(text.get_charbox(i)[2] for i in shown)
            assert right <= page.get_width() - 25.5 / 25.4 * 72


@pytest.mark.parametrize("length", [10, 15, 19, 24, 29])
def test_no_row_of_a_list_is_parted_between_pages(length: int) -> None:
    """A parted row leaves an empty one under the heads of the next page; at these lengths of the content one stood there."""
    names = ("附件材料", "政府信息公开申请登记回执")
    rows = [(f"{names[n % 2]}{n}", f"平司公开〔2026〕{n}号", date(2026, 1, 1), "2") for n in range(14)]
    given = {**sample("archive_index"), "content": "申请公开" * 6 * length, "materials": rows}
    text = pypdfium2.PdfDocument(letters.pdf.write(letters.prepare("archive_index", given)))[1].get_textpage()
    words = text.get_text_range()
    heads, first = words.index("页数"), words.index("年1月1日")
    assert text.get_charbox(heads)[1] - text.get_charbox(first)[3] < 26  # points; an empty row makes it more


# Word and PDF


@every_letter
def test_it_is_whole_in_word_and_pdf(letter: Letter) -> None:
    paper = letters.prepare(letter.key, sample(letter.key))
    data = letters.docx.write(paper)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            etree.fromstring(archive.read(name))
    words = squeezed("".join(docx.Document(io.BytesIO(data)).element.itertext()))
    printed = squeezed(pdf_text(letters.pdf.write(paper)))
    for line in paper.text.splitlines():
        assert all(squeezed(cell) in words for cell in line.split("\t"))
    for word in (paper.title, paper.number):
        assert squeezed(word) in printed
    if letter.layout is Layout.LETTER:
        assert "（印章）" in printed


@every_letter
def test_the_same_paper_gives_the_same_bytes(letter: Letter) -> None:
    paper = letters.prepare(letter.key, sample(letter.key))
    assert letters.docx.write(paper) == letters.docx.write(paper)
    assert letters.pdf.write(paper) == letters.pdf.write(paper)


def test_the_page_is_that_of_the_standard() -> None:
    data = letters.docx.write(letters.prepare("granted", sample("granted")))
    section = docx.Document(io.BytesIO(data)).sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in sides if side] == [37, 35, 28, 26]
    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0].text == "平川市司法局"
    assert round(section.header_distance.mm) == 30 and round(section.footer_distance.mm) == 20


def test_the_number_stands_above_the_title() -> None:
    roles = [b.role for b in letters.prepare("granted", sample("granted")).blocks if hasattr(b, "role")]
    assert roles[:3] == [Role.NUMBER, Role.TITLE, Role.ADDRESSEE]


def test_the_order_of_a_letters_dates_has_no_leading_zeros() -> None:
    text = letters.prepare("granted", {**sample("granted"), "issued_on": date(2026, 4, 7)}).text
    assert text.endswith("平川市司法局\n2026年4月7日")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Every letter's docx as LibreOffice converts it, all in one batch a format."""
    needs("soffice")
    folder = tmp_path_factory.mktemp("office")
    for letter in LETTERS:
        paper = letters.prepare(letter.key, sample(letter.key))
        (folder / f"{letter.key}.docx").write_bytes(letters.docx.write(paper))

    @cache
    def converted(format_: str) -> Path:
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", format_]
        command += ["--outdir", str(folder), *map(str, sorted(folder.glob("*.docx")))]
        subprocess.run(command, check=True, capture_output=True, timeout=170)
        return folder

    return converted


def test_every_letter_opens_in_libreoffice(office: Callable[[str], Path]) -> None:
    folder = office("txt:Text (encoded):UTF8")
    for letter in LETTERS:
        paper = letters.prepare(letter.key, sample(letter.key))
        text = (folder / f"{letter.key}.txt").read_text(encoding="utf-8-sig")
        assert paper.title in text and paper.number in text, letter.key
        if letter.contestable:
            assert "内向平川市人民政府申请行政复议" in text or "内先向平川市人民政府申请行政复议" in text, letter.key


def test_libreoffice_prints_every_stop_and_comma(office: Callable[[str], Path]) -> None:
    folder = office("pdf")
    for letter in LETTERS:
        paper = letters.prepare(letter.key, sample(letter.key))
        printed = pdf_text((folder / f"{letter.key}.pdf").read_bytes())
        assert [printed.count(c) for c in "，。；"] == [paper.text.count(c) for c in "，。；"], letter.key


# The catalogue


def test_the_catalogue_is_up_to_date() -> None:
    run = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "letters.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_pictures_are_small() -> None:
    pictures = list((ROOT / "docs" / "images" / "letters").glob("*.png"))
    assert len(pictures) == len(LETTERS)
    assert not [path.name for path in pictures if path.stat().st_size > 40_000]


def test_the_guide_explains_every_mark() -> None:
    guide = (ROOT / "docs" / "guides" / "letters.md").read_text(encoding="utf-8")
    assert not [mark for mark in (*MARKS, NEW_PAGE) if mark not in guide]
