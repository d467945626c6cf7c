"""Letter numbers: the next one, gaps, doubles, voided ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.documents.letters.numbering import BadNumber, Sequence, check_numbers, next_number, number_of, parse


def test_it_works() -> None:
    assert next_number([], organ_word="平司", year=2026) == "平司公开〔2026〕1号"
    assert next_number(["平司公开〔2026〕1号"], organ_word="平司", year=2026) == "平司公开〔2026〕2号"


def test_other_organs_kinds_and_years_are_passed_over() -> None:
    taken = ["平司公开〔2025〕88号", "平司公开补〔2026〕3号", "平财公开〔2026〕7号"]
    assert next_number(taken, organ_word="平司", year=2026) == "平司公开〔2026〕1号"
    with pytest.raises(BadNumber, match="缺1号、2号"):
        next_number(taken, organ_word="平司", year=2026, kind="公开补")


def test_a_gap_is_refused() -> None:
    with pytest.raises(BadNumber, match="平司公开〔2026〕缺2号，共 1 个"):
        next_number(["平司公开〔2026〕1号", "平司公开〔2026〕3号"], organ_word="平司", year=2026)


def test_a_double_is_refused() -> None:
    with pytest.raises(BadNumber, match="平司公开〔2026〕1号 用了 2 次"):
        next_number(["平司公开〔2026〕1号", "平司公开〔2026〕第1号"], organ_word="平司", year=2026)


@pytest.mark.parametrize(
    "text", ["平司公开[2026]12号", "平司公开〔2026〕012号", "平司公开〔26〕12号", "〔2026〕12号", "平司公开〔2026〕0号", "平司公开〔2026〕12", ""]
)  # fmt: skip
def test_malformed_number_is_refused(text: str) -> None:
    with pytest.raises(BadNumber, match="不是规范的发文字号"):
        parse(text)
    assert check_numbers([text])[0].number == text


def test_every_fault_is_found() -> None:
    faults = check_numbers(["甲公开〔2026〕1号", "甲公开〔2026〕1号", "甲公开〔2026〕4号", "乙公开〔2026〕1号", "坏"])
    assert [fault.number for fault in faults] == ["坏", "甲公开〔2026〕1号", "甲公开〔2026〕2号"]


def test_many_missing_numbers_are_counted() -> None:
    assert "等，共 98 个" in check_numbers(["甲公开〔2026〕1号", "甲公开〔2026〕100号"])[0].words


def test_a_sequence_allots_without_gaps_and_keeps_what_is_void() -> None:
    sequence, first = Sequence("平司公开", 2026).allot()
    sequence = sequence.void(first, "打印错误")
    sequence, second = sequence.allot()
    assert [str(first), str(second)] == ["平司公开〔2026〕1号", "平司公开〔2026〕2号"]
    assert sequence.entries[0].void == "打印错误"
    with pytest.raises(BadNumber, match="已经作废"):
        sequence.void(first, "又一次")
    with pytest.raises(BadNumber, match="须写明原因"):
        sequence.void(second, " ")
    with pytest.raises(BadNumber, match="没有编出过"):
        sequence.void(parse("平司公开〔2026〕9号"), "无")


def test_a_sequence_with_a_gap_cannot_be() -> None:
    sequence, _ = Sequence("平司公开", 2026).allot()
    sequence, _ = sequence.allot()
    with pytest.raises(BadNumber, match="有缺号或者重号"):
        Sequence("平司公开", 2026, sequence.entries[1:])


@given(st.integers(0, 60))
def test_numbers_allotted_one_after_another_have_no_faults(count: int) -> None:
    taken: list[str] = []
    for _ in range(count):
        taken.append(next_number(taken, organ_word="平司", year=2026))
    assert check_numbers(taken) == ()


@pytest.mark.parametrize(
    "typed",
    [
        "青司规〔2023〕1号",
        "青司规[2023]1号",
        "青司规【2023】1号",
        "青司规［２０２３］１号",
        " 青司规〔2023〕 1 号\u3000",
    ],
)
def test_a_number_is_kept_in_one_way_of_writing(typed: str) -> None:
    assert number_of(typed) == "青司规〔2023〕1号"


def test_round_brackets_stay_round() -> None:
    assert number_of("(2026)澜0102行初3号") == number_of("（2026）澜0102行初3号") == "（2026）澜0102行初3号"


@given(st.text(max_size=30))
def test_what_is_kept_reads_the_same_again(typed: str) -> None:
    kept = number_of(typed)
    assert number_of(kept) == kept and number_of(f" {kept}\u3000") == kept
