"""The values of a checked file's sheets: the one place where calamine runs, and the one that outlives its panics."""

from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from depipe.workbook.reading.checked import CheckedFile, Grid
from depipe.workbook.reading.limits import refused, unsafe


def read_grids(file: CheckedFile) -> list[Grid]:
    """Return the grids of the file's sheets, in order.

    Raises RefusedError where calamine gives up.
    """
    if file.package is None:
        return [sheet.grid or [] for sheet in file.sheets]
    try:
        with CalamineWorkbook.from_filelike(BytesIO(file.package)) as workbook:
            return [workbook.get_sheet_by_name(sheet.key).to_python(skip_empty_area=False) for sheet in file.sheets]
    except KeyboardInterrupt:
        raise
    except (CalamineError, OSError, ValueError) as error:
        raise refused("file.corrupt", str(error)[:80]) from error
    except BaseException as panic:
        # A panic in calamine is a BaseException of its own kind.
        raise unsafe("reader") from panic
