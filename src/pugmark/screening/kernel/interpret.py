"""Choose senses and add up the weights of the features, row by row: the compiled loop.

Equal to ``choose_senses``, ``features``, ``log_odds``, ``grounds_of`` and ``intent_of`` in plain
Python, which are the oracle in the tests.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Final

import numba as nb
import numpy as np

from pugmark.screening.features import (
    ATTRIBUTIVE,
    FEW_TOKENS,
    HEADS,
    LINKS,
    MANY_TOKENS,
    MAX_COUNT,
    MENTIONED,
    NAMING,
    PERSONAL,
    SHARED,
    SPREAD,
    SPREAD_CHARACTERS,
)
from pugmark.screening.finding import EVASION_GROUNDS, GROUNDS, NO_GROUNDS, SELLERS_SIDE, WISHES
from pugmark.screening.kernel import weights as on
from pugmark.screening.kernel.senses import (
    ANY,
    ENGLISH,
    FINE_TAGS,
    LATIN,
    NEEDS,
    OTHER,
    ROLES,
    TAGS,
    UNRANKED,
)
from pugmark.screening.mentions import (
    ANCHOR_BONUS,
    ANCHORS,
    AT_HOME,
    ENGLISH_SHORT,
    EVERYDAY,
    FOREIGN,
    FOREIGN_SHORT,
    FOREIGN_SURE,
    GUEST,
    HIGHEST_COST,
    NAME_BONUS,
    PART_BONUS,
    STRANGE,
    SURE_LENGTH,
    TRADE,
    UNMET,
)
from pugmark.screening.mentions import SHORT as SHORT_WORD
from pugmark.text.folding import DIGIT, LETTER
from pugmark.text.forms import OPEN
from pugmark.text.kernel.columns import (
    FIELD_ROW,
    FLAGS,
    FROM,
    GAP,
    HASHTAG,
    HIT_END,
    HIT_FIRST,
    HIT_HOW,
    HIT_LAST,
    HIT_SENSES,
    HIT_SENSES_END,
    HIT_START,
    HIT_SURFACE,
    KIND,
    SMALL,
    TO,
)
from pugmark.text.kernel.stamp import source_stamp
from pugmark.text.language import SPELT
from pugmark.text.tokens import GAP_PHRASE


def _roles(names: frozenset[str]) -> int:
    return sum(1 << ROLES.index(name) for name in names)


ANCHOR_ROLES: Final = _roles(ANCHORS)
"""Roles that name something of wildlife, bits."""
_NAMING: Final = _roles(NAMING)
_TRADE: Final = _roles(TRADE)
_HEADS: Final = _roles(HEADS)
_SELLERS: Final = _roles(SELLERS_SIDE)
_ANIMAL, _PART, _MATERIAL = (ROLES.index(name) for name in ("animal", "part", "material"))
_NAME, _PRICE, _EVASION = (ROLES.index(name) for name in ("name", "price", "evasion"))
_WISHES: Final = np.array([ROLES.index(name) for name in WISHES], np.int64)
_SELL: Final = WISHES.index("sell")
_NEED_ANIMAL, _NEED_PART, _NEED_TRADE = (1 << NEEDS.index(name) for name in NEEDS)
_ROLE_NEEDS: Final = len(NEEDS)
_TAGS: Final = len(TAGS)
_ENGLISH_COLUMN: Final = SPELT.index("en")

_KINDED: Final = np.array(["." in tag for tag in FINE_TAGS])
"""Which fine tags name a kind."""

IS_ATTRIBUTIVE, IS_PERSONAL, IS_LINK, IS_MENTION, IS_SHARED = 1, 2, 4, 8, 16
_LONGEST: Final = 7


def _packed(word: str) -> int:
    return sum(ord(char) << (8 * index) for index, char in enumerate(word))


def _marked() -> tuple[np.ndarray, np.ndarray]:
    marks: dict[int, int] = {}
    for words, mark in (
        (ATTRIBUTIVE, IS_ATTRIBUTIVE), (PERSONAL, IS_PERSONAL), (LINKS, IS_LINK),
        (MENTIONED, IS_MENTION), (SHARED, IS_SHARED),
    ):  # fmt: skip
        for word in words:
            marks[_packed(word)] = marks.get(_packed(word), 0) | mark
    keys = sorted(marks)
    return np.array(keys, np.int64), np.array([marks[key] for key in keys], np.int64)


_KEYS, _MARKS = _marked()
"""Words that features ask for, packed a byte a letter, and what each is."""

WILDLIFE_ODDS, OFFER_ODDS, GROUNDS_OF, ODDS_COLUMNS = 0, 1, 2, 3
"""Columns of what is said of a row, float64: two log-odds, and how far its words carry."""
NAMED, RANK, RANKED_TARGET, WISH, HINTED, ROW_COLUMNS = 0, 1, 2, 3, 4, 5
"""Columns of what is said of a row, int32.

