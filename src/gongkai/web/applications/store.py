"""The file store as the applications know it; it lies below, for the registers keep evidence in it too."""

from gongkai.web.organs.store import (
    MAX_BYTES,
    MAX_FILES,
    TYPES,
    Refused,
    Upload,
    _path,
    fetch,
    inspect,
    keep,
    safe_name,
    sweep,
)

__all__ = [
    "MAX_BYTES",
    "MAX_FILES",
    "TYPES",
    "Refused",
    "Upload",
    "_path",
    "fetch",
    "inspect",
    "keep",
    "safe_name",
    "sweep",
]
