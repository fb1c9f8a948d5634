"""From what the compiled reader said of a batch to a table of findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from pugmark.records import FINDING, SIGNAL, Intent, Verdict
from pugmark.screening.finding import (
    FACTORS,
    LEVELS,
    LIKELY,
    NO_GROUNDS,
    POSSIBLE,
    UNSPECIFIED,
    WISHES,
)
from pugmark.screening.finding import (
    HINTED as HINTED_LEVEL,
)
from pugmark.screening.kernel import interpret as on
from pugmark.screening.kernel.senses import ROLES, UNRANKED, SenseTables
from pugmark.screening.kernel.weights import BIAS, NOTHING, Weights
from pugmark.screening.mentions import written_so
from pugmark.screening.model import HIGHEST_LOG_ODDS
from pugmark.screening.reasons import NOTHING as NOTHING_NAMED
from pugmark.screening.reasons import meaning_of, reason_of
from pugmark.text.forms import how_written
from pugmark.text.kernel.columns import (
    FIELD_COLUMN,
    FIELD_ITEM,
    FIELD_ROW,
    HIT_END,
    HIT_HOW,
    HIT_SENSES_END,
    HIT_START,
)
from pugmark.text.kernel.matches import Matches
from pugmark.text.language import LANGUAGES

_FACTORS: Final = np.array([FACTORS[level] for level in LEVELS])
_VERDICTS: Final = (str(Verdict.UNLIKELY), str(Verdict.POSSIBLE), str(Verdict.LIKELY))
_INTENTS: Final = tuple(str(Intent(wish)) for wish in WISHES)
_SELL: Final = WISHES.index("sell")
_LISTS: Final = frozenset({"comments", "hashtags"})

Ints = NDArray[np.int64]


def probabilities(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probabilities of log-odds."""
    result: NDArray[np.float64] = 1.0 / (
        1.0 + np.exp(-np.clip(odds, -HIGHEST_LOG_ODDS, HIGHEST_LOG_ODDS))
    )
    return result


def find(
    listings: pa.Table, matches: Matches, tables: SenseTables, weights: Weights, *, lexicon: str,
    model: str,
) -> pa.Table:  # fmt: skip
    """Return one finding a row (schema FINDING) from the matches of the rows.

    ``lexicon`` and ``model`` are the identities that every finding records.
    """
    rows = len(matches.counts)
    languages, spoken = _languages(listings, matches, tables)
    hits = len(matches.hits)
    chosen, sure = np.full(hits, -1, np.int32), np.zeros(hits, np.uint8)
    hit_weight = np.zeros(hits)
    said = np.zeros((rows, on.ROW_COLUMNS), np.int32)
    said[:, on.RANK], said[:, on.RANKED_TARGET], said[:, on.WISH] = UNRANKED, -1, -1
    odds = np.zeros((rows, on.ODDS_COLUMNS))
    on.compiled_interpret()(
        matches.fields, matches.field_tokens, matches.field_hits, matches.tokens, matches.symbols,
        matches.hits, matches.senses, _dropped(listings, matches, tables), spoken, tables.spelt_of,
        _given(listings, "price", rows), _given(listings, "images", rows), tables.senses,
        tables.targets, tables.symbols, tables.everyday, weights, chosen, sure, hit_weight, said,
        odds,
    )  # fmt: skip
    named = said[:, on.NAMED] != 0
    nothing = weights.lone[BIAS] + weights.lone[NOTHING]
    odds[~named, :2] = nothing
    odds[~named, on.GROUNDS_OF] = NO_GROUNDS
    wildlife, offer = probabilities(odds[:, 0]), probabilities(odds[:, 1])
    rank = said[:, on.RANK]
    unranked = rank == UNRANKED
    factor = _FACTORS[np.where(unranked, LEVELS.index(UNSPECIFIED), rank)]
    level = np.where(unranked, LEVELS.index(UNSPECIFIED), rank)
    hinted = (level == LEVELS.index(UNSPECIFIED)) & (said[:, on.HINTED] != 0)
    factor = np.where(hinted, FACTORS[HINTED_LEVEL], factor)
    score = wildlife * offer * factor * odds[:, on.GROUNDS_OF]
    verdict = (score >= POSSIBLE).astype(np.int8) + (score >= LIKELY)
    wish = np.where(said[:, on.WISH] < 0, _SELL, said[:, on.WISH])
    intent = np.where(named & (offer >= 0.5), wish, len(WISHES))
    target = pa.array(said[:, on.RANKED_TARGET], mask=said[:, on.RANKED_TARGET] < 0)
    concern = pc.fill_null(pc.take(tables.labels, target), "")
    shown = np.flatnonzero(chosen >= 0)
    owner = _owner(matches)[shown]
    goal = tables.senses.target[chosen[shown]]
    goal = np.where((np.int64(1) << tables.senses.role[chosen[shown]]) & on.ANCHOR_ROLES, goal, -1)
    groups = _named(rows, owner, goal, tables.targets.group, tables.groups)
    taxa = _named(rows, owner, goal, tables.targets.taxon, tables.taxa)
    products = _named(rows, owner, goal, tables.targets.product, tables.products)
    ids = listings["listing_id"] if "listing_id" in listings.column_names else None
    numbers = pc.cast(pa.array(np.arange(1, rows + 1)), pa.string())
    columns: dict[str, Any] = {
        "listing_id": numbers if ids is None else _ids(ids, numbers),
        "wildlife": wildlife.astype(np.float32),
        "offer": offer.astype(np.float32),
        "concern": concern,
        "concern_why": pc.fill_null(pc.take(tables.reasons, target), ""),
        "score": score.astype(np.float32),
        "verdict": _take(_VERDICTS, verdict),
        "taxa": taxa,
        "groups": groups,
        "products": products,
        "intent": _take((*_INTENTS, str(Intent.NONE)), intent),
        "signals": _signals(rows, owner, shown, matches, tables, chosen, hit_weight),
        "language": languages,
        "lexicon": _same(lexicon, rows),
        "model": _same(model, rows),
    }
    columns["reason"] = _reasons(columns, named, owner, shown, chosen, tables)
    arrays = [pa.array(columns[field.name]).cast(field.type) for field in FINDING]
    return pa.table(arrays, schema=FINDING)


