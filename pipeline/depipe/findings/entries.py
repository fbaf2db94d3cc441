"""Findings about what else people type: evaluator, parameters, versions, dates, notes, proposals."""

from typing import Final

from depipe.findings.kind import FindingKind, Wording
from depipe.language import Text

_DATE: Final = Text("検証した日を 2026/5/1 の形で入力してください。", "Type the day of verification as 2026/5/1.")

KINDS: Final = (
    FindingKind(
        "evaluator.missing",
        "error",
        "sheet",
        "The evaluator's name is blank, or is no text.",
        Text(
            "評価者の名前がありません[（{found}と入っています）]。",
            "The evaluator's name is missing[ (it reads {found})].",
        ),
        Text(
            "シート「前提パラメータ」の「評価者」の右のセルに名前を入力してください。",
            "Type the name beside “評価者” on the sheet “前提パラメータ”.",
        ),
        cases={
            "decider": Wording(
                Text(
                    "決めた人の名前がありません[（{found}と入っています）]。",
                    "Nobody is named as who decided[ (it reads {found})].",
                ),
                Text(
                    "シート「裁定」の「決定者」の右のセルに名前を入力してください。",
                    "Type the name beside “決定者” on the sheet “裁定”.",
                ),
            )
        },
    ),
    FindingKind(
        "evaluator.similar",
        "warning",
        "cell",
        "The same name but for spaces, width or case is known: without mending, the two count as two people.",
        Text(
            "評価者{found}は、ほかの回答や台帳にある{expected}と空白や大文字・小文字だけが違います。別の人として扱います。",
            "The evaluator {found} differs from {expected}, of other returns or the ledger, only in spaces, width or "
            "case; they count as two people.",
        ),
        Text(
            "同じ人のときは、名前の書き方をそろえてください。", "If they are one person, write the name the same way."
        ),
    ),
    FindingKind(
        "evaluator.differs",
        "warning",
        "cell",
        "The workbook was issued to somebody else than it names: they count as two people.",
        Text(
            "このブックは{expected}に発行したものですが、評価者が{found}になっています。入力された名前で取り込みます。",
            "This workbook was issued to {expected}, but the evaluator is {found}; it is read under the name that was "
            "typed.",
        ),
        Text(
            "同じ人のときは{expected}に戻してください。別の人が評価したときは、このままでかまいません。",
            "If they are one person, change it back to {expected}. If somebody else evaluated, leave it as it is.",
        ),
    ),
    FindingKind(
        "context.differs",
        "error",
        "cell",
        "A parameter is not what the lead issued; the message says what it was and what it is.",
        Text(
            "前提パラメータ{name}が発行時の{expected}から{found}に変わっています。",
            "The parameter {name} was issued as {expected} and is now {found}.",
        ),
        Text(
            "発行時の値に戻してください。ほかの前提で評価するときは、その前提のブックの発行を頼んでください。",
            "Put the issued value back. To evaluate under other parameters, ask for a workbook issued for them.",
        ),
    ),
    FindingKind(
        "context.out-of-scope",
        "warning",
        "sheet",
        "The master says that it does not cover this context.",
        Text(
            "この評価マスタは{name}が{found}の場合を対象としていません（対象は{expected:each}）。",
            "This master does not cover {name} of {found} (it covers {expected:each}).",
        ),
        Text(
            "このまま取り込みますが、結果は参考としてお使いください。",
            "It is read all the same, but take the results with care.",
        ),
        cases={
            "issued": Wording(
                Text(
                    "この評価マスタは{name}が{found}の場合を対象としていません（対象は{expected:each}）。"
                    "発行した人がこの前提を選びました。",
                    "This master does not cover {name} of {found} (it covers {expected:each}). Whoever issued the "
                    "workbook chose so.",
                ),
                Text(
                    "評価者が直すところはありません。結果は参考としてお使いください。",
                    "There is nothing for the evaluator to mend; take the results with care.",
                ),
            )
        },
    ),
    FindingKind(
        "parameter.missing",
        "error",
        "sheet",
        "A parameter is blank.",
        Text("前提パラメータ{name}が空です。", "The parameter {name} is blank."),
        Text("一覧から選んで入力してください。", "Choose a value from the list."),
    ),
    FindingKind(
        "parameter.invalid",
        "error",
        "cell",
        "A parameter that takes only the master's options holds something else, or any parameter an error value.",
        Text("{name}の値{found}は使えません。", "{name} cannot be {found}."),
        Text("値を入力し直してください[（{expected:each}のいずれか）]。", "Enter it again[: one of {expected:each}]."),
    ),
    FindingKind(
        "parameter.other",
        "note",
        "cell",
        "A parameter that takes any value holds none of the suggestions.",
        Text(
            "{name}に候補以外の値{found}が入っています。入力どおりに読み取りました。",
            "{name} is {found}, which is none of the suggestions; it was read as typed.",
        ),
        Text(
            "候補[（{expected:each}）]のどれかと同じ意味のときは、候補の書き方にそろえてください。",
            "If it means one of the suggestions[ ({expected:each})], write it that way.",
        ),
    ),
    FindingKind(
        "tool-version.missing",
        "error",
        "sheet",
        "A tool has stars but not the version that they were verified at.",
        Text(
            "ツール{tool}に星が付いていますが、バージョンがありません[（{found}と入っています）]。",
            "The tool {tool} has stars but no version[ (it reads {found})].",
        ),
        Text(
            "シート「前提パラメータ」の表に、検証したバージョンを入力してください。",
            "Type the version that was verified into the table on the sheet “前提パラメータ”.",
        ),
    ),
    FindingKind(
        "tool-version.number",
        "warning",
        "cell",
        "A version is a number or a date, not a text: 1.10 typed as a number reads 1.1.",
        Text(
            "バージョンが数値や日付として入っているため、{found}と読み取りました（1.10 と入力しても 1.1 になります）。",
            "The version is a number or a date to the spreadsheet and was read as {found} (1.10 becomes 1.1).",
        ),
        Text(
            "違うときは、'1.10 のように先頭に ' を付けて入力し直してください。",
            "If that is wrong, type it again with a leading ' as in '1.10.",
        ),
    ),
    FindingKind(
        "verified-on.missing",
        "warning",
        "sheet",
        "A tool has stars but no day of verification: the day of receipt stands in.",
        Text(
            "ツール{tool}の検証日がありません。受け取った日を検証日とします。",
            "The tool {tool} has no day of verification; the day of receipt stands in.",
        ),
        _DATE,
    ),
    FindingKind(
        "verified-on.invalid",
        "error",
        "cell",
        "The day of verification cannot be read, or could be read in two ways.",
        Text(
            "検証日{found}を日付として読み取れません（年がない、日と月の順が分からない、など）。",
            "{found} cannot be read as a day (no year, or day and month could be either way round).",
        ),
        _DATE,
    ),
    FindingKind(
        "verified-on.future",
        "error",
        "cell",
        "The day of verification is more than a day ahead.",
        Text("検証日{found}が未来の日付です。", "The day of verification, {found}, is in the future."),
        _DATE,
    ),
    FindingKind(
        "text.too-long",
        "error",
        "cell",
        "A text is longer than a cell of a spreadsheet holds.",
        Text(
            "文章が長すぎます（{found:bare} 文字、上限 {expected:bare} 文字）。",
            "The text is too long ({found:bare} characters; the limit is {expected:bare}).",
        ),
        Text(
            "要点だけを残し、全文は別の場所に置いてリンクを書いてください。",
            "Keep the essence here, put the whole text elsewhere and write a link.",
        ),
    ),
    FindingKind(
        "text.formula",
        "warning",
        "cell",
        "A cell that people type into holds a formula: what it showed when it was saved is kept.",
        Text(
            "セルに数式が入っています。保存したときに表示されていた内容（{found}）を読み取りました。",
            "The cell holds a formula; what it showed when it was saved, {found}, was read.",
        ),
        Text("違うときは、文字で入力し直してください。", "If that is wrong, type it as text."),
    ),
    FindingKind(
        "text.error-value",
        "warning",
        "cell",
        "A text cell holds an error such as #N/A: it is kept as that text.",
        Text(
            "セルがエラー（{found:bare}）になっています。そのままの文字で読み取りました。",
            "The cell holds the error {found:bare}; it was read as that text.",
        ),
        Text("正しい内容を入力し直してください。", "Type what was meant."),
    ),
    FindingKind(
        "text.merged",
        "warning",
        "cell",
        "A note's cell is merged with another item's or tool's, or hides a text under a merged cell: that text is not "
        "this item's note.",
        Text(
            "備考の欄が結合されています。{found}は、この項目の備考としては取り込んでいません。",
            "The cell for this note is merged with others; {found} was not read as a note of this item.",
        ),
        Text(
            "セルの結合を解除し、この項目にも当てはまる内容は、この項目の欄に書いてください。",
            "Unmerge the cells and write what applies to this item into its own cell.",
        ),
    ),
    FindingKind(
        "proposal.incomplete",
        "warning",
        "cell",
        "A proposed item lacks something that the master needs.",
        Text("項目の提案に{expected:each}がありません。", "The proposed item lacks {expected:each}."),
        Text(
            "検討できるように、同じ行に書き足してください。",
            "Fill it in on the same row, so that the proposal can be considered.",
        ),
    ),
    FindingKind(
        "proposal.category-unknown",
        "warning",
        "cell",
        "A proposed item names a category that the master lacks.",
        Text("カテゴリ{found}は評価マスタにありません。", "The master has no category {found}."),
        Text(
            "{expected:each}のいずれかにしてください。当てはまるものがなければ、このままでかまいません。",
            "It is one of {expected:each}. If none of them fits, leave it as it is.",
        ),
    ),
    FindingKind(
        "proposal.similar",
        "warning",
        "cell",
        "A proposed item is likely to say again what an item of the master says.",
        Text(
            "提案{found}は、既存の項目{expected}に似ています。", "The proposal {found} resembles the item {expected}."
        ),
        Text(
            "同じ内容でしたら、シート「評価」のその項目の備考に書いてください。別の内容でしたら、このままでかまいません。",
            "If it belongs to that item, write it into the notes there. If it is something else, leave it as it is.",
        ),
    ),
)
