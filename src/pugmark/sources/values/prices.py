"""Prices as people write them, as a number and a currency."""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from importlib import resources
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc


class Price(NamedTuple):
    """A number of units of a currency; either may be unknown.

    ``currency`` is ISO 4217 where the writing decides it, else the sign as written: ``$`` and
    ``¥`` are money of several countries.
    """

    amount: float | None
    currency: str | None


_NUMBER: Final = r"\d(?:[\d.,'’\u00a0\u202f\u2009 ]*\d)?"
_PLAIN: Final = r"^\s*\d{1,15}(\.\d{1,2})?\s*$"
_UNKNOWN: Final = Price(None, None)
_LONGEST: Final = 200
_MOST: Final = 1e15


def read_price(text: str) -> Price:
    """The first price in a text: ``£1,200.50``, ``1.200,50 €``, ``Rp 250.000``, ``3tr5``, ``12万``.

    Of a range the first end counts. A comma or a point with three digits behind it separates
    thousands, with another number of digits the fraction. Words for numbers and signs of
    currencies come from ``data/money.csv``.
    """
    plain = _digits(text[:_LONGEST])
    if re.match(r"\s*[-−]\s*\d", plain):
        return _UNKNOWN
    match = _pattern().search(plain)
    if match is None:
        free = re.search(r"(?i)\bfree\b|ฟรี|免费|免費|gratis|gratuit|бесплатно|miễn phí", plain)
        return Price(0.0 if free else None, _currency(plain))
    amount = _amount(match["number"])
    word = match["word"]
    if word:
        scale = _money("number")[word.casefold().rstrip(".")]
        amount *= float(scale)
        if match["more"]:
            amount += float(scale) * int(match["more"]) / 10 ** len(match["more"])
    return Price(round(amount, 4), _currency(plain)) if amount < _MOST else _UNKNOWN


def prices(values: pa.Array) -> tuple[pa.Array, pa.Array, int]:
    """Amounts and currencies of a column, and how many texts hold no price.

    Numbers are taken as they are; each different text is read once.
    """
    if not _is_text(values.type):
        amounts = pc.cast(values, pa.float64(), safe=False)
        fine = pc.and_(pc.less(amounts, _MOST), pc.greater_equal(amounts, 0))
        kept = pc.if_else(fine, amounts, pa.scalar(None, pa.float64()))
        return (
            kept,
            pa.nulls(len(values), pa.string()),
            len(values) - values.null_count - _valid(kept),
        )
    if pc.all(pc.match_substring_regex(values, _PLAIN), min_count=0).as_py():
        amounts = pc.cast(pc.utf8_trim_whitespace(values), pa.float64())
        return amounts, pa.nulls(len(values), pa.string()), 0
    coded = values.dictionary_encode()
    read = [_UNKNOWN if text is None else read_price(text) for text in coded.dictionary.to_pylist()]
    amounts = pa.array([price.amount for price in read], pa.float64()).take(coded.indices)
    signs = pa.array([price.currency for price in read], pa.string()).take(coded.indices)
    written = pc.sum(pc.not_equal(pc.utf8_trim_whitespace(values), "")).as_py() or 0
    return amounts, signs, max(0, written - _valid(amounts))


def currencies(values: pa.Array) -> pa.Array:
    """A column of currencies, as ISO 4217 where the writing is known."""
    coded = values.dictionary_encode()
    read = [
        text and (_currency(text) or text.strip() or None) for text in coded.dictionary.to_pylist()
    ]
    return pa.array(read, pa.string()).take(coded.indices)


def _valid(values: pa.Array) -> int:
    return len(values) - int(values.null_count)


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _digits(text: str) -> str:
    """The text with digits of every script as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(int(ch)) if ch.isdecimal() else ch for ch in text)


def _amount(written: str) -> float:
    """A number with separators of thousands and of the fraction."""
    digits = re.sub(r"[\s'’]", "", written)
    signs = re.findall(r"[.,]", digits)
    if not signs:
        return float(digits)
    last = digits.rfind(signs[-1])
    behind = len(digits) - last - 1
    several = len(signs) > 1 and len(set(signs)) == 1
    thousands = several or (
        len(set(signs)) == 1 and behind == 3 and last <= 3 and not digits.startswith("0")
    )
    whole = digits if thousands else digits[:last]
    fraction = "" if thousands else digits[last + 1 :]
    return float(f"{re.sub('[.,]', '', whole) or '0'}.{fraction or '0'}")


@cache
def _money(kind: str) -> dict[str, str]:
    """Writings of one kind (sign, code, word or number), and what each means."""
    data = resources.files("pugmark.sources.values").joinpath("data/money.csv")
    with data.open(encoding="utf-8") as lines:
        return {
            row["written"]: row["meaning"] for row in csv.DictReader(lines) if row["kind"] == kind
        }


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(_money("number"), key=len, reverse=True))
    number = rf"(?P<number>{_NUMBER})"
    more = r"(?P<more>\d{1,3})(?!\d)"
    word = rf"(?:\s?(?P<word>{words})\.?(?:{more}|(?![^\W_])|(?=[^\x00-\x7f])))?"
    return re.compile(rf"(?i){number}{word}")


@lru_cache(maxsize=4096)
def _currency(text: str) -> str | None:
    """The currency that a text names, surest first: codes, signs of one country, words, signs."""
    for match in re.finditer(r"(?<![A-Za-z])[A-Za-z]{3}(?![A-Za-z])", text):
        code = match[0].upper()
        if code in _money("code"):
            return _money("code")[code]
    folded = text.casefold()
    for kind in ("sign", "word"):
        for written, meaning in _money(kind).items():
            if kind == "sign" and written in folded:
                return meaning
            if kind == "word" and re.search(
                rf"(?<![^\W\d_]){re.escape(written)}(?![^\W\d_])", folded
            ):
                return meaning
    return next((sign for sign in "$¥￥" if sign in text), None)
