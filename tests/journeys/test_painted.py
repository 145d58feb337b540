"""A browser tells when what the reader came for is there, and when it changed for the last time after a choice."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from cspdash.ui.measuring import painted
from cspdash.ui.measuring.painted import View, first_paint, measured, repaints

# Two parts come late; a choice is sent, and one of them changes twice.
PAGE = """<!doctype html><input role="combobox" aria-label="Area" onkeydown="chosen(event)"><ul></ul>
<b role="option">a</b><script>
const list = document.querySelector('ul')
setTimeout(() => { list.innerHTML = '<li>one</li>' }, 50)
setTimeout(() => { list.innerHTML = '<li>one</li><li>two</li>' }, 300)
function chosen (event) {
  if (event.key !== 'Enter') return
  try { WebSocket.prototype.send.call(null, 'chosen') } catch (error) { /* there is no server */ }
  setTimeout(() => { list.firstChild.textContent = Math.random() }, 20)
  setTimeout(() => { list.firstChild.textContent = Math.random() }, 200)
}
</script>"""


@pytest.fixture
def view(tmp_path: Path) -> View:
    """A page of two parts."""
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    return View("Page", f"file://{tmp_path}/page.html", "li", 2, "Area")


@pytest.mark.browser
def test_a_page_is_there_with_its_last_part_and_painted_after_its_last_change(
    browser: Browser, view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(painted, "ROUNDS", 1)
    # One choice that is not counted and one that is.
    monkeypatch.setattr(painted, "UNCOUNTED", 1)
    monkeypatch.setattr(painted, "CHOICES", 2)
    assert first_paint(browser, view) >= 300
    (after,) = repaints(browser, view)
    assert after >= 180
    found = measured(browser, [view, View("Other", view.address, "li", 1)])
    assert set(found["first"]) == {"Page", "Other"} and set(found["repaint"]) == {"Page"}
    assert found["browser"].startswith("Chromium ")
    monkeypatch.setattr(painted, "PATIENCE", 1_000)
    with pytest.raises(RuntimeError, match="Page: 2 of 3 parts were drawn"):
        first_paint(browser, View("Page", view.address, "li", 3))
