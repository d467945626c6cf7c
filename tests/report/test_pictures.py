"""What the registers hold beside the cells becomes the rows of pictures: shares add up, and every row has its records."""

from gongkai.report.pictures import PICTURES, pictured
from gongkai.report.yearwork import Figure, Part, Proposals, Published, YearWork


def _part(words: str, value: int) -> Part:
    return Part(words, words, value, tuple(f"publication/{words}{n}" for n in range(value)))


def test_it_works() -> None:
    published = Published(total=Figure(5), by_channel=(_part("政府网站", 3), _part("政务微信", 2)))
    work = YearWork("市司法局", 2023, published=published, proposals=Proposals(suggestions=Figure(1, ("proposal/1",))))
    found = pictured(work)
    assert [row[:2] for row in found["channels"]] == [["政府网站", 3], ["政务微信", 2]]
    assert found["channels"][1][2] == ["publication/政务微信0", "publication/政务微信1"]
    assert found["proposals"][:3] == [
        ["人大代表建议", 1, ["proposal/1"]],
        ["政协委员提案", 0, []],
        ["年末已答复", 0, []],
    ]


def test_many_columns_stand_together_and_none_is_lost() -> None:
    parts = tuple(_part(f"栏目{n:02}", 20 - n) for n in range(12))
    rows = pictured(YearWork("市司法局", 2023, published=Published(by_column=parts)))["columns"]
    assert [row[0] for row in rows][-2:] == ["栏目07", "其余 4 个栏目"]
    assert sum(row[1] for row in rows) == sum(p.value for p in parts)
    assert sum(len(row[2]) for row in rows) == sum(p.value for p in parts)


def test_a_channel_entered_as_a_column_is_drawn_once() -> None:
    published = Published(by_column=(_part("政务微信", 4), _part("工作动态", 2)))
    assert [row[0] for row in pictured(YearWork("市司法局", 2023, published=published))["columns"]] == ["工作动态"]


def test_nothing_recorded_gives_no_rows() -> None:
    assert pictured(YearWork("市司法局", 2023)) == {p.key: [] for p in PICTURES}
