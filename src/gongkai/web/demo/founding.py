"""The founding year: what the bureau entered into its registers for 2023, and the annual report that came of it.

The figures are those of the founding report; names and texts are invented. The three applications are told in ``stories``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.web.demo.city import BUREAU
from gongkai.web.demo.clock import Day, as_of
from gongkai.web.organs.gate import Viewer
from gongkai.web.organs.models import Organ, Post, Role
from gongkai.web.registers import operations as registers
from gongkai.web.registers.table import REGISTERS
from gongkai.web.reports import operations as reports
from gongkai.web.reports.compiling import compiled
from gongkai.web.reports.models import AnnualReport
from gongkai.web.review.models import Opinion

YEAR = 2023
ENTERED, WRITTEN, SIGNED = date(2024, 1, 5), date(2024, 1, 10), date(2024, 1, 16)
_ALL = {"since": "2023-01-01", "on": "2023-12-31"}
_CHAIN = (Role.REVIEWER, Role.LEGAL_REVIEWER, Role.SECRECY_REVIEWER, Role.SIGNER)

# fmt: off
# Register, columns. Every row has its source.
ROWS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("document", {"row": "normative_document", "title": "青澜市行政规范性文件制定程序规定", "document_number": "青司规〔2020〕1号",
                  "issued_on": "2020-04-16", "effective_on": "2020-05-01", "source": "收发文登记"}),
    ("document", {"row": "normative_document", "title": "青澜市法律援助补贴管理办法", "document_number": "青司规〔2021〕2号",
                  "issued_on": "2021-08-30", "effective_on": "2021-10-01", "clean_up": "kept", "cleaned_up_on": "2023-11-20",
                  "source": "收发文登记"}),
    ("decision", {**_ALL, "row": "licence", "subject": "律师、公证、司法鉴定执业许可", "count": "408", "source": "许可平台年度导出"}),
    ("charge", {**_ALL, "item": "公证费", "fen": "405100.00", "source": "财务年度决算"}),
    ("publication", {"kind": "information", "channel": "city_platform", "column": "部门会议、部门文件和清理结果", "title": "会议、文件和清理类信息",
                     "on": "2023-12-31", "count": "11", "source": "平台后台统计"}),
    ("publication", {"kind": "information", "channel": "city_platform", "column": "工作信息", "title": "规划计划、重大决策等工作信息",
                     "on": "2023-12-31", "count": "49", "source": "平台后台统计"}),
    ("publication", {"kind": "information", "channel": "website", "column": "司法行政动态", "title": "本局网站发布的信息",
                     "on": "2023-12-31", "count": "1260", "source": "网站后台统计"}),
    ("publication", {"kind": "information", "channel": "wechat", "column": "政务微信", "title": "公众号发布和转载的信息",
                     "on": "2023-12-31", "count": "1520", "source": "公众号后台统计"}),
    ("publication", {"kind": "information", "channel": "microblog", "column": "政务微博", "title": "微博发布和转载的信息",
                     "on": "2023-12-31", "count": "1130", "source": "微博后台统计"}),
    ("publication", {"kind": "information", "channel": "television", "column": "法治栏目", "title": "电视台播出的法治节目",
                     "on": "2023-12-31", "count": "52", "source": "播出单"}),
    ("publication", {"kind": "information", "channel": "press", "column": "报刊稿件", "title": "报刊刊发的稿件",
                     "on": "2023-12-31", "count": "38", "source": "样报"}),
    ("publication", {"kind": "interpretation", "channel": "city_platform", "title": "规范性文件的文字解读", "form": "text",
                     "on": "2023-12-31", "count": "6", "source": "平台后台统计"}),
    ("publication", {"kind": "interpretation", "channel": "wechat", "title": "规范性文件的图解", "form": "picture",
                     "on": "2023-12-31", "count": "4", "source": "公众号后台统计"}),
    *(("publication", {"kind": "press_conference", "channel": "website", "title": title, "on": day, "count": "1",
                       "source": "新闻发布会通知"})
      for day, title in (("2023-03-22", "制造业发展法治保障"), ("2023-05-18", "行政检查管理办法"),
                         ("2023-08-10", "地方立法实施"), ("2023-11-02", "乡村振兴法律服务"))),
    *(("proposal", {"kind": kind, "number": number, "subject": subject, "received_on": "2023-03-10", "due_on": "2023-06-10",
                    "replied_on": "2023-05-26", "satisfaction": "satisfied", "source": "交办单"})
      for kind, number, subject in (
          ("suggestion", "第18号", "优化营商环境"), ("suggestion", "第43号", "重大行政决策的落实"), ("suggestion", "第77号", "工程造价争议仲裁"),
          ("motion", "第21号", "优化营商环境"), ("motion", "第56号", "校园法治宣传教育"), ("motion", "第92号", "未成年人保护的专业化"),
          ("motion", "第130号", "重大行政决策的落实"))),
    ("activity", {"kind": "open_day", "title": "走进司法局开放日", "on": "2023-09-15", "participants": "60", "source": "活动签到表"}),
    ("activity", {"kind": "training", "title": "政务公开业务培训", "on": "2023-04-18", "participants": "45", "source": "培训签到表"}),
    ("activity", {"kind": "leading_group_meeting", "title": "政务公开工作领导小组会议", "on": "2023-02-24", "source": "会议纪要"}),
    ("activity", {"kind": "inspection", "title": "公开栏目检查", "on": "2023-10-12", "result": "两个栏目更新不及时，已当月改正",
                  "source": "检查记录"}),
    ("duty", {"body": "leading_group", "name": "沈怀民", "duty": "组长", "since": "2023-02-20", "source": "领导小组调整文件"}),
    *(("duty", {"body": "leading_group", "name": name, "duty": duty, "since": "2023-02-20", "source": "领导小组调整文件"})
      for name, duty in (("陆承平", "副组长"), ("苏明慧", "成员"), ("何景行", "成员"), ("秦守正", "成员"))),
    *(("duty", {"body": "office", "name": name, "duty": duty, "since": "2023-02-20", "source": "领导小组调整文件"})
      for name, duty in (("苏明慧", "负责人"), ("林知远", "经办"), ("许子衿", "发布"))),
    ("key_task", {"year": "2023", "number": "1", "item": "公开年度重大行政决策事项目录", "progress": "3月：目录已公开", "done_on": "2023-03-31",
                  "source": "市政务公开工作要点"}),
    ("key_task", {"year": "2023", "number": "2", "item": "公开规范性文件备案和清理结果", "progress": "11月：清理结果已公开", "done_on": "2023-11-30",
                  "source": "市政务公开工作要点"}),
    ("problem", {"year": "2022", "problem": "主动公开目录更新不够及时", "improvement": "按季度核对目录", "state": "solved",
                 "outcome": "已编制新的基本目录", "source": "2022年年度报告"}),
    ("problem", {"year": "2023", "problem": "对主动公开的督促检查还不够经常", "improvement": "每季度检查一次公开栏目", "state": "open", "source": "年终总结"}),
    ("problem", {"year": "2023", "problem": "政策解读的形式以文字和图解为主，音频、视频较少",
                 "improvement": "重要文件同步制作音频或者视频解读", "state": "open", "source": "年终总结"}),
)
# fmt: on


def acts() -> int:
    """How many acts it takes, for a progress bar."""
    return len(ROWS) + 2


def build(clock: Day) -> Iterator[None]:
    """Enter the year's records, write the report from them, bring it to its edition; yields after each act."""
    organ = Organ.objects.get(short_name=BUREAU)
    for key, row in ROWS:
        with as_of(clock.next(ENTERED)):
            registers.enter(REGISTERS[key], organ, row, viewer=_viewer(organ, Role.CLERK, ENTERED))
        yield
    with as_of(clock.next(WRITTEN)):
        report = _written(organ)
    yield
    passage = None
    for role in (None, *_CHAIN):
        with as_of(clock.next(SIGNED)):
            if role is None:
                passage = reports.send(report, viewer=_viewer(organ, Role.CLERK, SIGNED))
            else:
                assert passage is not None
                passage = reports.decide(
                    passage, verdict=Opinion.Verdict.PASSED, comment="同意。", version=passage.version,
                    viewer=_viewer(organ, role, SIGNED), on=SIGNED,
                )  # fmt: skip
    yield


def _written(organ: Organ) -> AnnualReport:
    """The report with its sections as drafted from the records."""
    clerk = _viewer(organ, Role.CLERK, WRITTEN)
    report = reports.begin(organ, YEAR, viewer=clerk)
    drafts = compiled(report).drafts
    for section in report.sections.all():
        text = getattr(drafts, section.key).text
        reports.save_section(report, section.key, text, version=section.version, viewer=clerk)
    return report


def _viewer(organ: Organ, role: Role, on: date) -> Viewer:
    post = Post.objects.filter(organ=organ, role=role).select_related("person").first()
    assert post is not None
    return Viewer.of(post.person, on=on)
