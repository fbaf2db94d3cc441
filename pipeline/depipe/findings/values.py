"""Findings about star cells and about ratings as a whole."""

from typing import Final

from depipe.findings.kind import FindingKind, Wording
from depipe.language import Text

_CHOOSE: Final = Text(
    "一覧から「-」か ⭐〜⭐⭐⭐⭐⭐ を選び直してください（1〜5 の数字でもかまいません）。",
    "Choose “-” or one to five ⭐ from the list (the digits 1 to 5 are fine too).",
)
_NOTHING: Final = Text("違うときだけ直してください。", "Mend it only if that is wrong.")
_SPACES: Final = Wording(
    Text(
        "前後の空白や改行を除いて、{expected:bare} と読み取りました。",
        "Spaces and line breaks around it were left out: it was read as {expected:bare}.",
    ),
    _NOTHING,
)

KINDS: Final = (
    FindingKind(
        "stars.invalid",
        "error",
        "cell",
        "The star cell holds a text that is no stars.",
        Text(
            "{found}は星として読み取れません[（{expected:or} のつもりでしたか）]。",
            "{found} cannot be read as stars[ (did you mean {expected:or}?)].",
        ),
        _CHOOSE,
    ),
    FindingKind(
        "stars.out-of-range",
        "error",
        "cell",
        "The star cell holds a number or a row of stars outside one to five.",
        Text("星は 1〜5 個ですが、{found}と入っています。", "Stars go from one to five, but the cell holds {found}."),
        _CHOOSE,
    ),
    FindingKind(
        "stars.fraction",
        "error",
        "cell",
        "The star cell holds a number between two levels, or a percentage.",
        Text(
            "星に小数は使えませんが、{found}と入っています[（{expected:or} のつもりでしたか）]。",
            "Stars are whole, but the cell holds {found}[ (did you mean {expected:or}?)].",
        ),
        _CHOOSE,
    ),
    FindingKind(
        "stars.date",
        "error",
        "cell",
        "The star cell holds a date or a time: the spreadsheet made one of 3/5.",
        Text(
            "星の欄に日付や時刻（{found:bare}）が入っています[（{expected:bare} と入力しましたか）]。",
            "The star cell holds a date or a time, {found:bare}[ (did you type {expected:bare}?)].",
        ),
        _CHOOSE,
    ),
    FindingKind(
        "stars.boolean",
        "error",
        "cell",
        "The star cell holds TRUE or FALSE.",
        Text("星の欄に{found}が入っています。", "The star cell holds {found}."),
        _CHOOSE,
    ),
    FindingKind(
        "stars.formula",
        "error",
        "cell",
        "The star cell holds a formula, even one that shows stars: what it shows may be out of date.",
        Text(
            "星の欄に数式が入っています[（表示は{found}）]。数式の結果は読み取りません。",
            "The star cell holds a formula[ (it shows {found})]; the results of formulas are not read.",
        ),
        _CHOOSE,
    ),
    FindingKind(
        "stars.error-value",
        "error",
        "cell",
        "The star cell holds an error such as #N/A.",
        Text("星の欄がエラー（{found:bare}）になっています。", "The star cell holds the error {found:bare}."),
        _CHOOSE,
    ),
    FindingKind(
        "stars.merged",
        "error",
        "cell",
        "The star cell is covered by merged cells, so that it has no value of its own.",
        Text(
            "星の欄がほかのセルと結合されていて、この項目の星が分かりません。",
            "The star cell is merged with others, so that this item has no stars of its own.",
        ),
        Text(
            "「セルを結合して中央揃え」を解除し、セルごとに星を選んでください。",
            "Unmerge the cells and choose the stars in each of them.",
        ),
    ),
    FindingKind(
        "stars.normalised",
        "note",
        "cell",
        "Another spelling of stars (4, ４, ★★★★) was read.",
        Text("{found}を {expected:bare} と読み取りました。", "{found} was read as {expected:bare}."),
        _NOTHING,
        cases={"spaces": _SPACES},
    ),
    FindingKind(
        "stars.blank",
        "note",
        "cell",
        "A blank star cell, or another spelling of “-” (－, ー, 未検証), was read as unverified.",
        Text(
            "星の欄（{found}）を「-」（未検証）と読み取りました。",
            "The star cell ({found}) was read as “-” (unverified).",
        ),
        _NOTHING,
        cases={"spaces": _SPACES},
    ),
    FindingKind(
        "evidence.missing",
        "warning",
        "cell",
        "Four or five stars, or any stars for a mandatory item, stand without Doc, Repro and Evidence.",
        Text(
            "星が付いていますが、Doc・Repro・Evidence がすべて空です（⭐4 以上と必須項目には根拠が必要です）。",
            "Stars are given, but Doc, Repro and Evidence are all empty (four stars or more, and mandatory items, need "
            "evidence).",
        ),
        Text(
            "同じ行の Doc、Repro、Evidence のどれかに、確かめた資料や手順や結果を書いてください。",
            "Write what it rests on into Doc, Repro or Evidence of the same row.",
        ),
    ),
    FindingKind(
        "rating.superseded",
        "warning",
        "cell",
        "The rating is of an older verification than the one that stands: it is kept, but not in force.",
        Text(
            "より新しい検証[（{expected:bare}）]の評価がすでにあるため、この評価[（検証日 {found:bare}）]は"
            "履歴にだけ残ります。",
            "A rating of a newer verification[ ({expected:bare})] already stands; this one[ (verified on "
            "{found:bare})] is kept in the history only.",
        ),
        Text(
            "こちらのほうが新しいときは、検証日を直してもう一度お送りください。",
            "If this is the newer one, mend its day of verification and send the file again.",
        ),
    ),
    FindingKind(
        "rating.stale-base",
        "error",
        "cell",
        "The ledger moved on since the workbook was issued prefilled, for a cell that this workbook changes too.",
        Text(
            "このブックの発行後に、同じ評価が更新されています[（発行時は {expected:bare}、今の台帳は {found:bare}）]。",
            "The same rating changed since this workbook was issued[ (issued with {expected:bare}, the ledger "
            "now holds {found:bare})].",
        ),
        Text(
            "新しい記入済みブックの発行を受け、変更をもう一度入れてください。",
            "Have a new prefilled workbook issued and make the change there.",
        ),
    ),
)
