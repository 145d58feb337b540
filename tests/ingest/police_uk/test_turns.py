"""Files are taken force by force, and the force whose rows lie everywhere comes last; loads keep the order of names."""

from cspdash.ingest.police_uk.files import Candidate
from cspdash.ingest.police_uk.turns import in_turn


def found(*names: str) -> list[Candidate]:
    return [Candidate(name, 1, lambda: b"") for name in names]


def test_transport_police_come_last_and_numbers_follow_names() -> None:
    names = [
        f"2024-0{month}-{force}-street.csv" for month in (1, 2) for force in ("avon-and-somerset", "btp", "durham")
    ]
    turns = in_turn(found(*names), 10)
    taken = [turn.candidate.name for turn in turns]
    assert taken == [names[at] for at in (0, 3, 2, 5, 1, 4)]
    assert [turn.load_id for turn in turns] == [11, 14, 13, 16, 12, 15]
    assert [turn.place for turn in turns] == [0, 3, 2, 5, 1, 4]


def test_one_force_or_a_file_without_a_published_name_goes_as_found() -> None:
    for names in (["2024-01-btp-street.csv", "2024-02-btp-street.csv"], ["2024-01-btp-street.csv", "mine.csv"]):
        assert [(turn.candidate.name, turn.load_id) for turn in in_turn(found(*names), 3)] == [(n, None) for n in names]
