// A chart is drawn as wide as the window, and paper is narrower: before printing, each chart is told by how much to
// shrink, and so is each table that its words make wider than the paper. The style sheet does the rest; lengths are
// those of A4 with the margins that it sets.
"use strict"
const PAPER = (186 / 25.4) * 96

function shrink(drawn, width) {
  if (width > 0) drawn.style.setProperty("--cd-paper", String(Math.min(1, PAPER / width)))
}

function narrowest(table) {
  table.style.width = "min-content"
  const width = table.offsetWidth
  table.style.width = ""
  return width
}

window.addEventListener("beforeprint", () => {
  document.querySelectorAll(".js-plotly-plot").forEach((chart) => shrink(chart, chart.offsetWidth))
  document.querySelectorAll("table.cd").forEach((table) => shrink(table, narrowest(table)))
})
