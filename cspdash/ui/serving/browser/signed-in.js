// Takes a reader whose sign-in has ended to the page that says so, instead of leaving a page that cannot answer.
"use strict"
const STATE = "data-test-connection-state"
const EVERY = 60_000

async function check() {
  try {
    const answer = await fetch("/cspdash/signed-in.js", { method: "HEAD", cache: "no-store" })
    if (answer.status === 401 || answer.status === 403) {
      window.location.replace("/signed-out")
    }
  } catch {
    // The server is not there; Streamlit says so by itself.
  }
}

// The server closes the connection of a session whose sign-in has ended: Streamlit's front end writes that down.
const watcher = new MutationObserver((changes) => changes.some((change) => change.attributeName === STATE) && check())
watcher.observe(document.documentElement, { attributes: true, attributeFilter: [STATE], subtree: true })
window.setInterval(check, EVERY)
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && check())
