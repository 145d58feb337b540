from pathlib import Path

from pptx import Presentation

from tests.cli.test_changes import publish_triple
from tests.commands import cspdash
from tests.making import served


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


def test_what_changed_is_told_since_a_release_of_the_same_edition(store_copy: Path, tmp_path: Path) -> None:
    first = served(store_copy)[0]
    publish_triple(store_copy)
    target = tmp_path / "board.html"
    answer = cspdash("pack", "--to", target, "--since", first, "--store", store_copy)
    assert answer.code == 3
    assert "use --partnership" in answer.err
    assert not target.exists()
    cspdash("pack", "--to", target, "--since", first, "--partnership", "--store", store_copy)
    assert "Since the last release:" in target.read_text(encoding="utf-8")
    assert "Verdicts that moved" in target.read_text(encoding="utf-8")


def test_what_cannot_be_written_is_refused(store_folder: Path, tmp_path: Path) -> None:
    answer = cspdash("pack", "--to", tmp_path / "board.doc", "--store", store_folder)
    assert answer.code == 3
    assert "end the file's name with .pptx, .pdf, .html" in answer.err
    assert cspdash("pack", "--plan", "none", "--to", tmp_path / "a.html", "--store", store_folder).code == 2
    assert cspdash("pack", "--area", "none", "--to", tmp_path / "a.html", "--store", store_folder).code == 2
    assert list(tmp_path.iterdir()) == []
