"""The pdfium calls made once a character or path object.

pypdfium2's own bindings release the interpreter's lock and build pointer objects at every call, which costs more than
the call itself. Here the same functions take plain addresses, and boxes are written into one array that is read at once.
Where an address is handed over again and again it is made an argument once (``argument``), and the function declares no
types of its own, so that nothing is converted at a call.
pdfium is not thread safe: LOCK is held by whoever has a document open.
"""

import ctypes
import threading
from collections import deque
from collections.abc import Callable, Sequence
from itertools import repeat
from operator import sub
from typing import Any

from pypdfium2 import PdfiumError, raw

LOCK = threading.RLock()
SMALL, LARGE = 4.0, 40.0  # pt; heights of characters outside are looked at twice

_address, _int, _float = ctypes.c_void_p, ctypes.c_int, ctypes.c_float


def _bind(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    where = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    assert where is not None
    return ctypes.PYFUNCTYPE(result, *arguments)(where)


def _bare(name: str, result: Any) -> Callable[..., Any]:
    """The function without types of its own: whole numbers go as C ints, addresses must come from ``argument``."""
    where = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    assert where is not None
    return ctypes.PYFUNCTYPE(result)(where)


argument: Callable[[int], Any] = ctypes.c_void_p.from_param

_sheet = _bind("FPDF_GetPageBoundingBox", _int, _address, _address)

count_chars = _bind("FPDFText_CountChars", _int, _address)
get_text = _bind("FPDFText_GetText", _int, _address, _int, _int, _address)
get_unicode = _bind("FPDFText_GetUnicode", ctypes.c_uint, _address, _int)
is_generated = _bare("FPDFText_IsGenerated", _int)
char_angle = _bare("FPDFText_GetCharAngle", _float)
char_box = _bind("FPDFText_GetCharBox", _int, _address, _int, _address, _address, _address, _address)
loose_box = _bare("FPDFText_GetLooseCharBox", None)

count_objects = _bind("FPDFPage_CountObjects", _int, _address)
get_object = _bare("FPDFPage_GetObject", ctypes.c_size_t)
object_type = _bind("FPDFPageObj_GetType", _int, _address)
object_bounds = _bind("FPDFPageObj_GetBounds", _int, _address, _address, _address, _address, _address)
object_matrix = _bind("FPDFPageObj_GetMatrix", _int, _address, _address)
count_form_objects = _bind("FPDFFormObj_CountObjects", _int, _address)
get_form_object = _bind("FPDFFormObj_GetObject", _address, _address, ctypes.c_ulong)
draw_mode = _bind("FPDFPath_GetDrawMode", _int, _address, _address, _address)
count_segments = _bind("FPDFPath_CountSegments", _int, _address)
get_segment = _bind("FPDFPath_GetPathSegment", _address, _address, _int)
segment_point = _bind("FPDFPathSegment_GetPoint", _int, _address, _address, _address)
segment_type = _bind("FPDFPathSegment_GetType", _int, _address)
segment_close = _bind("FPDFPathSegment_GetClose", _int, _address)

TEXT, PATH, IMAGE, FORM = (
    raw.FPDF_PAGEOBJ_TEXT,
    raw.FPDF_PAGEOBJ_PATH,
    raw.FPDF_PAGEOBJ_IMAGE,
    raw.FPDF_PAGEOBJ_FORM,
)
MOVE, LINE = raw.FPDF_SEGMENT_MOVETO, raw.FPDF_SEGMENT_LINETO


class Room:
    """An array that grows and is used again: ctypes makes a new type for every length, which takes longer than a call.
    Who holds LOCK may use it."""

    def __init__(self, kind: Any) -> None:
        self._kind = kind
        self.array: Any = (kind * 4096)()

    def address(self, count: int) -> int:
        """Where the array begins, with room for ``count`` or more; so many are zero."""
        if count > len(self.array):
            self.array = (self._kind * (2 * count))()
        start = ctypes.addressof(self.array)
        ctypes.memset(start, 0, count * ctypes.sizeof(self._kind))
        return start


_LETTERS = Room(ctypes.c_uint16)


def address_of(handle: Any) -> Any:
    """The address behind a pypdfium2 handle (a page, a text page), as the argument of any function here."""
    return argument(ctypes.cast(handle, ctypes.c_void_p).value or 0)


def sheet_of(page: Any) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of what a page shows, in points of its own space. PdfiumError when pdfium has none."""
    box = (ctypes.c_float * 4)()  # left, top, right, bottom
    if not _sheet(page, ctypes.addressof(box)):
        raise PdfiumError("no bounding box")
    left, top, right, bottom = box
    return left, bottom, right, top


def text_of(text_page: Any) -> str:
    """The text of a page, one character an index. Characters beyond the basic plane and those without a code make
    pdfium's text shorter or longer than its list of characters; then they are fetched one by one."""
    count = count_chars(text_page)
    if count <= 0:
        return ""
    buffer = _LETTERS.address(count + 1)
    written = get_text(text_page, 0, count, buffer)
    text = ctypes.string_at(buffer, 2 * max(written - 1, 0)).decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    codes = map(get_unicode, repeat(text_page), range(count))
    return "".join(chr(c) if 0 < c < 0x110000 and not 0xD800 <= c < 0xE000 else "\ufffd" for c in codes)


class Boxes:
    """Reads the loose boxes of many characters at once. The array is kept between pages."""

    def __init__(self) -> None:
        self._room = 0
        self._array: Any = None
        self._addresses: list[Any] = []
        self._tight = (ctypes.c_double * 4)()

    def of(self, text_page: Any, indexes: Sequence[int]) -> list[float]:
        """Left, top, right, bottom of each character in the order asked, in points of the page's own space, flat."""
        if len(indexes) > self._room:
            self._room = max(2 * len(indexes), 4096)
            self._array = (ctypes.c_float * (4 * self._room))()
            start = ctypes.addressof(self._array)
            self._addresses = list(map(argument, range(start, start + 16 * self._room, 16)))
        deque(map(loose_box, repeat(text_page), indexes, self._addresses), maxlen=0)
        if not indexes:
            return []
        view: Any = memoryview(self._array).cast("B").cast("f")
        flat: list[float] = view[: 4 * len(indexes)].tolist()
        for k, height in enumerate(map(sub, flat[1::4], flat[3::4])):
            if not SMALL < height < LARGE:
                self._tighten(text_page, indexes[k], flat, 4 * k, height)
        return flat

    def _tighten(self, text_page: Any, index: int, flat: list[float], at: int, height: float) -> None:
        """pdfium leaves the scale of the text out of the loose boxes of fonts for vertical writing: where a height is
        unlikely and the glyph itself has quite another, take the glyph's."""
        left, right, low, high = (ctypes.addressof(self._tight) + 8 * i for i in range(4))
        if not char_box(text_page, index, left, right, low, high):
            return
        x0, x1, y0, y1 = self._tight
        size = max(x1 - x0, y1 - y0)
        if size > 0 and not 0.3 < size / max(height, 0.01) < 2:
            spare = max(size - (y1 - y0), 0) / 2
            flat[at : at + 4] = [x0, y1 + spare, x1, y0 - spare]
