"""How the figures come about, in a few lines for the people who read them."""

from collections.abc import Iterator
from typing import Final

from depipe.comparison.model import MasterFacts
from depipe.comparison.wording import bold_dropped, limit_words
from depipe.language import Language, Text
from depipe.master.model import Master
from depipe.stars import STAR

_CONSENSUS: Final = {
    "median": Text(
        "項目の星は、評価者の星の中央値です（同数で割れたら低いほう）。平均の計算では通常の中央値を使います。",
        "An item's stars are the median of its evaluators' stars (the lower one of two); means use the plain median.",
    ),
    "min": Text(
        "項目の星は、評価者の星のうちいちばん低いものです。", "An item's stars are the lowest of its evaluators' stars."
    ),
    "max": Text(
        "項目の星は、評価者の星のうちいちばん高いものです。",
        "An item's stars are the highest of its evaluators' stars.",
    ),
}


def master_facts(master: Master, language: Language) -> MasterFacts:
    """Return which master a comparison follows and how it scores, worded."""
    return MasterFacts(
        master_id=master.id,
        version=master.version,
        digest=master.digest,
        title=bold_dropped(master.title),
        rule=bold_dropped(master.fail_close.rule) if master.fail_close.gates else "",
        assumptions=tuple(map(bold_dropped, master.fail_close.assumptions)),
        method=tuple(text.within(language) for text in _method(master)),
    )


def _method(master: Master) -> Iterator[Text]:
    yield _CONSENSUS[master.scoring.consensus]
    yield Text(
        "カテゴリ平均は、評価された項目の星の平均です。未検証の項目は数えません。",
        "A category's mean is the mean of its rated items; unverified ones do not count.",
    )
    yield Text(
        "上限適用前の総合評価は、カテゴリ平均の加重平均です（重みは下の表）。",
        "The overall before the cap is the weighted mean of the category means (weights below).",
    )
    if master.fail_close.gates:
        yield from _fail_close(master)
    yield Text(
        "未検証などで結果が動きうるツールには、取りうる範囲（最低〜最高）を添えています。"
        "未検証の項目がすべて ⭐ の場合と、すべて ⭐⭐⭐⭐⭐ の場合です。",
        "A tool whose result may still move shows its range: every unverified item at ⭐, and every one at ⭐⭐⭐⭐⭐.",
    )
    yield Text(
        "平均が出ていないカテゴリのあるツールには順位を付けず、順位保留とします。",
        "A tool that lacks a category's mean has no rank.",
    )


def _fail_close(master: Master) -> Iterator[Text]:
    words = limit_words(master.fail_close.cap)
    falls, holds = STAR * master.fail_close.threshold, STAR * (master.fail_close.threshold + 1)
    yield Text(
        f"必須項目が {falls} 以下なら、総合評価の上限は {words} です（確定）。{holds} 以上なら達成です。",
        f"A mandatory item at {falls} or less caps the overall at {words} (certain); {holds} or more passes.",
    )
    if master.fail_close.unverified == "open":
        yield Text("必須項目が未検証でも、上限はかけません。", "An unverified mandatory item does not cap.")
    else:
        yield Text(
            f"必須項目が未検証か評価割れの場合も、確かめられるまで上限 {words} とします（暫定）。",
            f"An unverified or disputed mandatory item caps at {words} as well until it is settled (provisional).",
        )
