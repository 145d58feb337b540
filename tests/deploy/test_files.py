"""What is deployed, as far as it can be checked without an engine to run it."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cspdash.settings import ROOT
from cspdash.ui.serving.options import parsed

DEPLOY = ROOT / "deploy"
LINE = re.compile(r"( *)(- )?(?:([\w./-]+):(?= |$))? ?(.*)")


def read_yaml(text: str) -> Any:
    """Return what a YAML file of maps and lists of plain values says; nothing else is used in ours."""
    lines = [line.rstrip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]

    def value(plain: str) -> str:
        return plain.strip().strip('"')

    def block(start: int, depth: int) -> tuple[Any, int]:
        found: Any = None
        while start < len(lines):
            match = LINE.fullmatch(lines[start])
            assert match, lines[start]
            indent, dash, key, rest = match.groups()
            if len(indent) < depth:
                break
            assert len(indent) == depth, f"unexpected indentation: {lines[start]}"
            if dash:
                found = found if found is not None else []
                found.append(
                    {key: value(rest)}
                    if key and rest and depth and key == "subnet"
                    else value(lines[start][depth + 2 :])
                )
                start += 1
                continue
            found = found if found is not None else {}
            assert key and key not in found, f"not a key, or there twice: {lines[start]}"
            if rest:
                found[key], start = value(rest), start + 1
            else:
                found[key], start = block(start + 1, depth + 2)
        return found, start

    return block(0, 0)[0]


COMPOSE = read_yaml((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def instructions() -> list[tuple[str, str]]:
    """Return the Dockerfile's instructions with their arguments, comments and line breaks taken out."""
    text = re.sub(r"^\s*#.*\n", "", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines if line.strip())]


def test_the_image_installs_by_hash_and_runs_as_nobody_special() -> None:
    found = instructions()
    words = [word for word, _ in found]
    assert set(words) <= {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"}
    installs = [rest for word, rest in found if word == "RUN" and "pip install" in rest]
    assert installs and all("--require-hashes" in rest and "--only-binary :all:" in rest for rest in installs)
    assert [rest for word, rest in found if word == "USER"] == ["10001:10001"]
    assert words.index("USER") > max(index for index, word in enumerate(words) if word == "RUN")
    assert not any(word == "ADD" or "secret" in rest.lower() for word, rest in found)


def test_everything_that_is_copied_exists_and_no_store_is() -> None:
    copied = [
        part for word, rest in instructions() if word == "COPY" and "--from" not in rest for part in rest.split()[:-1]
    ]
    assert {"app.py", "cspdash", "pages", ".streamlit", "static"} <= set(copied)
    assert all((ROOT / part).exists() for part in copied)
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in ignored
    kept = {line[1:] for line in ignored if line.startswith("!")}
    assert all((ROOT / line).exists() for line in kept)
    assert not any(line in {"data", "data/store", "data/raw"} for line in kept)
    assert all(any(part == line or line.startswith(f"{part}/") for line in kept) for part in copied)


@pytest.mark.parametrize("name", ["partnership", "public", "proxy"])
def test_every_container_is_confined(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] == "true"
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "network_mode", "pid", "devices"} & set(service)
    assert all(volume.endswith(":ro") or volume == "caddy:/data" for volume in service["volumes"])


def test_the_partnerships_edition_is_for_this_machine_and_the_public_one_cannot_see_it() -> None:
    partnership, public = COMPOSE["services"]["partnership"], COMPOSE["services"]["public"]
    assert partnership["ports"] == ["127.0.0.1:8501:8501"] and "ports" not in public
    assert not set(partnership["networks"]) & set(public["networks"])
    assert partnership["user"] != public["user"]
    assert not set(partnership["volumes"]) & set(public["volumes"]) and len(public["volumes"]) == 1
    assert "secrets" not in public and set(partnership["secrets"]) == set(COMPOSE["secrets"])


def test_both_start_with_options_that_the_server_knows() -> None:
    entry = next(rest for word, rest in instructions() if word == "ENTRYPOINT")
    fixed = re.findall(r'"([^"]+)"', entry)[4:]
    for name in ("partnership", "public"):
        options = parsed([*fixed, *COMPOSE["services"][name]["command"]])
        assert options.address == "0.0.0.0" and options.host_names and options.trusted_proxies
        assert (options.sign_in is None) is (name == "public")
        network = COMPOSE["networks"][name]["ipam"]["config"][0]["subnet"]
        assert options.trusted_proxies == (network,)


def test_nginx_takes_its_configuration(tmp_path: Path) -> None:
    nginx = shutil.which("nginx")
    if nginx is None:
        pytest.skip("nginx is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    openssl = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=dashboard.example.org"]
    subprocess.run([*openssl, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    text = text.replace("/etc/ssl/certs/dashboard.pem", str(certificate))
    text = text.replace("/etc/ssl/private/dashboard.key", str(key))
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/nginx.pid;\nerror_log {tmp_path}/error.log;\n{text}")
    done = subprocess.run(
        [nginx, "-t", "-c", str(tmp_path / "nginx.conf")], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_nginx_says_what_the_dashboard_relies_on() -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert text.count("{") == text.count("}")
    for line in ("hash $remote_addr consistent;", "proxy_set_header Upgrade $http_upgrade;",
                 "proxy_set_header Host $http_host;", "proxy_set_header X-Forwarded-For $remote_addr;",
                 "proxy_set_header X-Forwarded-Proto https;", "server_tokens off;", "gzip on;"):  # fmt: skip
        assert line in text
