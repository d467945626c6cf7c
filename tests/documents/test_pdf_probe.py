"""What a PDF draws, seen without opening it; and opening it without its colour profiles."""

import random
import zlib
from typing import Any

import pytest

from gongkai.documents import write
from gongkai.documents.blocks import Grid
from gongkai.documents.pdf import blocks, reading
from gongkai.documents.pdf.page import Page
from gongkai.documents.pdf.probe import SMALL, draws_little
from tests.documents.papers import typeset
from tests.documents.plain_pdf import pdf_from
from tests.documents.sample import sample

NOISE = random.Random(1).randbytes(200_000).replace(b"/", b"-").replace(b"#", b"-").replace(b"stream", b"------")


def streamed(packed: bytes) -> bytes:
    """A file that holds one stream and then enough to be looked at further."""
    return b"%PDF-1.4\n1 0 obj\n<<>>\nstream\n" + packed + b"\nendstream\nendobj\n" + b" " * 100


def plain(data: bytes) -> list[object]:
    return [b.texts() if isinstance(b, Grid) else b for b in blocks(data).blocks]


def test_it_works() -> None:
    assert draws_little(write(sample(), format="pdf"))
    assert draws_little(streamed(zlib.compress(NOISE)))


def test_a_form_inside_a_stream_is_seen() -> None:
    assert not draws_little(streamed(zlib.compress(NOISE + b"<< /Subtype /Form >>" + NOISE)))
    assert draws_little(streamed(zlib.compress(NOISE + b"<< /Subtype /Formula >>" + NOISE)))


@pytest.mark.parametrize("before", range(64 * 1024 - 40, 64 * 1024 + 12, 3))
def test_a_form_is_seen_where_two_slices_meet(before: int) -> None:
    content = (NOISE[:before] + b"/Form " + NOISE)[:SMALL]
    packed = zlib.compressobj(1, strategy=zlib.Z_HUFFMAN_ONLY)
    assert not draws_little(streamed(packed.compress(content) + packed.flush()))


def test_a_form_is_seen_letter_by_letter() -> None:
    packed = zlib.compressobj()
    parts = [packed.compress(NOISE[:100])]
    for letter in b"/Form ":
        parts += [packed.flush(zlib.Z_FULL_FLUSH), b"\0\0\0\xff\xff" * 15_000, packed.compress(bytes([letter]))]
    assert not draws_little(streamed(b"".join([*parts, packed.flush(zlib.Z_FULL_FLUSH)])))


@pytest.mark.parametrize(("drawn", "little"), [(b"<< /Subtype /Form >>", False), (b"<< /Subtype /Image >>", True)])
def test_the_word_endstream_inside_a_stream_is_no_end(drawn: bytes, little: bool) -> None:
    word, packed = b"endstream", zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    as_it_is = b"\0" + len(word).to_bytes(2, "little") + (0xFFFF - len(word)).to_bytes(2, "little") + word
    rest = packed.compress(drawn * 9) + packed.flush() + zlib.adler32(word + drawn * 9).to_bytes(4, "big")
    assert draws_little(streamed(b"\x78\x01" + as_it_is + rest)) == little


def test_what_unpacks_to_too_much_is_seen() -> None:
    assert draws_little(streamed(zlib.compress(bytes(SMALL - 2**20))))
    assert not draws_little(streamed(zlib.compress(bytes(SMALL + 1))))
    assert not draws_little(streamed(zlib.compress(bytes(SMALL // 2))) + streamed(zlib.compress(bytes(SMALL // 2))))
    assert not draws_little(streamed(zlib.compress(zlib.compress(NOISE))))


@pytest.mark.parametrize("name", [b"/Form", b"/F#6frm", b"/#46#6f#72#6d", b"/ASCII#385Decode", b"/LZW", b"/Encr#79pt"])
def test_names_in_disguise_are_seen(name: bytes) -> None:
    assert not draws_little(b"%PDF-1.4\n" + b"<< /Subtype " + name + b" >>" + NOISE)
    assert draws_little(b"%PDF-1.4\n" + b"<< /Subtype " + name + b"ula >>" + NOISE)


def test_colour_profiles_change_nothing_that_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    data = write(sample(), format="pdf")
    without = reading.colourless(data)
    assert len(without) == len(data)
    assert without != data
    found = plain(data)
    monkeypatch.setattr(reading, "colourless", bytes)
    assert plain(data) == found


def test_only_an_array_is_a_colour_profile() -> None:
    text = b"BT (/ICCBased 4 0 R) Tj ET [ /ICCBased\n12 0 R ] [/ICCBased 1 0 R 2]"
    assert reading.colourless(text) == text.replace(b"/ICCBased\n", b"/Unneeded\n")


def test_pictures_are_read_in_their_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    image = "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace [/ICCBased 6 0 R] /Length 3 >>"
    drawn = "600 0 0 800 0 0 cm /I Do"
    data = pdf_from(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>",
            f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
            f"{image}\nstream\n\xf0\x10\x10\nendstream",
            "<< /N 3 /Alternate /DeviceRGB /Length 0 >>\nstream\n\nendstream",
        ]
    )
    seen: list[Any] = []

    def read_page(page: Any) -> Page:
        seen.append(page.render(scale=0.1).to_numpy()[40, 30, :3].tolist())
        return Page(600, 800, 0, [], [])

    monkeypatch.setattr(reading.scanned, "reader", lambda numbers, count: read_page)
    blocks(data)
    assert sorted(seen[0]) == [0x10, 0x10, 0xF0]


def test_a_table_with_coloured_lines_keeps_them() -> None:
    data = typeset('#table(columns: 2, stroke: rgb("#c00000"), fill: luma(230), [甲], [1], [乙], [2])')
    assert b"/ICCBased" in data
    assert plain(data) == [[["甲", "1"], ["乙", "2"]]]
