from hypothesis import given
from hypothesis import strategies as st

from cspdash.ingest.areas.common import Link, common_areas

OLD = [f"E0100000{digit}" for digit in range(1, 7)]
NEW = [f"E0103400{digit}" for digit in range(1, 7)]


def link(from_code: str, to_code: str) -> Link:
    return Link(from_code, to_code, "lsoa11_lsoa21", 1.0)


def test_an_unchanged_area_is_its_own() -> None:
    assert common_areas([link(OLD[0], OLD[0])], [OLD[0], OLD[1]]) == {OLD[0]: OLD[0], OLD[1]: OLD[1]}


def test_a_split_is_shown_as_the_area_that_was_split() -> None:
    found = common_areas([link(OLD[0], NEW[0]), link(OLD[0], NEW[1])], [])
    assert found == {OLD[0]: OLD[0], NEW[0]: OLD[0], NEW[1]: OLD[0]}


def test_a_merge_is_shown_as_the_merged_area() -> None:
    found = common_areas([link(OLD[0], NEW[0]), link(OLD[1], NEW[0])], [])
    assert found == {OLD[0]: NEW[0], OLD[1]: NEW[0], NEW[0]: NEW[0]}


def test_anything_else_is_shown_as_its_lowest_old_code() -> None:
    found = common_areas([link(OLD[1], NEW[0]), link(OLD[1], NEW[1]), link(OLD[0], NEW[1])], [])
    assert set(found.values()) == {OLD[0]}
    assert set(found) == {OLD[0], OLD[1], NEW[0], NEW[1]}


def test_ward_links_join_nothing() -> None:
    assert common_areas([Link(OLD[0], "E05000001", "lsoa_ward", 1.0)], [OLD[0]]) == {OLD[0]: OLD[0]}


def slow_groups(links: list[Link], codes: list[str]) -> set[frozenset[str]]:
    """Merge sets that share a member until none do."""
    groups = [{code} for code in codes] + [{each.from_code, each.to_code} for each in links]
    merged = True
    while merged:
        merged = False
        for place, group in enumerate(groups):
            for other in groups[place + 1 :]:
                if group & other:
                    group.update(other)
                    groups.remove(other)
                    merged = True
                    break
    return {frozenset(group) for group in groups}


pairs = st.lists(st.tuples(st.sampled_from(OLD), st.sampled_from(OLD + NEW)), max_size=12)


@given(pairs)
def test_groups_are_the_connected_ones_whatever_the_order(found: list[tuple[str, str]]) -> None:
    links = [link(*pair) for pair in found]
    common = common_areas(links, OLD)
    groups: dict[str, set[str]] = {}
    for code, common_code in common.items():
        groups.setdefault(common_code, set()).add(code)
    assert {frozenset(group) for group in groups.values()} == slow_groups(links, OLD)
    assert all(common_code in group for common_code, group in groups.items())
    assert common_areas(links[::-1], OLD[::-1]) == common
