"""Personal data left in a text that is to be published."""

from __future__ import annotations

import pytest

from gongkai.web.catalogue.personal import marks, without

OWN = (
    ("申请人姓名", "王小明"),
    ("证件号码", "370802199001011234"),
    ("联系电话", "13812345678"),
    ("通信地址", "青澜市西城区西街2号幸福里3单元"),
    ("代理人姓名", "赵律"),
)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(m.what, m.words) for m in marks(text, OWN)]


def test_it_works() -> None:
    assert kinds("王小明申请公开经费明细") == [("申请人姓名", "王小明")]


@pytest.mark.parametrize(
    ("text", "what", "words"),
    [
        ("身份证370802199001011234号", "证件号码", "370802199001011234"),
        ("请致电 138 1234 5678。", "联系电话", "138 1234 5678"),
        ("请致电１３８-1234-5678。", "联系电话", "１３８-1234-5678"),
        ("住青澜市西城区西街2号幸福里3单元", "通信地址", "青澜市西城区西街2号幸福里3单元"),
        ("住西城区西街2号幸福里", "通信地址", "西城区西街2号幸福里"),  # a part of it
        ("由赵律代理", "代理人姓名", "赵律"),
        ("另一手机13900001111", "手机号码", "13900001111"),
        ("2025 13900001111", "手机号码", "13900001111"),
        ("写信到 someone.else@mail.example.cn 即可", "电子邮箱", "someone.else@mail.example.cn"),
        ("座机0635-8210001", "电话号码", "0635-8210001"),
        ("第三人：李建国，住所不详", "姓名", "李建国"),
        ("证件11010519491231002X", "身份证号码", "11010519491231002X"),
        ("车牌鲁A12345的车", "机动车号牌", "鲁A12345"),
        ("张庄村12号", "住址", "张庄村12号"),
        ("王 小 明", "申请人姓名", "王 小 明"),
        ("王\n小明", "申请人姓名", "王\n小明"),
    ],
)
def test_each_kind_is_marked(text: str, what: str, words: str) -> None:
    assert [w for found, w in kinds(text) if found == what and words in w]


@pytest.mark.parametrize(
    "text",
    ["", "2025年支出120万元。", "138****5678", "青司〔2025〕12号", "第三人：李某，", "索引号 370802004/2026-00012"],
)
def test_what_is_no_personal_data_is_not_marked(text: str) -> None:
    assert kinds(text) == []


def test_the_applicant_is_taken_out() -> None:
    text = "王小明（身份证370802199001011234，电话138 1234 5678）由赵律代理申请。"
    assert without(text, OWN) == "申请人（身份证（略），电话（略））由申请人代理申请。"
    assert not marks(without(text, OWN), OWN)


def test_the_key_of_a_mark_tells_nothing_and_stays() -> None:
    first, again = marks("电话13900001111"), marks("改写以后，电话还是13900001111")
    assert first[0].key == again[0].key
    assert "139" not in first[0].key or len(first[0].key) == 32
    assert first[0].key != marks("电话13900002222")[0].key
