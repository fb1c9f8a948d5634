"""Dates and times as files carry them, as moments in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

MOMENT: Final = pa.timestamp("us", tz="UTC")
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january janvier enero janeiro januar januari ม.ค. มกราคม январь января",
            "feb february février fevrier febrero fevereiro februar februari ก.พ. กุมภาพันธ์ февраля",
            "mar march mars marzo março märz maret มี.ค. มีนาคม марта",
            "apr april avril abril เม.ย. เมษายน апреля",
            "may mai mayo maio mei พ.ค. พฤษภาคม мая",
            "jun june juin junio junho juni มิ.ย. มิถุนายน июня",
            "jul july juillet julio julho juli ก.ค. กรกฎาคม июля",
            "aug august août agosto agustus ส.ค. สิงหาคม августа",
            "sep sept september septembre septiembre setembro ก.ย. กันยายน сентября",
            "oct october octobre octubre outubro oktober ต.ค. ตุลาคม октября",
            "nov november novembre noviembre novembro พ.ย. พฤศจิกายน ноября",
            "dec december décembre diciembre dezembro dezember desember ธ.ค. ธันวาคม декабря",
        ),
        1,
    )
    for name in names.split()
}
_CLOCK: Final = r"(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?)?"
_YEAR_FIRST: Final = re.compile(
    rf"(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})日?{_CLOCK}", re.I
)
_YEAR_LAST: Final = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}){_CLOCK}", re.I)
_DAY_NAMED: Final = re.compile(
    rf"(\d{{1,2}})\.?(?:st|nd|rd|th)?[ -](?:de )?([^\s\d,]+)[ ,-]+(?:de )?(\d{{4}}){_CLOCK}", re.I
)
_MONTH_NAMED: Final = re.compile(
    rf"([^\s\d,]+)\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}}){_CLOCK}", re.I
)
_BUDDHIST: Final = range(2400, 2700)
"""Years that can only be counted in the Buddhist era, 543 ahead, as in Thailand and Laos."""
_YEARS: Final = range(1900, 2200)
_SCALES: Final = (1.0, 1e3, 1e6, 1e9)
_FUTURE: Final = 7.2e9
"""The year 2198 in seconds since 1970."""


def dates(values: pa.Array) -> tuple[pa.Array, int]:
    """A column as moments in UTC, and how many of its values are none.

    Numbers are seconds, milliseconds or microseconds since 1970, told apart by their size. In
    ``3/4/2026`` the day stands first unless another value of the column shows that the month
    does; where nothing shows it, the value stays unread.
    """
    kind = values.type
    if pa.types.is_timestamp(kind):
        zoned = values if kind.tz else pc.assume_timezone(values, "UTC")
        return pc.cast(zoned, MOMENT, safe=False), 0
    if pa.types.is_date(kind):
        return pc.cast(pc.cast(values, pa.timestamp("us")), MOMENT), 0
    if pa.types.is_floating(kind) or pa.types.is_integer(kind):
        moments = _from_numbers(values)
        if moments is not None:
            return moments, 0
    coded = values.dictionary_encode()
    if pa.types.is_string(kind):
        moments = _from_iso(coded.dictionary)
        if moments is not None:
            return moments.take(coded.indices), 0
    texts = ["" if value is None else str(value).strip() for value in coded.dictionary.to_pylist()]
    day_first = _day_first(texts)
    read = pa.array([read_date(text, day_first) for text in texts], MOMENT)
    unread = pa.array([bool(text) for text in texts], pa.bool_())
    unread = pc.and_(unread, pc.is_null(read)).take(coded.indices)
    return read.take(coded.indices), pc.sum(unread).as_py() or 0


def _from_iso(values: pa.Array) -> pa.Array | None:
    """The column where every value is ISO 8601 of the Gregorian calendar, by Arrow's reader."""
    texts = pc.if_else(pc.equal(values, ""), pa.scalar(None, pa.string()), values)
    for kind in (pa.timestamp("us"), MOMENT):
        try:
            moments = pc.cast(texts, kind)
        except pa.ArrowInvalid:
            continue
        ends = pc.min_max(moments).as_py()
        if all(end is None or end.year in _YEARS for end in ends.values()):
            return pc.cast(moments, MOMENT)
    return None


