"""One listing of the report: what is offered, and why we think so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

from pugmark.charts.svg import written
from pugmark.findings.report.evidence import Mark, numbered, shown

_SIGNS: Final = {"likely": "■", "possible": "▲", "unlikely": "○"}
_COMMENTS: Final = 20


def entry(rank: int, row: Mapping[str, Any]) -> str:
    """A row of the shortlist as an article; ``rank`` is 1 for the first."""
    listing, finding = row["listing"], row["finding"]
    fields = _fields(listing)
    marks = numbered(finding["signals"] or (), f"l{rank}", list(fields))
    language = _language(finding["language"] or listing["language"])
    verdict = finding["verdict"] if finding["verdict"] in _SIGNS else "unlikely"
    return (
        f'<article id="l{rank}" class="listing {verdict}">'
        f'<header><p class="rank"><a href="#l{rank}">{rank}</a></p>'
        f'<p class="verdict"><span aria-hidden="true">{_SIGNS[verdict]}</span> {verdict} '
        f'<b class="score">{row["score"]:.2f}</b></p>'
        f'<p class="facts">{_facts(row)}</p></header>'
        f'<div class="offer">{_texts(fields, marks, language)}</div>'
        f'<aside class="why">{_why(finding, marks)}</aside>'
        "</article>"
    )


def _fields(listing: Mapping[str, Any]) -> dict[str, str]:
    """The texts of a listing by the names that signals use, in reading order."""
    fields = {name: listing[name] for name in ("title", "description") if listing[name]}
    for name in ("hashtags", "comments"):
        for number, text in enumerate(listing[name] or ()):
            if text:
                fields[f"{name}[{number}]"] = text
    return fields


def _texts(fields: Mapping[str, str], marks: Sequence[Mark], language: str) -> str:
    """The original texts, in their own script and direction."""
    by_field: dict[str, list[Mark]] = {}
    for mark in marks:
        by_field.setdefault(mark.field, []).append(mark)
    parts = []
    for name in ("title", "description"):
        if name in fields:
            block, here = ("h3" if name == "title" else "p"), by_field.get(name, ())
            parts.append(shown(fields[name], here, block=block, language=language))
    if "title" not in fields:
        parts.insert(0, '<h3 class="none">No title</h3>')
    tags = [name for name in fields if name.startswith("hashtags[")]
    if tags:
        each = (shown(fields[tag], by_field.get(tag, ()), block="li", language="") for tag in tags)
        parts.append(f'<ul class="tags">{"".join(each)}</ul>')
    comments = [name for name in fields if name.startswith("comments[")]
    # Comments with evidence come first, because there the sale may be.
    comments.sort(key=lambda name: name not in by_field)
    if comments:
        items = (
            f"<li>{shown(fields[name], by_field.get(name, ()), block='p', language='')}</li>"
            for name in comments[:_COMMENTS]
        )
        more = len(comments) - _COMMENTS
        rest = f"<p class='note'>{more:,} more comments not shown</p>" if more > 0 else ""
        parts.append(f'<h4>Comments</h4><ul class="comments">{"".join(items)}</ul>{rest}')
    return "".join(parts)


def _why(finding: Mapping[str, Any], marks: Sequence[Mark]) -> str:
    """The reason, what was found, and each signal with its meaning."""
    parts = [f'<p class="reason">{written(finding["reason"] or "")}</p>']
    concern = finding["concern"] or ""
    why = finding["concern_why"] or ""
    facts = {
        "Taxa": ", ".join(f"<i>{written(taxon)}</i>" for taxon in finding["taxa"] or ()),
        "Group": written(", ".join(finding["groups"] or ())),
        "Product": written(", ".join(finding["products"] or ())),
        "Intent": written(finding["intent"] or ""),
        "Concern": written(concern + (f": {why}" if why and why != concern else "")),
        "Real": f"{finding['wildlife'] or 0:.2f}",
        "Offered": f"{finding['offer'] or 0:.2f}",
    }
    pairs = (f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts.items() if value)
    parts.append(f"<dl>{''.join(pairs)}</dl>")
    if marks:
        items = "".join(_meaning(mark) for mark in marks)
        parts.append(f'<ol class="signals">{items}</ol>')
    return "".join(parts)


def _meaning(mark: Mark) -> str:
    where = _place(mark.field)
    return (
        f'<li id="{mark.anchor}-r{mark.number}" class="r{mark.number} {mark.side}">'
        f'<a class="n" href="#{mark.anchor}-s{mark.number}">{mark.number}</a> '
        f"<span><q><bdi>{written(mark.term)}</bdi></q> {written(mark.meaning)}{where}</span>"
        f'<span class="weight">{mark.weight:+.1f}</span></li>'.replace("-0.0<", "0.0<")
    )


def _place(field: str) -> str:
    """Where a signal stands, in words, if it is neither in the title nor in the description."""
    item = re.fullmatch(r"(comment|hashtag)s\[(\d+)\]", field)
    if item:
        return f" <small>in {item[1]} {int(item[2]) + 1}</small>"
    return "" if field in ("title", "description") else f" <small>in {written(field)}</small>"


def _facts(row: Mapping[str, Any]) -> str:
    """Where the listing stands: id, file and row, platform, seller, price, place, time, link."""
    listing = row["listing"]
    price = listing["price"]
    money = "" if price is None else f"{price:,.2f}".removesuffix(".00")
    posted = listing["posted_at"]
    facts = [
        f"<bdi>{written(listing['listing_id'] or '')}</bdi>",
        f"{written(row['source'])}, row {row['row']:,}",
        written(listing["platform"] or ""),
        f"<bdi>{written(listing['seller'])}</bdi>" if listing["seller"] else "",
        f"{money} {written(listing['currency'] or '')}".strip() if money else "",
        written(listing["location"] or ""),
        f"<time>{posted:%Y-%m-%d %H:%M} UTC</time>" if posted else "",
        _link(listing["url"] or ""),
    ]
    return " · ".join(fact for fact in facts if fact)


def _link(url: str) -> str:
    """A link to the original, only for web addresses, telling nobody where one comes from."""
    if not re.match(r"https?://[^\s<>\"']+\Z", url):
        return ""
    return f'<a href="{escape(url)}" rel="noreferrer nofollow noopener">original</a>'


def _language(code: str | None) -> str:
    """A language tag that HTML may carry, or nothing."""
    return code if code and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", code) else ""
