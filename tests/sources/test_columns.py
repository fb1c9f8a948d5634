from __future__ import annotations

import csv
from importlib import resources

import pytest

from pugmark.records import LISTING
from pugmark.sources.columns import plan
from pugmark.sources.errors import NoTextColumn


def chosen(*names: str) -> dict[str, str]:
    return dict(plan(names, {}, (), "a.csv").fields)


@pytest.mark.parametrize("body", ["text", "description", "body", "content", "message"])
def test_a_body_may_have_any_of_its_names(body: str) -> None:
    assert chosen("id", body) == {"listing_id": "id", "description": body}
    assert chosen("title", body) == {"title": "title", "description": body}


def test_of_two_bodies_the_one_called_description_is_it() -> None:
    assert chosen("text", "description") == {"title": "text", "description": "description"}
    assert chosen("content", "text") == {"title": "content", "description": "text"}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (
            ["ชื่อสินค้า", "รายละเอียด", "ราคา", "ผู้ขาย"],
            ["title", "description", "price", "seller"],
        ),
        (["tiêu đề", "mô tả", "giá"], ["title", "description", "price"]),
        (["标题", "描述", "价格", "卖家"], ["title", "description", "price", "seller"]),
        (["заголовок", "описание", "цена"], ["title", "description", "price"]),
        (["العنوان", "الوصف", "السعر"], ["title", "description", "price"]),
        (["Título", "Descripción", "Precio"], ["title", "description", "price"]),
        (["itemId", "itemTitle", "viewItemURL"], ["listing_id", "title", "url"]),
        (["id_str", "full_text", "user.screen_name"], ["listing_id", "description", "seller"]),
        (
            ["Handle", "Title", "Body (HTML)", "Variant Price"],
            ["listing_id", "title", "description", "price"],
        ),
        (["data.id", "data.title", "data.selftext"], ["title", "description"]),
        (["LISTING ID", "Listing-Title"], ["listing_id", "title"]),
    ],
)
def test_it_knows_the_names_of_languages_and_platforms(
    names: list[str], expected: list[str]
) -> None:
    assert sorted(chosen(*names)) == sorted(expected)


def test_a_nested_name_that_only_means_something_at_the_top_is_left() -> None:
    assert "title" not in chosen("category.name", "text")
    assert chosen("category.name", "name", "text")["title"] == "name"


def test_the_surest_name_wins_and_the_rest_is_ignored() -> None:
    found = plan(["id", "listing_id", "foo", "title"], {}, (), "a.csv")
    assert found.fields["listing_id"] == "listing_id"
    assert found.ignored == ("id", "foo")


def test_no_text_is_an_error_that_lists_what_there_is() -> None:
    with pytest.raises(NoTextColumn, match=r"c0, c1, .* and 80 more"):
        plan([f"c{n}" for n in range(100)], {}, (), "a.csv")


def test_the_list_of_names_is_sound() -> None:
    data = resources.files("pugmark.sources").joinpath("data/columns.csv")
    with data.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert len({row["name"] for row in rows}) == len(rows)
    assert {row["field"] for row in rows} == set(LISTING.names)
    assert all(row["rank"].isdigit() and row["top"] in "01" for row in rows)
