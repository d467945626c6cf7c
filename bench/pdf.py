"""Reading a PDF costs at most half as much again as the library's own extraction of its text."""

import pypdfium2

from bench.material import seeded
from bench.timing import best, over_all, ratio, report
from gongkai.documents import read, write

FILES = [write(seeded(seed), format="pdf") for seed in range(3)]


def bare(data: bytes) -> list[str]:
    """The text of every page, as the library gives it."""
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


def main() -> None:
    """Time both over the same files."""
    ours, theirs = best(over_all(lambda data: read(data, name="a.pdf"), FILES), over_all(bare, FILES))
    report([ratio("pdf 读取与识别，对照 pypdfium2 自己提取文字", ours, theirs, len(FILES), 1.5)])


if __name__ == "__main__":
    main()
