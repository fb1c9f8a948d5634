"""Charts of the report, each with the table of its numbers beside it."""

from __future__ import annotations

from typing import Final

from pugmark.charts.bars import Bar, bars
from pugmark.charts.svg import written
from pugmark.findings.tally import Share, Tally

_SHOWN: Final = {"group": 12, "language": 10, "platform": 10}
_NAMES: Final = {
    "group": ("Taxon group", "listings found, by the group of the taxon"),
    "language": ("Language", "listings found, by the language of the text"),
    "platform": ("Platform", "listings found, by where they were published"),
}


def figures(tally: Tally) -> str:
    """Three charts and their tables; nothing where nothing was found."""
    return "".join(_figure(tally, dimension) for dimension in _SHOWN)


def _figure(tally: Tally, dimension: str) -> str:
    ranked = [item for item in tally.ranked(dimension) if item[1].found]
    if not ranked:
        return ""
    name, what = _NAMES[dimension]
    shown = ranked[: _SHOWN[dimension]]
    rest = ranked[_SHOWN[dimension] :]
    chart = bars(f"{name}: {what}", [Bar(value, s.likely, s.possible) for value, s in shown])
    counted = dimension != "group"
    rows = "".join(_row(value, share, counted=counted) for value, share in shown)
    if rest:
        rows += _rest([share for _, share in rest], counted=counted)
    heads = ["likely", "possible", *(["screened"] if counted else [])]
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    return (
        f'<section class="figure"><h3>{name}</h3>'
        f'<figure>{chart}<figcaption><span class="key sure"></span> likely '
        f'<span class="key unsure"></span> possible</figcaption></figure>'
        f'<details class="numbers"><summary>The numbers</summary>'
        f"<table><caption>{name}: {what}</caption><thead><tr>"
        f'<th scope="col">{name}</th>{head}</tr></thead><tbody>{rows}</tbody></table>'
        f"</details></section>"
    )


def _row(value: str, share: Share, *, counted: bool) -> str:
    numbers = [share.likely, share.possible, *([share.rows] if counted else [])]
    cells = "".join(f"<td>{number:,}</td>" for number in numbers)
    return f'<tr><th scope="row"><bdi>{written(value)}</bdi></th>{cells}</tr>'


def _rest(shares: list[Share], *, counted: bool) -> str:
    """One row for all other values; groups are not added up, for a listing may have several."""
    if not counted:
        return f'<tr><th scope="row" colspan="3">and {len(shares):,} more groups</th></tr>'
    other = Share()
    for share in shares:
        other.add(share)
    return _row(f"{len(shares):,} more", other, counted=True)
