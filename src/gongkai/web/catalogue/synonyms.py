"""Everyday words and abbreviations, and what official papers say instead: own table, one row a word.

One way only: who asks for 法援 is shown 法律援助 too; who asks for 法律援助 is not shown every 法援.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.web.catalogue import cutting

# fmt: off
OFFICIAL: dict[str, tuple[str, ...]] = {
    # money
    "花了多少钱": ("经费", "决算", "支出"), "用了多少钱": ("经费", "决算", "支出"), "花多少钱": ("经费", "支出"),
    "钱花在哪": ("经费", "支出"), "钱花到哪": ("经费", "支出"), "花在哪": ("经费", "支出"), "多少钱": ("标准", "金额", "经费"),
    "怎么收费": ("收费标准",), "收多少钱": ("收费标准",), "开支": ("支出",), "预决算": ("预算", "决算"), "三公": ("三公经费",),
    "补贴": ("补助",), "公证费": ("公证服务收费",), "拨款": ("资金",),
    # land and houses
    "拆迁": ("征收", "征地"), "动迁": ("征收",), "拆迁款": ("征收补偿",), "拆迁补偿": ("征收补偿",), "征地款": ("征地补偿",),
    "房产证": ("不动产权", "不动产登记"), "房本": ("不动产权",), "土地证": ("不动产权", "土地使用权"),
    "公租房": ("公共租赁住房", "保障性住房"), "廉租房": ("公共租赁住房", "保障性住房"), "经适房": ("保障性住房",),
    "规划图": ("详细规划",), "控规": ("控制性详细规划",), "环评": ("环境影响评价",), "物业": ("物业管理",),
    # people's lives
    "法援": ("法律援助",), "低保": ("最低生活保障",), "五保": ("特困供养",), "社保": ("社会保险",), "医保": ("医疗保险",),
    "公积金": ("住房公积金",), "养老金": ("养老保险",), "养老院": ("养老机构",), "敬老院": ("养老机构",), "工伤": ("工伤保险",),
    "下岗": ("失业",), "找工作": ("就业",), "考编": ("公开招聘",), "招老师": ("教师招聘",), "学区": ("招生范围",),
    "划片": ("招生范围",), "补课班": ("校外培训机构",), "培训班": ("校外培训机构",), "诊所": ("医疗机构",), "户口": ("户籍",),
    # order, traffic, trade
    "罚款": ("行政处罚",), "罚单": ("行政处罚",), "摄像头": ("监控设备",), "电子眼": ("监控设备",), "公交车": ("公交线路",),
    "打车": ("出租汽车",), "营业执照": ("经营主体登记",), "食品安全": ("食品抽检",), "排污": ("排污许可",),
    # law and office
    "红头文件": ("规范性文件",), "打官司": ("诉讼", "应诉"), "告政府": ("行政诉讼", "行政复议"), "律所": ("律师事务所",),
    "年报": ("年度报告",), "招标": ("政府采购",),
}
# fmt: on
_EVERY = re.compile("|".join(sorted(map(re.escape, OFFICIAL), key=len, reverse=True)))


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a query: words as typed, or an everyday word with what official papers say."""

    words: str
    official: tuple[str, ...] = ()


def pieces(term: str) -> list[Piece]:
    """A run of characters cut at everyday words; what is left between them only when it says something. Without an everyday
    word: the run itself."""
    found, at = [], 0
    for hit in _EVERY.finditer(term):
        found += _between(term[at : hit.start()])
        found.append(Piece(hit[0], OFFICIAL[hit[0]]))
        at = hit.end()
    return [*found, *_between(term[at:])] if found else [Piece(term)]


def _between(words: str) -> list[Piece]:
    return [Piece(words)] if len(words) > 1 and cutting.telling(words) else []


def also(query: str) -> tuple[str, ...]:
    """The official words a query is searched with beside its own, each once; none that it says already."""
    words = [w for term in cutting.terms(query) for piece in pieces(term) for w in piece.official]
    return tuple(w for w in dict.fromkeys(words) if w not in query)


def officially(query: str) -> str:
    """The query with the first official word in the place of each everyday one."""
    return _EVERY.sub(lambda hit: f" {OFFICIAL[hit[0]][0]} ", query)
