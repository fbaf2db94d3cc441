"""Node and the packages that the tests drive from it."""

import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from support.resaved import ROOT, program, ran

_LOCKED: Final = ROOT / "tests" / "programs"


def node_packages() -> Path:
    """Return a folder with the packages, installed once for each lock file: its scripts can import them."""
    npm = program("npm", "npm")
    program("node", "nodejs")
    lock = (_LOCKED / "package-lock.json").read_bytes()
    folder = ROOT / ".cache" / "programs" / hashlib.sha256(lock).hexdigest()[:12]
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as name:
            made = Path(name) / "made"
            made.mkdir()
            for file in ("package.json", "package-lock.json"):
                shutil.copy(_LOCKED / file, made)
            ran(npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", folder=made)
            try:
                made.rename(folder)
            except OSError:  # another test process was faster
                assert folder.exists()
    return folder


def run_script(script: Path, *arguments: str | Path, folder: Path, environment: Mapping[str, str] | None = None) -> str:
    """Run a script beside the packages and return what it printed; *folder* is its home."""
    packages = node_packages()
    place = packages / script.name
    beside = packages / f".{script.name}.{folder.name}"
    shutil.copy(script, beside)
    beside.replace(place)
    return ran(program("node", "nodejs"), place, *arguments, folder=folder, environment=environment)
