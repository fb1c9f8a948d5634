"""From read words to hits, compiled; ``pugmark.text.match`` says why."""

from __future__ import annotations

from typing import Final

import numpy as np

from pugmark.text.forms import OPEN, SPLIT
from pugmark.text.kernel.columns import (
    END,
    GAP,
    HIT_COLUMNS,
    HIT_END,
    HIT_FIRST,
    HIT_HOW,
    HIT_LAST,
    HIT_SENSES,
    HIT_START,
    HIT_SURFACE,
    HOW,
    START,
    TOKEN_COLUMNS,
    WORD,
)
from pugmark.text.kernel.desk import (
    FOUND,
    HITS,
    NODE_SURFACE,
    ORDER,
    PLACE,
    ROOT,
    SENSES_OF,
    STEPS,
    SURFACE_FLAGS,
    SURFACE_SYMBOLS,
    TAKEN,
    TERM_FLAGS,
    TERM_LIGHT,
    TERMS_OF,
    TOKENS,
    WORD_KEY,
    apart,
    compiled,
    int16s,
    int32s,
    int64s,
    uint8s,
)
from pugmark.text.kernel.hashing import find
from pugmark.text.kernel.reading import light_hash
from pugmark.text.kernel.runs import RUN_COLUMNS
from pugmark.text.kernel.tables import ANCHOR, BEGINS, KEEPS, OPEN_ONLY, SPACED
from pugmark.text.match import MIN_PLAIN
from pugmark.text.tokens import GAP_SENTENCE, PIECE

MAX_HITS: Final = 4 * PIECE
"""Hits before swallowing that one piece has room for: four with every character."""
_WORD_BITS: Final = 24
_PLACE_BITS: Final = 20
"""Bits of a place in a piece and of a hit's number, in the key by which hits are sorted."""
_LARGEST: Final = 1 << 15


@compiled
def kept_senses(desk, surface, start, end, how, every, senses, at, room):
    """Write the senses that may be written so to ``senses`` from ``at``; returns how many.

    ``every`` keeps all. Writes nothing from ``room`` on, and counts all the same.
    """
    apart()
    of, terms = int64s(desk, SENSES_OF), int32s(desk, TERMS_OF)
    flags, lights = uint8s(desk, TERM_FLAGS), int64s(desk, TERM_LIGHT)
    light = np.int64(0)
    letters = 0
    plain = False
    if not every and uint8s(desk, SURFACE_FLAGS)[surface] & KEEPS:
        light, letters, plain = light_hash(desk, start, end)
    kept = 0
    for index in range(of[surface], of[surface + 1]):
        term = np.int64(terms[index])
        flag = flags[term]
        if not every:
            agree = flag & KEEPS == 0 or lights[term] == light
            if not agree and not (plain and flag & SPACED and letters >= MIN_PLAIN):
                continue
            if how & ~OPEN and flag & OPEN_ONLY:
                continue
        if at + kept < room:
            senses[at + kept] = term
        kept += 1
    return kept


@compiled
def _may_speak(desk, surface, start, end):
    """Say whether a sense with an anchor agrees with the accents of the text."""
    apart()
    if uint8s(desk, SURFACE_FLAGS)[surface] & KEEPS == 0:
        return True
    of, terms = int64s(desk, SENSES_OF), int32s(desk, TERMS_OF)
    flags, lights = uint8s(desk, TERM_FLAGS), int64s(desk, TERM_LIGHT)
    light, letters, plain = light_hash(desk, start, end)
    for index in range(of[surface], of[surface + 1]):
        term = np.int64(terms[index])
        flag = flags[term]
        agree = flag & KEEPS == 0 or lights[term] == light
        agree = agree or (plain and flag & SPACED and letters >= MIN_PLAIN)
        if flag & ANCHOR and agree:
            return True
    return False


@compiled
def begins_anchor(desk, count):
    """Say whether a phrase with an anchor begins at a word of which the tables say it may."""
    tokens, keys = int32s(desk, TOKENS), uint8s(desk, WORD_KEY)
    root, surfaces = int32s(desk, ROOT), int32s(desk, NODE_SURFACE)
    for first in range(count):
        row = first * TOKEN_COLUMNS
        word = np.int64(tokens[row + WORD])
        if word < 0 or keys[word] & BEGINS == 0:
            continue
        node = np.int64(root[word])
        last = first + 1
        while node > 0:
            surface = np.int64(surfaces[node])
            if surface >= 0 and uint8s(desk, SURFACE_FLAGS)[surface] & ANCHOR:
                start = tokens[first * TOKEN_COLUMNS + START]
                if _may_speak(desk, surface, start, tokens[row + END]):
                    return True
            row += TOKEN_COLUMNS
            if last == count or tokens[row + WORD] < 0 or tokens[row + GAP] >= GAP_SENTENCE:
                break
            node = find(desk, STEPS, node << _WORD_BITS | tokens[row + WORD])
            last += 1
    return False


