from __future__ import annotations

import csv
import io
import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pugmark.sources import Limits
from pugmark.sources.errors import EmptySource, NoRows, NotATable, NoTextColumn, TooManyColumns
from pugmark.sources.formats.splitting import cells_of, split
from tests.sources.build import read_bytes

HEADER = b"id,title,price\n"


def test_it_reads_rows_in_order_with_their_numbers(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.csv", HEADER + b"A,ivory tusk,5\nB,oak table,7\n")
    assert found.column("listing_id") == ["A", "B"]
    assert found.column("title") == ["ivory tusk", "oak table"]
    assert found.column("price") == [5.0, 7.0]
    assert found.column("source") == ["a.csv", "a.csv"]
    assert found.rows == [1, 2]


@pytest.mark.parametrize(
    ("delimiter", "name"), [(";", "a.csv"), ("\t", "a.tsv"), ("|", "a.txt"), (",", "noname")]
)
def test_it_finds_the_delimiter(tmp_path: Path, delimiter: str, name: str) -> None:
    lines = [["id", "title", "price"], ["1", "one, two; three", "4"], ["2", "tusk", "5"]]
    text = "\n".join(
        delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in line)
        for line in lines
    )
    found = read_bytes(tmp_path, name, text.encode())
    assert found.column("title") == ["one, two; three", "tusk"]


