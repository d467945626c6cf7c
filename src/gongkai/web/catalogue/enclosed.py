"""Files looked through for personal data. Looking takes long for a large file, so what was found is remembered by the file's
hash for as long as the process runs: nothing of what a file says is written anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from gongkai.documents.blocks import Unreadable
from gongkai.documents.words import words
from gongkai.web.catalogue.personal import Own, marks
from gongkai.web.organs import store

_REMEMBERED = 512
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Looked:
    """A file looked through. ``kinds``: what looks like personal data, in words, how often, and a few examples, most of
    each covered; for a column of a sheet, how many cells under its heading are filled in. ``missed``: what was not checked and why, as a Chinese clause; empty when everything was."""

    kinds: tuple[tuple[str, int, tuple[str, ...]], ...] = ()
    missed: str = ""

    @property
    def found(self) -> str:
        """What was found, in words: ``身份证号码 2 处（370***01X）、手机号码 1 处（138***678）``; empty for nothing."""
        rows = ((f"{what} {times} 处", f"（{'，'.join(shown)}）" if shown else "") for what, times, shown in self.kinds)
        return "、".join(number + examples for number, examples in rows)


def look(sha256: str, kind: str, own: Own = (), *, theirs: bool = False) -> Looked:
    """Look through a stored file, of a kind the store takes, for what looks like personal data and for somebody's own;
    where the file is ``theirs``, their own data is left out instead."""
    try:
        return _look(sha256, kind, tuple(own), theirs)
    except Unreadable as error:
        return Looked(missed=str(error).rstrip("。"))
    except (FileNotFoundError, ValueError):
        return Looked(missed="文件在存储中缺失或者损坏，没有检查，请联系系统管理员")


@lru_cache(maxsize=_REMEMBERED)
def _look(sha256: str, kind: str, own: tuple[tuple[str, str], ...], theirs: bool) -> Looked:
    read = words(store.fetch(sha256), kind)
    known = [_flat(value) for _, value in own] if theirs else []
    found: dict[str, list[str]] = {}
    for mark in marks(read.text, () if theirs else own):
        if not any(_flat(mark.words) in value for value in known):
            found.setdefault(mark.what, []).append(veiled(mark.words))
    rows = [(what, len(said), tuple(dict.fromkeys(said))[:_SHOWN]) for what, said in found.items()]
    columns = [(f"“{head}”一栏未遮盖", times, ()) for head, times in read.columns]
    return Looked((*rows, *columns), read.missed)


def _flat(said: str) -> str:
    return "".join(said.split()).replace("-", "").upper()


def veiled(said: str) -> str:
    """The words with most of them covered, as a warning may repeat them: it must not spread what it warns of."""
    flat = "".join(said.split())
    ends = 1 if len(flat) < 8 else 3
    return flat[:1] + "*" if len(flat) < 4 else f"{flat[:ends]}***{flat[-ends:] if ends > 1 else ''}"
