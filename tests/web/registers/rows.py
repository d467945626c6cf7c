"""A sound row of every register, as it would be typed: what tests start from."""

from __future__ import annotations

from typing import Any

from gongkai.web.organs.models import Organ
from gongkai.web.registers import operations
from gongkai.web.registers.table import REGISTERS
from tests.web.conftest import City

SOUND: dict[str, dict[str, Any]] = {
    "document": {
        "row": "normative_document", "title": "青澜市行政检查管理办法", "document_number": "青司规〔2023〕1号",
        "issued_on": "2023年5月4日", "effective_on": "2023-06-01", "source": "收发文登记",
    },
    "decision": {"row": "行政许可", "since": "2023-01-01", "on": "2023-12-31", "count": "408", "source": "许可平台导出"},
    "charge": {"item": "公证费", "on": "2023-12-31", "fen": "405,100.00", "source": "财务账"},
    "publication": {
        "kind": "信息", "channel": "政府网站", "column": "部门会议", "title": "会议信息", "on": "2023/12/31", "count": 11,
        "source": "网站后台",
    },
    "proposal": {
        "kind": "suggestion", "number": "第12号", "subject": "优化营商环境", "received_on": "2023-03-01",
        "due_on": "2023-06-01", "replied_on": "2023-05-20", "satisfaction": "满意", "source": "交办单",
    },
    "activity": {"kind": "培训", "title": "政务公开培训", "on": "2023-04-18", "participants": "45", "source": "签到表"},
    "duty": {"body": "leading_group", "name": "周远", "duty": "组长", "since": "2022-03-01", "source": "领导小组文件"},
    "key_task": {"year": "2023", "number": "1", "item": "公开重大行政决策目录", "progress": "3月：已公开", "source": "市工作要点"},
    "problem": {"year": 2022, "problem": "解读形式单一", "state": "improved", "outcome": "增加了图解", "source": "2022年年报"},
    "figure": {
        "year": 2023, "cell": "3/new/natural_person", "value": "3", "given_by": "信访科王强", "on": "2024-01-05",
        "source": "信访系统",
    },
}  # fmt: skip


def entered(city: City, key: str, *, organ: Organ | None = None, **changed: Any) -> Any:
    """A record of a register, entered by the clerk."""
    where = organ or city.justice
    viewer = city.viewer("clerk" if where == city.justice else "neighbour")
    return operations.enter(REGISTERS[key], where, {**SOUND[key], **changed}, viewer=viewer)
