"""A client as small as can be: cookies, forms, several connections at once that are kept open."""

import http.client
import re
import threading
import time
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

CONNECTIONS = 4
ROUNDS = 3
LONGEST = 6.0  # seconds of a round


class Browser:
    """One connection to the server on loopback, with its cookies. ``source`` is the address it comes from (127.0.0.0/8)."""

    def __init__(self, port: int, cookies: Mapping[str, str] | None = None, source: str = "127.0.0.1") -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(source, 0))
        self.cookies = dict(cookies or {})

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page. SystemExit when the server failed."""
        return self._ask("GET", path, None)

    def post(self, path: str, fields: Mapping[str, str]) -> tuple[int, str]:
        """Send a form, with the token the page before gave; status and where it leads, or the text."""
        return self._ask("POST", path, urlencode(fields))

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode("utf-8")
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status >= 500:
            raise SystemExit(f"{method} {path}: {answer.status}")
        return answer.status, answer.headers.get("Location") or text

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


def field(page: str, name: str) -> str:
    """The value of a hidden field of a page. SystemExit when there is none."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    if found is None:
        raise SystemExit(f"no field {name} in the page")
    return found[1]


def together(jobs: int, job: Callable[[int], float], *, most: float = 600.0) -> tuple[float, list[float]]:
    """Do ``job(n)`` for each number, on as many threads as there are connections; none is begun after ``most`` seconds.
    Seconds in all, and what each returned."""
    numbers, took, lock, failed = iter(range(jobs)), [], threading.Lock(), []
    end = time.perf_counter() + most

    def work() -> None:
        while not failed and time.perf_counter() < end:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            try:
                seconds = job(number)
            except BaseException as error:
                failed.append(error)
                raise
            with lock:
                took.append(seconds)

    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    if failed:
        raise SystemExit(f"a request failed: {failed[0]}")
    return seconds, took


def visited(port: int, path: str, count: int, cookies: Mapping[str, str]) -> tuple[float, float]:
    """Pages a second, and the 95th percentile of a page in seconds: the best of some rounds of ``count`` requests in all,
    over a few connections. A round ends after ``LONGEST`` seconds at the latest."""
    local = threading.local()

    def job(_: int) -> float:
        if not hasattr(local, "browser"):
            local.browser = Browser(port, cookies)
        start = time.perf_counter()
        status, _text = local.browser.get(path)
        if status != 200:
            raise SystemExit(f"{path}: {status}")
        return time.perf_counter() - start

    together(3 * CONNECTIONS, job)  # the workers have met the page afterwards
    rounds = [together(max(count // ROUNDS, CONNECTIONS), job, most=LONGEST) for _ in range(ROUNDS)]
    seconds, took = max(rounds, key=lambda r: len(r[1]) / r[0])
    return len(took) / seconds, percentile(took, 95)


def percentile(values: list[float], share: int) -> float:
    """The smallest value that so many percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]
