"""Make docs/images: what ``gongkai check`` and ``gongkai due`` really print in a terminal of 80 columns, and a letter's page.

Run from anywhere: .venv/bin/python scripts/picture.py [check|due|letter …]. The PNG of a terminal needs a chromium and a
Chinese font on this machine; without them only the SVG is made. The letter is docs/guides/letter-example.yaml.
"""

import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image
from rich.console import Console
from rich.style import Style
from rich.text import Text

from gongkai.cli.layout import width, wrap

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
EXAMPLES = {
    "check": "check 2-青澜市自然资源和规划局2024.html",
    "due": "due 2026-09-25 --channel post --event supplement_asked=2026-09-28"
    " --event supplement_received=2026-10-09 --on 2026-10-16",
}
LETTER = ROOT / "docs" / "guides" / "letter-example.yaml"
COLUMNS = 80
SIZE, CELL, LINE, MARGIN, BAR = 18, 9, 27, 22, 40
COLOURS = {1: "#c0292b", 2: "#268042", 3: "#a66800"}
# A terminal gives these one column, Chinese fonts draw them two columns wide.
NARROW = "“”‘’·…—"
# rich's own picture loads a font from elsewhere and takes a Chinese character for one column.
FRAME = """<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{name} 的输出">
<style>
text {{ font: {size}px "Noto Sans Mono CJK SC", "Sarasa Mono SC", NSimSun, monospace; fill: #2d2d30; white-space: pre; }}
.bold {{ font-weight: bold; }}
.dim {{ fill: #75757a; }}
{colours}
</style>
<rect width="{width}" height="{height}" rx="8" fill="#fcfcfa" stroke="#d8d8d4"/>
<circle cx="24" cy="20" r="6" fill="#e0655c"/><circle cx="44" cy="20" r="6" fill="#e3b341"/><circle cx="64" cy="20" r="6" fill="#5aab5f"/>
{matrix}
</svg>
"""


def output_of(command: list[str]) -> str:
    """What a command prints when standard output is a terminal of 80 columns."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": str(COLUMNS)}
    environment.pop("NO_COLOR", None)
    with subprocess.Popen(command, cwd=ROOT / "src/gongkai/examples", stdout=theirs, env=environment):  # noqa: S603
        os.close(theirs)
        parts = []
        try:
            while part := os.read(ours, 65536):
                parts.append(part)
        except OSError:  # the other end is closed
            pass
    os.close(ours)
    return b"".join(parts).decode().replace("\r\n", "\n")


def drawn(lines: Iterable[Text], name: str) -> str:
    """Styled lines of a command as SVG. Every run of text says how wide it is, so that any font keeps the columns."""
    console = Console(width=COLUMNS)
    parts = []
    at = BAR + SIZE
    for line in lines:
        column = 0
        for segment in line.render(console):
            for run in re.findall(f"[ -~]+|[{NARROW}]|[^ -~{NARROW}]+", segment.text):
                if run.strip():
                    place = f'x="{MARGIN + column * CELL}" y="{at}" textLength="{width(run) * CELL}" lengthAdjust="spacingAndGlyphs"'
                    parts.append(f"<text {place}{_classes(segment.style)}>{escape(run)}</text>")
                column += width(run)
        at += LINE
    colours = "\n".join(f".c{number} {{ fill: {value}; }}" for number, value in COLOURS.items())
    wide = COLUMNS * CELL + 2 * MARGIN
    return FRAME.format(
        name=name, width=wide, height=at - LINE + MARGIN, size=SIZE, colours=colours, matrix="\n".join(parts)
    )


def _classes(style: Style | None) -> str:
    if style is None:
        return ""
    names = [name for name in ("bold", "dim") if getattr(style, name)]
    if style.color is not None and style.color.number in COLOURS:
        names.append(f"c{style.color.number}")
    return f' class="{" ".join(names)}"' if names else ""


def main() -> None:
    """Make the pictures named, or all."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[1:] or [*EXAMPLES, "letter"]
    for name in wanted:
        if name == "letter":
            _letter()
        else:
            _terminal(name, EXAMPLES[name])


def _terminal(name: str, line: str) -> None:
    """One command: ``name``.svg, and .png where there is a chromium."""
    text = output_of([str(Path(sys.executable).with_name("gongkai")), *line.split()])
    typed = "\n".join(wrap(f"$ gongkai {line}", COLUMNS))
    lines = (Text.assemble((typed, "bold"), "\n\n") + Text.from_ansi(text)).split("\n", allow_blank=True)
    svg = drawn(lines, f"gongkai {line.split(maxsplit=1)[0]}")
    (IMAGES / f"{name}.svg").write_text(svg, encoding="utf-8")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium:
        _png(chromium, svg, IMAGES / f"{name}.png")


def _letter() -> None:
    """The pages of the example letter side by side, as they are printed."""
    import pypdfium2

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "letter.pdf"
        command = [str(Path(sys.executable).with_name("gongkai")), "letter", "partially_granted"]
        subprocess.run([*command, "--from", str(LETTER), "-o", str(target)], check=True, capture_output=True)  # noqa: S603
        pages = [page.render(scale=1.1).to_pil() for page in pypdfium2.PdfDocument(target)]
    wide, high, gap = pages[0].width, pages[0].height, 16
    sheet = Image.new("RGB", (len(pages) * (wide + 2) + (len(pages) - 1) * gap, high + 2), "#ffffff")
    for at, page in enumerate(pages):
        left = at * (wide + 2 + gap)
        sheet.paste("#c8c8c8", (left, 0, left + wide + 2, high + 2))
        sheet.paste(page, (left + 1, 1))
    sheet.quantize(32).save(IMAGES / "letter.png", optimize=True)


def _png(chromium: str, svg: str, target: Path) -> None:
    width, height = svg.split('viewBox="0 0 ', 1)[1].split('"', 1)[0].split()
    size = f"{round(float(width))},{round(float(height))}"
    with tempfile.TemporaryDirectory() as profile:
        page = Path(profile) / "page.html"
        page.write_text(f'<meta charset="utf-8"><body style="margin:0">{svg}', encoding="utf-8")
        options = [
            "--headless",
            "--no-sandbox",
            "--hide-scrollbars",
            "--disable-gpu",
            f"--user-data-dir={profile}/profile",
        ]
        shot = [f"--screenshot={target}", f"--window-size={size}", page.as_uri()]
        subprocess.run([chromium, *options, *shot], check=True, capture_output=True, timeout=120)  # noqa: S603


if __name__ == "__main__":
    main()