@compiled
def phrases(desk, count):
    """Walk the tree of phrases from every word; returns how many hits were written."""
    apart()
    tokens, hits = int32s(desk, TOKENS), int32s(desk, HITS)
    root, surfaces = int32s(desk, ROOT), int32s(desk, NODE_SURFACE)
    found = 0
    for first in range(count):
        row = first * TOKEN_COLUMNS
        word = np.int64(tokens[row + WORD])
        if word < 0:
            continue
        start = tokens[row + START]
        node = np.int64(root[word])
        how = np.int64(0)
        last = first
        while node > 0:
            how |= tokens[row + HOW]
            surface = np.int64(surfaces[node])
            end = tokens[row + END]
            if (
                surface >= 0
                and found < MAX_HITS
                and kept_senses(desk, surface, start, end, how, False, hits, 0, 0)
            ):
                hit = found * HIT_COLUMNS
                hits[hit + HIT_SURFACE] = surface
                hits[hit + HIT_FIRST] = first
                hits[hit + HIT_LAST] = last
                hits[hit + HIT_START] = start
                hits[hit + HIT_END] = end
                hits[hit + HIT_HOW] = how
                hits[hit + HIT_SENSES] = 0
                found += 1
            last += 1
            row += TOKEN_COLUMNS
            if last == count or tokens[row + WORD] < 0 or tokens[row + GAP] >= GAP_SENTENCE:
                break
            node = find(desk, STEPS, node << _WORD_BITS | tokens[row + WORD])
    return found


@compiled
def place_runs(desk, count, runs, at):
    """Turn runs into hits from number ``at`` on; returns the number of hits."""
    apart()
    tokens, hits = int32s(desk, TOKENS), int32s(desk, HITS)
    found, place = int32s(desk, FOUND), int32s(desk, PLACE)
    token = 0
    for index in range(min(runs, MAX_HITS - at)):
        start = place[found[index * RUN_COLUMNS]]
        end = place[found[index * RUN_COLUMNS + 1] - 1] + 1
        while token < count - 1 and tokens[token * TOKEN_COLUMNS + END] <= start:
            token += 1
        last = token
        while last < count - 1 and tokens[last * TOKEN_COLUMNS + END] <= end - 1:
            last += 1
        hit = at * HIT_COLUMNS
        hits[hit + HIT_SURFACE] = found[index * RUN_COLUMNS + 2]
        hits[hit + HIT_FIRST] = token
        hits[hit + HIT_LAST] = last
        hits[hit + HIT_START] = start
        hits[hit + HIT_END] = end
        hits[hit + HIT_HOW] = SPLIT if found[index * RUN_COLUMNS + 3] else 0
        hits[hit + HIT_SENSES] = 1  # all of them
        at += 1
    return at


@compiled
def _sort(keys, count):
    """Sort a few keys by insertion, many as a heap."""
    apart()
    if count <= 32:
        for index in range(1, count):
            key = keys[index]
            at = index
            while at > 0 and keys[at - 1] > key:
                keys[at] = keys[at - 1]
                at -= 1
            keys[at] = key
        return
    for index in range(count // 2 - 1, -1, -1):
        _sink(keys, index, count)
    for last in range(count - 1, 0, -1):
        keys[0], keys[last] = keys[last], keys[0]
        _sink(keys, 0, last)


@compiled
def _sink(keys, at, count):
    apart()
    key = keys[at]
    while 2 * at + 1 < count:
        child = 2 * at + 1
        if child + 1 < count and keys[child + 1] > keys[child]:
            child += 1
        if keys[child] <= key:
            break
        keys[at] = keys[child]
        at = child
    keys[at] = key


@compiled
def swallow(desk, count):
    """Drop hits inside longer ones; returns how many are left, numbered in ``ORDER`` by place."""
    apart()
    hits, order, taken = int32s(desk, HITS), int64s(desk, ORDER), uint8s(desk, TAKEN)
    sizes = int16s(desk, SURFACE_SYMBOLS)
    for index in range(count):
        hit = index * HIT_COLUMNS
        symbols = min(np.int64(sizes[hits[hit + HIT_SURFACE]]), _LARGEST - 1)
        key = (_LARGEST - 1 - symbols) << 1 | (hits[hit + HIT_HOW] != 0)
        order[index] = (key << _PLACE_BITS | hits[hit + HIT_START]) << _PLACE_BITS | index
    _sort(order, count)
    kept = 0
    for rank in range(count):
        index = order[rank] & ((1 << _PLACE_BITS) - 1)
        start, end = hits[index * HIT_COLUMNS + HIT_START], hits[index * HIT_COLUMNS + HIT_END]
        free = True
        for at in range(start, end):
            if taken[at]:
                free = False
                break
        if free:
            for at in range(start, end):
                taken[at] = 1
            order[kept] = np.int64(start) << _PLACE_BITS | index
            kept += 1
    _sort(order, kept)
    for rank in range(kept):
        index = order[rank] & ((1 << _PLACE_BITS) - 1)
        for at in range(hits[index * HIT_COLUMNS + HIT_START], hits[index * HIT_COLUMNS + HIT_END]):
            taken[at] = 0
        order[rank] = index
    return kept
