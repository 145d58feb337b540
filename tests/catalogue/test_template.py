from pathlib import Path

import pytest

from cspdash.catalogue import load, write_new_partnership


def test_new_partnership_loads_and_is_commented(tmp_path: Path) -> None:
    written = write_new_partnership(tmp_path / "deep" / "new")
    assert tmp_path / "deep" / "new" / "partnership.toml" in written
    assert len(load(tmp_path / "deep" / "new").plans) == 1
    assert all(file.read_text(encoding="utf-8").startswith("# ") for file in written)


def test_empty_folder_is_taken_and_a_used_one_is_left_alone(tmp_path: Path) -> None:
    write_new_partnership(tmp_path)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*.toml")}
    with pytest.raises(FileExistsError, match="is not empty"):
        write_new_partnership(tmp_path)
    assert before == {file: file.read_bytes() for file in tmp_path.rglob("*.toml")}
    with pytest.raises(NotADirectoryError, match="is a file"):
        write_new_partnership(tmp_path / "partnership.toml")
