"""The log as the auditor reads it: filtered, verified, exported."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.admin import SimpleListFilter, display
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.law.events import KIND as EVENTS
from gongkai.web.organs.gate import visible
from gongkai.web.review import chain, exports, verification
from gongkai.web.review.models import LogEntry, Verification
from gongkai.web.system import entrances
from gongkai.web.system.sites import Managed

EARLIER = 10


# The rest are steps of a case (``step_…``), named by the law's own table of events.
KINDS: dict[str, str] = {
    **entrances.KINDS,
    "submitted": "收到申请", "assigned": "分办", "drafted": "草拟答复", "enclosed": "加附件", "enclosure_removed": "去附件",
    "review_started": "送审", "review_passed": "审核同意", "review_sent_back": "审核退回", "review_cancelled": "撤回送审",
    "review_comment": "审核意见", "revealed": "查看个人信息", "downloaded": "下载", "exported": "导出清单",
    "material_added": "添加材料", "noted": "备注", "split": "分立", "merged": "合并", "second_look": "送达前复核",
    "record_entered": "台账：登记", "record_corrected": "台账：更正", "record_voided": "台账：作废",
    "import_begun": "台账：上传待导入的表", "records_imported": "台账：导入",
    "mail_queued": "邮件交付发送", "recomputed": "期限重算", "calendar_changed": "放假安排", "setting_changed": "设定", "threshold_set": "考虑公开的人数",
    "admin_added": "管理：新增",
    "admin_changed": "管理：修改", "admin_deleted": "管理：删除", "log_verified": "验证日志", "log_exported": "导出日志",
    "demo": "演示数据",
}  # fmt: skip


def words_of(kind: str) -> str:
    """What a kind of entry is called in Chinese; one without a name keeps its key."""
    if kind.startswith("step_") and kind[5:] in EVENTS:
        return f"办理：{EVENTS[kind[5:]].words}"
    return KINDS.get(kind, kind)


class KindFilter(SimpleListFilter):
    """By kind, with Chinese names; only kinds that occur."""

    title = "事项"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The kinds, by name."""
        kinds = LogEntry.objects.order_by("kind").values_list("kind", flat=True).distinct()
        return sorted(((k, words_of(k)) for k in kinds), key=lambda pair: pair[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
        """The entries of the chosen kind."""
        return queryset.filter(kind=self.value()) if self.value() else queryset


class LogAdmin(Managed):
    """The log, for reading."""

    may_add = may_change = False
    list_display = ("at", "organ", "number", "actor_words", "what", "words", "address")
    list_filter = (KindFilter, "organ")
    list_select_related = ("organ",)
    search_fields = ("words", "actor_words", "address")
    search_help_text = "按说明、操作人或者来源地址查找"
    date_hierarchy = "at"
    show_full_result_count = False
    fields = (
        "organ", "number", "at", "actor_words", "on_behalf_of", "what", "words", "content", "address", "previous", "hash",
    )  # fmt: skip

    @display(description="事项", ordering="kind")
    def what(self, entry: LogEntry) -> str:
        """The kind in Chinese."""
        return words_of(entry.kind)

    @display(description="内容（改前 before、改后 after）")
    def content(self, entry: LogEntry) -> str:
        """The payload, readable."""
        return json.dumps(entry.payload, ensure_ascii=False, indent=1)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """All."""
        return self.fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[LogEntry]:
        """Through the gate, like every other."""
        viewer: Any = request.viewer  # type: ignore[attr-defined]
        return visible(viewer, super().get_queryset(request))

    def get_urls(self) -> list[URLPattern]:
        """Verifying and exporting, beside the list."""
        wrap = self.admin_site.admin_view
        mine = [
            path("verify/", wrap(require_http_methods(["GET", "POST"])(self.verify)), name="review_logentry_verify"),
            path("export/", wrap(require_GET(self.export)), name="review_logentry_export"),
        ]
        return [*mine, *super().get_urls()]

    def verify(self, request: HttpRequest) -> HttpResponse:
        """The last verification, how far it is, and the button for another; the page reloads itself until it is done."""
        viewer: Any = request.viewer  # type: ignore[attr-defined]
        if request.method == "POST":
            verification.start(viewer=viewer)
            return redirect("audit:review_logentry_verify")
        passages = list(Verification.objects.select_related("started_by")[: EARLIER + 1])
        last = passages[0] if passages else None
        shown = {
            **self.admin_site.each_context(request),
            "title": "验证日志",
            "total": verification.total(),
            "algorithm": "国密 SM3" if chain.ALGORITHM == "sm3" else "SHA-256",
            "last": last,
            "earlier": passages[1:],
        }
        request.current_app = self.admin_site.name
        answer = render(request, "system/verification.html", shown)
        if last and not last.ended_at:
            answer["Refresh"] = "3"
        return answer

    def export(self, request: HttpRequest) -> StreamingHttpResponse:
        """What the list shows with its filters, all pages of it, as JSON lines; streamed."""
        viewer: Any = request.viewer  # type: ignore[attr-defined]
        rows = self.get_changelist_instance(request).get_queryset(request)
        found = exports.export(rows, wanted=request.GET.urlencode(), viewer=viewer)
        name = f"gongkai-log-{timezone.localtime():%Y%m%d-%H%M}.jsonl"
        return StreamingHttpResponse(
            found,
            content_type="application/jsonl; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
        )
