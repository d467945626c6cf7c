"""What the bureau that can be tried has entered into its registers this year, as of the day the demonstration is built."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from gongkai.web.demo import affairs, annual
from gongkai.web.demo.affairs import Affairs
from gongkai.web.demo.city import BUREAU

# fmt: off
_YEAR = Affairs(
    (("website", "司法行政动态", 1380), ("wechat", "政务微信", 1640), ("city_platform", "部门会议、部门文件和清理结果", 74)),
    (("picture", "调解协议司法确认图解", 2), ("text", "公证减免收费解读", 4)),
    (("公共法律服务进园区", "S"), ("人民调解员补贴", "B")), (("行业性专业性调解", "S"),),
    (("leading_group_meeting", "政务公开工作领导小组会议", 305, 0, ""), ("training", "依申请公开办理培训", 423, 55, ""),
     ("inspection", "公开栏目半年检查", 702, 0, "检查16个栏目，1个更新不及时，已当月改正"), ("open_day", "走进公共法律服务中心", 911, 46, ""),
     ("inspection", "年终公开栏目检查", 1211, 0, "未发现问题")),
    (("公开公共法律服务网点地址和电话", 330), ("公开行政检查计划和结果", 618), ("公开法律援助案件质量评估结果", 1120)),
)
# fmt: on
_LICENCES, _FEN = "238", "221600.00"  # of the first half of the year


def so_far(*, today: date) -> Iterator[annual.Row]:
    """The rows a clerk has by a day: nothing that lies ahead, monthly figures to the last full month, half-yearly ones from July on."""
    full = today.replace(day=1) - timedelta(days=1)
    for key, row in affairs.of(BUREAU, today.year, _YEAR):
        if row.get("kind") in ("information", "interpretation"):
            if full.year == today.year and (count := int(row["count"]) * full.month // 12):
                title = row["title"].replace("全年", f"1月至{full.month}月" if full.month > 1 else "1月")
                yield key, {**row, "title": title, "on": str(full), "count": str(count)}
        elif (row.get("on") or row.get("received_on") or "") <= str(today):
            yield key, _until(row, today)
    if today.month > 6:
        yield from _first_half(today.year)


def _until(row: Mapping[str, Any], today: date) -> Mapping[str, Any]:
    """A row without what becomes of it after a day."""
    if row.get("done_on", "") > str(today):
        return {**row, "done_on": "", "progress": "正在办理"}
    if row.get("replied_on", "") > str(today):
        return {**row, "replied_on": "", "satisfaction": "", "published_on": ""}
    if row.get("published_on", "") > str(today):
        return {**row, "published_on": ""}
    return row


def _first_half(year: int) -> Iterator[annual.Row]:
    span = {"since": f"{year}-01-01", "on": f"{year}-06-30"}
    subject = "律师、公证、司法鉴定执业许可"
    yield "decision", {**span, "row": "licence", "subject": subject, "count": _LICENCES, "source": "许可平台半年导出"}
    yield "charge", {**span, "item": "公证费", "fen": _FEN, "source": "财务半年报表"}
