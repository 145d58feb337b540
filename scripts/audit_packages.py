"""Packages: are they locked, what are they licensed as, is a hole in one known? From the checkout, in its environment:

    python scripts/audit_packages.py lock       the lock files pin every package by version and hash
    python scripts/audit_packages.py licences   every installed package with its licence, as CSV
    python scripts/audit_packages.py gate       ask the vulnerability database; fail unless every package was looked up

`gate` needs a network. It counts what was audited, because pip-audit ends well, with "No known vulnerabilities found",
after it has skipped every package: where fewer are audited than are installed, the gate says so and fails.
"""

import argparse
import csv
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCKS = (ROOT / "requirements.txt", ROOT / "requirements-dev.txt")
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")
# What a virtual environment brings along, and this program itself.
OURS = {"cspdash", "pip", "setuptools"}
MINUTES = 10


@dataclass(frozen=True)
class Pin:
    """A package of a lock file: its version and how many hashes its files may have."""

    version: str
    hashes: int


def plain(name: str) -> str:
    """Return a package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read_lock(text: str) -> tuple[dict[str, Pin], list[str]]:
    """Return the packages of a lock file, and every line of it that is no package pinned by version and hash."""
    found: dict[str, Pin] = {}
    wrong = []
    for entry in re.sub(r"\\\n", " ", text).splitlines():
        line = entry.partition(" #")[0].strip()
        if not line or line.startswith("#"):
            continue
        pin = PIN.match(line)
        hashes = len(HASH.findall(line))
        if pin and hashes:
            found[plain(pin[1])] = Pin(pin[2], hashes)
        else:
            wrong.append(f"not pinned by version and sha256: {line[:80]}")
    return found, wrong


def installed() -> dict[str, str]:
    """Return the version of every package in this environment, by name."""
    return {plain(one.name): one.version for one in distributions() if plain(one.name) not in OURS}


def differences(locked: Mapping[str, Pin], found: Mapping[str, str]) -> list[str]:
    """Return where the environment is not what the lock files say."""
    other = [
        f"{name} is {found[name]}, locked is {pin.version}"
        for name, pin in locked.items()
        if name in found and found[name].split("+")[0] != pin.version
    ]
    return other + [f"{name} is installed and in no lock file" for name in sorted(set(found) - set(locked))]


def problems(report: Mapping[str, Any], expected: Iterable[str]) -> list[str]:
    """Return what is wrong by a report of pip-audit in JSON: packages not looked up, and holes that are known.

    Looked up is only what the report lists with a version and a list of holes, be it empty.
    """
    looked_up, wrong = set(), []
    for package in report.get("dependencies", ()):
        name = plain(str(package.get("name", "")))
        if package.get("skip_reason") or "vulns" not in package or not package.get("version"):
            continue
        looked_up.add(name)
        wrong += [f"{name} {package['version']}: {hole.get('id', 'a hole')}" for hole in package["vulns"]]
    missing = sorted({plain(name) for name in expected} - looked_up)
    if missing:
        total = len({plain(name) for name in expected})
        named = ", ".join(missing[:5]) + (", …" if len(missing) > 5 else "")
        wrong.insert(0, f"could not audit {len(missing)} of {total} packages: {named}")
    return wrong


def asked() -> Mapping[str, Any]:
    """Return pip-audit's report on this environment; an empty one, with its words on stderr, where it gives none."""
    command = [sys.executable, "-m", "pip_audit", "--format=json", "--progress-spinner=off", "--skip-editable"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60 * MINUTES, check=False)
        found: dict[str, Any] = json.loads(done.stdout)
    except (ValueError, subprocess.TimeoutExpired) as error:
        print(f"pip-audit gave no report ({type(error).__name__})", file=sys.stderr)
        return {}
    return found


def licence_of(package: Distribution) -> str:
    """Return the licence that a package states: by expression, classifier, in words, or its licence file's heading."""
    about = package.metadata
    named = [text.rpartition(" :: ")[2] for text in about.get_all("Classifier", []) if text.startswith("License ::")]
    words = (about["License"] or "").strip().splitlines()
    if not words:
        files = [file for file in package.files or () if "LICEN" in file.name.upper()]
        words = files[0].read_text(encoding="utf-8").strip().splitlines() if files else ["not stated"]
    return about["License-Expression"] or "; ".join(named) or words[0].strip()[:80]


def licences() -> list[tuple[str, str, str]]:
    """Return (name, version, licence) of every installed package."""
    packages = {plain(one.name): one for one in distributions() if plain(one.name) not in OURS}
    return [(name, one.version, licence_of(one)) for name, one in sorted(packages.items())]


def check_locks() -> list[str]:
    """Return what is wrong with the lock files, or with the environment by them."""
    locked: dict[str, Pin] = {}
    wrong = []
    for path in LOCKS:
        found, bad = read_lock(path.read_text(encoding="utf-8"))
        wrong += [f"{path.name}: {line}" for line in bad]
        locked |= found
    return wrong + differences(locked, installed())


def main(arguments: list[str] | None = None) -> int:
    """Do what is asked and return the exit code: 0 when nothing is wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("what", choices=["lock", "licences", "gate"])
    what = parser.parse_args(arguments).what
    if what == "licences":
        csv.writer(sys.stdout, lineterminator="\n").writerows([("package", "version", "licence"), *licences()])
        return 0
    wrong = check_locks() if what == "lock" else problems(asked(), installed())
    for line in wrong:
        print(line)
    print(f"{what}: {'FAILED' if wrong else 'good'}, {len(installed())} packages installed")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
