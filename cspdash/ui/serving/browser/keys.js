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
