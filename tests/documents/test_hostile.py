"""Files that are broken, mislabelled or made to harm: one sentence or a reading, never anything else, in bounded time.

Everything goes through the public verbs; what each reader refuses in detail is tested beside it.
"""

import builtins
import io
import itertools
import os
import random
import socket
from pathlib import Path

import pytest

from gongkai.documents import json as report_json
from gongkai.documents import read, write
from gongkai.documents.blocks import Unreadable
from gongkai.documents.text import write as write_text
from tests.cli.samples import run
from tests.documents import bombs
from tests.documents.mutants import FORMATS, holds, is_sentence, samples
from tests.documents.plain_pdf import pdf_from
from tests.documents.sample import sample
from tests.documents.test_sniff import compound
from tests.documents.word import docx, p, tbl, tc, tr, zipped

SUFFIXES = {"text": "txt"}
WHOLE = {format: samples(format)[0] for format in FORMATS if format != "png"}
REPORT = sample()
TITLE = "云山县司法局2023年政府信息公开工作年度报告"
LOCKED = compound("EncryptedPackage", "EncryptionInfo")


def refusal(data: bytes, name: str = "") -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(Unreadable) as caught:
        read(data, name=name)
    assert is_sentence(str(caught.value)), str(caught.value)
    return str(caught.value)


def test_it_works() -> None:
    for format, data in WHOLE.items():
        assert read(data, name=f"年报.{SUFFIXES.get(format, format)}").reports


