"""Where the tests find material: the project's root, its cases, and the shared real reports where they are present."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "cases"
SHARED = ROOT.parent / "shared"
