"""The folder that holds everything a running platform owns: database, files, keys. Nothing secret stands in code."""

import os
import secrets
from pathlib import Path


def home() -> Path:
    """The platform's folder: ``GONGKAI_HOME``, or ``.gongkai`` in the working directory. Made on first use, private."""
    folder = Path(os.environ.get("GONGKAI_HOME", ".gongkai")).resolve()
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
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        import base64

        stream.write(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii"))
    return path.read_text(encoding="ascii").strip()
