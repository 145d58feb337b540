import shapely

from cspdash.ingest.areas.derived import common_outlines

OLD, SECOND, NEW, NEXT = "E01012316", "E01012317", "E01035185", "E01035186"


def square(place: float, width: float = 1) -> bytes:
    return bytes(shapely.to_wkb(shapely.box(place, 0, place + width, 1)))


def drawn(common: dict[str, str], own: dict[str, bytes]) -> dict[str, tuple[float, ...]]:
    return {code: shapely.from_wkb(shape).bounds for code, shape in common_outlines(common, own).items()}


def test_an_area_of_its_own_keeps_its_outline() -> None:
    assert common_outlines({OLD: OLD}, {OLD: square(0)}) == {OLD: square(0)}


def test_a_merge_is_drawn_from_what_was_merged_until_its_own_outline_comes() -> None:
    common = {OLD: NEW, SECOND: NEW, NEW: NEW}
    own = {OLD: square(0), SECOND: square(1)}
    assert drawn(common, own) == {NEW: (0, 0, 2, 1)}
    assert drawn(common, own | {NEW: square(0, 2.1)}) == {NEW: (0, 0, 2.1, 1)}


def test_a_split_is_drawn_from_its_pieces_only_when_all_are_there() -> None:
    common = {OLD: OLD, NEW: OLD, NEXT: OLD}
    assert drawn(common, {OLD: square(0), NEW: square(5)}) == {OLD: (0, 0, 1, 1)}
    assert drawn(common, {OLD: square(0), NEW: square(5), NEXT: square(6)}) == {OLD: (5, 0, 7, 1)}


def test_an_area_that_cannot_be_drawn_whole_is_not_drawn() -> None:
    assert common_outlines({OLD: NEW, SECOND: NEW, NEW: NEW}, {OLD: square(0)}) == {}
