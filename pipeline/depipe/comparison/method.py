"""How the figures come about, in a few lines for the people who read them."""

from collections.abc import Iterator
from typing import Final

from depipe.comparison.model import MasterFacts, RubricRow, StarMeaning
from depipe.comparison.wording import bold_dropped, limit_words
from depipe.language import Language, Text
from depipe.master.model import Master
from depipe.stars import LEVELS, STAR

_CONSENSUS: Final = {
    "median": Text(
        "項目の星は、評価者の星の中央値です（2つに割れたら低いほう）。",
        "An item's stars are the median of its evaluators' stars (the lower one where they split in two).",
    ),
    "min": Text(
        "項目の星は、評価者の星のうちいちばん低いものです。", "An item's stars are the lowest of its evaluators' stars."
    ),
    "max": Text(
        "項目の星は、評価者の星のうちいちばん高いものです。",
        "An item's stars are the highest of its evaluators' stars.",
    ),
}
_CHOICES: Final = {
    "median": Text("中央値（median）", "median"),
    "min": Text("最低（min）", "lowest (min)"),
    "max": Text("最高（max）", "highest (max)"),
}
_SPLIT: Final = {
    "median": Text(
        f"平均の計算には通常の中央値を使うので、{STAR * 2} と {STAR * 3} に割れた項目は 2.5 と数えます。",
        f"Means use the ordinary median: an item split into {STAR * 2} and {STAR * 3} counts as 2.5.",
    ),
    "min": Text("平均の計算でも、同じ星を使います。", "Means use the same stars."),
    "max": Text("平均の計算でも、同じ星を使います。", "Means use the same stars."),
}


def master_facts(master: Master, language: Language) -> MasterFacts:
    """Return which master a comparison follows, what its stars mean and how it scores, worded."""
    return MasterFacts(
        master_id=master.id,
        version=master.version,
        digest=master.digest,
        title=bold_dropped(master.title),
        rule=bold_dropped(master.fail_close.rule) if master.fail_close.gates else "",
        limit=master.fail_close.cap if master.fail_close.gates else None,
        threshold=master.fail_close.threshold,
        assumptions=tuple(map(bold_dropped, master.fail_close.assumptions)),
        scale=tuple(
            StarMeaning(
                level.stars, bold_dropped(level.label), bold_dropped(level.definition), bold_dropped(level.criterion)
            )
            for level in master.scale.levels
        ),
        rubrics=tuple(
            RubricRow(item.id, bold_dropped(item.name), tuple(map(bold_dropped, rubric.levels)))
            for item in master.items
            if (rubric := master.rubrics_by_item.get(item.id))
        ),
        consensus=_CONSENSUS[master.scoring.consensus].within(language),
        split=_SPLIT[master.scoring.consensus].within(language),
        method=tuple(text.within(language) for text in _method(master)),
    )


def settings_told(
    master: Master, *, as_of: Text | None, anonymous: bool, contexts: int, language: Language
) -> tuple[tuple[str, str], ...]:
    """Return how the comparison was asked for, and what the master chooses where it could choose: names and values.

    *as_of* is the instant in words, None for the ledger as it is.
    """
    named = Text("番号に置き換え", "numbered") if anonymous else Text("そのまま", "shown")
    told = (
        *_settings(master, contexts),
        (Text("時点", "As of"), as_of or Text("現在の台帳", "the ledger as it is")),
        (Text("評価者の名前", "Evaluators' names"), named),
    )
    return tuple((name.within(language), value.within(language)) for name, value in told)


def _settings(master: Master, contexts: int) -> Iterator[tuple[Text, Text]]:
    rule = master.fail_close
    yield Text("評価者間の集約", "Consensus"), _CHOICES[master.scoring.consensus]
    if rule.gates:
        falls, words = STAR * rule.threshold, limit_words(rule.cap)
        yield (
            Text("必須項目が未達となる星", "A mandatory item fails at"),
            Text(f"{falls} 以下", f"{falls} or less"),
        )
        yield Text("上限", "Cap"), Text(f"{words}（{rule.cap:.2f}）", f"{words} ({rule.cap:.2f})")
        yield (
            Text("未検証・評価割れの必須項目", "Unverified or disputed mandatory items"),
            Text("上限をかけない", "do not cap")
            if rule.unverified == "open"
            else Text("暫定の上限をかける", "cap provisionally"),
        )
    yield Text("台帳にある前提の数", "Contexts in the ledger"), Text(f"{contexts}", f"{contexts}")


