"""A real LibreOffice without a screen: converting, recalculating, printing to pictures, and doing what people do.

Every call has a profile of its own, so that runs do not meet; a soffice process is started once per call, whatever
the number of files.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest

TIMEOUT = 240
"""Seconds for one start of soffice and all its files."""

needs_libreoffice = pytest.mark.libreoffice
"""Marks a test that calls this module; without soffice it is skipped, but fails in CI."""

_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <cachedir>{cache}</cachedir>
  <selectfont><rejectfont><glob>*Emoji*</glob></rejectfont></selectfont>
  <selectfont><rejectfont><pattern><patelt name="color"><bool>true</bool></patelt></pattern></rejectfont></selectfont>
  <alias binding="same"><family>Meiryo UI</family><prefer><family>Noto Sans CJK JP</family></prefer></alias>
</fontconfig>
"""
"""Colour-emoji fonts are blank in a PDF that is turned into a picture; without them Symbola shows ⭐."""

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
    <prop oor:name="OOXMLRecalcMode"><value>{mode}</value></prop>
  </item>
  <item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted"><value>true</value></prop></item>
  <item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooLocale"><value>en-US</value></prop></item>
</oor:items>
"""
_ALWAYS, _NEVER = 0, 1


def soffice() -> str:
    """Return the path of soffice; skip the test without one, fail it in CI."""
    found = shutil.which("soffice")
    if found is None:
        message = "soffice is not installed (LibreOffice Calc)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


def convert(files: Mapping[str, bytes], to: str, *, recalculate: bool = True) -> dict[str, bytes]:
    """Return *files* (stem -> .xlsx bytes) as LibreOffice saves them in the format *to* (`xlsx`, `pdf`, `ods`)."""
    with tempfile.TemporaryDirectory(prefix="depipe-office-") as name:
        folder = Path(name)
        sources = folder / "in"
        sources.mkdir()
        for stem, data in files.items():
            (sources / f"{stem}.xlsx").write_bytes(data)
        arguments = ["--convert-to", to, "--outdir", str(folder / "out"), *map(str, sorted(sources.iterdir()))]
        _run(folder, arguments, recalculate=recalculate)
        return {stem: (folder / "out" / f"{stem}.{to}").read_bytes() for stem in files}


def recalculated(data: bytes) -> bytes:
    """Return the workbook after LibreOffice computed every formula anew."""
    return convert({"book": data}, "xlsx")["book"]


def pictures(data: bytes, *, resolution: int = 80) -> list[bytes]:
    """Return the printed pages of a workbook as PNG pictures."""
    with tempfile.TemporaryDirectory(prefix="depipe-pages-") as name:
        folder = Path(name)
        (folder / "book.pdf").write_bytes(convert({"book": data}, "pdf")["book"])
        subprocess.run(
            ["pdftoppm", "-png", "-r", str(resolution), str(folder / "book.pdf"), str(folder / "page")],
            check=True,
            capture_output=True,
            timeout=TIMEOUT,
        )
        return [page.read_bytes() for page in sorted(folder.glob("page*.png"))]


def _run(folder: Path, arguments: list[str], *, recalculate: bool) -> None:
    command, environment = started_in(folder, recalculate=recalculate)
    done = subprocess.run(
        [*command, *arguments], env=environment, capture_output=True, text=True, timeout=TIMEOUT, check=False
    )
    assert done.returncode == 0, done.stderr


def started_in(folder: Path, *, recalculate: bool) -> tuple[list[str], dict[str, str]]:
    """Return the beginning of a command that starts soffice with a profile in *folder*, and its environment."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    mode = _ALWAYS if recalculate else _NEVER
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE.format(mode=mode), "utf-8")
    fonts = folder / "fonts.conf"
    fonts.write_text(_FONTS.format(cache=folder / "font-cache"), "utf-8")
    command = [soffice(), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    return command, os.environ | {"FONTCONFIG_FILE": str(fonts), "HOME": str(folder)}
