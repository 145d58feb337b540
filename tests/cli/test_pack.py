from pathlib import Path

from pptx import Presentation

from tests.commands import cspdash
from tests.making import served


def test_a_pack_is_written_for_a_plan_and_an_area(store_folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "board.pptx"
    plan = ("--plan", "safe-durham-2011-14", "--area", "E06000047")
    found = cspdash("pack", *plan, "--to", target, "--store", store_folder, "--json").json
    assert (found["plan"], found["area_code"], found["file"]) == ("safe-durham-2011-14", "E06000047", str(target))
    assert found["release"] == served(store_folder)[0]
    assert len(Presentation(str(target)).slides) > found["pages"]


def test_what_cannot_be_written_is_refused(store_folder: Path, tmp_path: Path) -> None:
    answer = cspdash("pack", "--to", tmp_path / "board.doc", "--store", store_folder)
    assert answer.code == 3
    assert "end the file's name with .pptx, .pdf, .html" in answer.err
    assert cspdash("pack", "--plan", "none", "--to", tmp_path / "a.html", "--store", store_folder).code == 2
    assert cspdash("pack", "--area", "none", "--to", tmp_path / "a.html", "--store", store_folder).code == 2
    assert list(tmp_path.iterdir()) == []
