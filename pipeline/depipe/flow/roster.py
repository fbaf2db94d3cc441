"""Who gets a workbook: recipients from a roster file, all or nothing."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from depipe.errors import DataError, UsageError
from depipe.folding import fold, fold_loosely

EVALUATOR_HEADERS = ("evaluator", "評価者")
TOOLS_HEADERS = ("tools", "tool", "ツール")
_SEPARATORS = ";,、；，|\n"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One evaluator (None: whoever opens it) and the tools to rate."""

    evaluator: str | None
    tools: tuple[str, ...]


def read_roster(path: Path, default_tools: Sequence[str]) -> list[Recipient]:
    """Return the recipients of a CSV file with the columns `evaluator` and `tools` (評価者, ツール).

    Tools are separated by `;`; none means *default_tools*. UTF-8 and, as Japanese Excel saves it, CP932 are read.
    Raises UsageError when the file cannot be opened, DataError listing every problem with its line otherwise.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"名簿 {path} を開けません。ファイル名と場所を確かめてください。",
            f"The roster {path} cannot be opened: check its name and place.",
        ) from error
    (_, header), *rows = _rows(_decoded(raw, path), path)
    evaluator_column, tools_column = _columns(path, header)
    recipients: list[Recipient] = []
    problems: list[tuple[int, str, str]] = []
    seen: dict[str, int] = {}
    for line, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if any(cell.strip() for cell in row[len(header) :]):
            problems.append(
                (
                    line,
                    "列が1行目より多くあります（ツールは ; で区切ってください）",
                    "there are more columns than on line 1 (separate tools by ;)",
                )
            )
        evaluator = _cell(row, evaluator_column)
        if not evaluator:
            problems.append((line, "評価者が空です", "the evaluator is blank"))
        elif (first := seen.setdefault(fold_loosely(evaluator), line)) != line:
            problems.append(
                (line, f"「{evaluator}」は{first}行目にもあります", f"“{evaluator}” is on line {first} already")
            )
        tools = split_tools(_cell(row, tools_column))
        recipients.append(Recipient(evaluator, tools or tuple(default_tools)))
    if not recipients:
        problems.append((max(len(rows), 1), "評価者が一人もいません", "there are no evaluators"))
    if problems:
        raise _refused(path, problems)
    return recipients


def _refused(path: Path, problems: Sequence[tuple[int, str, str]]) -> DataError:
    """Return what to raise for *problems*, each a line with what is wrong there, in Japanese and English."""
    return DataError(
        f"名簿 {path} に誤りがあるため、何も発行していません。\n"
        + "\n".join(f"  {line}行目: {ja}。" for line, ja, _ in problems),
        f"The roster {path} has errors, so nothing was issued.\n"
        + "\n".join(f"  line {line}: {en}." for line, _, en in problems),
    )


def _rows(text: str, path: Path) -> list[tuple[int, list[str]]]:
    """Return the rows, the header first, each with its line; raises DataError where quotes are left open."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins, rows = 1, []
    try:
        for row in reader:
            rows.append((begins, row))
            begins = reader.line_num + 1
    except csv.Error as error:
        wrong = '引用符（"）が閉じていないか、余分にあります', 'a quotation mark (") is not closed, or one too many'
        raise _refused(path, [(begins, *wrong)]) from error
    return rows or [(1, [])]


def _columns(path: Path, header: Sequence[str]) -> tuple[int, int | None]:
    """Return where the evaluators and the tools stand."""
    names = [fold_loosely(name) for name in header]
    evaluators, tools = ({fold_loosely(name) for name in known} for known in (EVALUATOR_HEADERS, TOOLS_HEADERS))
    evaluator_column = next((place for place, name in enumerate(names) if name in evaluators), None)
    if evaluator_column is None:
        raise DataError(
            f"名簿 {path} の1行目に evaluator（評価者）という列がありません。1行目を evaluator,tools にしてください。",
            f"The first line of the roster {path} has no column evaluator: make it evaluator,tools.",
        )
    unknown = [text for text, name in zip(header, names, strict=True) if name and name not in evaluators | tools]
    if unknown:
        raise DataError(
            f"名簿 {path} に知らない列があります: {'、'.join(unknown)}。"
            "使える列は evaluator（評価者）と tools（ツール）です。",
            f"The roster {path} has columns that are not known: {', '.join(unknown)}. It takes evaluator and tools.",
        )
    return evaluator_column, next((place for place, name in enumerate(names) if name in tools), None)


def recipients_of(evaluators: Sequence[str], roster: Path | None, tools: Sequence[str]) -> list[Recipient]:
    """Return who gets a workbook: the named *evaluators*, else those of the *roster*, else one unnamed workbook.

    Raises UsageError when both are given or an evaluator is named twice.
    """
    if roster is not None:
        if evaluators:
            raise UsageError(
                "--evaluator と --roster は一緒に使えません。", "--evaluator and --roster cannot be used together."
            )
        return read_roster(roster, tools)
    names = [" ".join(name.split()) for name in evaluators]
    if "" in names or len({fold_loosely(name) for name in names}) < len(names):
        raise UsageError("--evaluator に空の名前か、同じ名前があります。", "An --evaluator is blank or is named twice.")
    return [Recipient(name, unrepeated(tools)) for name in names] or [Recipient(None, unrepeated(tools))]


def split_tools(text: str) -> tuple[str, ...]:
    """Return the tools that one roster cell names, without repetitions."""
    for separator in _SEPARATORS:
        text = text.replace(separator, ";")
    return unrepeated(name.strip() for name in text.split(";") if name.strip())


def unrepeated(names: Iterable[str]) -> tuple[str, ...]:
    """Return *names* without those that an earlier one equals after folding."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(fold(name), name)
    return tuple(first.values())


def _cell(row: Sequence[str], column: int | None) -> str:
    return " ".join(row[column].split()) if column is not None and column < len(row) else ""


def _decoded(raw: bytes, path: Path) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DataError(
        f"名簿 {path} の文字コードを読めません。UTF-8 の CSV で保存し直してください。",
        f"The roster {path} is in an unknown encoding. Save it as CSV in UTF-8.",
    )
