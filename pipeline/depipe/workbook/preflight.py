"""The preflight: whether a file is safe to read, and what it holds that a reader would not say.

Pure standard library, before any reader touches the file. What it lets through is bounded in size, time and memory,
and is handed on as checked parts only.
"""

from depipe.findings import Finding
from depipe.workbook.reading.checked import CheckedFile
from depipe.workbook.reading.limits import Limits, RefusedError, unsafe
from depipe.workbook.reading.ods import ODS_MIMETYPE, check_ods
from depipe.workbook.reading.package import ZIP_MAGIC, Package
from depipe.workbook.reading.seems import not_a_zip
from depipe.workbook.reading.xlsx import check_xlsx

__all__ = ["CheckedFile", "Limits", "preflight"]


def preflight(data: bytes, limits: Limits | None = None, *, closely: bool = False) -> CheckedFile | Finding:
    """Return what may be read of a returned file, or the one finding that keeps it out.

    *closely*: sheets that hold nothing but fixed texts may be read too; else there is a glance at them.

    Codes: file.not-xlsx (found: what it seems to be), file.encrypted, file.legacy-xls, file.corrupt, file.macros,
    file.unsafe (found: the limit, as `Limits` names it, and where).
    """
    try:
        return _checked(data, limits or Limits(), closely=closely)
    except RefusedError as refusal:
        return refusal.finding
    except (MemoryError, RecursionError):
        return unsafe("memory").finding


def _checked(data: bytes, limits: Limits, *, closely: bool) -> CheckedFile:
    if len(data) > limits.file_bytes:
        raise unsafe("file_bytes", limits.file_bytes)
    if not data.startswith(ZIP_MAGIC):
        raise not_a_zip(data)
    package = Package(data, limits)
    if package.part("mimetype").strip().startswith(ODS_MIMETYPE):
        return check_ods(package)
    return check_xlsx(package, closely=closely)