def _method(master: Master) -> Iterator[Text]:
    consensus, split = _CONSENSUS[master.scoring.consensus], _SPLIT[master.scoring.consensus]
    yield Text(f"{consensus.ja}{split.ja}", f"{consensus.en} {split.en}")
    yield Text(
        "カテゴリ平均は、評価された項目の星の平均です。未検証の項目は数えません。",
        "A category's mean is the mean of its rated items; unverified ones do not count.",
    )
    weighed = len({category.weight for category in master.categories}) > 1
    weights = Text("カテゴリの重みを付けます", "weighted") if weighed else Text("重みは同じです", "equal weights")
    yield Text(
        f"上限適用前の総合評価は、カテゴリ平均の平均です（{weights.ja}）。",
        f"The overall before the cap is the mean of the category means ({weights.en}).",
    )
    if master.fail_close.gates:
        yield from _fail_close(master)
    yield _bounds(disputes=bool(master.fail_close.gates))
    yield from _ranking(master)


def _bounds(*, disputes: bool) -> Text:
    every = STAR * LEVELS[-1]
    failed, passed = Text("", ""), Text("", "")
    if disputes:
        failed = Text("で評価割れの必須項目が未達", " and every disputed mandatory item failed")
        passed = Text("で評価割れが達成", " and passed")
    return Text(
        f"取りうる範囲は、未検証の項目がすべて {STAR} {failed.ja}の場合から、すべて {every} {passed.ja}の場合までです。"
        "いまある評価が変わる場合は含みません。",
        f"The possible range is from every unverified item at {STAR}{failed.en} to all of them at {every}{passed.en}. "
        "Changes of what is rated today are not in it.",
    )


def _ranking(master: Master) -> Iterator[Text]:
    caps = Text(
        "上限なし、暫定の上限、確定の上限の順、それも同じなら上限適用前の高い順",
        "no cap before a provisional before a certain one, then the higher overall before the cap",
    )
    if master.fail_close.gates:
        yield Text(
            f"順位は、総合評価（小数第2位まで）の高い順です。同じときは、{caps.ja}です。すべて同じなら同順位です。",
            f"Tools are ranked by overall (two decimals). Ties: {caps.en}; all the same, the same rank.",
        )
    else:
        yield Text(
            "順位は、総合評価（小数第2位まで）の高い順です。同じなら同順位です。",
            "Tools are ranked by overall (two decimals); the same overall is the same rank.",
        )
    yield Text(
        "平均が出ていないカテゴリのあるツールには順位を付けず、順位保留とします。",
        "A tool that lacks a category's mean has no rank.",
    )


def _fail_close(master: Master) -> Iterator[Text]:
    words = limit_words(master.fail_close.cap)
    falls = STAR * master.fail_close.threshold
    passes = Text("", "")
    if master.fail_close.threshold < LEVELS[-1]:
        holds = STAR * (master.fail_close.threshold + 1)
        passes = Text(f"{holds} 以上なら達成です。", f" {holds} or more passes.")
    yield Text(
        f"必須項目（フェイルクローズ）が {falls} 以下なら、総合評価の上限は {words} です（確定）。{passes.ja}",
        f"A mandatory item at {falls} or less caps the overall at {words} (certain).{passes.en}",
    )
    if master.fail_close.unverified == "open":
        yield Text("必須項目が未検証でも、上限はかけません。", "An unverified mandatory item does not cap.")
    else:
        yield Text(
            f"必須項目が未検証か評価割れの場合も、確かめられるまで上限 {words} とします（暫定）。",
            f"An unverified or disputed mandatory item caps at {words} as well until it is settled (provisional).",
        )
