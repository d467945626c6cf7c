"""A year of 青澜市司法局 as records, and its report brought to a stage."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from gongkai.web.applications.models import Application
from gongkai.web.remedies.operations import Entry
from gongkai.web.reports import operations
from gongkai.web.reports.models import AnnualReport, Edition
from gongkai.web.review.models import Opinion, Review
from tests.web.conftest import City
from tests.web.registers import rows
from tests.web.remedies import contests

YEAR = 2025
DAY = date(2026, 1, 20)  # in time for 31 January
CHAIN = ("reviewer", "legal_reviewer", "secrecy_reviewer", "signer")
TEXTS = {
    "overview": "2025年，本机关认真贯彻落实政府信息公开条例，稳步推进主动公开，规范办理公开申请，加强信息管理和平台建设，"
    "接受社会监督，各项工作平稳有序。" * 2,
    "problems": "一是主动公开的内容还不够及时，二是解读形式较为单一。下一年将完善发布流程，丰富解读形式，定期组织培训。",
    "other_matters": "本年度没有收取信息处理费，没有其他需要报告的事项。",
}


def recorded(city: City, application: Callable[..., Application]) -> dict[str, Any]:
    """Four applications (one of the year before, one still open), a reconsideration, two documents, decisions, charges."""
    cases = {
        "granted": ended(application(on=date(2025, 3, 3)), date(2025, 3, 20), "granted"),
        "late": ended(application(on=date(2024, 12, 30)), date(2025, 1, 8), "not_held"),
        "business": ended(application(on=date(2025, 6, 3), kind="business"), date(2025, 6, 20), "state_secret"),
        "open": application(on=date(2025, 12, 29)),
    }
    remedy = contests.entered(
        city,
        Entry("accepted", date(2025, 4, 7)),
        Entry("ended", date(2025, 5, 30), "maintained"),
        filed_on=date(2025, 4, 1),
    )
    document = rows.entered(city, "document", issued_on="2024-05-06", effective_on="2024-06-01")
    rows.entered(city, "document", issued_on="2025-05-06", effective_on="2025-06-01", title="青澜市听证办法",
                 document_number="青司规〔2025〕1号")  # fmt: skip
    licence = rows.entered(city, "decision", since="2025-01-01", on="2025-12-31")
    rows.entered(city, "charge", on="2025-12-31")
    return {**cases, "remedy": remedy, "document": document, "licence": licence}


def ended(case: Application, on: date, outcome: str) -> Application:
    """The case as if it had been answered on a day."""
    Application.objects.filter(pk=case.pk).update(ended_on=on, outcome=outcome, stage="closed")
    case.refresh_from_db()
    return case


def begun(city: City, *, year: int = YEAR) -> AnnualReport:
    """The report, begun by the clerk, without text."""
    return operations.begin(city.justice, year, viewer=city.viewer("clerk", on=DAY))


def written(city: City, *, year: int = YEAR, **texts: str) -> AnnualReport:
    """The report with text in every section."""
    report = begun(city, year=year)
    for key, text in {**TEXTS, **texts}.items():
        version = report.sections.get(key=key).version
        operations.save_section(report, key, text, version=version, viewer=city.viewer("clerk", on=DAY))
    return report


def reviewed(city: City, report: AnnualReport, *, steps: int = 4, on: date = DAY) -> Review:
    """Sent for review by the head, and passed by so many of the four steps."""
    passage = operations.send(report, viewer=city.viewer("head", on=on))
    for role in CHAIN[:steps]:
        passage = passed(city, passage, role, on=on)
    return passage


def passed(city: City, passage: Review, role: str, *, on: date = DAY) -> Review:
    """The next step taken by the holder of a role."""
    return operations.decide(
        passage, verdict=Opinion.Verdict.PASSED, comment="", version=passage.version, viewer=city.viewer(role, on=on),
        on=on,
    )  # fmt: skip


def published(city: City, report: AnnualReport | None = None) -> Edition:
    """The report's first edition."""
    report = report or written(city)
    reviewed(city, report)
    return report.editions.get()
