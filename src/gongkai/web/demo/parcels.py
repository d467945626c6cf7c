"""What was asked of the bureau of natural resources in 2023 and 2024: for each outcome how often residents asked, which bodies
did, and what for. Residents are the large majority; what is seldom in life is seldom here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

PLACES = (
    "东湖村",
    "柳树巷",
    "北关街",
    "青山镇",
    "石桥镇",
    "龙泉街",
    "白鹭村",
    "长堤路",
    "南门里",
    "双井村",
    "官渡镇",
    "文昌路",
    "玉泉村",
    "竹园社区",
)
_JIANG, _LAND, _FARM, _SHOPS = "江畔建材有限公司", "万合置业有限公司", "青禾农业开发有限公司", "北岸商贸有限公司"
_ZHENG, _HENG, _MING = "正言律师事务所", "衡川律师事务所", "明理律师事务所"
_CITY, _WATER, _ADMIN = "城市发展研究院", "水利研究所", "公共管理研究中心"
_GREEN, _BUYERS = "绿水环保志愿者协会", "消费者权益保护协会"
_OWNERS, _VILLAGE, _ESTATE, _BUILDERS = (
    "望江花园业主委员会",
    "东湖村村民委员会",
    "学府路社区居民委员会",
    "建筑业行业协会",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An outcome: what is asked for, residents' applications and bodies in 2023 and in 2024."""

    things: tuple[str, ...]
    residents: tuple[int, int]
    bodies: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


# fmt: off
WANTED: Mapping[str, Wanted] = {
    "granted": Wanted(("征地批复文件", "建设用地规划许可证", "征收土地公告", "用地预审意见", "土地供应结果", "控制性详细规划图则", "工程规划许可批前公示材料"), (9, 11),
                      ((_LAND,), (_ZHENG,))),
    "partially_granted": Wanted(("征地补偿登记表", "青苗补偿清册", "宅基地审批表", "被征地农民参保名单"), (6, 6), ((_FARM,), (_HENG, _VILLAGE))),
    "state_secret": Wanted(("大比例尺涉密地形图", "涉密测绘控制点成果"), (1, 0), ((_JIANG, _WATER), (_MING, _GREEN, _BUILDERS))),
    "prohibited_by_law": Wanted(("土地调查中调查对象填报的资料",), (1, 0), ((_CITY,), ())),
    "security_and_stability": Wanted(("地下燃气管线精确坐标", "供水管线精确坐标"), (0, 1), ((_WATER,), (_GREEN,))),
    "third_party": Wanted(("地块勘察报告和报价文件", "规划设计投标方案"), (1, 1), ((_ZHENG,), (_LAND,))),
    "internal_affairs": Wanted(("用地审批内部流转记录",), (0, 1)),
    "process_information": Wanted(("规划方案讨论稿", "选址方案会商记录"), (1, 1), ((_HENG,), (_GREEN,))),
    "enforcement_file": Wanted(("违法用地案件调查笔录", "违法建设案件现场勘验笔录"), (1, 1), ((_MING,), (_JIANG,))),
    "registry_inquiry": Wanted(("不动产登记簿", "房屋登记原始资料"), (2, 2), ((_SHOPS, _ESTATE), (_ZHENG,))),
    "not_held": Wanted(("集体土地承包合同", "村民会议决议", "农房拆除施工合同", "青苗补偿转账凭证"), (5, 6), ((_MING, _OWNERS), (_LAND, _GREEN))),
    "not_compiled": Wanted(("历年成交价格分析", "逐户占地面积汇总"), (1, 1), ((_FARM,), (_CITY,))),
    "still_unclear": Wanted(("有关土地的材料",), (1, 1), ((), (_VILLAGE,))),
    "petition_or_complaint": Wanted(("违法占地建房的问题", "邻居私搭乱建的问题"), (2, 2), ((_OWNERS,), ())),
    "repeated": Wanted((), (1, 1), ((_HENG,), (_VILLAGE,))),  # what they asked for first
    "publication": Wanted(("《青澜市地图集》",), (1, 0), ((_CITY,), ())),
    "excessive": Wanted(("历年用地批文汇编",), (0, 1), ((), (_HENG,))),
    "reissue": Wanted(("建设用地规划许可证复印件", "宅基地批准书复印件"), (1, 1), ((_BUILDERS,), (_SHOPS,))),
    "supplement_lapsed": Wanted(("各类用地文件",), (1, 2), ((_ESTATE,), ())),
    "fee_lapsed": Wanted(("土地台账逐页复印件",), (1, 0), ((_LAND,), (_WATER,))),
    "other": Wanted(("土地出让公告", "规划公示图"), (1, 2)),
}
# Received shortly before the end of the year and answered in the next: outcome, who asks.
CARRIED = (("granted", ""), ("partially_granted", ""), ("not_held", ""), ("granted", ""), ("granted", _LAND), ("partially_granted", _MING))
# fmt: on


def asked(at: int) -> list[tuple[str, str, str]]:
    """The applications of the first (0) or the second year: outcome, subject, body; mixed, and no subject twice."""
    rows = list(_each(at))
    order = sorted(range(len(rows)), key=lambda n: (n * 29 % len(rows), n))
    return [rows[n] for n in order]


def again(at: int) -> list[str]:
    """Who asks once more for what they were answered in the year: a body, or the empty text for a resident."""
    wanted = WANTED["repeated"]
    return [*("" for _ in range(wanted.residents[at])), *wanted.bodies[at]]


def _each(at: int) -> Iterator[tuple[str, str, str]]:
    serial = at * 5
    for outcome, wanted in WANTED.items():
        many = len(wanted.things)
        askers = [*("" for _ in range(wanted.residents[at])), *wanted.bodies[at]]
        for number, body in enumerate(askers if many else ()):
            thing = wanted.things[(number + at) % many]
            place = PLACES[(serial + number // many) % len(PLACES)]
            yield outcome, thing if thing.startswith("《") else f"{place}{thing}", body
            serial += 1
