"""Names of files as they can be shown and written: whatever a file system, an archive or a browser handed over."""

import contextlib
import re

_HALVES = re.compile("[\ud800-\udfff]")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_LONG = 120


def printable(name: str) -> str:
    """The name on one line and writable. What the system could not decode is a GBK name; line breaks, marks that turn
    the direction of writing and the like become spaces."""
    if _HALVES.search(name):
        with contextlib.suppress(UnicodeError):
            name = name.encode("utf-8", "surrogateescape").decode("gb18030")
    return _UNPRINTABLE.sub(" ", name)


def quoted(name: str) -> str:
    """The name for a message, in brackets, long ones cut; nothing for no name."""
    return f"「{short(name)}」" if name else ""


def short(name: str) -> str:
    """The name, cut when nobody would read it to its end."""
    return name if len(name) <= _LONG else name[:_LONG] + "…"
