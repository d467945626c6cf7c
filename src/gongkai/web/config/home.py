"""The folder that holds everything a running platform owns: database, files, keys. Nothing secret stands in code."""

import base64
import contextlib
import os
import secrets
from pathlib import Path


def home() -> Path:
    """The platform's folder: ``GONGKAI_HOME``, or ``.gongkai`` in the working directory. Made on first use, private."""
    folder = Path(os.environ.get("GONGKAI_HOME") or ".gongkai").resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def secret(name: str) -> str:
    """A random secret of 32 bytes in URL-safe base64, kept in a file only its owner can read; made on first use.

    ``GONGKAI_<NAME>`` in the environment wins, for installations that keep their secrets elsewhere.
    """
    given = os.environ.get(f"GONGKAI_{name.upper()}")
    if given:
        return given
    path = home() / f"{name}.secret"
    if not path.exists():
        _make(path)
    return path.read_text(encoding="ascii").strip()


def _make(path: Path) -> None:
    """Write a secret beside the path, then give it its name: two that start at once agree, and nobody reads half of it."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii"))
    with contextlib.suppress(FileExistsError):
        os.link(temporary, path)
    temporary.unlink()
