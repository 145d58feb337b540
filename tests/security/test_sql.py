"""Every SQL text that is run is a literal of the program: found in the source, not believed."""

import ast
from pathlib import Path

import pytest

from cspdash.settings import ROOT
from tests.test_house import SQL_WORDS, inside, sources, tree_of

RUNS = {"execute", "executemany", "sql", "rows", "arrays", "table"}
# Where a text arrives as an argument: the one door for readers, which others call with literals, checked alike; and the
# schema, which is read from the .sql files beside the module.
DOORS = {
    "store/connection": {"sql"},
    "store/release": {"schema.read_text(encoding='utf-8')"},
    "store/drafts": {"schema", "views"},
    # The SELECTs that every engine runs, in .sql files beside the module, by names that are written out.
    "ingest/marts/loading": {"statement('twice')", "statement('unbalanced')"},
    # The schema's own texts again, and names of what an earlier release holds, which must be words.
    "store/upgrade": {
        "f'DROP VIEW {plain_name(view)}'", "f'DROP TABLE {plain_name(table)}'", "sql", "views", "schema",
    },
}  # fmt: skip


def is_constant_name(text: str) -> bool:
    return text.isupper() and text.replace("_", "").isalnum()


def is_literal(node: ast.expr, scopes: list[ast.AST]) -> bool:
    """Tell whether an expression can only be a text that stands in the source."""
    match node:
        case ast.Constant(value=value):
            found = isinstance(value, str)
        case ast.Attribute(attr=name):
            found = is_constant_name(name)
        case ast.Name(id=name):
            found = is_constant_name(name) or is_bound_to_literals(name, scopes)
        case ast.Subscript(value=inner) | ast.Starred(value=inner):
            found = is_literal(inner, scopes)
        case ast.IfExp(body=one, orelse=other):
            found = is_literal(one, scopes) and is_literal(other, scopes)
        case ast.Call(func=ast.Attribute(value=inner, attr="items" | "values"), args=[]):
            found = is_literal(inner, scopes)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            found = all(is_literal(part, scopes) for part in parts)
        case _:
            found = False
    return found


def is_bound_to_literals(name: str, scopes: list[ast.AST]) -> bool:
    """Tell whether every binding of a name in the functions around it is a literal, and there is one."""
    found: list[ast.expr] = []
    for scope in scopes:
        for node in ast.walk(scope):
            if isinstance(node, ast.For | ast.comprehension) and name in names_in(node.target):
                found += values_of(name, node.target, node.iter)
            elif isinstance(node, ast.Assign) and any(name in names_in(target) for target in node.targets):
                found.append(node.value)
            elif isinstance(node, ast.AnnAssign | ast.AugAssign | ast.NamedExpr) and name in names_in(node.target):
                return False
        if found:
            return all(name not in names_in(node) and is_literal(node, scopes) for node in found)
    return False


def values_of(name: str, target: ast.expr, source: ast.expr) -> list[ast.expr]:
    """Return what a name takes in turn, as in `for sql, names in ((…, …), …)`."""
    if not isinstance(target, ast.Tuple) or not isinstance(source, ast.Tuple | ast.List):
        return [source]
    at = [name in names_in(part) for part in target.elts].index(True)
    return [row.elts[at] if isinstance(row, ast.Tuple) else row for row in source.elts]


def names_in(node: ast.expr) -> set[str]:
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def run_texts(tree: ast.Module) -> list[tuple[ast.expr, list[ast.AST]]]:
    """Return the first argument of every call that runs SQL, with the functions around it, inmost first."""
    modules = {alias.asname or alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom | ast.Import)
               for alias in node.names}  # fmt: skip
    found: list[tuple[ast.expr, list[ast.AST]]] = []

    def visit(node: ast.AST, scopes: list[ast.AST]) -> None:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            scopes = [node, *scopes]
        if isinstance(node, ast.Lambda) and [argument.arg for argument in node.args.args] == ["sql"]:
            # `lambda sql: con.execute(sql).fetchall()` is an `ask`: what is asked is looked at where it is called.
            return
        if isinstance(node, ast.Call) and node.args and runs_sql(node.func, modules):
            found.append((node.args[0], scopes))
        for child in ast.iter_child_nodes(node):
            visit(child, scopes)

    visit(tree, [])
    return found


def runs_sql(function: ast.expr, modules: set[str]) -> bool:
    if isinstance(function, ast.Name):
        return function.id == "ask"
    if isinstance(function, ast.Attribute) and function.attr in RUNS:
        return not (isinstance(function.value, ast.Name) and function.value.id in modules)
    return False


def wrong_in(source: str, where: str = "") -> list[str]:
    """Return the texts that are run and are no literals, by line."""
    return [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node, scopes in run_texts(ast.parse(source))
        if not is_literal(node, scopes) and ast.unparse(node) not in DOORS.get(where, ())
    ]


def test_every_sql_text_that_is_run_is_a_literal() -> None:
    wrong = {inside(path): wrong_in(path.read_text(encoding="utf-8"), inside(path)) for path in sources()}
    assert {where: lines for where, lines in wrong.items() if lines} == {}


def test_a_constant_with_sql_is_written_out() -> None:
    assert [line for path in sources() for line in not_written_out(path)] == []


def not_written_out(path: Path) -> list[str]:
    """Return the lines of a file on which a constant with SQL is anything but texts."""
    plain = {ast.Constant, ast.Tuple, ast.List, ast.Dict, ast.Load, ast.Name}
    return [
        f"{inside(path)}, line {node.lineno}"
        for node in tree_of(path).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and node.value is not None
        and holds_sql(node.value)
        and not {type(inner) for inner in ast.walk(node.value)} <= plain
    ]


def holds_sql(node: ast.expr) -> bool:
    texts = (inner.value for inner in ast.walk(node) if isinstance(inner, ast.Constant))
    return any(isinstance(text, str) and SQL_WORDS.search(text) for text in texts)


@pytest.mark.parametrize(
    "line",
    [
        "con.execute('SELECT ' + name)", "con.execute(f'SELECT {name}')", "store.rows(text)", "ask(given.strip())",
        "con.execute('SELECT {}'.format(name))", "store.arrays(TEXTS[name] + 'x')", "store.rows(QUERY.replace('a', b))",
    ],
)  # fmt: skip
def test_the_check_finds_what_it_looks_for(line: str) -> None:
    source = f"QUERY = 'SELECT 1'\ndef question(con, store, ask, text, given, name, b):\n    {line}\n"
    assert len(wrong_in(source)) == 1


def test_the_check_looks_at_most_of_the_program() -> None:
    counted = sum(len(run_texts(tree_of(path))) for path in sources())
    assert counted > 150
    assert (ROOT / "cspdash" / "store" / "schema.sql").is_file()