Whether something is named; the rank of its concern or ``UNRANKED``; the target that has it or -1;
the first wish by number in ``WISHES`` or -1; whether it is evasive.
"""


@nb.njit(nogil=True)
def mark_of(symbols, start, end):
    """What a token is of the words that features ask for, bits."""
    if end - start > _LONGEST:
        return 0
    key = np.int64(0)
    for at in range(start, end):
        symbol = np.int64(symbols[at])
        if symbol > 127:
            return 0
        key |= symbol << (8 * (at - start))
    place = np.searchsorted(_KEYS, key)
    if place < len(_KEYS) and _KEYS[place] == key:
        return _MARKS[place]
    return 0


@nb.njit(nogil=True)
def _roles_of(hits, senses, role, hit):
    """Roles that a hit may have, bits."""
    mask = np.int64(0)
    for at in range(hits[hit, HIT_SENSES], hits[hit, HIT_SENSES_END]):
        mask |= np.int64(1) << role[senses[at]]
    return mask


@nb.njit(nogil=True)
def _met(requires, near, roles):
    """Whether an ambiguous word stands in the context that it needs."""
    if requires & (_NEED_ANIMAL | _NEED_PART):
        if near >> _MATERIAL & 1:
            return True
        if requires & _NEED_ANIMAL and near >> _ANIMAL & 1:
            return True
        if requires & _NEED_PART and near >> _PART & 1:
            return True
    if requires & _NEED_TRADE and roles & _TRADE:
        return True
    return (requires >> _ROLE_NEEDS) & roles != 0


@nb.njit(nogil=True)
def _foreign(lang, neutral, language, everyday, column):
    """How strange a word of one language is in a text of another."""
    if lang == language:
        return AT_HOME
    here = everyday[column] if column >= 0 else 0
    if neutral == OTHER:
        return EVERYDAY if here else STRANGE
    if neutral == ANY or not here:
        return GUEST
    return STRANGE if here > everyday[_ENGLISH_COLUMN] else GUEST


@nb.njit(nogil=True)
def _choose(hit, hits, senses, dropped, terms, symbols, everyday, language, column, near, roles):
    """The best sense of a hit and its ambiguity here, or -1."""
    surface = hits[hit, HIT_SURFACE]
    size = symbols[surface]
    begin, end = hits[hit, HIT_SENSES], hits[hit, HIT_SENSES_END]
    latin_script = terms.latin_script[senses[begin]]
    best, best_cost, best_met = -1, HIGHEST_COST, True
    for at in range(begin, end):
        if dropped[at]:
            continue
        term = senses[at]
        role, ambiguity, neutral = terms.role[term], terms.ambiguity[term], terms.neutral[term]
        foreign = _foreign(terms.lang[term], neutral, language, everyday[surface], column)
        if foreign == EVERYDAY:
            continue
        requires = terms.requires[term]
        met = not (ambiguity >= 2 and requires) or _met(requires, near, roles)
        cost = np.float64(ambiguity)
        if foreign == STRANGE:
            cost += FOREIGN if ambiguity or size < SURE_LENGTH else FOREIGN_SURE
            if size <= SHORT_WORD and latin_script:
                cost += FOREIGN_SHORT
        elif foreign == GUEST and neutral == ENGLISH and size <= SHORT_WORD:
            cost += ENGLISH_SHORT
        if not met:
            cost += UNMET
        elif ANCHOR_ROLES >> role & 1:
            cost -= ANCHOR_BONUS
        if role == _PART and near >> _ANIMAL & 1:
            cost -= PART_BONUS
        if role == _NAME:
            cost -= NAME_BONUS
        if cost < best_cost:
            best, best_cost, best_met = term, cost, met
    if best < 0:
        return -1, 0
    if best_met:
        return best, np.int64(terms.ambiguity[best])
    return (best, 3) if terms.ambiguity[best] < 3 else (-1, 0)


@nb.njit(nogil=True)
def _broken(tokens, base, left, right):
    """Whether a comma or more stands between two hits."""
    for at in range(left + 1, right + 1):  # noqa: SIM110 (Numba knows no generator)
        if tokens[base + at, GAP] >= GAP_PHRASE:
            return True
    return False


@nb.njit(nogil=True)
def _add(odds, weights, times):
    odds[0] += weights[0] * times
    odds[1] += weights[1] * times


@nb.njit(nogil=True)
def _capped(counts, at):
    """Count once more; whether the count still counts."""
    counts[at] += 1
    return counts[at] <= MAX_COUNT


@nb.njit(nogil=True)
def interpret(
    fields, field_tokens, field_hits, tokens, symbols, hits, senses, dropped, languages, spelt_of,
    prices, pictures, terms, targets, sizes, everyday, weights, chosen, sure, hit_weight, said,
    row_odds,
):  # fmt: skip
    """Read the hits of all candidates in roles and weigh them.

    ``languages`` is the language of each row of the batch or -1; ``dropped`` senses are not
    written with their signs. Writes for each hit the sense ``chosen`` or -1, how ambiguous it is
    (``sure``) and its ``hit_weight``; for each row ``said`` and ``row_odds``, see the columns.
    """
    count = len(fields)
    by_tag = np.zeros(_TAGS, np.int64)
    by_sure = np.zeros(4 * _TAGS, np.int64)
    by_pair = np.zeros(_TAGS * _TAGS, np.int64)
    by_surface = np.zeros(len(sizes), np.int64)
    has_fine = np.zeros(len(weights.kind), np.uint8)
    counts = np.zeros(3, np.int64)
    wishes = np.zeros(len(_WISHES), np.int64)
    wish_at = np.zeros(len(_WISHES), np.int64)
    odds = np.zeros(2)
    first_field = 0
    while first_field < count:
        row = fields[first_field, FIELD_ROW]
        after = first_field
        while after < count and fields[after, FIELD_ROW] == row:
            after += 1
        low, high = field_hits[first_field], field_hits[after]
        language = languages[row]
        column = spelt_of[language] if language >= 0 else -1
        roles = np.int64(0)
        for hit in range(low, high):
            roles |= _roles_of(hits, senses, terms.role, hit)
        read = np.int64(0)
        for field in range(first_field, after):
            begin, end = field_hits[field], field_hits[field + 1]
            for hit in range(begin, end):
                near = np.int64(0)
                if hit > begin:
                    near |= _roles_of(hits, senses, terms.role, hit - 1)
                if hit + 1 < end:
                    near |= _roles_of(hits, senses, terms.role, hit + 1)
                term, ambiguity = _choose(
                    hit,
                    hits,
                    senses,
                    dropped,
                    terms,
                    sizes,
                    everyday,
                    language,
                    column,
                    near,
                    roles,
                )
                chosen[hit], sure[hit] = term, ambiguity
                if term >= 0:
                    read |= np.int64(1) << terms.role[term]
        said[row, RANK], said[row, RANKED_TARGET], said[row, WISH] = UNRANKED, -1, -1
        if not read & _NAMING:
            for hit in range(low, high):
                chosen[hit] = -1
            first_field = after
            continue
        said[row, NAMED] = 1
        said[row, HINTED] = read >> _EVASION & 1
        odds[0] = odds[1] = 0.0
        _add(odds, weights.lone[on.BIAS], 1.0)
        strength, grounds = 0.0, NO_GROUNDS
        trades = np.int64(0)
        price = False
        for hit in range(low, high):
            term = chosen[hit]
            if term < 0:
                continue
            role, tag, ambiguity = terms.role[term], terms.tag[term], sure[hit]
            surface = hits[hit, HIT_SURFACE]
            question = 1 if _SELLERS >> role & 1 else 0
            weight = weights.has[tag, question] + weights.word[surface, question]
            if _capped(by_tag, tag):
                _add(odds, weights.has[tag], 1.0)
            if _capped(by_surface, surface):
                _add(odds, weights.word[surface], 1.0)
            if ANCHOR_ROLES >> role & 1:
                weight += weights.sure[ambiguity, tag, question]
                if _capped(by_sure, ambiguity * _TAGS + tag):
                    _add(odds, weights.sure[ambiguity, tag], 1.0)
                if terms.neutral[term] == LATIN and _capped(counts, 0):
                    _add(odds, weights.lone[on.LATIN_NAME], 1.0)
                if hits[hit, HIT_HOW] & ~OPEN and _capped(counts, 1):
                    _add(odds, weights.lone[on.HIDDEN], 1.0)
                if terms.coded[term] and _capped(counts, 2):
                    _add(odds, weights.lone[on.CODED], 1.0)
                strength = max(strength, 3.0 - ambiguity)
                grounds = max(grounds, GROUNDS[ambiguity])
                target = terms.target[term]
                if target >= 0:
                    if said[row, RANKED_TARGET] < 0:
                        said[row, RANKED_TARGET] = target
                    if targets.rank[target] < said[row, RANK]:
                        said[row, RANK] = targets.rank[target]
                        said[row, RANKED_TARGET] = target
            elif role == _EVASION:
                grounds = max(grounds, EVASION_GROUNDS)
            if _TRADE >> role & 1:
                trades |= np.int64(1) << role
            price = price or role == _PRICE
            for wish in range(len(_WISHES)):
                if role == _WISHES[wish]:
                    if not wishes[wish]:
                        wish_at[wish] = hit
                    wishes[wish] += 1
            fine = terms.fine[term]
            has_fine[fine] = 1
            hit_weight[hit] = weight
        _add(odds, weights.lone[on.STRENGTH], strength)
        for fine in range(len(has_fine)):
            if not has_fine[fine] or not _KINDED[fine]:
                continue
            _add(odds, weights.kind[fine], 1.0)
            for other in range(len(has_fine)):
                if has_fine[other] and (fine < other or (other < fine and not _KINDED[other])):
                    _add(odds, weights.kinds[fine, other], 1.0)
        _places(
            odds,
            weights,
            terms,
            first_field,
            after,
            field_tokens,
            field_hits,
            tokens,
            symbols,
            hits,
            chosen,
            by_pair,
        )
        _writing(
            odds, weights.lone, tokens, symbols, field_tokens[first_field], field_tokens[after]
        )
        kinds_of_trade = 0
        for role in range(len(ROLES)):
            kinds_of_trade += trades >> role & 1
        _add(odds, weights.lone[on.TRADE_WORDS], float(min(kinds_of_trade, MAX_COUNT)))
        if trades and read & ANCHOR_ROLES:
            _add(odds, weights.lone[on.ANCHOR_AND_TRADE], 1.0)
        if prices[row]:
            _add(odds, weights.lone[on.PRICE], 1.0)
        if pictures[row]:
            _add(odds, weights.lone[on.PICTURE], 1.0)
        best = -1
        for wish in range(len(_WISHES)):
            if wishes[wish] and (
                best < 0
                or wishes[wish] > wishes[best]
                or (wishes[wish] == wishes[best] and wish_at[wish] < wish_at[best])
            ):
                best = wish
        if best >= 0 and price and wishes[_SELL] == wishes[best]:
            best = _SELL
        said[row, WISH] = best
        row_odds[row, WILDLIFE_ODDS], row_odds[row, OFFER_ODDS] = odds[0], odds[1]
        row_odds[row, GROUNDS_OF] = grounds
        for hit in range(low, high):
            by_surface[hits[hit, HIT_SURFACE]] = 0
        by_tag[:] = 0
        by_sure[:] = 0
        by_pair[:] = 0
        has_fine[:] = 0
        counts[:] = 0
        wishes[:] = 0
        first_field = after


@nb.njit(nogil=True)
def _places(
    odds, weights, terms, first_field, after, field_tokens, field_hits, tokens, symbols, hits,
    chosen, by_pair,
):  # fmt: skip
    """Add neighbours, and what the first field begins, ends and is headed with."""
    first = True
    for field in range(first_field, after):
        base = field_tokens[field]
        leading = first and field_tokens[field + 1] > base
        if leading:
            first = False
        left = np.int64(-1)
        head = -1
        looking = True
        for hit in range(field_hits[field], field_hits[field + 1]):
            if chosen[hit] < 0:
                continue
            tag = terms.tag[chosen[hit]]
            if left < 0:
                head = tag
                if leading:
                    _add(odds, weights.first[tag], 1.0)
            else:
                one, two = hits[left, HIT_LAST], hits[hit, HIT_FIRST]
                broken = _broken(tokens, base, one, two)
                before = terms.tag[chosen[left]]
                near = two - one - 1 <= SPREAD and not broken
                if two <= one:
                    near = hits[hit, HIT_START] - hits[left, HIT_END] <= SPREAD_CHARACTERS
                if near and _capped(by_pair, before * _TAGS + tag):
                    _add(odds, weights.after[before, tag], 1.0)
                if leading and looking:
                    for at in range(one + 1, two):
                        token = base + at
                        if (
                            mark_of(symbols, tokens[token, FROM], tokens[token, TO])
                            & IS_ATTRIBUTIVE
                        ):
                            broken = True
                    if broken:
                        looking = False
                    elif _HEADS >> terms.role[chosen[hit]] & 1:
                        head = tag
            left = hit
        if leading and left >= 0:
            _add(odds, weights.head[head], 1.0)
            _add(odds, weights.last[terms.tag[chosen[left]]], 1.0)


@nb.njit(nogil=True)
def _writing(odds, lone, tokens, symbols, low, high):
    """Add what kind of writing it is."""
    words = small = personal = hashtags = digits = 0
    link = mention = shared = False
    for token in range(low, high):
        kind = tokens[token, KIND]
        if kind == LETTER:
            mark = mark_of(symbols, tokens[token, FROM], tokens[token, TO])
            if words == 0 and mark & IS_SHARED:
                shared = True
            words += 1
            small += tokens[token, FLAGS] & SMALL != 0
            personal += mark & IS_PERSONAL != 0
            link = link or mark & IS_LINK != 0
            mention = mention or mark & IS_MENTION != 0
        elif kind == DIGIT:
            digits += 1
        hashtags += tokens[token, FLAGS] & HASHTAG != 0
    if words:
        _add(odds, lone[on.PROSE], small / words)
        _add(odds, lone[on.LINK], 1.0 if link else 0.0)
        _add(odds, lone[on.MENTION], 1.0 if mention else 0.0)
        _add(odds, lone[on.RETWEET], 1.0 if shared else 0.0)
        _add(odds, lone[on.PERSONAL], min(MAX_COUNT, personal) / MAX_COUNT)
    _add(odds, lone[on.HASHTAGS], min(MAX_COUNT, hashtags) / MAX_COUNT)
    _add(odds, lone[on.NUMBERS], min(MAX_COUNT, digits) / MAX_COUNT)
    if high - low <= FEW_TOKENS:
        _add(odds, lone[on.SHORT], 1.0)
    if high - low > MANY_TOKENS:
        _add(odds, lone[on.LONG], 1.0)


@lru_cache(maxsize=1)
def compiled_interpret() -> Callable[..., None]:
    """Return ``interpret``, compiled now or kept on disk from this very version of the rules."""
    stamp = rules_stamp()

    def run(
        fields, field_tokens, field_hits, tokens, symbols, hits, senses, dropped, languages,
        spelt_of, prices, pictures, terms, targets, sizes, everyday, weights, chosen, sure,
        hit_weight, said, row_odds,
    ):  # fmt: skip
        if len(stamp) == 0:
            return
        interpret(
            fields, field_tokens, field_hits, tokens, symbols, hits, senses, dropped, languages,
            spelt_of, prices, pictures, terms, targets, sizes, everyday, weights, chosen, sure,
            hit_weight, said, row_odds,
        )  # fmt: skip

    function: Callable[..., None] = nb.njit(nogil=True, cache=True)(run)
    return function


@lru_cache(maxsize=1)
def rules_stamp() -> str:
    """SHA-256, 16 hex digits, over the source that decides what is compiled here.

    It goes into the compiled function as a closure: Numba keys what it keeps on disk by the file of
    one function alone, and would else use old rules after a change elsewhere.
    """
    digest = hashlib.sha256(source_stamp().encode())
    for path in sorted(Path(__file__).parent.parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
