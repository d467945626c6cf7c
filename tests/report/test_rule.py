"""What a rule adds to what its function saw."""

from dataclasses import replace

import pytest

from gongkai.report.checks.rule import Check, Context, Hit, cited
from gongkai.report.findings import Severity
from gongkai.report.reading import Report
from gongkai.sources import FEE_MEASURES, FORM_2021_NOTICE, Citation

RULE = Check(
    "T3-0",
    Severity.ERROR,
    "名称",
    "缘由",
    "改法",
    FORM_2021_NOTICE.part("表三"),
    lambda report, context: [Hit(None, "信息")],
)


def test_it_works() -> None:
    (finding,) = RULE.findings(Report("某局", 2023, "2021"), Context())
    assert (finding.code, finding.message, finding.remedy) == ("T3-0", "信息", "改法")
    assert finding.law == "国办公开办函〔2021〕30号表三"


@pytest.mark.parametrize(
    ("year", "form", "number"),
    [
        (2019, "2019", "〔2019〕60号"),
        (2020, "2019", "〔2019〕60号"),
        (2021, "2021", "〔2021〕30号"),
        (None, "2019", "〔2019〕60号"),
    ],
)
def test_a_report_is_held_to_the_edition_of_its_year(year: int | None, form: str, number: str) -> None:
    (finding,) = RULE.findings(Report("某局", year, form), Context())
    assert finding.law == f"国办公开办函{number}表三"


def test_an_old_form_used_too_late_is_held_to_the_new_one() -> None:
    assert str(cited(RULE.law, Report("某局", 2023, "2019"))) == "国办公开办函〔2021〕30号表三"


@pytest.mark.parametrize("law", [FEE_MEASURES.art(4), FORM_2021_NOTICE.part("表三")], ids=["another law", "no form"])
def test_what_has_no_edition_stays(law: Citation) -> None:
    assert cited(law, Report("某局", 2015 if law == RULE.law else 2019, "before_2019")) == law


def test_a_finding_may_answer_to_a_part_of_what_its_rule_covers() -> None:
    rule = replace(RULE, look=lambda report, context: [Hit(None, "信息", law=FORM_2021_NOTICE.part("表二"))])
    assert [f.law for f in rule.findings(Report("某局", 2023, "2021"), Context())] == ["国办公开办函〔2021〕30号表二"]
    assert [f.law for f in rule.findings(Report("某局", 2020, "2019"), Context())] == ["国办公开办函〔2019〕60号表二"]
