"""Which proxies stand in front: only they are believed when they say whose request they pass on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Network = IPv4Network | IPv6Network


def proxies(given: str) -> tuple[Network, ...]:
    """``GONGKAI_PROXIES``: addresses or networks with commas between. ValueError with one Chinese sentence."""
    found = []
    for part in filter(None, (p.strip() for p in given.split(","))):
        try:
            found.append(ip_network(part, strict=False))
        except ValueError:
            raise ValueError(
                f"GONGKAI_PROXIES 里的“{part}”不是地址，应写成 127.0.0.1 或者 10.0.0.0/8，多个用逗号隔开。"
            ) from None
    return tuple(found)


def address_behind(remote: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """Who sent a request: the connection's own address, or, as far as trusted proxies passed it on, the last address in
    ``X-Forwarded-For`` that is none of theirs. What stands before it anybody may have written."""
    hops = [*(h.strip() for h in forwarded.split(",") if h.strip()), remote]
    for hop in reversed(hops):
        if not _among(hop, trusted):
            return hop if _is_address(hop) else remote
    return hops[0]


def _among(address: str, networks: Sequence[Network]) -> bool:
    return _is_address(address) and any(ip_address(address) in network for network in networks)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


class ProxyMiddleware:
    """Puts the visitor's address where everything else looks for it: limits, locks and the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        if settings.PROXIES:
            remote = str(request.META.get("REMOTE_ADDR", ""))
            forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
            request.META["REMOTE_ADDR"] = address_behind(remote, forwarded, settings.PROXIES)
        return self.get_response(request)
