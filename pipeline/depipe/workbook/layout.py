"""The one contract that writer and reader share: sheets, headers, fields, rows.

Rows and columns are found again by id and header, never by position: positions here are the writer's.
"""

from collections.abc import Sequence
from typing import Final, Literal, get_args

from depipe.language import Text

LAYOUT_VERSION: Final = 1

SHEET_START: Final = "はじめに"
SHEET_CONTEXT: Final = "前提パラメータ"
SHEET_RATINGS: Final = "評価"
SHEET_SUMMARY: Final = "集計"
SHEET_SCALE: Final = "星の基準"
SHEET_PROPOSALS: Final = "追加項目"
SHEET_DECISIONS: Final = "裁定"
SHEET_IDENTITY: Final = "_depipe"
SHEET_LISTS: Final = "_lists"

VISIBLE_SHEETS: Final = (
    SHEET_START,
    SHEET_CONTEXT,
    SHEET_RATINGS,
    SHEET_SUMMARY,
    SHEET_SCALE,
    SHEET_PROPOSALS,
)
DECISION_SHEETS: Final = (SHEET_START, SHEET_DECISIONS, SHEET_SCALE)
"""The visible sheets of a workbook for decisions."""
HIDDEN_SHEETS: Final = (SHEET_IDENTITY, SHEET_LISTS)

# Sheets that depipe adds to a marked copy: read over on return, replaced by a second marking.
SHEET_MENDING: Final = "要修正"
SHEET_REMARKS: Final = "確認"

# 前提パラメータ
LABEL_EVALUATOR: Final = "評価者"
HEADER_TOOL: Final = "ツール"
HEADER_VERSION: Final = "バージョン"
HEADER_VERIFIED_ON: Final = "検証日"
HEADER_SCOPE: Final = "再検証の範囲"
SCOPE_CHANGED: Final = "変更した項目だけ"
SCOPE_ALL: Final = "全項目"

# 評価
HEADER_CATEGORY: Final = "カテゴリ"
HEADER_ID: Final = "ID"
HEADER_ITEM: Final = "項目"
HEADER_DESCRIPTION: Final = "評価内容"
ITEM_HEADERS: Final = (HEADER_CATEGORY, HEADER_ID, HEADER_ITEM, HEADER_DESCRIPTION)
ITEM_CAPTIONS: Final = (Text("", "Category"), Text("", ""), Text("", "Item"), Text("", "What is evaluated"))
"""What stands above these headers, for those who do not read them."""

GATE_MARK: Final = Text("【必須】", "[Gate] ")
"""What the number format of a mandatory item's name shows before it: some programs save it as a part of the text."""

NoteField = Literal["doc", "repro", "evidence"]
NOTE_FIELDS: Final[tuple[NoteField, ...]] = get_args(NoteField)
NOTE_NAMES: Final[dict[NoteField, str]] = {"doc": "Doc", "repro": "Repro", "evidence": "Evidence"}

# 裁定
LABEL_DECIDER: Final = "決定者"
HEADER_ISSUE: Final = "論点"
HEADER_DECISION: Final = "決定"
HEADER_REASON: Final = "理由"
DECISION_HEADERS: Final = (HEADER_ID, HEADER_ITEM, HEADER_TOOL, HEADER_ISSUE, HEADER_DECISION, HEADER_REASON)
"""Those of the table's first columns; then one an evaluator, and 評価内容."""
VOICE_PREFIX: Final = "評価者: "
"""How the header of an evaluator's column begins, so that no name is taken for another header."""

# 追加項目
PROPOSAL_HEADERS: Final = {
    "category": HEADER_CATEGORY,
    "name": HEADER_ITEM,
    "description": HEADER_DESCRIPTION,
    "reason": "理由",
    "general": "他ツールでも該当",
}
"""Field of a proposal -> header of its column."""
PROPOSAL_ROWS: Final = 30
"""How many rows the sheet offers."""

# 星の基準
SCALE_HEADERS: Final = ("星", "ラベル", "定義", "判定基準")
"""Headers of the table of levels; its first column holds the stars as ⭐."""

# 集計
LABEL_ANSWERED: Final = "検証率"
LABEL_RATED: Final = "検証済み"
LABEL_LEFT: Final = "未検証"
LABEL_EVIDENCE_MISSING: Final = "根拠のない回答"
LABEL_CONTEXT_BLANK: Final = "前提パラメータ 未記入"
LABEL_UNREADABLE: Final = "読み取れない星"
LABEL_CAP: Final = "上限"
LABEL_CAP_REASON: Final = "上限の理由"
LABEL_RAW: Final = "総合（上限適用前）"
LABEL_FINAL: Final = "総合評価"

IDENTITY_PREFIX: Final = "depipe:"
"""How the identity begins in a cell and in the custom document properties `depipe-1`, `depipe-2`, ..."""

MAX_TEXT: Final = 32_767
"""UTF-16 units that an Excel cell holds."""


def note_header(tool: str, field: NoteField) -> str:
    """Return the header of a tool's note column: `Temporal Doc`."""
    return f"{tool} {NOTE_NAMES[field]}"


def rating_headers(tools: Sequence[str]) -> tuple[str, ...]:
    """Return the headers of 評価 in the writer's order: the item's, each tool's stars, then each tool's notes."""
    notes = (note_header(tool, field) for tool in tools for field in NOTE_FIELDS)
    return (*ITEM_HEADERS, *tools, *notes)


def decision_headers(evaluators: Sequence[str]) -> tuple[str, ...]:
    """Return the headers of 裁定 in the writer's order."""
    return (*DECISION_HEADERS, *(VOICE_PREFIX + name for name in evaluators), HEADER_DESCRIPTION)


def utf16_length(text: str) -> int:
    """Return the length of *text* as Excel counts it: in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