@pytest.mark.parametrize("format", WHOLE)
def test_cut_off_anywhere(format: str) -> None:
    data = WHOLE[format]
    cuts = {0, 1, 2, 3, 7, 8, 63, 511, 512, len(data) - 1, len(data) - 22, *range(0, len(data), len(data) // 17)}
    for cut in sorted(c for c in cuts if 0 <= c < len(data)):
        holds(data[:cut], f"年报.{SUFFIXES.get(format, format)}")


@pytest.mark.parametrize("format", ["docx", "xlsx", "pdf", "xls", "zip", "json"])
def test_cut_in_half_is_refused(format: str) -> None:
    data = WHOLE[format]
    refusal(data[: len(data) // 2], f"年报.{format}")


def test_nothing_and_noise_are_refused() -> None:
    noise = random.Random(1)
    for data in (b"", b" \r\n", b"\0" * 5000, noise.randbytes(100), noise.randbytes(100_000)):
        for suffix in ("docx", "html", "pdf", "xlsx", "xls", "txt", "csv", "json", "png", "zip", ""):
            assert refusal(data, f"年报.{suffix}")


@pytest.mark.parametrize(("content", "label"), list(itertools.product(WHOLE, WHOLE)))
def test_under_the_name_of_another(content: str, label: str) -> None:
    """Read as what it is, or refused because the two do not agree; never read as what the name says."""
    name = f"年报.{SUFFIXES.get(label, label)}"
    try:
        reports = read(WHOLE[content], name=name).reports
    except Unreadable as error:
        assert is_sentence(str(error))
        assert content != label
    else:
        assert reports[0].cells == read(WHOLE[content]).reports[0].cells


@pytest.mark.parametrize("name", ["年报.docx", "年报.xlsx", "年报.doc", ""])
def test_locked_files_are_refused(name: str) -> None:
    assert "密码" in refusal(LOCKED, name)


def test_a_locked_zip_is_refused() -> None:
    data = bytearray(zipped({"一.txt": "x"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "密码" in refusal(bytes(data), "年报.zip")


@pytest.mark.parametrize("name", ["../年报.txt", "..\\..\\年报.txt", "C:\\年报.txt", "a/../../年报.txt"])
def test_a_member_that_points_out_of_the_archive_is_refused(name: str) -> None:
    assert "包外" in refusal(zipped({name: WHOLE["text"]}), "年报.zip")


@pytest.mark.parametrize("name", ["换\n行.txt", "\u202etxt.表", "长" * 3000 + ".txt"])
def test_odd_names_of_members_stay_on_one_line(name: str) -> None:
    assert refusal(zipped({name: "会议通知"}), "年报.zip").isprintable()
    assert refusal(zipped({name: b"\0" * (40 * 2**20)}), "年报.zip").isprintable()


def test_absolute_names_stay_names() -> None:
    (report,) = read(zipped({"/etc/passwd.txt": WHOLE["text"]}), name="年报.zip")
    assert report.source is not None
    assert report.source.name == "年报.zip/etc/passwd.txt"


ENTITIES = {
    "laughs": '<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in itertools.pairwise("abcdefghij")),
    "file": '<!ENTITY j SYSTEM "file:///etc/passwd">',
    "http": '<!ENTITY j SYSTEM "http://203.0.113.1/x">',
    "parameter": '<!ENTITY % r SYSTEM "http://203.0.113.1/x.dtd"> %r; <!ENTITY j "x">',
}


def with_entities(declared: str) -> dict[str, bytes]:
    """The declarations in each format that is XML or nearly so, with the entity used where a cell has its text."""
    kind = f"<!DOCTYPE w [{declared}]>"
    parts = f'<?xml version="1.0"?>{kind}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    page = WHOLE["html"].decode()
    return {
        "docx": zipped(
            {"word/document.xml": f"{parts}<w:body>{p(TITLE)}{tbl(tr(tc('&j;'), tc('1')))}</w:body></w:document>"}
        ),
        "xlsx": zipped(
            {
                "[Content_Types].xml": "<Types/>",
                "xl/workbook.xml": f'<?xml version="1.0"?>{kind}<workbook><sheets>&j;</sheets></workbook>',
            }
        ),
        "html": (kind.replace("w [", "html [") + page[page.index("<html") :].replace("</p>", "&j;</p>")).encode(),
    }


@pytest.mark.parametrize("declared", ENTITIES)
@pytest.mark.parametrize("format", ["docx", "xlsx", "html"])
def test_entities_are_never_expanded_and_nothing_is_opened(
    format: str, declared: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = with_entities(ENTITIES[declared])[format]
    read(WHOLE[format])  # so that what is loaded on demand is loaded
    opened: list[object] = []
    really = builtins.open

    def watched(file: object, *rest: object, **more: object) -> object:
        opened.append(file)
        return really(file, *rest, **more)  # type: ignore[call-overload]

    def no_network(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked for")

    for module, name in ((builtins, "open"), (io, "open")):
        monkeypatch.setattr(module, name, watched)
    monkeypatch.setattr(socket, "socket", no_network)
    monkeypatch.setattr(socket, "create_connection", no_network)
    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    try:
        text = repr(read(data, name=f"年报.{format}"))
    except Unreadable as error:
        text = str(error)
    assert "root:" not in text
    assert len(text) < 200_000
    assert not [name for name in opened if "passwd" in str(name) or str(name).startswith(("http", "file"))]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc, as on Linux")
def test_a_named_pipe_behind_an_entity_is_not_opened(tmp_path: Path) -> None:
    """A library that opens files without Python's help would wait for ever at a pipe nobody writes to."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for format, data in with_entities(f'<!ENTITY j SYSTEM "file://{pipe}">').items():
        holds(data, f"年报.{format}")


def test_a_dtd_in_an_office_file_is_refused_and_in_a_page_left_out() -> None:
    files = with_entities('<!ENTITY j "77">')
    refusal(files["docx"], "年报.docx")
    refusal(files["xlsx"], "年报.xlsx")
    assert read(files["html"], name="年报.html").reports[0].organ == "云山县司法局"


def nested(depth: int) -> bytes:
    """An archive within an archive, and so on; a report in the innermost."""
    data = zipped({"年报.txt": WHOLE["text"]})
    for _ in range(depth):
        data = zipped({"内.zip": data})
    return data


def test_archives_in_archives_are_opened_once() -> None:
    assert read(nested(1)).reports
    for depth in (2, 5, 50):
        assert "多层压缩包" in refusal(nested(depth), "年报.zip")


JSON_FAULTS = {
    "open": b'{"schema": 1, ',
    "schema": b'{"schema": 7, "organ": null}',
    "list": b'{"schema": 1, "organ": null, "year": 2023, "form": "2021", "section3": []}',
    "deep": b'{"schema": 1, "organ": ' + b"[" * 100_000,
    "long figure": b'{"schema": 1, "organ": null, "form": "2021", "year": ' + b"9" * 10_000 + b"}",
}


@pytest.mark.parametrize("fault", JSON_FAULTS)
def test_json_of_ours_that_is_broken_is_refused(fault: str) -> None:
    assert "JSON" in refusal(JSON_FAULTS[fault], "年报.json")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"year": 2023', '"year": 20230'),
        ('"year": 2023', '"year": "2023"'),
        ('"year": 2023', '"year": 1e400'),
        ('"year": 2023', '"year": true'),
        ('"value": "40.51"', '"value": "1e999999999"'),
        ('"value": "40.51"', '"value": "NaN"'),
        ('"value": "40.51"', '"value": -Infinity'),
        ('"value": 1234', '"value": ' + "9" * 60),
        ('"value": 1234', '"value": 1.5'),
        ('"value": 1234', '"value": [[]]'),
        ('"raw": "1,234"', '"raw": 1234'),
        ('"raw": "1,234"', '"raw": "\\ud800"'),
        ('"key": "overview"', '"key": "elsewhere"'),
        ('"form": "2021"', '"form": "2031"'),
        ('"state": "slash"', '"state": "elsewhere"'),
        ('"source": null', '"source": {"name": 5, "format": null, "sha256": []}'),
        ('"source": null', '"source": {"nome": "x"}'),
    ],
)
def test_json_of_ours_with_a_wrong_value_is_refused(old: str, new: str) -> None:
    text = report_json.write(REPORT).decode()
    assert old in text
    assert "JSON" in refusal(text.replace(old, new, 1).encode(), "年报.json")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (",2023,", ",20230,"),
        (",2023,", ",x,"),
        (",40.51,", ",1e999999999,"),
        (",1234,", "," + "9" * 5000 + ","),
        (",2,", ",二,"),
    ],
)
def test_csv_of_ours_with_a_wrong_value_is_refused(old: str, new: str) -> None:
    text = write(REPORT, format="csv").decode("utf-8-sig")
    assert old in text
    assert "CSV" in refusal(text.replace(old, new, 1).encode(), "年报.csv")


ODD = ("\0", "\ufeff", "\u202e", "\u2066", "\u200b", "\x1b[31m", "\r", "\u2028", "\U0001f600", "²", "٣")
NOT_IN_XML = ("\0", "\x1b[31m")


@pytest.mark.parametrize(
    ("format", "odd"),
    [
        (format, odd)
        for format in ("text", "html", "docx", "xlsx", "csv", "json")
        for odd in ODD
        if not (format == "docx" and odd in NOT_IN_XML)
    ],
)
def test_odd_characters_are_kept_or_dropped(format: str, odd: str) -> None:
    page = WHOLE["html"].decode()
    files = {
        "text": write_text(REPORT).decode().replace("司法局", f"司{odd}法局").encode(),
        "html": page.replace("司法局", f"司{odd}法局").replace("1,234", f"1,{odd}234").encode(),
        "docx": docx(p(TITLE.replace("司", "司" + odd)) + tbl(tr(tc(f"规{odd}章"), tc(odd)))),
        "xlsx": WHOLE["xlsx"],
        "csv": WHOLE["csv"].decode("utf-8-sig").replace("司法局", f"司{odd}法局").encode(),
        "json": WHOLE["json"].decode().replace("司法局", f"司{odd}法局").encode(),
    }
    holds(files[format], f"年{odd}报")


def test_half_characters_are_no_fault() -> None:
    for half in (b"\x00\xd8", b"\x00\xdc", b"\x00\xdc\x00\xd8"):
        holds(b"\xff\xfe" + write_text(REPORT).decode().encode("utf-16-le").replace("局".encode("utf-16-le"), half))
    holds(WHOLE["html"].replace("局".encode(), b"\xed\xa0\x80"))
    holds(WHOLE["html"].replace("局".encode(), b"&#xD800;&#56320;&#0;&#x110000;"))


NAMES = [
    "年\n报.txt",
    "年\r\n报.txt",
    "a\x1b[2J.txt",
    "\u202etxt.报年",
    os.fsdecode("年报.txt".encode("gb18030")),
    "报" * 5000,
    "\ud83d.txt",
]


@pytest.mark.parametrize("name", NAMES)
def test_odd_names_stay_on_one_line(name: str) -> None:
    refused = refusal(b"", name)
    assert refused.isprintable()
    (report,) = read(WHOLE["text"], name=name if "txt" in name[-4:] else "a.txt")
    report_json.write(report)


def test_an_old_name_on_a_new_system_is_read() -> None:
    (report,) = read(WHOLE["text"], name=os.fsdecode("年报.txt".encode("gb18030")))
    assert report.source is not None
    assert report.source.name == "年报.txt"


@pytest.mark.parametrize("bomb", bombs.REFUSED)
def test_what_takes_too_much_is_refused_at_once(bomb: str, tmp_path: Path) -> None:
    outcome, seconds, megabytes = bombs.measured(bombs.REFUSED[bomb](), tmp_path, bomb)
    assert is_sentence(outcome), outcome
    assert seconds <= bombs.SECONDS
    assert megabytes <= bombs.MEGABYTES


@pytest.mark.parametrize("bomb", bombs.BORNE)
def test_what_is_large_but_borne_is_read_in_bounded_time(bomb: str, tmp_path: Path) -> None:
    outcome, seconds, megabytes = bombs.measured(bombs.BORNE[bomb](), tmp_path, bomb)
    assert outcome == "read", outcome
    assert seconds <= bombs.SECONDS
    assert megabytes <= bombs.MEGABYTES


def test_pdf_pages_in_a_circle_are_refused() -> None:
    pages = "<< /Type /Pages /Count 3 /Kids [2 0 R 2 0 R 3 0 R] >>"
    refusal(
        pdf_from(
            ["<< /Type /Catalog /Pages 2 0 R >>", pages, "<< /Type /Pages /Parent 2 0 R /Count 2 /Kids [2 0 R] >>"]
        )
    )
    refusal(pdf_from(["1 0 R"]))
    refusal(pdf_from(["<< /Type /Catalog /Pages 1 0 R >>"]))


COMMAND_LINE = {
    "空.docx": b"",
    "断.docx": WHOLE["docx"][:3000],
    "断.pdf": WHOLE["pdf"][:3000],
    "断.xlsx": WHOLE["xlsx"][:3000],
    "断.zip": WHOLE["zip"][:3000],
    "锁.docx": LOCKED,
    "名不副实.pdf": WHOLE["docx"],
    "名不副实.png": WHOLE["html"],
    "噪声.txt": random.Random(2).randbytes(5000),
    "外链.docx": with_entities(ENTITIES["file"])["docx"],
    "出包.zip": zipped({"../a.txt": "x"}),
    "别的.txt": "会议通知\n请准时参加。\n".encode(),
    "换\n行.txt": b"",
    os.fsdecode("旧名.txt".encode("gb18030")): b"",
}


@pytest.mark.parametrize("name", COMMAND_LINE)
def test_the_command_says_one_sentence_and_ends_with_2(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(COMMAND_LINE[name])
    result = run("check", str(path))
    assert result.exit_code == 2
    said = result.stderr.strip()
    assert "Traceback" not in result.output
    assert "程序内部出错" not in result.output
    assert is_sentence(said.splitlines()[-1]), said
    assert len(said.splitlines()) == 1, said
