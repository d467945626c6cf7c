"""Which post the signed-in person acts in during this request."""

import time
from collections.abc import Callable

from allauth.usersessions.middleware import UserSessionsMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from gongkai.web.organs import dated
from gongkai.web.organs.gate import Viewer


class PostMiddleware:
    """Puts ``request.viewer`` on every request: who looks, with which posts, on which day."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with the viewer known."""
        request.viewer = Viewer.of(request.user, on=timezone.localdate())  # type: ignore[attr-defined]
        with dated.remembered():
            return self.get_response(request)


class SeenMiddleware(UserSessionsMiddleware):  # type: ignore[misc]
    """Renews a session's idle time and keeps the list of sessions up to date, once a minute and not with every page: each
    time costs eight queries, three of them writing."""

    EVERY = 60

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; note that the session is in use if that was not done within the minute."""
        now = int(time.time())
        session = getattr(request, "session", None)
        if session is None or now - int(session.get("seen_at", 0)) < self.EVERY:
            answer: HttpResponse = self.get_response(request)
            return answer
        if session.session_key:
            session["seen_at"] = now
        response: HttpResponse = super().__call__(request)
        return response
