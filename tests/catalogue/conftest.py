from collections.abc import Callable
from pathlib import Path

import pytest

from cspdash.catalogue import ContentError, load, write_new_partnership


@pytest.fixture
def borough(tmp_path: Path) -> Path:
    """A content folder as new-partnership writes it."""
    folder = tmp_path / "borough"
    write_new_partnership(folder)
    return folder


Complaint = Callable[..., str]


@pytest.fixture
def complaint(borough: Path) -> Complaint:
    """Change a text in one file of the folder, and return what load says, line by line.

    The message must name the file and the line on which `line` stands once the file is changed.
    """

    def changed(name: str, old: str, new: str, line: str = "") -> str:
        file = borough / name
        text = file.read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{old!r} is not in {name}"
        text = text.replace(old, new, 1)
        file.write_text(text, encoding="utf-8")
        with pytest.raises(ContentError) as raised:
            load(borough)
        said = str(raised.value)
        lines = text.splitlines()
        number = next(i for i, each in enumerate(lines, 1) if (line or new) in each)
        assert f"{file}, line {number}: " in said, said
        return said

    return changed
