from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pugmark.findings.job import SHOWN, Intake, run
from pugmark.findings.report.evidence import Mark, marked, numbered, shown, windows
from tests.findings.build import WordScreen, csv_file
from tests.sources.build import jsonl

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Page(HTMLParser):
    """What a page has: tags, links, anchors, text; fails on tags that do not close."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "title"):
            self.text += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def page_of(tmp_path: Path, *records: Any, **options: Any) -> tuple[str, Page]:
    path = tmp_path / "a.jsonl"
    path.write_bytes(jsonl(*records))
    out = tmp_path / "x.html"
    run([path], out, WordScreen(), **options)
    source = out.read_text(encoding="utf-8")
    return source, Page(source)


def test_the_report_is_one_file_without_script_or_network(tmp_path: Path) -> None:
    source, page = page_of(tmp_path, {"id": 1, "title": "ivory tusk", "url": "https://e.org/1"})
    assert page.of("script") == []
    assert page.of("link") == []
    assert page.of("img") == []
    assert not re.search(r"@import|url\(", source)
    assert [each["href"] for each in page.of("a") if "://" in (each["href"] or "")] == [
        "https://e.org/1"
    ]


def test_nothing_from_outside_becomes_markup(tmp_path: Path) -> None:
    attack = '<script>alert(1)</script><img src=x onerror="alert(1)">"\'&\x00\x1b'
    record = {
        "id": attack,
        "title": "ivory tusk " + attack,
        "text": attack * 60 + " ivory",
        "seller": attack,
        "platform": attack,
        "currency": attack,
        "price": 5,
        "location": attack,
        "language": attack,
        "url": "javascript:alert(1)//https://e.org",
        "comments": [attack + " ivory"],
        "hashtags": [attack],
    }
    source, page = page_of(tmp_path, record)
    assert {tag for tag, _ in page.tags} & {"script", "img", "iframe", "object"} == set()
    assert all(not name.startswith("on") for _, each in page.tags for name in each)
    assert "javascript:" not in source
    assert not re.search(r"[\x00-\x08\x0b-\x1f]", source)


def test_a_number_leads_from_the_text_to_its_meaning_and_back(tmp_path: Path) -> None:
    _, page = page_of(tmp_path, {"id": 1, "title": "ivory tusk", "text": "a toy? ivory!"})
    anchors = {each["id"] for _, each in page.tags if each.get("id")}
    links = [each["href"] for each in page.of("a") if (each["href"] or "").startswith("#")]
    assert len([link for link in links if re.fullmatch(r"#l1-s\d", link or "")]) == 4
    assert len([link for link in links if re.fullmatch(r"#l1-r\d", link or "")]) == 4
    assert {(link or "")[1:] for link in links} <= anchors


def test_texts_keep_their_language_and_direction(tmp_path: Path) -> None:
    _, page = page_of(tmp_path, {"id": 1, "title": "عاج ivory tusk", "language": "ar"})
    assert {"dir": "auto", "lang": "ar"} in page.of("h3")


def test_at_most_500_listings_are_shown_and_the_rest_counted(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", 2500)
    out = tmp_path / "x.html"
    run([path], out, WordScreen(), intake=Intake(batch_rows=700))
    source = out.read_text(encoding="utf-8")
    page = Page(source)
    assert len(page.of("article")) == SHOWN == 500
    assert "The 500 listings with the highest scores of 1,500" in page.text
    ranks = [float(each) for each in re.findall(r'class="score">([\d.]+)<', source)]
    assert ranks == sorted(ranks, reverse=True)
    assert "60.00% of 2,500" not in page.text
    assert "20.00% of 2,500" in page.text


def test_min_score_decides_what_is_shown(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", 100)
    out = tmp_path / "x.html"
    run([path], out, WordScreen(), min_score=0.9)
    assert len(Page(out.read_text(encoding="utf-8")).of("article")) == 20


def test_a_report_without_findings_says_so(tmp_path: Path) -> None:
    _, page = page_of(tmp_path, {"id": 1, "title": "oak table"})
    assert "No listing was found that a person should look at" in page.text
    assert page.of("article") == []


def test_rejects_and_warnings_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,title\n1,ivory tu\0sk\n2\n")
    out = tmp_path / "x.html"
    run([path], out, WordScreen())
    text = Page(out.read_text(encoding="utf-8")).text
    assert "1 rows could not be read (x.html.rejects.jsonl)" in text
    assert "1 rows: NUL characters replaced" in text


def mark(number: int, start: int, end: int, weight: float = 1.0) -> Mark:
    return Mark(number, "l1", "title", start, end, "term", "meaning", weight)


def test_overlapping_signals_keep_their_own_ends() -> None:
    text = marked("tiger bone wine", [mark(1, 0, 10), mark(2, 6, 15, -1.0)], 0, 15)
    plain = re.sub(r"<a [^>]*>(\d+)</a>", r"[\1]", text)
    assert plain == (
        '<mark class="for s1">tiger </mark><mark class="for s1 s2">bone</mark>[1]'
        '<mark class="against s2"> wine</mark>[2]'
    )


def test_a_long_text_shows_what_stands_around_the_evidence() -> None:
    text = "a" * 5000 + " ivory " + "b" * 5000
    found = shown(text, [mark(1, 5001, 5006)], block="p", language="")
    assert "<details><summary>All 10,007 characters</summary>" in found
    excerpt = found.split("<details>")[0]
    assert "ivory" in excerpt
    assert len(re.sub(r"<[^>]*>", "", excerpt)) < 300


def test_a_very_long_text_is_cut() -> None:
    found = shown("x" * 1_000_000, [], block="p", language="")
    assert len(found) < 25_000
    assert "the first 20,000 of them" in found


SPANS = st.lists(st.tuples(st.integers(-5, 50), st.integers(-5, 50)), max_size=8)


@given(st.text(max_size=40), SPANS)
def test_marks_never_change_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [mark(number, *span) for number, span in enumerate(spans, 1)]
    found = shown(text, marks, block="p", language="")
    without_numbers = re.sub(r"<a [^>]*>\d+</a>", "", found)
    page = Page(without_numbers)
    expected = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]", "\ufffd", text)
    assert page.text == expected


@given(st.integers(601, 5000), SPANS)
def test_windows_stay_inside_and_do_not_overlap(length: int, spans: list[tuple[int, int]]) -> None:
    marks = [mark(1, a, b) for a, b in spans if 0 <= a < b <= length]
    found = windows(length, marks)
    assert all(0 <= start < end <= length for start, end in found)
    assert all(left[1] < right[0] for left, right in pairwise(found))


def test_signals_beyond_the_text_are_listed_but_not_underlined() -> None:
    assert "<mark" not in shown("short", [mark(1, 3, 99)], block="p", language="")


def test_the_weightiest_signals_are_kept() -> None:
    words = {"field": "title", "term": "", "meaning": "", "kind": ""}
    signals = [{**words, "start": n, "end": n + 1, "weight": n} for n in range(100)]
    found = numbered(signals, "l1", ["title"])
    assert [each.number for each in found] == list(range(1, 41))
    assert min(each.weight for each in found) == 60


@pytest.mark.parametrize("url", ["https://e.org/a?b=1&c=2", "http://x"])
def test_web_addresses_are_links_that_tell_nothing(tmp_path: Path, url: str) -> None:
    _, page = page_of(tmp_path, {"id": 1, "title": "ivory tusk", "url": url})
    links = [each for each in page.of("a") if each["href"] == url]
    assert [each["rel"] for each in links] == ["noreferrer nofollow noopener"]
