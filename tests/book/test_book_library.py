"""The reference names everything the library offers, as its docstrings say it."""

import re

from helpers.layout import rooms_of
from mlp_course import radial
from mlp_course.book.library import ROOMS, public_names, reference
from mlp_course.families import FAMILIES


def test_rooms_stand_in_the_order_of_the_house():
    assert [room for room in rooms_of("") if room in ROOMS] == [
        room for room in ROOMS if "." not in room
    ]


def test_a_room_offers_what_it_defines_and_not_what_it_imports():
    names = public_names(radial)
    assert "cosine_cutoff" in names
    assert not {"Tensor", "torch"} & set(names)


def test_every_name_stands_with_its_signature_and_docstring():
    text = reference()
    entry = re.search(
        r"### `cosine_cutoff`\n\n```{code-block} text\n(.*?)```", text, flags=re.DOTALL
    )[1]
    assert entry.startswith(
        "cosine_cutoff(r: Tensor, cutoff: float) -> Tensor\n\n½(cos πr/r_c + 1)"
    )
    assert "- `periodic`: Along which lattice vectors the structure repeats." in text
    assert all(f"## `mlp_course.{room}`" in text for room in ROOMS)


def test_nothing_is_empty_and_no_address_of_an_object_is_printed():
    text = reference()
    assert re.findall(r"### `(\w+)`\n\n```{code-block} text\n[^\n]*\n\n\n", text) == []
    assert " at 0x" not in text


def test_every_family_stands_in_a_table_with_its_source():
    text = reference()
    for family in FAMILIES.values():
        assert f"| `{family.name}` | {family.generation} |" in text
        assert family.source in text
