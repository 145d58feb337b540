// Single letters do nothing outside fields (WCAG 2.1.4): Streamlit would run the page again at "r" and open a
// dialogue at "c", and offers no switch for it. Listening in the capturing phase on the window comes before it.
"use strict"
const FIELDS = "input, textarea, select, [contenteditable=''], [contenteditable=true], [role=textbox]"

window.addEventListener(
  "keydown",
  (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey
    const target = event.target instanceof Element ? event.target : document.body
    if (plain && /^[rc]$/i.test(event.key) && !target.closest(FIELDS)) {
      event.stopImmediatePropagation()
    }
  },
  true,
)

// After a change of page the reader stands at the new page's heading (WCAG 2.4.3): Streamlit leaves the focus on the
// link. After a change of choice on the same page, what the page now says first is told politely (WCAG 4.1.3).
;(() => {
  const STATE = "data-test-script-state"
  const MAIN = "[data-testid=stMain]"
  const LONGEST = 400
  const region = document.createElement("div")
  region.setAttribute("role", "status")
  region.className = "cd-unseen"
  let path = window.location.pathname
  let before = null
  let watch = 0

  function shown() {
    const lead = document.querySelector(`${MAIN} .cd-lead`)
    const rows = document.querySelectorAll(`${MAIN} .cd tbody tr`).length
    return { lead: lead ? lead.textContent : "", rows: rows ? `${rows} table rows on this page.` : "" }
  }

  // A page is drawn piece by piece, and a heading that is drawn anew loses the focus again: until the reader does
  // something, or ten seconds have passed, a focus that is nowhere goes to the heading.
  function arrive() {
    fold()
    const until = Date.now() + 10000
    let arrived = false
    window.clearInterval(watch)
    watch = window.setInterval(() => {
      const heading = document.querySelector(`${MAIN} h1`)
      const at = document.activeElement
      const lost = !at || at === document.body || at.closest("[data-testid=stSidebar]")
      if (heading && (lost || !arrived) && document.activeElement !== heading) {
        heading.tabIndex = -1
        heading.focus()
        arrived = true
      }
      if (Date.now() > until) leave()
    }, 150)
  }

  // On a narrow screen the menu lies over the page: who has chosen from it wants the page, not the menu.
  function fold() {
    const menu = document.querySelector("[data-testid=stSidebar][data-collapsed=false]")
    const main = document.querySelector(MAIN)
    if (menu && main && menu.getBoundingClientRect().right > main.getBoundingClientRect().left + 1) {
      menu.querySelector("[data-testid=stSidebarCollapseButton] button")?.click()
    }
  }

  function leave() {
    window.clearInterval(watch)
  }
  window.addEventListener("keydown", leave, true)
  window.addEventListener("pointerdown", leave, true)

  // Streamlit names a part that it says has no meaning; a screen reader needs one or the other (WCAG 4.1.2).
  function grouped() {
    document.querySelectorAll("section[role=presentation][aria-label]").forEach((one) => one.setAttribute("role", "group"))
  }

  // What is told is measured against what stood there when the run began, however often it is looked at.
  function ended() {
    const now = shown()
    grouped()
    if (before && (now.lead !== before.lead || now.rows !== before.rows)) {
      region.textContent = (now.lead !== before.lead ? `${now.lead} ${now.rows}` : now.rows).slice(0, LONGEST).trim()
    }
  }

  // The address changes on its own, before or after the run that draws the page.
  window.setInterval(() => {
    if (window.location.pathname === path) return
    path = window.location.pathname
    before = null
    region.textContent = ""
    arrive()
  }, 150)

  new MutationObserver((changes) => {
    for (const { target, oldValue } of changes) {
      const state = target.getAttribute(STATE)
      if (state === "running" && oldValue !== "running") before = shown()
      if (state === "notRunning") {
        window.setTimeout(ended, 100)
        window.setTimeout(ended, 350)
        window.setTimeout(ended, 1500)
      }
    }
  }).observe(document.documentElement, {
    attributes: true, attributeFilter: [STATE], attributeOldValue: true, subtree: true,
  })
  document.addEventListener("DOMContentLoaded", () => document.body.append(region))
})()
