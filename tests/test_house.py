"""The rules of the house, held without exceptions: floors, tools, sizes, names, no orphan page."""

import ast
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from cspdash.settings import ROOT

# A room may use its own floor and those below; rooms on one floor are strangers to each other.
FLOORS: list[set[str]] = [
    {"settings", "remembering"},
    {"periods"},
    {"catalogue"},
    {"store", "stats"},
    {"ingest", "findings", "publish"},
    {"charts", "demo"},
    {"exports"},
    {"pack"},
    {"ui", "cli"},
    {"pages", "app"},
]
TOOLS = {
    "duckdb": {"store", "ingest", "publish"},
    "streamlit": {"ui", "pages", "app"},
    "plotly": {"charts"},
    "pydeck": {"charts"},
    "geopandas": {"ingest/areas"},
    "shapely": {"ingest/areas"},
    "pyogrio": {"ingest/areas"},
    "scipy": {"stats", "demo", "publish"},
    "libpysal": {"stats"},
    "esda": {"stats"},
    "h3": {"findings"},
    "matplotlib": {"exports"},
    "xlsxwriter": {"exports"},
    "pptx": {"pack"},
    "weasyprint": {"pack"},
    "typer": {"cli"},
    "rich": {"cli"},
}
FILE_LINES, FUNCTION_LINES, PAGE_LINES = 250, 40, 60
REFUSED_NAMES = {"utils", "helpers", "base", "manager", "service", "common_utils", "misc"}
SQL_WORDS = re.compile(r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE (OR REPLACE )?(TEMP )?(TABLE|VIEW))\b")


def sources() -> list[Path]:
    """Return every Python file of the product."""
    return [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py")), *sorted((ROOT / "cspdash").rglob("*.py"))]


def inside(path: Path) -> str:
    """Return a file's path from the package (or the top level) without its ending."""
    relative = path.relative_to(ROOT).with_suffix("")
    return str(relative.relative_to("cspdash") if relative.parts[0] == "cspdash" else relative)


def room_of(path: Path) -> str:
    return inside(path).split("/", maxsplit=1)[0]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(path: Path) -> set[str]:
    """Return the dotted names that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def a_room_uses_only_floors_below(path: Path) -> None:
    height = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}
    room = room_of(path)
    if room in {"__init__", "__main__"}:
        return
    used = {name.split(".")[1] for name in imports_of(path) if name.startswith("cspdash.") and name.count(".")}
    for other in used - {room, "__version__"}:
        assert height[other] < height[room], f"{inside(path)} may not use {other}"


def tools_stay_in_their_rooms(path: Path) -> None:
    where = inside(path)
    for name in imports_of(path):
        rooms = TOOLS.get(name.split(".")[0])
        if rooms is not None:
            assert any(where == room or where.startswith(f"{room}/") for room in rooms), f"{where} imports {name}"


def files_and_functions_are_short(path: Path) -> None:
    most = PAGE_LINES if room_of(path) == "pages" else FILE_LINES
    assert len(path.read_text(encoding="utf-8").splitlines()) <= most
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= FUNCTION_LINES, f"{node.name} has {length} lines"


def names_say_what_is_inside(path: Path) -> None:
    assert not set(Path(inside(path)).parts) & REFUSED_NAMES


def no_sql_is_put_together_from_pieces(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.JoinedStr):
            written = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
            assert not SQL_WORDS.search(written), f"line {node.lineno}: SQL in an f-string"
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
            for side in (node.left, node.right):
                if isinstance(side, ast.Constant) and isinstance(side.value, str):
                    assert not SQL_WORDS.search(side.value), f"line {node.lineno}: SQL put together"


def markup_is_written_in_one_module(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "unsafe_allow_html" not in text
    assert "unsafe_allow_javascript" not in text
    assert "st.html(" not in text or inside(path) == "ui/markup"


def colours_are_named_by_meaning_in_one_module(path: Path) -> None:
    if inside(path) == "charts/theme":
        return
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not re.fullmatch(r"#[0-9A-Fa-f]{3,8}", node.value), f"line {node.lineno}: a colour outside the theme"


RULES = [
    a_room_uses_only_floors_below,
    tools_stay_in_their_rooms,
    files_and_functions_are_short,
    names_say_what_is_inside,
    no_sql_is_put_together_from_pieces,
    markup_is_written_in_one_module,
    colours_are_named_by_meaning_in_one_module,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_file_keeps_the_rule(rule: Callable[[Path], None]) -> None:
    broken = []
    for path in sources():
        try:
            rule(path)
        except AssertionError as error:
            broken.append(f"{inside(path)}: {error}")
    assert broken == []


def test_every_page_is_in_the_navigation() -> None:
    navigation = (ROOT / "cspdash" / "ui" / "navigation.py").read_text(encoding="utf-8")
    pages = sorted((ROOT / "pages").glob("*.py"))
    assert pages
    assert all("\n@front.page(" in page.read_text(encoding="utf-8") for page in pages)
    for page in pages:
        assert f"pages/{page.name}" in navigation, f"{page.name} is an orphan"


def test_the_floor_table_names_every_room() -> None:
    known = {room for rooms in FLOORS for room in rooms} | {"__init__", "__main__"}
    assert {room_of(path) for path in sources()} <= known


def test_tests_mirror_the_tree() -> None:
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        folder = path.parent.relative_to(ROOT / "tests")
        if str(folder) not in {".", "faults", "journeys", "scripts", "security"}:
            assert (ROOT / folder).is_dir() or (ROOT / "cspdash" / folder).is_dir(), f"{path} mirrors no room"
