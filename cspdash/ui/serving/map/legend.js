// The parts that a map and its legend are made of, and the legend: a class can be taken off the map and put back.
import { words } from "./areas.js"

const SVG = "http://www.w3.org/2000/svg"
export const CLEAR = "rgba(0,0,0,0)"
export const SIGNS = {
  circle: "M5 0A5 5 0 1 1 -5 0A5 5 0 1 1 5 0Z", square: "M-5 -5H5V5H-5Z",
  "triangle-up": "M0 -5.5L6 5H-6Z", "triangle-down": "M0 5.5L6 -5H-6Z",
}

export function element(name, attributes = {}, parent = null) {
  const made = name === "svg" || parent?.namespaceURI === SVG
    ? document.createElementNS(SVG, name) : document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  parent?.append(made)
  return made
}

export const fillOf = (trace) => trace.colorscale[0][1]
export const groupOf = (trace) => trace.legendgroup ?? trace.name

// Plotly's own rule: areas are named where that is asked for, marks and lines where it is not refused.
function isNamed({ name, type, showlegend }) {
  return name && (type === "choropleth" ? showlegend === true : showlegend !== false)
}

function sample(trace, parent) {
  const drawn = element("svg", { viewBox: "-8 -8 16 16", "aria-hidden": "true", class: "cd-map-sample" }, parent)
  if (trace.type === "choropleth") {
    const width = fillOf(trace) === CLEAR ? trace.marker.line.width : 1
    element("path", { d: "M-7 -7H7V7H-7Z", style: `fill:${fillOf(trace)};stroke:currentColor;stroke-width:${width}` }, drawn)
  } else if (trace.mode === "lines") {
    element("path", { d: "M-8 0H8", style: `stroke:${trace.line.color};stroke-width:${trace.line.width}` }, drawn)
  } else {
    const { color, line, symbol } = trace.marker
    const style = `fill:${color};stroke:${line.color};stroke-width:${line.width}`
    element("path", { d: SIGNS[symbol ?? "circle"], style }, drawn)
  }
}

// `toggle` is called with a class and its button.
export function legend(list, traces, hidden, toggle) {
  for (const trace of traces.filter(isNamed)) {
    const entry = element("li", {}, list)
    const shown = trace.type === "choropleth" && fillOf(trace) !== CLEAR
    const line = shown ? element("button", { type: "button" }, entry) : element("span", {}, entry)
    sample(trace, line)
    line.append(words(trace.name))
    if (!shown) continue
    line.setAttribute("aria-pressed", String(!hidden.has(groupOf(trace))))
    line.title = "Show or hide these areas"
    line.addEventListener("click", () => toggle(groupOf(trace), line))
  }
}
