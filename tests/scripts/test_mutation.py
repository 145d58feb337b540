"""The faults that `scripts/mutation.py` makes: each one a program, each one another program, at the place it names."""

import ast
from pathlib import Path

from cspdash.settings import ROOT
from scripts.mutation import Mutant, mirrors, mutants, mutated, report

SOURCE = '''
def f(a, b):
    """Words with < and 3 stay."""
    if a < b and not a == 3:
        return a + b
    return a in (1, 2) or True
SQL = """SELECT x FROM t WHERE a = 1 AND b IS NULL"""
£ = "é" * 2 - 1 if False else None
'''.replace("£ = ", "name = ")


def test_every_kind_of_fault_is_made_where_it_belongs() -> None:
    found = {(one.line, one.was, one.text) for one in mutants("x.py", SOURCE)}
    for expected in [
        (4, "<", "<="), (4, "and", "or"), (4, "not a == 3", "(a == 3)"), (4, "==", "!="), (4, "3", "4"), (5, "+", "-"),
        (6, "in", "not in"), (6, "or", "and"), (6, "True", "False"), (7, " = ", " <> "), (7, "AND", "OR"),
        (7, "IS NULL", "IS NOT NULL"), (8, "-", "+"), (8, "2", "3"),
    ]:  # fmt: skip
        assert expected in found
    assert not [one for one in found if one[0] == 3]


def test_a_fault_is_a_program_and_another_one() -> None:
    for name in ("stats/rates.py", "ingest/derive.py", "publish/protect.py"):
        path = ROOT / "cspdash" / name
        source = path.read_text(encoding="utf-8")
        for one in mutants(str(path), source):
            made = mutated(source, one)
            assert ast.dump(ast.parse(made)) != ast.dump(ast.parse(source)), str(one)


def test_a_module_has_its_mirror_or_its_folder() -> None:
    assert "tests/stats/test_rates.py" in mirrors("cspdash/stats/rates.py")
    assert all(Path(ROOT, name).exists() for name in mirrors("cspdash/ingest/police_uk/staging.py"))


def test_the_score_names_who_survived() -> None:
    one, other = Mutant("cspdash/stats/x.py", 3, 0, 1, "<=", "<"), Mutant("cspdash/ingest/y.py", 4, 0, 1, "2", "1")
    said = report({one: True, other: False}, 7, 1234)
    assert "| ingest | 1 | 1 | 100 % |" in said
    assert "| stats | 1 | 0 | 0 % |" in said
    assert said.rstrip().endswith("- cspdash/stats/x.py:3: `<` becomes `<=`")
