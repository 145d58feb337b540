// A presenter's remote control sends PageDown and PageUp: in the meeting they turn the screens, as the arrows do,
// unless the window is so small that the page itself has further to go.
"use strict"
const TURNS = { PageDown: ".st-key-meeting-next button", PageUp: ".st-key-meeting-previous button" }

window.addEventListener("keydown", (event) => {
  const button = TURNS[event.key] && document.querySelector(TURNS[event.key])
  if (!button || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
  const page = document.querySelector(".stMain")
  const left = event.key === "PageUp" ? page.scrollTop : page.scrollHeight - page.clientHeight - page.scrollTop
  if (left > 8) return
  event.preventDefault()
  button.click()
})
