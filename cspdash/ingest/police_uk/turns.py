"""In which order files are taken: force by force, so that a force's rows can be written in order at once."""

from dataclasses import dataclass

from cspdash.ingest.police_uk.columns import SKIPPED, named
from cspdash.ingest.police_uk.files import Candidate

# Its rows lie in areas of all forces. Areas are numbered as they come, and a district's questions skip the blocks of
# rows whose lowest and highest number rule it out: taken early it would scatter the numbers of every district.
EVERYWHERE = {"btp"}


@dataclass(frozen=True, slots=True)
class Turn:
    """A file, its place among those found, and the number of its load where that is settled before it is read."""

    candidate: Candidate
    place: int
    load_id: int | None


def in_turn(candidates: list[Candidate], last_id: int) -> list[Turn]:
    """Return the files in the order in which they are taken: that of their names within each force, btp's last.

    Where there are several forces, loads are numbered by the order of all names, after `last_id`, with gaps for files
    that turn out to hold nothing new. A file without a published name says its force too late: then all go as found.
    """
    names = [named(candidate.name) for candidate in candidates]
    forces = [name.force if name else None for name in names]
    if None in forces or len(set(forces)) < 2:
        return [Turn(candidate, place, None) for place, candidate in enumerate(candidates)]
    turns = []
    for place, (candidate, name) in enumerate(zip(candidates, names, strict=True)):
        last_id += 0 if name and name.kind in SKIPPED else 1
        turns.append((name.force if name else "", Turn(candidate, place, last_id)))
    return [turn for _, turn in sorted(turns, key=lambda pair: (pair[0] in EVERYWHERE, pair[0]))]
