"""``gongkai letter``: a letter of the procedure as Word or PDF, or the elements it needs."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai.cli.chinese import PATH, OneOf, described
from gongkai.cli.citing import brief, joined
from gongkai.cli.dates import in_words
from gongkai.cli.faults import ERRORS_FOUND, OK, Refused
from gongkai.cli.law_options import force_option, notices_option
from gongkai.cli.saving import reason, save
from gongkai.cli.terminal import columns, complain, say

if TYPE_CHECKING:
    from gongkai.documents.letters import Element, Letter, Paper

EXAMPLES = (
    ("gongkai letter --list", "全部文书：代号、名称、依据。"),
    ("gongkai letter --show extension_notice", "这种文书要哪些要素，怎样填写。"),
    ("gongkai letter extension_notice --from 案件.yaml -o 延期告知书.docx", "要素写在文件里，一行一个，如 申请人: 张三；写明 events，日期和期限自动算出。"),
    ("gongkai letter granted --from 案件.yaml --set 附件名称=甲 --set 附件名称=乙 -o 答复书.pdf",
     "--set 补充或者替换；有几条的重复写，有几栏的用 | 分开。"),
    ("gongkai letter application_form --blank -o 申请表.docx", "空白表格。"),
    ("gongkai letter --check-template 模板/extension_notice.txt", "核对自己改过的模板，必备要素一个也不能少。"),
)  # fmt: skip
SUFFIXES = (".docx", ".pdf", ".txt")


@described(examples=EXAMPLES)
@click.argument("key", required=False, metavar="[文书]")
@click.option("--set", "pairs", multiple=True, metavar="要素=内容", help="一个要素，可重复写，优先于 --from。")
@click.option(
    "--from", "source", type=PATH, metavar="文件", help="从 YAML 文件读要素和 events，名称用中文或代号；- 是标准输入。"
)
@click.option("-o", "--output", type=PATH, metavar="文件", help="写到这里，后缀 docx、pdf 或 txt；不写就打印文字。")
@force_option()
@click.option("--blank", is_flag=True, help="空白的，要素留空待填。")
@click.option("--templates", type=PATH, metavar="文件夹", help="自己的模板（文书代号.txt），优先于随程序的。")
@notices_option()
@click.option("--list", "listed", is_flag=True, help="列出全部文书。")
@click.option("--show", "shown", is_flag=True, help="列出一种文书的要素，必备的在前。")
@click.option(
    "--check-template",
    "template",
    type=PATH,
    metavar="文件",
    help="核对一个模板；文件名就是文书代号，不是的请写明文书。",
)
@click.option("--format", "format_", type=OneOf(["text", "json"]), default="text", metavar="格式",
              help="--list、--show 的格式：text（默认）或 json。")  # fmt: skip
def command(key: str | None, pairs: tuple[str, ...], source: str | None, output: str | None, force: bool, blank: bool,
            templates: str | None, notices: str | None, listed: bool, shown: bool, template: str | None,
            format_: str) -> int:  # fmt: skip
    """生成依申请公开的文书：答复书、告知书、通知书、征询书、表格。版式依 GB/T 9704-2012。

    缺少必备要素时指出缺哪些，什么也不写；已有同名文件时不覆盖。退出码：0 写好，1 模板有错，2 缺要素或写得不对。
    """
    if sum((listed, shown, template is not None)) > 1:
        raise click.UsageError("--list、--show、--check-template 一次只用一个。")
    if listed:
        say(_listing(format_))
        return OK
    if template is not None:
        return _checked(template, key)
    if key is None:
        raise click.UsageError("缺少文书代号；全部文书见 gongkai letter --list。")
    from gongkai.cli.letter_elements import elements_of, letter_of

    letter = letter_of(key)
    if shown:
        say(_shown(letter, _folder(templates), format_))
        return OK
    place = _place(output, force=force)
    if blank and (pairs or source):
        raise Refused("--blank 是空白的，不能再写 --set 或 --from；请只用一种。")
    paper = _paper(
        letter, {} if blank else elements_of(source, pairs, notices=notices), _folder(templates), blank=blank
    )
    _deliver(paper, place, force=force)
    return OK


def _place(output: str | None, *, force: bool) -> Path | None:
    """Where to write, looked at before any work is done. Raises Refused."""
    if output is None:
        return None
    place = Path(output)
    if place.suffix.lower() not in SUFFIXES:
        raise Refused(f"不知道 {output} 要什么格式；文件名请以 .docx、.pdf 或 .txt 结尾。")
    if place.is_file() and not force:
        raise Refused(f"{output} 已经存在；要覆盖它，请加 --force。")
    return place


def _folder(templates: str | None) -> Path | None:
    if templates is not None and not Path(templates).is_dir():
        raise Refused(f"--templates 给的 {templates} 不是文件夹；请给出装有模板（文书代号.txt）的文件夹。")
    return Path(templates) if templates is not None else None


def _paper(letter: "Letter", elements: dict[str, object], folder: Path | None, *, blank: bool) -> "Paper":
    from gongkai.documents import letters

    try:
        with in_words(ValueError, KeyError):
            return letters.blank(letter.key) if blank else letters.prepare(letter.key, elements, templates=folder)
    except Refused as error:
        missing = isinstance(error.__cause__, letters.MissingElements)
        raise Refused(f"{error}怎样填写见 gongkai letter --show {letter.key}。" if missing else str(error)) from None


def _deliver(paper: "Paper", place: Path | None, *, force: bool) -> None:
    from gongkai.documents import letters

    if place is None:
        say(paper.text)
        return
    kind = place.suffix.lower()
    if kind == ".txt":
        content = (paper.text + "\n").encode()
    else:
        content = letters.docx.write(paper) if kind == ".docx" else letters.pdf.write(paper)
    save(place, content, force=force or not place.is_file())
    say(f"已写好《{paper.title}》：{place}")


def _checked(template: str, key: str | None) -> int:
    """What is wrong with a template, each on a line. Raises Refused when it cannot be read."""
    from gongkai.cli.letter_elements import letter_of
    from gongkai.documents.letters import LETTER, check_template

    path = Path(template)
    if key is None and path.stem not in LETTER:
        raise Refused(
            f"{path.name} 不是文书代号.txt，看不出是哪种文书；请写明，例如 gongkai letter granted --check-template {path.name}。"
        )
    letter = letter_of(key or path.stem)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"{template} 不是 UTF-8 文字；请另存为 UTF-8。") from None
    except OSError as error:
        raise Refused(f"不能打开 {template}：{reason(error)}。") from None
    faults = check_template(text, letter.key)
    for fault in faults:
        complain(fault)
    say(
        f"《{letter.title}》的模板有 {len(faults)} 处错误，不能使用。"
        if faults
        else f"《{letter.title}》的模板可以使用。"
    )
    return ERRORS_FOUND if faults else OK


def _listing(format_: str) -> str:
    from gongkai.cli.fitting import fitted
    from gongkai.documents.letters import LETTERS

    if format_ == "json":
        found = [
            {"key": x.key, "title": x.title, "group": x.group, "outcome": x.outcome or None, "internal": x.internal,
             "law": [str(law) for law in x.basis]}
            for x in LETTERS
        ]  # fmt: skip
        return json.dumps({"schema": 1, "letters": found}, ensure_ascii=False, indent=2)
    heads = (("代号", "left"), ("文书", "left"), ("依据", "left"))
    groups = dict.fromkeys(letter.group for letter in LETTERS)
    tables = [
        fitted(
            heads,
            [(x.key, _title(x), brief(x.basis)) for x in LETTERS if x.group == group],
            columns(),
            group,
            giving=(1, 2),
        )
        for group in groups
    ]
    return "\n\n".join(tables) + f"\n\n共 {len(LETTERS)} 种；要素见 gongkai letter --show 代号。"


def _title(letter: "Letter") -> str:
    from gongkai.law.outcomes import OUTCOME

    words = OUTCOME[letter.outcome].words if letter.outcome else ""
    return f"{letter.title}（{words}）" if letter.title.endswith(("不予公开告知书", "不予处理告知书")) else letter.title


def _shown(letter: "Letter", folder: Path | None, format_: str) -> str:
    from gongkai.documents.letters.template import load

    with in_words(ValueError):
        template = load(letter, folder)
    certain = {e for e in template.required if not e.derived and e.default is None and e.key != "basis"}
    required = list(dict.fromkeys((*letter.required, *certain)))
    named = dict.fromkeys(e for row in template.rows for e in row.slots())
    optional = [e for e in named if e not in required and not e.derived]
    if format_ == "json":
        found = [
            {"key": e.key, "words": e.words, "required": e in required, "shape": e.shape.name.lower(),
             "options": list(e.options), "default": e.default, "how": e.how}
            for e in (*required, *optional)
        ]  # fmt: skip
        whole = {"schema": 1, "key": letter.key, "title": letter.title, "law": [str(x) for x in letter.basis]}
        return json.dumps(whole | {"elements": found}, ensure_ascii=False, indent=2)
    return "\n".join(_card(letter, [(e, e in required) for e in (*required, *optional)]))


def _card(letter: "Letter", elements: list[tuple["Element", bool]]) -> Iterator[str]:
    from gongkai.cli.fitting import fitted

    yield click.style(f"《{letter.title}》（{letter.key}）", bold=True)
    yield f"依据：{joined(letter.basis)}。{'救济途径按发文日期自动写明。' if letter.contestable else ''}"
    heads = (("要素", "left"), ("代号", "left"), ("必备", "left"), ("怎样填写", "left"))
    rows = [(e.words, e.key, "必备" if needed else "", _how(e)) for e, needed in elements]
    yield fitted(heads, rows, columns(), giving=(3,))


def _how(element: "Element") -> str:
    words = element.how
    if element.options:
        words += f"：{'、'.join(element.options)}"
    elif element.shape.value not in ("文字", "法律条款"):
        words += f"（{element.shape.value}）"
    if element.default is not None:
        words += f"；不写为 {element.default}"
    return words
