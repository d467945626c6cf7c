"""Every worked case of every check: what must be found is found in its place, what must not is not."""

import pytest

from gongkai.report.checks import CHECKS, check
from gongkai.report.reading import FORMS
from tests.check_cases import Case, cases, matches
from tests.paths import CASES

CHECK_CASES = list(cases(CASES / "checks"))


@pytest.mark.parametrize("case", CHECK_CASES, ids=lambda c: c.name)
def test_case(case: Case) -> None:
    findings = check(case.report, case.context)
    form = FORMS[case.report.form]
    listed = [(f.code, f.where, f.printed, f.expected, f.message, f.likely_cause) for f in findings]
    for wanted in case.wanted:
        assert any(matches(f, wanted, form) for f in findings), (dict(wanted), listed)
    unwanted = [entry for entry in listed if entry[0] in case.unwanted]
    assert not unwanted


@pytest.mark.parametrize("code", [c.code for c in CHECKS])
def test_every_check_has_a_good_and_a_bad_sample(code: str) -> None:
    folder = CASES / "checks" / code
    assert list(folder.glob("good*.yaml"))
    assert list(folder.glob("bad*.yaml"))


def test_codes_are_unique() -> None:
    codes = [c.code for c in CHECKS]
    assert len(codes) == len(set(codes))


def test_every_case_folder_is_a_check() -> None:
    assert {p.name for p in (CASES / "checks").glob("*")} <= {c.code for c in CHECKS}
