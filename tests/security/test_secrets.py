"""No secret is in the repository: looked for by the shapes that keys, tokens and passwords have."""

import re
import subprocess

import pytest

from cspdash.settings import ROOT

SHAPES = {
    "private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----",
    "AWS key": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "GitHub token": r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22,})",
    "GitLab token": r"\bglpat-[A-Za-z0-9_-]{20}",
    "Slack token": r"\bxox[abprs]-[A-Za-z0-9-]{10,}",
    "Google key": r"\bAIza[0-9A-Za-z_-]{35}\b",
    "API key": r"\bsk-[A-Za-z0-9_-]{20,}",
    "PyPI token": r"\bpypi-[A-Za-z0-9_-]{50,}",
    "JSON web token": r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}",
    "password in an address": r"\b[a-z][a-z0-9+.-]*://[^\s/:@'\"{}<>]+:[^\s/@'\"{}<>]{3,}@",
    "secret given in the text": r"(?i)\b(?:client_secret|cookie_secret|api_key|password|passwd)\b\s*[=:]\s*"
                                r"[\"'][A-Za-z0-9+/_=-]{16,}[\"']",
}  # fmt: skip
KINDS_WITHOUT_TEXT = {".png", ".jpg", ".ico", ".woff2", ".gpkg", ".shp", ".dbf", ".parquet", ".duckdb", ".zip", ".gz"}
# Shown here so that the shapes are tried; cut in two, so that this file has none itself.
EXAMPLES = {
    "private key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "AWS key": "AKIA" + "ABCDEFGHIJKLMNOP",
    "GitHub token": "ghp_" + "a" * 36,
    "GitLab token": "glpat-" + "a" * 20,
    "Slack token": "xoxb-" + "1" * 12,
    "Google key": "AIza" + "a" * 35,
    "API key": "sk-" + "a" * 24,
    "PyPI token": "pypi-" + "a" * 60,
    "JSON web token": "eyJ" + "a" * 12 + ".eyJ" + "b" * 12 + "." + "c" * 12,
    "password in an address": "postgres://user" + ":hunter22@example.org/x",
    "secret given in the text": "client_secret" + ' = "0123456789abcdef0123"',
}


def committed() -> list[str]:
    """Return every file that git follows or would take."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("this is no checkout")
    return done.stdout.splitlines()


def test_no_file_holds_a_secret() -> None:
    shapes = {name: re.compile(shape) for name, shape in SHAPES.items()}
    found = []
    for name in committed():
        path = ROOT / name
        if path.suffix in KINDS_WITHOUT_TEXT or not path.is_file() or path.stat().st_size > 3_000_000:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{name}: {kind}" for kind, shape in shapes.items() if shape.search(text)]
    assert found == []


@pytest.mark.parametrize("kind", SHAPES)
def test_a_secret_would_be_found(kind: str) -> None:
    assert re.search(SHAPES[kind], EXAMPLES[kind])


def test_no_file_of_secrets_is_followed_by_git() -> None:
    assert [
        name for name in committed() if re.search(r"(^|/)(\.env|secrets\.toml|id_rsa|.*\.(pem|key|p12))$", name)
    ] == []
