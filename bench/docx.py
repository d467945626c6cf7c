"""Reading a docx costs at most three times as much as unzipping the same file and parsing its XML."""

import io
import zipfile

from lxml import etree

from bench.material import seeded
from bench.timing import best, over_all, ratio, report
from gongkai.documents import read, write

FILES = [write(seeded(seed), format="docx") for seed in range(5)]


def bare(data: bytes) -> int:
    """Unzip every member, parse every XML part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return len([etree.fromstring(part) for name, part in parts.items() if name.endswith((".xml", ".rels"))])


def body_only(data: bytes) -> object:
    """Unzip and parse nothing but the body: the least that any reader must do."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def main() -> None:
    """Time the three over the same files."""
    ours, whole, body = best(
        over_all(lambda data: read(data, name="a.docx"), FILES), over_all(bare, FILES), over_all(body_only, FILES)
    )
    report(
        [
            ratio("docx 读取与识别，对照解压并解析整个文件", ours, whole, len(FILES), 3),
            ratio("同上，对照只解析正文部分", ours, body, len(FILES)),
        ]
    )


if __name__ == "__main__":
    main()
