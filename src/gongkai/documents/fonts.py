"""The Chinese fonts that the PDF writer embeds: where they are looked for, and what to do when they are missing."""

import os
from functools import cache
from pathlib import Path

# Files by the role they have in the typography of GB/T 9704; any one of a role's files will do, the first is preferred.
# What Fandol lacks (rare characters in names, ㎡) is taken from Noto, so one Noto font must be there.
WANTED = {
    "仿宋（正文）": ("FandolFang-Regular.otf",),
    "黑体（一级标题）": ("FandolHei-Regular.otf", "NotoSansCJK-Bold.ttc"),
    "楷体（二级标题）": ("FandolKai-Regular.otf",),
    "宋体（标题、表格、生僻字）": ("NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc"),
}
_FILES = ("NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc", "NotoSansCJK-Bold.ttc", "FandolFang-Regular.otf",
          "FandolHei-Regular.otf", "FandolKai-Regular.otf", "FandolSong-Regular.otf")  # fmt: skip
_CURE = "请在项目目录运行 scripts/fonts.sh 取得字体，或用环境变量 GONGKAI_FONTS 指明字体所在文件夹。"


class FontsMissing(Exception):
    """No Chinese font to embed. The message is one Chinese sentence that says what to do."""


def folders() -> list[Path]:
    """Where fonts are looked for, first hit first: $GONGKAI_FONTS, the project's .fonts, the user's, the system's."""
    places = [Path(p) for p in os.environ.get("GONGKAI_FONTS", "").split(os.pathsep) if p]
    for above in Path(__file__).resolve().parents:
        if (above / "pyproject.toml").exists():
            places.append(above / ".fonts")
            break
    places += [Path.home() / ".local" / "share" / "fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts")]
    places.append(Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"))
    return [place for place in places if place.is_dir()]


def paths() -> list[Path]:
    """The font files found, each name once, in the order of preference of ``folders``. Empty when there are none."""
    return list(_found(tuple(folders())).values())


def missing() -> list[str]:
    """The roles (in Chinese) for which no file was found; the PDF is still written when a Noto font is there."""
    found = _found(tuple(folders()))
    return [role for role, names in WANTED.items() if not any(name in found for name in names)]


def required() -> list[Path]:
    """The font files to embed from. Raises FontsMissing when no font with all Chinese characters is there."""
    found = _found(tuple(folders()))
    if not any(name.startswith("Noto") for name in found):
        raise FontsMissing(f"没有找到可以嵌入 PDF 的中文字体，PDF 未生成；{_CURE}")
    return list(found.values())


@cache
def _found(places: tuple[Path, ...]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for place in places:
        for folder, _, names in os.walk(place):
            for name in sorted(set(names) & set(_FILES)):
                found.setdefault(name, Path(folder) / name)
    return found
