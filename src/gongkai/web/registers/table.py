"""The registers, one row each: everything else about them follows from here and from the columns of their models."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.web.registers import checks, models, phases
from gongkai.web.registers.register import Column as C
from gongkai.web.registers.register import Register

REGISTERS: Mapping[str, Register] = {
    register.key: register
    for register in (
        Register(
            "document", "规章和规范性文件", "文件", models.Document,
            (
                C("row", listed=True, chosen=True), C("title", listed=True, sought=True),
                C("document_number", listed=True, sought=True, number=True), C("issued_on", listed=True, past=True), C("effective_on"),
                C("valid_until"), C("ended_on", listed=True), C("how_ended", chosen=True),
                C("filing_number", sought=True, number=True), C("filed_on", past=True), C("clean_up", chosen=True), C("cleaned_up_on", past=True),
                C("amends"),
            ),
            dated="issued_on", counts="第二部分：本年制发、本年废止、现行有效件数", check=checks.document,
            once=("document_number",), phases=phases.DOCUMENT,
        ),
        Register(
            "decision", "许可、处罚和强制", "决定", models.Decision,
            (
                C("row", listed=True, chosen=True), C("number", listed=True, sought=True, number=True),
                C("subject", listed=True, sought=True), C("since"), C("on", listed=True, past=True), C("count", listed=True),
            ),
            dated="on", counts="第二部分：行政许可、行政处罚、行政强制的本年处理决定数量", check=checks.decision,
            once=("row", "number"), series=("row", "source"),
        ),
        Register(
            "charge", "行政事业性收费", "收费", models.Charge,
            (C("item", listed=True, sought=True), C("fen", listed=True), C("since"), C("on", listed=True, past=True)),
            dated="on", counts="第二部分：行政事业性收费的本年收费金额（万元）", check=checks.charge,
            series=("item", "source"),
        ),
        Register(
            "publication", "信息发布", "发布", models.Publication,
            (
                C("kind", listed=True, chosen=True), C("channel", listed=True, chosen=True),
                C("column", listed=True, sought=True), C("title", listed=True, sought=True), C("on", listed=True, past=True),
                C("count", listed=True), C("form", chosen=True), C("about", sought=True), C("address"),
            ),
            dated="on", counts="第一部分：主动公开、政策解读、平台建设", check=checks.publication,
            note="在本系统里公开的信息由系统逐条计入“政府网站”，不用再登记；填写网站的条数时请不要包括它们。",
        ),
        Register(
            "proposal", "建议和提案", "建议提案", models.Proposal,
            (
                C("kind", listed=True, chosen=True), C("number", listed=True, sought=True, number=True),
                C("subject", listed=True, sought=True), C("received_on", listed=True, past=True), C("due_on"),
                C("replied_on", listed=True, past=True), C("satisfaction", listed=True, chosen=True), C("published_on", past=True),
            ),
            dated="received_on", counts="第六部分：建议提案办理结果公开情况", check=checks.proposal,
            once=("kind", "number"), once_a_year=True,
        ),
        Register(
            "activity", "活动、培训、检查和考核", "活动", models.Activity,
            (
                C("kind", listed=True, chosen=True), C("title", listed=True, sought=True), C("on", listed=True, past=True),
                C("place", sought=True), C("participants", listed=True), C("result", sought=True),
            ),
            dated="on", counts="第一部分：监督保障，工作考核、社会评议和责任追究；第六部分：开放日等活动",
            check=checks.activity,
        ),
        Register(
            "duty", "领导小组和职责", "任职", models.Duty,
            (
                C("body", listed=True, chosen=True), C("name", listed=True, sought=True),
                C("duty", listed=True, sought=True), C("since", listed=True), C("until", listed=True),
            ),
            dated="since", counts="第一部分：监督保障", check=checks.duty, phases=phases.DUTY,
        ),
        Register(
            "key_task", "工作要点", "要点", models.KeyTask,
            (
                C("year", listed=True), C("number", listed=True), C("item", listed=True, sought=True),
                C("progress", sought=True), C("due_on"), C("done_on", listed=True, past=True),
            ),
            dated="year", counts="第六部分：落实年度工作要点情况", check=checks.key_task, once=("year", "number"),
        ),
        Register(
            "problem", "问题和改进", "问题", models.Problem,
            (
                C("year", listed=True, past=True), C("problem", listed=True, sought=True), C("improvement", sought=True),
                C("state", listed=True, chosen=True), C("outcome", sought=True),
            ),
            dated="year", counts="第五部分：存在的主要问题及改进情况", check=checks.problem,
        ),
        Register(
            "figure", "系统外数据", "数据", models.Figure,
            (
                C("year", listed=True, past=True), C("cell", listed=True), C("value", listed=True),
                C("given_by", listed=True, sought=True), C("on", past=True),
            ),
            dated="year", counts="表二、表三、表四中所选的那一格", check=checks.figure,
        ),
    )
}  # fmt: skip
