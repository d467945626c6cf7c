"""The query code: opens its case, and is nowhere to be read."""

from gongkai.web.applications import codes


def test_it_works() -> None:
    code = codes.new()
    stored = codes.kept(code)
    assert codes.fits(f" {code.lower()} ", stored)
    assert code not in stored


def test_another_code_does_not_fit() -> None:
    assert not codes.fits("AAAAAAAA", codes.kept("BBBBBBBB"))


def test_the_same_code_is_kept_differently_each_time() -> None:
    assert codes.kept("AAAAAAAA") != codes.kept("AAAAAAAA")


def test_what_is_no_stored_code_fits_nothing() -> None:
    assert not any(codes.fits("", stored) for stored in ("", "x", "hmac-sha256", "hmac-sha256$$"))