def test_the_line_that_excel_puts_first_is_obeyed(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.csv", b"sep=;\r\nid;title\r\n1;tusk, old\r\n")
    assert found.column("title") == ["tusk, old"]
    assert found.rows == [1]


def test_a_table_with_one_column_keeps_its_commas(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.csv", b'text\nivory, old, rare\n"quoted, too"\n')
    assert found.column("description") == ["ivory, old, rare", "quoted, too"]


def test_quoted_line_breaks_belong_to_the_cell(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.csv", HEADER + b'1,"line\r\nbreak ""q""",5\r\n2,b,6\r\n')
    assert found.column("title") == ['line\r\nbreak "q"', "b"]
    assert found.rejects == []


def test_an_open_quotation_mark_costs_one_row(tmp_path: Path) -> None:
    body = b'1,"never closed,5\n2,"fine, this",6\n3,plain,7\n'
    found = read_bytes(tmp_path, "a.csv", HEADER + body)
    assert found.column("listing_id") == ["2", "3"]
    assert [(reject.row, "quotation mark" in reject.reason) for reject in found.rejects] == [
        (1, True)
    ]


def test_an_open_quotation_mark_in_the_last_row_costs_that_row(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.csv", HEADER + b'1,a,5\n2,"b,6\n3,c,7\n')
    assert found.column("listing_id") == ["1", "3"]
    assert [reject.row for reject in found.rejects] == [2]


def test_inches_inside_a_quoted_cell_are_kept(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.csv", HEADER + b'1,"12" tusk, old",5\n2,5" tooth,6\n')
    assert found.column("title") == ['12" tusk, old', '5" tooth']


def test_rows_with_other_numbers_of_cells_are_rejected(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.csv", HEADER + b"1,a,5\n2,b\n3,c,7,8\n4,d,9\n")
    assert found.column("listing_id") == ["1", "4"]
    assert found.rows == [1, 4]
    assert [reject.row for reject in found.rejects] == [2, 3]
    assert "2 cells, and 3 columns" in found.rejects[0].reason
    assert "4 cells, and 3 columns" in found.rejects[1].reason


def test_a_carriage_return_inside_a_cell_is_no_line_end(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.csv", HEADER + b"1,a\rb,5\n2,c,6\n")
    assert found.column("title") == ["a\rb", "c"]


def test_lines_of_an_old_mac_are_lines(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.csv", b"id,title\r1,a\r2,b\r")
    assert found.column("title") == ["a", "b"]


def test_undecodable_bytes_cost_their_row(tmp_path: Path) -> None:
    rows = b"".join(b"%d,ng\xc3\xa0 voi,5\n" % n for n in range(50))
    found = read_bytes(tmp_path, "a.csv", HEADER + rows + b"x,\xff\xfe bad,5\ny,good,6\n")
    assert found.column("listing_id")[-2:] == ["49", "y"]
    assert [(reject.row, reject.field) for reject in found.rejects] == [(51, "title")]
    assert "ff fe" in found.rejects[0].reason


def test_nul_is_replaced_and_counted(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.csv", HEADER + b"1,iv\0ory,5\n2,b,6\n")
    assert found.column("title") == ["iv\ufffdory", "b"]
    assert found.warnings == {"NUL characters replaced": 1}


def test_missing_ids_become_row_numbers_and_repeated_ids_are_counted(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.csv", HEADER + b"A,a,1\n,b,2\nNaN,c,3\nA,d,4\n")
    assert found.column("listing_id") == ["A", "2", "3", "A"]
    assert found.warnings == {"listing_id given before": 1}


def test_a_field_of_50_mb_costs_its_row(tmp_path: Path) -> None:
    body = HEADER + b"1,a,5\n2," + b"x" * 50_000_000 + b",6\n3,c,7\n"
    started = time.perf_counter()
    found = read_bytes(tmp_path, "a.csv", body)
    assert found.column("listing_id") == ["1", "3"]
    assert [reject.row for reject in found.rejects] == [2]
    assert "50,000,000 bytes" in found.rejects[0].reason
    assert time.perf_counter() - started < 10


def test_a_quoted_field_of_50_mb_over_many_lines_costs_its_row(tmp_path: Path) -> None:
    body = HEADER + b'1,"' + b"line\n" * 10_000_000 + b'",6\n3,c,7\n'
    found = read_bytes(tmp_path, "a.csv", body)
    assert found.column("listing_id") == ["3"]
    assert [reject.row for reject in found.rejects] == [1]


def test_a_record_that_cannot_be_held_is_skipped(tmp_path: Path) -> None:
    body = HEADER + b"1,a,5\n2," + b"x" * 300_000 + b",6\n3,c,7\n"
    found = read_bytes(tmp_path, "a.csv", body, limits=Limits(record=100_000, block=50_000))
    assert found.column("listing_id") == ["1", "3"]
    assert [reject.row for reject in found.rejects] == [2]


def test_a_million_columns_are_refused_at_once(tmp_path: Path) -> None:
    header = ",".join(f"c{n}" for n in range(1_000_000)).encode() + b"\n"
    started = time.perf_counter()
    with pytest.raises(TooManyColumns, match=r"a\.csv.*1,000,000 columns.*--limit columns"):
        read_bytes(tmp_path, "a.csv", header + b"1\n")
    assert time.perf_counter() - started < 5


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmptySource, match=r"a\.csv: is empty"):
        read_bytes(tmp_path, "a.csv", b"")
    with pytest.raises(EmptySource, match="blank"):
        read_bytes(tmp_path, "b.csv", b" \n\n")


def test_a_header_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoRows, match="3 column names and no rows"):
        read_bytes(tmp_path, "a.csv", HEADER)


def test_a_table_without_text_names_the_columns_it_has(tmp_path: Path) -> None:
    with pytest.raises(NoTextColumn, match=r"foo, bar.*--map description=COLUMN"):
        read_bytes(tmp_path, "a.csv", b"foo,bar\n1,2\n")


def test_many_open_quotation_marks_do_not_slow_it_down(tmp_path: Path) -> None:
    hostile = [b'1,"a', b'1,"a""', b'1,""""a', b'1,"a"b', b'"', b'1,"""', b'1,"', b'"","']
    body = b"id,title\n" + b"".join(line + b"\n" for line in hostile) * 20_000
    started = time.perf_counter()
    read_bytes(tmp_path, "a.csv", body)
    assert time.perf_counter() - started < 20


def test_blocks_do_not_show_in_the_result(tmp_path: Path) -> None:
    chance = random.Random(7)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["id", "title", "description"])
    titles = ["".join(chance.choices('ab, "\n象ä\r;', k=chance.randrange(30))) for _ in range(3000)]
    for number, title in enumerate(titles):
        writer.writerow([f"L{number}", title, title[::-1]])
    content = text.getvalue().encode()
    whole = read_bytes(tmp_path, "a.csv", content)
    pieces = read_bytes(tmp_path, "a.csv", content, limits=Limits(block=777), batch_rows=100)
    assert whole.column("title") == titles
    assert pieces.table.equals(whole.table)
    assert [len(batch.rows) for batch in pieces.batches] == [100] * 30


CELL = st.text(st.sampled_from('ab," \n\r;\t0é象\x00'), max_size=8)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=12), st.integers(1, 64))
def test_what_was_quoted_well_comes_back(
    tmp_path: Path, rows: list[tuple[str, str]], block: int
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(["title", "description"])
    writer.writerows(rows)
    found = read_bytes(tmp_path, "a.csv", text.getvalue().encode(), limits=Limits(block=block))
    assert found.rejects == []
    got = list(zip(found.column("title"), found.column("description"), strict=True))
    assert got == [(a.replace("\0", "\ufffd"), b.replace("\0", "\ufffd")) for a, b in rows]


@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=200), st.integers(1, 64))
def test_any_bytes_end_in_rows_or_rejects(tmp_path: Path, noise: bytes, block: int) -> None:
    content = b"id,title\n1,a\n" + noise + b"\nlast,row\n"
    limits = Limits(block=block, record=128)
    try:
        found = read_bytes(tmp_path, "a.csv", content, limits=limits, encoding="utf-8")
    except NotATable:
        return
    assert found.column("listing_id")[0] == "1"
    numbers = sorted(found.rows + [reject.row or 0 for reject in found.rejects])
    assert numbers == list(range(1, len(numbers) + 1))
    assert found.table.validate(full=True) is None


@settings(deadline=None, max_examples=300)
@given(st.text(st.sampled_from('ab,"\n\r'), max_size=40), st.integers(0, 40))
def test_the_compiled_pass_agrees_with_itself_over_block_borders(text: str, cut: int) -> None:
    content = text.encode()
    whole = split(content, delimiter=ord(","), ahead=1000, final=True)
    first = split(content[:cut], delimiter=ord(","), ahead=1000, final=False)
    rest = content[first.rest :] if len(first.starts) or first.rest else content
    again = split(rest, delimiter=ord(","), ahead=1000, final=True)
    records = [content[a:b] for a, b in zip(whole.starts, whole.ends, strict=True)]
    pieces = [content[a:b] for a, b in zip(first.starts, first.ends, strict=True)]
    pieces += [rest[a:b] for a, b in zip(again.starts, again.ends, strict=True)]
    assert pieces == records


@settings(deadline=None, max_examples=300)
@given(st.text(st.sampled_from('ab,"'), min_size=1, max_size=20))
def test_the_compiled_pass_counts_the_cells_that_the_reference_reads(text: str) -> None:
    record = text.encode()
    found = split(record, delimiter=ord(","), ahead=1000, final=True)
    if found.cells[0]:
        assert found.cells[0] == len(cells_of(record, ord(",")))


TITLED = (
    "Export vom 3. Mai 2026\n"
    "Filter: alle; Status: offen\n"
    "\n"
    "Nr;Titel;Preis\n"
    "1;Armreif, Elfenbein;1.250,50\n"
    "2;Stuhl;40,00\n"
)


def test_lines_above_the_header_are_passed_over_and_counted(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.csv", TITLED.encode(), mapping={"listing_id": "Nr"})
    assert found.column("listing_id") == ["1", "2"]
    assert found.column("title") == ["Armreif, Elfenbein", "Stuhl"]
    assert found.column("price") == [1250.5, 40.0]
    assert found.rows == [1, 2]
    assert found.warnings == {"above the header, passed over": 2}


def test_blocks_do_not_show_in_lines_above_the_header(tmp_path: Path) -> None:
    for size in (1, 7, 40, 90):
        found = read_bytes(tmp_path, "a.csv", TITLED.encode(), limits=Limits(block=size))
        assert found.column("title") == ["Armreif, Elfenbein", "Stuhl"]
        assert found.warnings == {"above the header, passed over": 2}


def test_a_title_row_filled_up_with_empty_cells_is_passed_over(tmp_path: Path) -> None:
    body = (
        b'"Listings, checked",,,\r\n,,,\r\nid,title,price,seller\r\n1,tusk,5,A\r\n2,"b, c",6,B\r\n'
    )
    found = read_bytes(tmp_path, "a.csv", body)
    assert found.column("listing_id") == ["1", "2"]
    assert found.column("title") == ["tusk", "b, c"]


def test_lines_above_the_header_are_passed_over_behind_the_line_of_excel(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.csv", b"sep=;\r\nStand: Mai\r\nid;title\r\n1;tusk, old\r\n")
    assert found.column("title") == ["tusk, old"]
    assert found.warnings == {"above the header, passed over": 1}


def test_a_mapped_column_is_looked_for_below_a_title(tmp_path: Path) -> None:
    body = b"Lager Nord\nNr,Ware\n1,Elfenbein\n2,Stuhl\n"
    found = read_bytes(tmp_path, "a.csv", body, mapping={"title": "Ware"})
    assert found.column("title") == ["Elfenbein", "Stuhl"]


def test_a_row_of_a_table_is_never_taken_for_its_header(tmp_path: Path) -> None:
    body = b"foo,bar\n1,2\ntext,title\n3,4\n5,6\n"
    with pytest.raises(NoTextColumn, match=r"foo, bar.*above the header"):
        read_bytes(tmp_path, "a.csv", body)


def test_a_header_that_the_rows_do_not_fit_is_none(tmp_path: Path) -> None:
    body = b"About this file\nid,title\n" + b"a,b,c,d\n" * 9
    with pytest.raises(NoTextColumn, match="About this file"):
        read_bytes(tmp_path, "a.csv", body)


def test_many_lines_above_the_header_are_too_many(tmp_path: Path) -> None:
    rows = b"id,title\n" + b"1,tusk\n" * 300
    assert len(read_bytes(tmp_path, "a.csv", b"Lager\n" * 30 + rows).rows) == 300
    with pytest.raises(NoTextColumn, match="Lager"):
        read_bytes(tmp_path, "a.csv", b"Lager\n" * 31 + rows)


def test_decimal_commas_between_semicolons_are_prices(tmp_path: Path) -> None:
    body = "id;Titel;Preis;Währung\n1;Armreif;1.200,50;EUR\n2;Ring;12,5;EUR\n3;Horn;1200;EUR\n"
    found = read_bytes(tmp_path, "a.csv", body.encode("cp1252"))
    assert found.column("price") == [1200.5, 12.5, 1200.0]
    assert found.column("currency") == ["EUR"] * 3


def test_decimal_commas_between_commas_cost_their_row_and_say_why(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.csv", HEADER + b'1,ring,12,50\n2,horn,"12,50"\n3,c,7\n')
    assert found.column("price") == [12.5, 7.0]
    assert [reject.row for reject in found.rejects] == [1]
    assert "4 cells, and 3 columns" in found.rejects[0].reason
    assert "decimal comma" in found.rejects[0].reason
