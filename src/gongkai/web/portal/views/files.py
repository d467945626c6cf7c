"""Files of the public site, and the one application a session has opened."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from gongkai.web.applications import store
from gongkai.web.applications.models import Application


class Open:
    """The application a session has opened with number and query code: one at a time, for as long as the session."""

    KEY = "opened"

    @classmethod
    def put(cls, request: HttpRequest, case: Application) -> None:
        """Remember that this session may see the application."""
        request.session[cls.KEY] = case.pk

    @classmethod
    def of(cls, request: HttpRequest) -> Application | None:
        """The opened application, or None."""
        pk = request.session.get(cls.KEY)
        return Application.objects.filter(pk=pk).select_related("organ").first() if pk else None

    @classmethod
    def drop(cls, request: HttpRequest) -> None:
        """Close it, and the session with it."""
        request.session.pop(cls.KEY, None)


def read(request: HttpRequest, *, already: int = 0) -> list[store.Upload]:
    """The uploaded files, looked at. Raises Refused."""
    found = request.FILES.getlist("files")
    if already + len(found) > store.MAX_FILES:
        raise store.Refused(f"附件最多 {store.MAX_FILES} 个，请减少后再添加。")
    looked = []
    for each in found:
        if (each.size or 0) > store.MAX_BYTES:
            raise store.Refused(f"附件「{store.safe_name(each.name or '')}」超过 20 MB，请压缩图片或者分开提交。")
        looked.append(store.inspect(each.name or "", each.read()))
    return looked


def sent(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file as a download: named, never sniffed, never opened as a page of ours."""
    response = HttpResponse(content, content_type=store.TYPES[kind][1])
    response["Content-Disposition"] = f"attachment; filename=\"file.{kind}\"; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