def _same(value: str, rows: int) -> pa.Array:
    return pa.repeat(pa.scalar(value, pa.string()), rows)


def _take(values: Sequence[str], places: NDArray[Any]) -> pa.Array:
    return pc.take(pa.array(values, pa.string()), pa.array(places))


def _one(column: pa.ChunkedArray) -> pa.Array:
    whole = column.combine_chunks()
    return pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole


def _ids(column: pa.ChunkedArray, numbers: pa.Array) -> pa.Array:
    ids = _one(column).cast(pa.string())
    return pc.if_else(pc.fill_null(pc.equal(ids, ""), True), numbers, ids)


def _languages(
    listings: pa.Table, matches: Matches, tables: SenseTables
) -> tuple[pa.Array, NDArray[np.int64]]:
    """Return what is shown as language of each row, and the language that is read or -1."""
    guessed = _take(LANGUAGES, matches.languages)
    spoken = tables.guessed[matches.languages].astype(np.int64)
    if "language" not in listings.column_names:
        return guessed, spoken
    stated = _one(listings["language"]).cast(pa.string())
    empty = np.asarray(pc.fill_null(pc.equal(stated, ""), True))
    places = {lang: number for number, lang in enumerate(tables.languages)}
    coded = pc.dictionary_encode(stated)
    known = [places.get((v or "").split("-")[0], -1) for v in coded.dictionary.to_pylist()]
    given = np.array([*known, -1], np.int64)[
        pc.fill_null(coded.indices, len(known)).to_numpy(zero_copy_only=False)
    ]
    return pc.if_else(pa.array(empty), guessed, stated), np.where(empty, spoken, given)


def _given(listings: pa.Table, name: str, rows: int) -> NDArray[np.uint8]:
    """Return 1 for each row that gives a price, or pictures."""
    if name not in listings.column_names:
        return np.zeros(rows, np.uint8)
    column = _one(listings[name])
    full = column.is_valid()
    if pa.types.is_list(column.type):
        full = pc.and_(full, pc.fill_null(pc.greater(pc.list_value_length(column), 0), False))
    return np.asarray(full).astype(np.uint8)


def _dropped(listings: pa.Table, matches: Matches, tables: SenseTables) -> NDArray[np.uint8]:
    """Return 1 for each sense whose signs count and do not stand in the text."""
    out = np.zeros(len(matches.senses), np.uint8)
    asked = np.flatnonzero(tables.senses.signs[matches.senses])
    if not len(asked):
        return out
    ends = matches.hits[:, HIT_SENSES_END]
    hit_of = np.searchsorted(ends, asked, side="right")
    field_of = np.searchsorted(matches.field_hits, hit_of, side="right") - 1
    for place, hit, field in zip(asked.tolist(), hit_of.tolist(), field_of.tolist(), strict=True):
        text = _text(listings, matches, field)
        start, end = int(matches.hits[hit, HIT_START]), int(matches.hits[hit, HIT_END])
        surface = tables.forms[int(matches.senses[place])].as_py()
        out[place] = not written_so(text, start, end, surface)
    return out


