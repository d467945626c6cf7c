"""``gongkai letter``: written whole or not at all, what is missing named first; lists, templates."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from gongkai.cli import faults
from gongkai.documents.letters import LETTER, LETTERS
from gongkai.documents.letters.template import FOLDER
from tests.cli.samples import run
from tests.paths import ROOT

EXAMPLE = str(ROOT / "docs" / "guides" / "letter-example.yaml")
GIVEN = {
    "文号": "青财公开〔2026〕12号", "organ": "青澜市财政局", "发文日期": "2026年10月23日", "申请人": "林小满",
    "申请人类型": "自然人", "收到申请日期": "2026-09-25", "申请内容": "部门预算执行情况表", "理由": "文件分存三处",
    "延长天数": "20", "新的答复期限": "2026-11-26", "联系部门": "办公室", "联系电话": "0000-1234567",
}  # fmt: skip


def pairs(**changes: str) -> list[str]:
    return [part for name, value in {**GIVEN, **changes}.items() if value for part in ("--set", f"{name}={value}")]


def letter(*args: str, **changes: str) -> Any:
    return run("letter", "extension_notice", *pairs(**changes), *args)


def yaml(tmp_path: Path, text: str) -> str:
    path = tmp_path / "案件.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_it_works(tmp_path: Path) -> None:
    place = tmp_path / "延期告知书.docx"
    result = letter("-o", str(place))
    assert result.exit_code == 0 and "已写好《政府信息公开申请延期答复告知书》" in result.stdout
    with zipfile.ZipFile(place) as package:
        assert "林小满" in package.read("word/document.xml").decode()


def test_pdf_and_text(tmp_path: Path) -> None:
    assert letter("-o", str(tmp_path / "a.pdf")).exit_code == 0
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")
    assert letter("-o", str(tmp_path / "a.txt")).exit_code == 0
    printed = letter().stdout
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == printed
    assert "延长后，本机关将在2026年11月26日前（含当日）答复。" in printed


def test_the_example_of_the_readme() -> None:
    text = run("letter", "partially_granted", "--from", EXAMPLE).stdout
    assert "先向青澜市人民政府申请行政复议" in text and "附件二中的施工工艺参数：属于商业秘密" in text


def test_dates_follow_from_what_happened(tmp_path: Path) -> None:
    source = yaml(tmp_path, "events:\n  - received 周五 2026-09-25 post\n  - extended 周五 2026-10-23 20天\n")
    none = {"收到申请日期": "", "延长天数": "", "新的答复期限": ""}
    text = letter("--from", source, **none).stdout
    assert "于2026年9月25日收到" in text and "延长20个工作日" in text and "2026年11月26日前" in text
    # What is typed wins.
    assert "2026年11月20日前" in letter("--from", source, **{**none, "新的答复期限": "2026-11-20"}).stdout


def test_a_provisional_date_is_warned_of(tmp_path: Path) -> None:
    source = yaml(tmp_path, "events:\n  - received 2026-12-04\n  - extended 2026-12-21 20天\n")
    result = letter("--from", source, 发文日期="2026-12-21", 收到申请日期="", 新的答复期限="")
    assert result.exit_code == 0 and "2027 年的放假通知还没有发布" in result.stderr


def test_the_command_line_wins_over_the_file(tmp_path: Path) -> None:
    source = yaml(tmp_path, "".join(f"{name}: {value}\n" for name, value in GIVEN.items()))
    assert run("letter", "extension_notice", "--from", source).stdout == letter().stdout
    assert "另有原因" in run("letter", "extension_notice", "--from", source, "--set", "理由=另有原因").stdout


def test_lists_are_repeated_and_columns_barred() -> None:
    given = pairs(
        理由="", 延长天数="", 新的答复期限="", 提供方式="邮寄", 复议机关="青澜市人民政府", 管辖法院="青澜市法院"
    )
    given += [
        "--set",
        "公开的内容=正文",
        "--set",
        "公开的内容=附件一",
        "--set",
        "不予公开的内容和理由=附件二|属于商业秘密",
    ]
    text = run("letter", "partially_granted", *given).stdout
    assert "1. 正文\n2. 附件一" in text and "附件二：属于商业秘密" in text


def test_what_is_missing_is_named_and_nothing_written(tmp_path: Path) -> None:
    place = tmp_path / "a.docx"
    result = letter("-o", str(place), 理由="", 联系电话="")
    assert result.exit_code == faults.FAILED and result.stdout == ""
    assert "还缺理由、联系电话；请补齐" in result.stderr and "--show extension_notice" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_it_does_not_overwrite(tmp_path: Path) -> None:
    place = tmp_path / "a.docx"
    place.write_bytes(b"mine")
    result = letter("-o", str(place))
    assert result.exit_code == faults.FAILED and "已经存在；要覆盖它，请加 --force" in result.stderr
    assert place.read_bytes() == b"mine"
    assert letter("-o", str(place), "--force").exit_code == 0
    assert zipfile.is_zipfile(io.BytesIO(place.read_bytes())) and list(tmp_path.iterdir()) == [place]


def test_a_blank_form(tmp_path: Path) -> None:
    place = tmp_path / "申请表.docx"
    assert run("letter", "application_form", "--blank", "-o", str(place)).exit_code == 0
    assert "□纸质" in zipfile.ZipFile(place).read("word/document.xml").decode()
    assert "只用一种" in run("letter", "application_form", "--blank", "--set", "申请人=张三").stderr


def test_every_letter_is_listed_and_shown() -> None:
    text = run("letter", "--list").stdout
    assert all(x.key in text for x in LETTERS) and f"共 {len(LETTERS)} 种" in text
    for one in LETTERS:
        found = json.loads(run("letter", one.key, "--show", "--format", "json").stdout)
        needed = {e["key"] for e in found["elements"] if e["required"]}
        assert {e.key for e in one.required} <= needed, one.key


def test_what_show_asks_for_is_enough() -> None:
    """With every element that is shown as required, and no other, a letter is made."""
    sample = {
        "date": "2026-10-23",
        "days": "5",
        "money": "100",
        "list": "甲",
        "pairs": "甲|乙",
        "rows": "甲|乙|丙|丁|戊",
    }
    for one in LETTERS:
        shown = json.loads(run("letter", "--show", one.key, "--format", "json").stdout)["elements"]
        given = []
        for element in shown:
            if element["required"]:
                value = element["options"][0] if element["options"] else sample.get(element["shape"], "某某")
                given += ["--set", f"{element['words']}={value}"]
        result = run("letter", one.key, *given)
        assert result.exit_code == 0, f"{one.key}: {result.stderr}"


def test_templates_of_ones_own(tmp_path: Path) -> None:
    ours = (FOLDER / "extension_notice.txt").read_text(encoding="utf-8")
    place = tmp_path / "extension_notice.txt"
    place.write_text(ours.replace("因下列原因", "因为下列特别的原因"), encoding="utf-8")
    assert (
        run("letter", "--check-template", str(place)).stdout == "《政府信息公开申请延期答复告知书》的模板可以使用。\n"
    )
    assert "因为下列特别的原因" in letter("--templates", str(tmp_path)).stdout
    place.write_text(ours.replace("【理由】", ""), encoding="utf-8")
    checked = run("letter", "--check-template", str(place))
    assert checked.exit_code == faults.ERRORS_FOUND and "【理由】" in checked.stderr and "1 处错误" in checked.stdout
    refused = letter("--templates", str(tmp_path))
    assert refused.exit_code == faults.FAILED and "【理由】" in refused.stderr and refused.stdout == ""


def test_a_title_does_where_only_one_letter_has_it() -> None:
    assert run("letter", "--show", "政府信息公开申请延期答复告知书").exit_code == 0
    result = run("letter", "--show", "政府信息不予公开告知书")
    assert result.exit_code == faults.FAILED and "third_party" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "缺少文书代号"),
        (["extension"], "没有「extension」这种文书。是不是 extension_notice？"),
        (["extension_notice", "--set", "申请人"], "写得不对"),
        (["extension_notice", "--set", "申请者=张三"], "没有「申请者」这个要素"),
        (["extension_notice", "--set", "申请人=甲", "--set", "applicant=乙"], "写了两次"),
        (["extension_notice", "--set", "救济途径=无"], "由其他要素得出"),
        (["extension_notice", "--set", "发文日期=2026-02-30"], "「发文日期」：没有 2026-02-30 这一天"),
        (["extension_notice", "--set", "延长天数=-3"], "1 至 250 的整数"),
        (["extension_notice", "-o", "a.odt"], "以 .docx、.pdf 或 .txt 结尾"),
        (["extension_notice", "--from", "x.yaml"], "文件不存在"),
        (["extension_notice", "--templates", "x"], "不是文件夹"),
        (["--list", "--show", "granted"], "一次只用一个"),
        (["--check-template", "x.txt"], "看不出是哪种文书"),
        (["granted", "--check-template", "x.txt"], "文件不存在"),
    ],
)
def test_what_cannot_be(arguments: list[str], words: str) -> None:
    result = run("letter", *arguments)
    assert result.exit_code == faults.FAILED
    assert words in result.stderr and result.stderr.count("\n") == 1 and result.stdout == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "没有要素"),
        ("- 甲\n", "没有要素"),
        ("申请者: 甲\n", "没有「申请者」这个要素。是不是「申请人」？"),
        ("申请人: 甲\napplicant: 乙\n", "写了两次（中文和代号）"),
        ("申请人: [甲, 乙]\n", "只写一个值"),
        ("公开的内容:\n  - 甲: 乙\n", "请加引号"),
        ("发文日期: 2026-02-30\n", "只有 28 天"),
        ("events: [received 周二 2026-03-02]\n", "不是周二"),
        ("events: [decided 2026-03-02]\n", "第一件事应当是"),
        ("events: [received 2026-03-02]\n发文日期: 2026-03-01\n", "2026-03-01 之前没有收到申请"),
    ],
)
def test_a_file_that_cannot_be(text: str, words: str, tmp_path: Path) -> None:
    result = run("letter", "granted", "--from", yaml(tmp_path, text))
    assert result.exit_code == faults.FAILED
    assert words in result.stderr and result.stderr.count("\n") == 1 and result.stdout == ""


def test_letters_are_known_by_key() -> None:
    assert set(LETTER) == {x.key for x in LETTERS}
