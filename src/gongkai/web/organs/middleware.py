"""Which post the signed-in person acts in during this request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from gongkai.web.organs.gate import Viewer


class PostMiddleware:
    """Puts ``request.viewer`` on every request: who looks, with which posts, on which day."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with the viewer known."""
        request.viewer = Viewer.of(request.user, on=timezone.localdate())  # type: ignore[attr-defined]
        return self.get_response(request)
