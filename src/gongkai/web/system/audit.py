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

from gongkai.web.organs.gate import visible
from gongkai.web.review import chain, exports, verification
from gongkai.web.review.models import LogEntry, Verification
from gongkai.web.system.kinds import words_of
from gongkai.web.system.sites import Managed

EARLIER = 10


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
    ordering = ("-at", "-id")  # what happened last is asked for first
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
