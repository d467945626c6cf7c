"""The outcomes of an application, each declared once.

The form asks this table for its rows, and so do letters, stages and statistics. The outcome does not know the form.
"""

from dataclasses import dataclass
from enum import Enum

from gongkai.sources import REGULATIONS, REPLY_STANDARD, Citation


class Group(Enum):
    """The six official groups of results, in the order of the form."""

    GRANTED = "予以公开"
    PARTIALLY_GRANTED = "部分公开"
    REFUSED = "不予公开"
    UNAVAILABLE = "无法提供"
    NOT_PROCESSED = "不予处理"
    OTHER = "其他处理"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an application ends: key in code and JSON, official group, short wording, legal bases."""

    key: str
    group: Group
    words: str
    law: tuple[Citation, ...]


# fmt: off
OUTCOMES = (
    Outcome("granted", Group.GRANTED, "予以公开", (REGULATIONS.art(36, 1, 1), REGULATIONS.art(36, 1, 2))),
    Outcome("partially_granted", Group.PARTIALLY_GRANTED, "部分公开", (REGULATIONS.art(37),)),
    Outcome("state_secret", Group.REFUSED, "属于国家秘密", (REGULATIONS.art(14),)),
    Outcome("prohibited_by_law", Group.REFUSED, "其他法律行政法规禁止公开", (REGULATIONS.art(14),)),
    Outcome("security_and_stability", Group.REFUSED, "危及“三安全一稳定”", (REGULATIONS.art(14),)),
    Outcome("third_party", Group.REFUSED, "保护第三方合法权益", (REGULATIONS.art(15), REGULATIONS.art(32))),
    Outcome("internal_affairs", Group.REFUSED, "属于三类内部事务信息", (REGULATIONS.art(16, 1),)),
    Outcome("process_information", Group.REFUSED, "属于四类过程性信息", (REGULATIONS.art(16, 2),)),
    Outcome("enforcement_file", Group.REFUSED, "属于行政执法案卷", (REGULATIONS.art(16, 2),)),
    Outcome("registry_inquiry", Group.REFUSED, "属于行政查询事项", (REGULATIONS.art(36, 1, 7),)),
    Outcome("not_held", Group.UNAVAILABLE, "本机关不掌握相关政府信息",
            (REGULATIONS.art(36, 1, 4), REGULATIONS.art(36, 1, 5))),
    Outcome("not_compiled", Group.UNAVAILABLE, "没有现成信息需要另行制作", (REGULATIONS.art(38),)),
    Outcome("still_unclear", Group.UNAVAILABLE, "补正后申请内容仍不明确", (REGULATIONS.art(30),)),
    Outcome("petition_or_complaint", Group.NOT_PROCESSED, "信访举报投诉类申请", (REGULATIONS.art(39, 1),)),
    Outcome("repeated", Group.NOT_PROCESSED, "重复申请", (REGULATIONS.art(36, 1, 6),)),
    Outcome("publication", Group.NOT_PROCESSED, "要求提供公开出版物", (REGULATIONS.art(39, 2),)),
    Outcome("excessive", Group.NOT_PROCESSED, "无正当理由大量反复申请", (REGULATIONS.art(35),)),
    Outcome("reissue", Group.NOT_PROCESSED, "要求行政机关确认或重新出具已获取信息",
            (REPLY_STANDARD.part("不予处理情形"),)),
    Outcome("supplement_lapsed", Group.OTHER, "申请人无正当理由逾期不补正", (REGULATIONS.art(30),)),
    Outcome("fee_lapsed", Group.OTHER, "申请人逾期未按收费通知要求缴纳费用", (REGULATIONS.art(42),)),
    Outcome("other", Group.OTHER, "其他", (REGULATIONS.art(33),)),
)
# fmt: on
OUTCOME = {o.key: o for o in OUTCOMES}
