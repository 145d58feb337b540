import json
from pathlib import Path

from cspdash.store import audit


def lines(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / audit.LOG).read_text(encoding="ascii").splitlines()]


def test_each_line_is_bound_to_the_one_before(tmp_path: Path) -> None:
    for n in range(3):
        audit.record(tmp_path, "rows taken", "analyst", rows=n, restricted=n == 1)
    first, second, third = lines(tmp_path)
    assert first["previous"] == audit.START
    assert (second["previous"], third["previous"]) == (first["hash"], second["hash"])
    assert [line["rows"] for line in (first, second, third)] == [0, 1, 2]
    assert str(first["at"]).endswith("Z")
    assert audit.broken_line(tmp_path) is None


def test_a_line_that_was_changed_taken_out_or_put_in_is_found(tmp_path: Path) -> None:
    for n in range(4):
        audit.record(tmp_path, "rows taken", "analyst", rows=n)
    log = tmp_path / audit.LOG
    whole = log.read_text(encoding="ascii").splitlines(keepends=True)
    log.write_text("".join(whole).replace('"rows": 2', '"rows": 9'), encoding="ascii")
    assert audit.broken_line(tmp_path) == 3
    log.write_text("".join([whole[0], *whole[2:]]), encoding="ascii")
    assert audit.broken_line(tmp_path) == 2
    log.write_text("".join([*whole, "not a line\n"]), encoding="ascii")
    assert audit.broken_line(tmp_path) == 5


def test_a_log_goes_on_after_a_line_that_was_cut_off_and_shows_it(tmp_path: Path) -> None:
    audit.record(tmp_path, "rows taken", "analyst", rows=1)
    with (tmp_path / audit.LOG).open("a", encoding="ascii") as log:
        log.write('{"at": "20')
    audit.record(tmp_path, "rows taken", "analyst", rows=2)
    assert audit.broken_line(tmp_path) == 2
    assert "rows" in (tmp_path / audit.LOG).read_text(encoding="ascii").splitlines()[-1]


def test_no_log_is_no_break(tmp_path: Path) -> None:
    assert audit.broken_line(tmp_path) is None
