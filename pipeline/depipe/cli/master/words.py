"""The words for what changed in a master."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from depipe.language import Language, Text

if TYPE_CHECKING:
    from depipe.master.diff import Cosmetic, Kind, Place

KINDS: "Final[Mapping[Kind, Text]]" = {
    "added": Text("追加", "added"),
    "removed": Text("削除", "removed"),
    "renamed": Text("改名", "renamed"),
    "reworded": Text("文面", "reworded"),
    "changed": Text("変更", "changed"),
    "reordered": Text("並び", "reordered"),
}

WHY: "Final[Mapping[Cosmetic, Text]]" = {
    "folding": Text("空白・全角半角・記号の違いだけ", "spaces, width or kinds of dashes alone"),
    "declared": Text("言い回しだけと宣言（same_since）", "declared to be wording (same_since)"),
    "declared-before": Text(
        "以前からの宣言（same_since）による。まだ当てはまるか確かめてください",
        "by an older declaration (same_since): see whether it still holds",
    ),
    "order": Text("並び順だけ", "order alone"),
    "record": Text("記録", "a record"),
}

_FIELDS: Final[Mapping[str, Text]] = {
    "applies": Text("適用条件の文", "condition in words"),
    "assumptions": Text("前提", "assumptions"),
    "attribute": Text("属性", "attribute"),
    "between": Text("組", "items"),
    "boundaries": Text("責務の境界", "boundary"),
    "cap": Text("上限", "cap"),
    "categories": Text("カテゴリ", "category"),
    "category": Text("カテゴリ", "category"),
    "closed": Text("選択肢だけを受け付ける", "options alone"),
    "condition": Text("適用条件", "condition"),
    "consensus": Text("評価者間のまとめ方", "consensus"),
    "content": Text("内容", "content"),
    "criterion": Text("判定基準", "criterion"),
    "default": Text("既定値", "default"),
    "definition": Text("定義", "definition"),
    "description": Text("評価内容", "description"),
    "design_basis": Text("設計根拠", "design basis"),
    "doc": Text("Doc", "Doc"),
    "evidence": Text("Evidence", "Evidence"),
    "fail_close": Text("フェイルクローズ", "fail-close"),
    "focus": Text("責務", "focus"),
    "future_categories": Text("将来拡張候補", "candidates for later"),
    "gates": Text("必須項目", "gate"),
    "id": Text("ID", "id"),
    "introduction": Text("説明", "introduction"),
    "item": Text("項目", "item"),
    "items": Text("項目", "item"),
    "judging_points": Text("判定のポイント", "judging points"),
    "label": Text("ラベル", "label"),
    "language": Text("言語", "language"),
    "layer": Text("層", "layer"),
    "levels": Text("段階", "level"),
    "name": Text("名前", "name"),
    "new_items": Text("新しい項目の規則", "rules for new items"),
    "new_items_introduction": Text("新しい項目の規則の説明", "introduction to new items"),
    "notes": Text("備考の記入ルール", "notes"),
    "options": Text("選択肢", "option"),
    "parameter": Text("前提パラメータ", "parameter"),
    "parameters": Text("前提パラメータ", "parameter"),
    "proposal": Text("元になった提案", "proposal"),
    "reason": Text("理由", "reason"),
    "repro": Text("Repro", "Repro"),
    "responsibility": Text("責務の説明", "responsibility"),
    "rubrics": Text("段階定義", "rubric"),
    "rule": Text("規則", "rule"),
    "rules": Text("規則", "rules"),
    "same_since": Text("同じとみなす版（same_since）", "same_since"),
    "scale": Text("星の基準", "scale"),
    "scope": Text("対象とする前提", "scope"),
    "scoring": Text("集計", "scoring"),
    "stars": Text("星", "stars"),
    "suffix": Text("選択肢の後の語", "suffix"),
    "text": Text("文", "text"),
    "threshold": Text("しきい値", "threshold"),
    "title": Text("題名", "title"),
    "tool_attributes": Text("ツール属性", "tool attribute"),
    "tools": Text("ツール", "tool"),
    "unless": Text("除く場合", "unless"),
    "unverified": Text("未検証の必須項目", "unverified gates"),
    "updates": Text("更新ルール", "update rules"),
    "value": Text("値", "value"),
    "values": Text("値", "value"),
    "warnings": Text("警告", "warning"),
    "weight": Text("重み", "weight"),
    "when": Text("対象の場合", "when"),
}
_SILENT: Final = frozenset({"entries"})
"""Fields that people need not hear of."""


def where(place: "Place", language: Language) -> str:
    """Return a place in a master as people name it: the fields in words, the keys of entries as they are."""
    return " › ".join(
        _FIELDS[step].within(language) if step in _FIELDS else step for step in place if step not in _SILENT
    )
