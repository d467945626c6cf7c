"""Sessions in the database whose idle time is a dated setting."""

from django.contrib.sessions.backends.db import SessionStore as Kept

from gongkai.web.organs import dated


class SessionStore(Kept):
    """A session that ends so many minutes after it was last in use."""

    def get_session_cookie_age(self) -> int:
        """Seconds."""
        return 60 * int(dated.value("idle_minutes"))
