"""The shape of a master: a document becomes a `Master`, or the list of what keeps it from being one."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from depipe.language import Text
from depipe.master.document import Document
from depipe.master.model import Master
from depipe.master.problem import Problem

_QUOTE: Final = Text("文字列ではありません。引用符で囲んでください。", "This is not text: put it into quotes.")
_LIST: Final = Text("「- 」で始まる行の並びにしてください。", "This must be a list: lines that begin with “- ”.")
_MAPPING: Final = Text("「キー: 値」の行の並びにしてください。", "This must be a mapping: lines of “key: value”.")
_NUMBER: Final = Text("数にしてください。", "This must be a number.")

_CLOSE: Final = 0.75
"""How alike a key must be to be meant by another (difflib's ratio)."""

_BY_TYPE: Final[Mapping[str, Text]] = {
    "missing": Text("必要な項目ですが、ありません。", "This is required, and missing."),
    "extra_forbidden": Text(
        "このキーはありません。綴りを確かめてください。", "There is no such key: check its spelling."
    ),
    "string_type": _QUOTE,
    "tuple_type": _LIST,
    "model_type": _MAPPING,
    "int_type": Text("整数にしてください。", "This must be a whole number."),
    "float_type": _NUMBER,
    "finite_number": _NUMBER,
    "bool_type": Text("true か false にしてください。", "This must be true or false."),
    "literal_error": Text("{expected} のどれかにしてください。", "This must be {expected}."),
    "string_too_short": Text("空です。", "This is empty."),
    "string_too_long": Text("{max_length} 文字までにしてください。", "At most {max_length} characters."),
    "too_short": Text("少なくとも {min_length} 個必要です。", "At least {min_length} are needed."),
    "too_long": Text("{max_length} 個までです。", "At most {max_length} are allowed."),
    "greater_than": Text("{gt} より大きくしてください。", "This must be greater than {gt}."),
    "greater_than_equal": Text("{ge} 以上にしてください。", "This must be {ge} or more."),
    "less_than_equal": Text("{le} 以下にしてください。", "This must be {le} or less."),
}

_BY_PATTERN: Final[Mapping[str, Text]] = {
    r"\S": Text("空です。", "This is empty."),
    r"^[A-Za-z0-9][A-Za-z0-9._-]*$": Text(
        "半角の英数字で始め、半角の英数字と . _ - だけにしてください。",
        "This must begin with a letter or digit, and hold letters, digits, `.`, `_` and `-` only.",
    ),
    r"^[0-9]+\.[0-9]+\.[0-9]+$": Text("1.0.0 の形にしてください。", "This must be of the form 1.0.0."),
}


def shaped(document: Document) -> tuple[Master | None, list[Problem]]:
    """Return the document as a master, or None and everything that is wrong with its shape."""
    try:
        return Master.model_validate(document.data), []
    except ValidationError as error:
        errors = [one for one in error.errors(include_url=False) if not _counts_good_ones_only(one)]
    meant = _meant(errors)
    return None, [
        Problem(
            document.line(one["loc"]), one["loc"], _misspelt(meant[one["loc"]]) if one["loc"] in meant else _text(one)
        )
        for one in errors
        if one["type"] != "missing" or one["loc"] not in {(*place[:-1], key) for place, key in meant.items()}
    ]


def _meant(errors: Sequence[ErrorDetails]) -> dict[tuple[int | str, ...], str]:
    """Return for unknown keys, by place, the key that each comes closest to: one that is missing there, else any."""
    found = {}
    missing = [one["loc"] for one in errors if one["type"] == "missing"]
    for place in (one["loc"] for one in errors if one["type"] == "extra_forbidden"):
        lacking = [str(key) for *above, key in missing if tuple(above) == place[:-1]]
        for keys in (lacking, _every_key()):
            if close := get_close_matches(str(place[-1]), keys, 1, _CLOSE):
                found[place] = close[0]
                break
    return found


def _every_key() -> list[str]:
    """Return every key that a master may have anywhere."""
    schema = Master.model_json_schema()
    return sorted({key for model in (schema, *schema["$defs"].values()) for key in model.get("properties", ())})


def _misspelt(meant: str) -> Text:
    return Text(
        f"このキーはありません。{meant} のことではありませんか。", f"There is no such key: did you mean {meant}?"
    )


def _counts_good_ones_only(error: ErrorDetails) -> bool:
    """Tell whether a list is called too short only because pydantic leaves out its entries with errors."""
    return error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]


def _text(error: ErrorDetails) -> Text:
    context = error.get("ctx", {})
    if error["type"] == "string_pattern_mismatch":
        return _BY_PATTERN[context["pattern"]]
    template = _BY_TYPE.get(error["type"], Text(error["msg"], error["msg"]))
    return Text(template.ja.format(**context), template.en.format(**context))