def _text(listings: pa.Table, matches: Matches, field: int) -> str:
    row, column, item = matches.fields[field].tolist()
    value = listings[matches.names[column]][row].as_py()
    return str(value[item] if isinstance(value, list) else value)


def _owner(matches: Matches) -> NDArray[np.int64]:
    """Return the row of each hit."""
    counts = np.diff(matches.field_hits)
    return np.repeat(matches.fields[:, FIELD_ROW].astype(np.int64), counts)


def _offsets(rows: int, owner: Ints) -> pa.Array:
    out = np.zeros(rows + 1, np.int32)
    np.cumsum(np.bincount(owner, minlength=rows), out=out[1:])
    return pa.array(out)


def _named(
    rows: int, owner: Ints, goal: NDArray[Any], place: NDArray[np.int32], names: pa.StringArray
) -> pa.Array:
    """Return for each row the distinct names that its targets have, in the order of the text."""
    with_target = goal >= 0
    owner, value = owner[with_target], place[goal[with_target]].astype(np.int64)
    full = value >= 0
    owner, value = owner[full], value[full]
    _, first = np.unique(owner * (len(names) + 1) + value, return_index=True)
    first.sort()
    owner, value = owner[first], value[first]
    return pa.ListArray.from_arrays(_offsets(rows, owner), pc.take(names, pa.array(value)))


def _signals(
    rows: int, owner: Ints, shown: Ints, matches: Matches, tables: SenseTables,
    chosen: NDArray[np.int32], hit_weight: NDArray[np.float64],
) -> pa.Array:  # fmt: skip
    """Return for each row its signals."""
    found, sense = matches.hits[shown], chosen[shown].astype(np.int64)
    field_of = np.repeat(np.arange(len(matches.fields)), np.diff(matches.field_hits))[shown]
    where = matches.fields[field_of]
    spot = where[:, FIELD_COLUMN].astype(np.int64) << 32 | where[:, FIELD_ITEM]
    spots, at_spot = np.unique(spot, return_inverse=True)
    names = [_spot(matches.names[spot >> 32], spot & 0xFFFFFFFF) for spot in spots.tolist()]
    target = tables.senses.target[sense].astype(np.int64) + 1
    said = (target << 8 | tables.senses.role[sense]) << 8 | found[:, HIT_HOW]
    sayings, at_saying = np.unique(said, return_inverse=True)
    meanings = [
        meaning_of(
            ROLES[one >> 8 & 255],
            tables.target_names[(one >> 16) - 1].as_py() if one >> 16 else "",
            how_written(one & 255),
        )
        for one in sayings.tolist()
    ]
    columns = {
        "kind": _take(ROLES, tables.senses.role[sense]),
        "term": pc.take(tables.forms, pa.array(sense)),
        "field": _take(names, at_spot),
        "start": pa.array(found[:, HIT_START]),
        "end": pa.array(found[:, HIT_END]),
        "weight": pa.array(np.round(hit_weight[shown], 3).astype(np.float32)),
        "meaning": _take(meanings, at_saying),
    }
    arrays = [columns[field.name].cast(field.type) for field in SIGNAL]
    struct = pa.StructArray.from_arrays(arrays, fields=list(SIGNAL))
    return pa.ListArray.from_arrays(_offsets(rows, owner), struct)


def _spot(name: str, item: int) -> str:
    return f"{name}[{item}]" if name in _LISTS else name


def _reasons(
    columns: dict[str, Any], named: NDArray[np.bool_], owner: Ints, shown: Ints,
    chosen: NDArray[np.int32], tables: SenseTables,
) -> pa.Array:  # fmt: skip
    """Return the reason of each row; rows that name nothing share one."""
    which = np.flatnonzero(named)
    sense = chosen[shown]
    surfaces = pc.take(tables.forms, pa.array(sense)).to_pylist()
    roles = [ROLES[role] for role in tables.senses.role[sense].tolist()]
    starts = np.searchsorted(owner, which).tolist()
    ends = np.searchsorted(owner, which, side="right").tolist()
    rows = pa.array(which)
    shown_columns = [
        pc.take(columns[name], rows).to_pylist()
        for name in ("verdict", "intent", "products", "groups", "concern")
    ]
    reasons = [
        reason_of(
            verdict, wildlife, offer, intent, products, groups, concern,
            list(zip(roles[start:end], surfaces[start:end], strict=True)),
        )
        for start, end, wildlife, offer, verdict, intent, products, groups, concern in zip(
            starts, ends, columns["wildlife"][which].tolist(), columns["offer"][which].tolist(),
            *shown_columns, strict=True,
        )
    ]  # fmt: skip
    place = np.zeros(len(named), np.int64)
    place[which] = np.arange(1, len(which) + 1)
    return _take([NOTHING_NAMED, *reasons], place)
