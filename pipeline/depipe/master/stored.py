"""Masters as they are stored: the JSON of the model, as the ledger keeps it by its digest."""

from pydantic import ValidationError

from depipe.errors import DataError
from depipe.master.model import Master


def master_from_json(text: str) -> Master:
    """Return the master that `Master.model_dump_json` wrote; raises DataError when *text* is none."""
    try:
        return Master.model_validate_json(text)
    except ValidationError as error:
        raise DataError("保存されているマスタを読めません。", "The stored master cannot be read.") from error
