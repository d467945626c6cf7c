"""Overrides of templates: used when whole, refused with everything that is wrong with them."""

from pathlib import Path

import pytest

from gongkai.documents import letters
from gongkai.documents.letters import LETTERS, BadTemplate, Letter, MissingElements, check_template
from gongkai.documents.letters.template import FOLDER, load
from tests.documents.letter_cases import sample

OURS = (FOLDER / "not_held.txt").read_text(encoding="utf-8")


def test_it_works(tmp_path: Path) -> None:
    (tmp_path / "not_held.txt").write_text(OURS.replace("现告知", "特此告知"), encoding="utf-8")
    assert "特此告知你：" in letters.prepare("not_held", sample("not_held"), templates=tmp_path).text


@pytest.mark.parametrize("letter", LETTERS, ids=lambda x: x.key)
def test_our_own_templates_are_whole_and_ask_for_nothing_undeclared(letter: Letter) -> None:
    text = (FOLDER / f"{letter.key}.txt").read_text(encoding="utf-8")
    assert check_template(text, letter.key) == ()
    undeclared = set(load(letter).required) - set(letter.shown)
    assert not [e.key for e in undeclared if not e.derived]


def test_there_is_no_template_without_a_letter() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == {letter.key for letter in LETTERS}


def test_a_folder_without_the_file_falls_back_to_ours(tmp_path: Path) -> None:
    assert (
        letters.prepare("not_held", sample("not_held"), templates=tmp_path).text
        == letters.prepare("not_held", sample("not_held")).text
    )


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("【检索情况】", "（见附件）", "缺少必备要素【检索情况】。"),
        ("【救济途径】", "", "缺少必备要素【救济途径】。"),
        ("【法律依据】", "有关规定", "缺少必备要素【法律依据】。"),
        ("检索情况如下：【检索情况】。", "［检索情况如下：【检索情况】。］", "【检索情况】是必备要素，不能只放在［ ］里。"),
        ("【联系电话】", "【电话】", "没有【电话】这个要素"),
        ("【救济途径】", "【救济途径", "【后面没有】。"),
        ("【救济途径】", "【救济途径】】", "】前面没有【。"),
        ("［，地址：【联系地址】］", "［，地址：【联系地址】", "［后面没有］。"),
        ("［，地址：【联系地址】］", "，地址：【联系地址】］", "］前面没有［。"),
        ("［，地址：【联系地址】］", "［，［地址：【联系地址】］］", "［ ］里面不能再套［。"),
        ("［，地址：【联系地址】］", "［，地址］", "［ ］里没有【要素】"),
        ("［，地址：【联系地址】］", "［【联系地址】｜甲｜乙］", "［ ］里最多有一个｜。"),
        ("标题：政府信息不存在告知书", "", "缺少“标题：”一行。"),
        ("【救济途径】", "· 【检索情况】\n【救济途径】", "应当正好有一个可以有几条的要素"),
        ("【救济途径】", "| 甲 | 乙\n【救济途径】", "表格的一行应以“|”结尾。"),
        ("【救济途径】", "列宽：宽 窄\n【救济途径】", "列宽应为一至十个用空格分开的整数"),
    ],
)  # fmt: skip
def test_fault(before: str, after: str, fault: str, tmp_path: Path) -> None:
    assert before in OURS
    text = OURS.replace(before, after)
    assert [found for found in check_template(text, "not_held") if fault in found], check_template(text, "not_held")
    (tmp_path / "not_held.txt").write_text(text, encoding="utf-8")
    with pytest.raises(BadTemplate) as refusal:
        letters.prepare("not_held", sample("not_held"), templates=tmp_path)
    assert "《政府信息不存在告知书》的模板不能使用：" in str(refusal.value)


def test_faults_name_their_line() -> None:
    number = OURS.splitlines().index("标题：政府信息不存在告知书") + 1
    assert check_template(OURS.replace("标题：政府", "标题：【甲】政府"), "not_held")[0].startswith(f"第{number}行：")


def test_all_faults_are_told_at_once() -> None:
    assert len(check_template(OURS.replace("【检索情况】", "【甲】").replace("【联系电话】", ""), "not_held")) == 3


def test_an_empty_file_lacks_everything() -> None:
    faults = check_template("", "not_held")
    assert "缺少必备要素【文号】。" in faults and "缺少“标题：”一行。" in faults


def test_an_override_may_ask_for_more(tmp_path: Path) -> None:
    (tmp_path / "not_held.txt").write_text(
        OURS.replace("［，地址：【联系地址】］", "，地址：【联系地址】"), encoding="utf-8"
    )
    given = sample("not_held")
    del given["address"]
    with pytest.raises(MissingElements, match="还缺联系地址；"):
        letters.prepare("not_held", given, templates=tmp_path)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "not_held.txt").write_bytes(OURS.encode("gb18030"))
    with pytest.raises(BadTemplate, match="不是 UTF-8 文字"):
        letters.prepare("not_held", sample("not_held"), templates=tmp_path)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "not_held.txt").write_text(OURS, encoding="utf-8-sig")
    assert letters.prepare("not_held", sample("not_held"), templates=tmp_path).title == "政府信息不存在告知书"


def test_a_huge_file_is_refused() -> None:
    assert check_template("甲" * 300_000, "not_held") == ("超过 200000 字，不像一份文书模板。",)


def test_an_unknown_letter_is_named() -> None:
    with pytest.raises(KeyError, match="没有「nothing」这种文书"):
        check_template("", "nothing")


def test_a_table_in_an_override_keeps_its_cells() -> None:
    text = (FOLDER / "proof_of_delivery.txt").read_text(encoding="utf-8")
    assert check_template(text.replace("| 备注 | |", "| 备注 | 经办科室 | 电话 |"), "proof_of_delivery") == ()