def _from_numbers(values: pa.Array) -> pa.Array | None:
    """The column where every number counts from 1970 in one unit."""
    counts = pc.cast(values, pa.float64(), safe=False)
    counts = pc.if_else(pc.is_finite(counts), counts, pa.scalar(None, pa.float64()))
    reach = pc.min_max(counts).as_py()
    if reach["min"] is None:
        return pa.nulls(len(values), MOMENT)
    for scale in _SCALES:
        if reach["min"] / scale >= 1e8 and reach["max"] / scale < _FUTURE:
            micros = pc.cast(pc.multiply(counts, 1e6 / scale), pa.int64(), safe=False)
            return pc.cast(micros, MOMENT)
    return None


def read_date(text: str, day_first: bool | None = None) -> datetime | None:
    """The moment that a text names, in UTC; None when it names none, or more than one.

    ``day_first`` decides ``3/4/2026``; None leaves it unread. A time without a zone is taken as
    UTC.
    """
    moment = _read(text[:80], day_first)
    if moment is None or moment.year not in _YEARS:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _read(text: str, day_first: bool | None) -> datetime | None:
    try:
        if re.fullmatch(r"-?\d+(\.\d+)?(e[+]?\d+)?", text, re.I):
            return _counted(text)
        try:
            moment = datetime.fromisoformat(text)
            if moment.year not in _BUDDHIST:
                return moment
        except ValueError:
            pass
        if match := _YEAR_FIRST.match(text):
            return _moment(match[1], match[2], match[3], *match.groups()[3:])
        if match := _YEAR_LAST.match(text):
            first, second = match[1], match[2]
            if int(first) > 12 or (day_first and int(second) <= 12) or first == second:
                return _moment(match[3], second, first, *match.groups()[3:])
            if int(second) > 12 or day_first is False:
                return _moment(match[3], first, second, *match.groups()[3:])
            return None
        if match := _DAY_NAMED.match(text):
            return _moment(match[3], _month(match[2]), match[1], *match.groups()[3:])
        if match := _MONTH_NAMED.match(text):
            return _moment(match[3], _month(match[1]), match[2], *match.groups()[3:])
        return parsedate_to_datetime(text)
    except (ValueError, OverflowError, TypeError, IndexError, KeyError):
        return None


def _counted(text: str) -> datetime | None:
    """Seconds, milliseconds or microseconds since 1970; ``20261122`` is a date."""
    if re.fullmatch(r"(19|20|25)\d{6}", text):
        return _moment(text[:4], text[4:6], text[6:])
    number = float(text)
    for scale in _SCALES:
        if 1e8 <= number / scale < _FUTURE:
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=number / scale)
    return None


def _month(name: str) -> str:
    return str(
        _MONTHS[name.casefold() if name.casefold() in _MONTHS else name.casefold().rstrip(".")]
    )


def _moment(
    year: str,
    month: str,
    day: str,
    hour: str | None = None,
    minute: str | None = None,
    second: str | None = None,
    half: str | None = None,
) -> datetime:
    number = int(year) - 543 if int(year) in _BUDDHIST else int(year)
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + (12 if half[0] in "pP" else 0)
    return datetime(number, int(month), int(day), hours, int(minute or 0), int(second or 0))


def _day_first(texts: list[str]) -> bool | None:
    """Whether the values of a column show that the day stands before the month."""
    pairs = [(int(m[1]), int(m[2])) for text in texts if (m := _YEAR_LAST.match(text))]
    first, second = any(a > 12 for a, _ in pairs), any(b > 12 for _, b in pairs)
    return None if first == second else first
