from pathlib import Path

import pytest
from pptx import Presentation

from tests.commands import cspdash
from tests.findings.test_changes import rows
from tests.making import served, write_month


def test_a_pack_is_written_for_a_plan_and_an_area(store_folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "board.pptx"
    plan = ("--plan", "safe-durham-2011-14", "--area", "E06000047")
    found = cspdash("pack", *plan, "--to", target, "--store", store_folder, "--partnership", "--json").json
    assert (found["plan"], found["area_code"], found["file"]) == ("safe-durham-2011-14", "E06000047", str(target))
    assert (found["release"], found["edition"]) == (served(store_folder)[0], "partnership")
    assert "do not publish it" in found["means"]
    assert len(Presentation(str(target)).slides) > 10


def test_public_rules_apply_unless_asked_otherwise(store_folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "board.html"
    found = cspdash("pack", "--to", target, "--store", store_folder, "--json").json
    assert found["edition"] == "public"
    text = target.read_text(encoding="utf-8")
    assert "Public edition." in text
    assert "Partnership edition" not in text


@pytest.mark.parametrize("edition", [("--partnership",), ()])
def test_what_changed_is_told_since_the_release_before(
    store_copy: Path, tmp_path: Path, edition: tuple[str, ...]
) -> None:
    first = served(store_copy)[0]
    target = tmp_path / "board.html"
    assert cspdash("pack", "--to", target, *edition, "--store", store_copy).code == 0
    assert "Since the last release" not in target.read_text(encoding="utf-8")
    month = write_month(tmp_path, rows("2023-08", 400), month="2023-08")
    assert cspdash("ingest", "police", month, "--store", store_copy).code == 0
    for since in ((), ("--since", first)):
        cspdash("pack", "--to", target, *since, *edition, "--store", store_copy)
        text = target.read_text(encoding="utf-8")
        assert "Since the last release" in text
        assert "Verdicts that moved" in text
    answer = cspdash("pack", "--to", target, "--since", "0" * 16, *edition, "--store", store_copy)
    assert answer.code == 3
    assert f"there is no release '{'0' * 16}'" in answer.err


def test_what_cannot_be_written_is_refused(store_folder: Path, tmp_path: Path) -> None:
    answer = cspdash("pack", "--to", tmp_path / "board.doc", "--store", store_folder)
    assert answer.code == 3
    assert "end the file's name with .pptx, .pdf, .html" in answer.err
    assert cspdash("pack", "--plan", "none", "--to", tmp_path / "a.html", "--store", store_folder).code == 2
    assert cspdash("pack", "--area", "none", "--to", tmp_path / "a.html", "--store", store_folder).code == 2
    assert list(tmp_path.iterdir()) == []
