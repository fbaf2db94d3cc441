"""The page from its templates, with the policy that lets nothing else run in it."""

import base64
import hashlib
import math
from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from markupsafe import Markup

import depipe
from depipe.comparison import labels
from depipe.comparison.basis import basis
from depipe.comparison.charting import BARS_AND_RANGE_TITLE, BARS_TITLE, RADAR_TITLE, charted_words, has_range
from depipe.comparison.discussion import Ruling, scope_words
from depipe.comparison.model import Comparison
from depipe.comparison.page import charts, colours, words
from depipe.comparison.page.environment import environment
from depipe.comparison.page.glyphs import star_glyphs, starred
from depipe.comparison.page.links import said
from depipe.comparison.ratings import SECTION_NAMES, Remark
from depipe.comparison.wording import mean_range, vote_words
from depipe.language import COMMA, SPACE
from depipe.stars import half_up, shown, star_row
from depipe.workbook.layout import NOTE_NAMES

ROWS: Final = 2_000
"""Rows of a table that grows with the evaluators, of which a page shows so many: the workbook has the others."""


def write_page(comparison: Comparison) -> str:
    """Return the page: HTML that holds all it needs. The same comparison gives the same text.

    Its policy (Content-Security-Policy) forbids every request and every style and script but its own two, which it
    knows by their digests. Evaluators' text is only ever text; http and https addresses in it are links.
    """
    templates = environment()
    style = Markup(templates.get_template("style.css").render(colours=colours))  # noqa: S704 - depipe's own text
    script = Markup(templates.get_template("filter.js").render())  # noqa: S704 - the same
    page = templates.get_template("page.html")
    return page.render(_facts(comparison), style=style, script=script, policy=_policy(style=style, script=script))


def _facts(comparison: Comparison) -> Mapping[str, Any]:
    language = comparison.language
    gates = {
        (gate.item_id, tool): cell
        for gate in comparison.gates
        for tool, cell in zip(comparison.tools, gate.cells, strict=True)
    }
    return {
        "comparison": comparison,
        "say": comparison.say,
        "line": lambda text: comparison.say(text).replace("\n", comparison.say(SPACE)),
        "joined": lambda names: comparison.say(COMMA).join(names),
        "labels": labels,
        "words": words,
        "depipe": depipe.__version__,
        "basis": basis(comparison),
        "bars": charts.bars(comparison),
        "bars_title": comparison.say(BARS_AND_RANGE_TITLE if has_range(comparison) else BARS_TITLE),
        "profile": charts.profile(comparison),
        "profile_title": comparison.say(RADAR_TITLE),
        "charted_words": charted_words(comparison),
        "remarks": _remarks(comparison),
        "decided": _decided(comparison),
        "verified": {(one.item_id, one.tool, one.evaluator): one for one in comparison.evidence.notes},
        "sources": {pair: cell.sources for pair, cell in gates.items()},
        "more_sources": {pair: cell.more_sources for pair, cell in gates.items()},
        "first": lambda rows: rows[:ROWS],
        "kinds": tuple(NOTE_NAMES.values()),
        "section_names": SECTION_NAMES,
        "scope_words": partial(scope_words, language=language),
        "shown": shown,
        "percent": lambda share: f"{half_up(100 * share, 1):g}%",
        "signed": _signed,
        "level": lambda mean: 0 if mean is None else len(star_row(mean)),
        "range_words": partial(mean_range, language=language),
        "votes": partial(vote_words, language=language, named=comparison.names_votes),
        "stars": partial(star_glyphs, language=language),
        "starred": partial(starred, language=language),
        "said": said,
    }


def _signed(effect: float) -> str:
    """Return a difference with its sign, rounded as every figure is; nothing has none."""
    size = half_up(abs(effect))
    return f"{math.copysign(size, effect):+.2f}" if size else shown(0)


def _remarks(comparison: Comparison) -> dict[tuple[str, str], list[Remark]]:
    """Return the notes by (item id, tool)."""
    found: dict[tuple[str, str], list[Remark]] = {}
    for section in comparison.sections:
        for row in section.rows:
            for remark in (one for one in row.remarks if one.decided is None):  # the page tells decisions apart
                found.setdefault((row.item.item_id, remark.tool), []).append(remark)
    return found


def _decided(comparison: Comparison) -> dict[tuple[str, str], list[Ruling]]:
    """Return the decisions by (item id, tool)."""
    found: dict[tuple[str, str], list[Ruling]] = {}
    for ruling in comparison.discussion.rulings if comparison.discussion else ():
        found.setdefault((ruling.item_id, ruling.tool), []).append(ruling)
    return found


def _policy(*, style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
