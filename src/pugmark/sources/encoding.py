"""Which encoding a text is in, and its bytes as UTF-8."""

from __future__ import annotations

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

from pugmark.sources.errors import UnknownEncoding
from pugmark.sources.streams import Stream

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY: Final = [
    "cp874",
    "gb18030",
    "big5",
    "shift_jis",
    "euc_jp",
    "cp949",
    "cp1251",
    "koi8_r",
    "cp1252",
    "cp1250",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1258",
]
"""What tables in the wild are saved in; a closed list, because an open one answers with code
pages of 1980s terminals for a few lines of Thai."""

_LATIN: Final = {
    "cp1252": "àâæçéèêëîïôœùûüÿñáíóúäößãõåøìò¡ºª€£°",
    "cp1250": "ąćęłńóśźżáčďéěíňřšťúůýžőűöüăâîşţđôľäß€",
    "cp1254": "çğıöşüâîûİ€",
}
"""Letters that the languages of each code page do use; the first wins where they are equal."""

_SIGN_IN_WORD: Final = re.compile(r"(?<=[^\W\d_])[¹²³¿¼½¾ð]|[³¿ðþ](?=[^\W\d_])")
_SAMPLE: Final = 1 << 16


def detected(head: bytes, source: str) -> str:
    """The Python name of the encoding of a text that begins with ``head``.

    A mark at the start decides; then zeros in every second byte; then UTF-8, of which a few
    broken characters are forgiven (their rows are rejected later); then charset-normalizer
    among the encodings that tables are saved in. Raises UnknownEncoding.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    wide = _without_mark(head)
    if wide is not None:
        return wide
    if _is_utf8(head):
        return "utf-8"
    sample = _around_high_bytes(head)
    if _is_japanese(sample, "shift_jis"):
        return "shift_jis"
    if _is_japanese(sample, "euc_jp"):
        return "euc_jp"
    best = from_bytes(sample, cp_isolation=_LEGACY).best()
    if best is None:
        raise UnknownEncoding("its bytes are text in no encoding that we know", source=source)
    return _nearest_latin(sample) if best.encoding in _LATIN else best.encoding


def checked(name: str, source: str) -> str:
    """An encoding that a person named, as Python names it; raises UnknownEncoding."""
    try:
        return codecs.lookup(name).name
    except LookupError:
        raise UnknownEncoding(f"there is no encoding {name!r}", source=source) from None


class AsUtf8:
    """A stream of text, turned into UTF-8 without a mark.

    Bytes that the encoding does not know come out as bytes that are not UTF-8 either, so that
    the row they stand in is found and rejected, and not the file.
    """

    def __init__(self, stream: Stream, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="surrogateescape")
        self._over = b""
        self._ended = False

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes of UTF-8."""
        while not self._over and not self._ended:
            piece = self._stream.read(size)
            self._ended = not piece
            text = self._decoder.decode(piece, final=self._ended)
            self._over = text.encode("utf-8", errors="surrogatepass")
        given, self._over = self._over[:size], self._over[size:]
        return given


def text_stream(stream: Stream, encoding: str) -> Stream:
    """The stream as UTF-8; untouched where it already is."""
    return stream if encoding == "utf-8" else AsUtf8(stream, encoding)


def _without_mark(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, shown by zeros in fixed places; None for others."""
    sample = head[: len(head) & ~3][:4096]
    if len(sample) < 8:
        return None
    zeros = [sample[place::4].count(0) / (len(sample) // 4) for place in range(4)]
    if min(zeros[1:]) > 0.9 and zeros[0] < 0.1:
        return "utf-32-le"
    if min(zeros[:3]) > 0.9 and zeros[3] < 0.1:
        return "utf-32-be"
    even, odd = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
    if odd > 0.2 and even < 0.02:
        return "utf-16-le"
    if even > 0.2 and odd < 0.02:
        return "utf-16-be"
    return None


def _is_utf8(head: bytes) -> bool:
    """Whether at least half of the lines with letters beyond ASCII are UTF-8.

    Legacy text is UTF-8 by accident for a letter or two, hardly ever for a line.
    """
    lines = [line for line in head.splitlines() if not line.isascii()]
    return 2 * sum(_decodes(line, last=line is lines[-1]) for line in lines) >= len(lines)


def _decodes(line: bytes, last: bool) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        return last and error.end == len(line) and "end of data" in error.reason
    return True


def _around_high_bytes(head: bytes) -> bytes:
    """The lines with letters beyond ASCII: they decide, and headers and links only dilute them."""
    lines = [line for line in head.splitlines(keepends=True) if not line.isascii()]
    return b"".join(lines)[:_SAMPLE]


def _is_japanese(sample: bytes, encoding: str) -> bool:
    """Whether one letter in ten is hiragana, which no other encoding turns into by accident."""
    text = sample.decode(encoding, errors="replace")
    high = [ch for ch in text if ord(ch) > 127]
    kana = sum("\u3041" <= ch <= "\u3096" for ch in high)
    return kana > 0.1 * len(high) and text.count("\ufffd") < 0.02 * len(high) + 1


def _nearest_latin(sample: bytes) -> str:
    """The code page whose languages use the letters, and put no signs inside words."""

    def likeness(encoding: str) -> int:
        text = sample.decode(encoding, errors="replace").lower()
        letters = sum(text.count(letter) for letter in _LATIN[encoding])
        return letters - 2 * len(_SIGN_IN_WORD.findall(text))

    return max(_LATIN, key=likeness)
