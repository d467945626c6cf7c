"""What every template knows: who looks, and in which organ."""

from typing import Any

from django.http import HttpRequest


def viewer(request: HttpRequest) -> dict[str, Any]:
    """The viewer, and the organ of the first post, for the page's head."""
    who = getattr(request, "viewer", None)
    organ = who.posts[0].organ if who and who.posts else None
    return {"viewer": who, "own_organ": organ}
