"""All checks: tables of rules, grouped by what they look at. ``check(report)`` runs them in order."""

from gongkai.report.checks import (
    authority,
    claims,
    dates,
    fees,
    numbering,
    order,
    plausible,
    privacy,
    remedies,
    shares,
    similarity,
    structure,
    tables,
    tree,
    wording,
    years,
)
from gongkai.report.checks.rule import Check, Context
from gongkai.report.findings import Finding
from gongkai.report.reading import Report

CHECKS: tuple[Check, ...] = (
    *tables.CHECKS,
    *plausible.CHECKS,
    *years.CHECKS,
    *tree.CHECKS,
    *claims.CHECKS,
    *shares.CHECKS,
    *fees.CHECKS,
    *dates.CHECKS,
    *authority.CHECKS,
    *wording.CHECKS,
    *privacy.CHECKS,
    *remedies.CHECKS,
    *structure.CHECKS,
    *numbering.CHECKS,
    *order.CHECKS,
    *similarity.CHECKS,
)


def check(report: Report, context: Context | None = None) -> list[Finding]:
    """Every finding of every check, in the order of the form: tables, years, text, document."""
    context = context or Context()
    return [finding for rule in CHECKS for finding in rule.findings(report, context)]
