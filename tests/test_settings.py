from pathlib import Path

import pytest

from cspdash import settings


def test_folders_of_the_checkout_are_there() -> None:
    assert (settings.ROOT / "app.py").is_file()
    assert (settings.REFERENCE / "census2011_lsoa11.csv").is_file()
    assert settings.SHAPEFILES.is_dir()


@pytest.mark.parametrize("unset", [None, ""])
def test_without_a_setting_the_checkout_is_used(monkeypatch: pytest.MonkeyPatch, unset: str | None) -> None:
    for name in ("CSPDASH_STORE", "CSPDASH_CONTENT", "CSPDASH_POLICE_URL"):
        if unset is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, unset)
    assert settings.store_dir() == settings.ROOT / "data" / "store"
    assert settings.content_dir() == settings.ROOT / "cspdash" / "content"
    assert settings.police_url() == "https://data.police.uk"


def test_settings_change_where_things_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CSPDASH_STORE", "elsewhere")
    monkeypatch.setenv("CSPDASH_CONTENT", str(tmp_path / "content"))
    monkeypatch.setenv("CSPDASH_POLICE_URL", "http://127.0.0.1:8000/")
    assert settings.store_dir() == tmp_path.resolve() / "elsewhere"
    assert settings.content_dir() == (tmp_path / "content").resolve()
    assert settings.police_url() == "http://127.0.0.1:8000"
