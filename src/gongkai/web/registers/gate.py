"""Who sees the registers: the organ's own caseworkers. Clerks and heads write; nobody outside the organ sees anything."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from gongkai.web.organs.gate import Viewer, rule_for
from gongkai.web.organs.models import CASEWORKERS, Role
from gongkai.web.registers.models import Import
from gongkai.web.registers.table import REGISTERS

WRITERS = (Role.CLERK, Role.HEAD)


def _own(viewer: Viewer, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(organ__in=viewer.organs(*CASEWORKERS)) if viewer.person else rows.none()


for _register in REGISTERS.values():
    rule_for(_register.model)(_own)


@rule_for(Import)
def _imports(viewer: Viewer, rows: QuerySet[Import]) -> QuerySet[Import]:
    return rows.filter(organ__in=viewer.organs(*WRITERS)) if viewer.person else rows.none()
