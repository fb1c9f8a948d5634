"""The site that a web address belongs to."""

from __future__ import annotations

import re
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

_HOST: Final = r"^(?:[a-zA-Z][a-zA-Z+.-]*:)?(?://)?(?:www\.|m\.)?(?P<host>[^/:?#\s]+\.[^/:?#\s]+)"
_SITES: Final = 4


def hosts(urls: pa.Array) -> pa.Array:
    """The host of each address without ``www.``, null where there is none.

    Addresses of one file mostly share a site: the first few sites are found by their beginning,
    which is 20 times faster than reading each address.
    """
    found = pa.nulls(len(urls), pa.string())
    left = pc.is_valid(urls)
    for _ in range(_SITES):
        first = pc.index(left, True).as_py()
        if first < 0:
            return found
        start = re.match(r"(?i)https?://([^/:?#\s]+)/", urls[first].as_py())
        if start is None:
            break
        site = start[1].lower()
        same = pc.and_(left, pc.starts_with(urls, start[0]))
        found = pc.if_else(same, re.sub(r"^(www|m)\.", "", site), found)
        left = pc.and_not(left, same)
    rest = pc.struct_field(pc.extract_regex(urls.filter(left), _HOST), "host")
    return pc.replace_with_mask(found, left, pc.utf8_lower(rest))
