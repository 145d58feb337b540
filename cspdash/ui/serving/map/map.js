// A map in a browser: the figure that Plotly would be given (charts/sending.py), drawn as SVG that is changed and not
// drawn anew, and can be walked by keyboard: a list box whose options lie on the map. Areas come from the file of
// outlines, once; after that only what differs arrives. Nothing here is drawn from what the data say but as text.
const SVG = "http://www.w3.org/2000/svg"
const UNITS = 1000 // a degree of longitude
const CLEAR = "rgba(0,0,0,0)"
const [MOST, STEP, SLIP] = [16, 1.6, 4]
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }
const SIGNS = {
  circle: "M5 0A5 5 0 1 1 -5 0A5 5 0 1 1 5 0Z", square: "M-5 -5H5V5H-5Z",
  "triangle-up": "M0 -5.5L6 5H-6Z", "triangle-down": "M0 5.5L6 -5H-6Z",
}
const files = new Map()
const views = new WeakMap()

function element(name, attributes = {}, parent = null) {
  const made = name === "svg" || parent?.namespaceURI === SVG
    ? document.createElementNS(SVG, name) : document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  parent?.append(made)
  return made
}

// Mercator, in thousandths of a degree of longitude, down the page.
function place([longitude, latitude]) {
  const north = (180 / Math.PI) * Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360))
  return [Math.round(longitude * UNITS * 10) / 10, Math.round(-north * UNITS * 10) / 10]
}

function around(boxes) {
  return boxes.reduce(([left, top, right, bottom], [l, t, r, b]) => [
    Math.min(left, l), Math.min(top, t), Math.max(right, r), Math.max(bottom, b)])
}

function areaOf({ id, properties, geometry }) {
  const pieces = geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates]
  const rings = pieces.flat().map((ring) => ring.map(place))
  const [across, down] = [0, 1].map((axis) => rings.flat().map((corner) => corner[axis]))
  const box = [Math.min(...across), Math.min(...down), Math.max(...across), Math.max(...down)]
  const outline = rings.map((ring) => `M${ring.map((corner) => corner.join(" ")).join("L")}Z`).join("")
  return { code: String(id), number: properties?.number, name: properties?.name, outline, box }
}

function areasOf(collection) {
  const found = new Map()
  for (const area of collection.features.map(areaOf)) {
    found.set(area.code, area)
    if (area.number) found.set(area.number, area)
  }
  return found
}

async function fetched(address) {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`)
  return areasOf(await answer.json())
}

function areasFrom(geojson) {
  if (typeof geojson !== "string") return Promise.resolve(areasOf(geojson))
  if (!files.has(geojson)) {
    files.set(geojson, fetched(geojson))
    files.get(geojson).catch(() => files.delete(geojson))
  }
  return files.get(geojson)
}

// Numbers come as the bytes of an array, codes as they are.
function unpacked(values) {
  if (!values?.bdata) return values ?? []
  const bytes = Uint8Array.from(atob(values.bdata), (sign) => sign.charCodeAt(0))
  return values.dtype === "u2" ? [...new Uint16Array(bytes.buffer)] : [...bytes]
}

function words(text) {
  return text.replace(/<extra>.*?<\/extra>/g, "").replace(/<br>/g, "\n").replace(/<\/?[bi]>/g, "").replace(/&lt;/g, "<")
}

function said(trace, at, area) {
  const numbers = trace.customdata?.[at]
  const filled = (trace.hovertemplate ?? "").replace(/%\{([^}]*)\}/g, (_, name) => {
    if (name === "text") return trace.text[at]
    return name === "properties.name" ? area.name : String(numbers[Number(name.match(/\d+/)[0])])
  })
  return words(filled)
}

// One trace as its areas: what each is called when it is chosen, its colour and what it says.
function shadesOf(trace, areas) {
  const shades = []
  unpacked(trace.locations).forEach((key, at) => {
    const area = areas.get(key)
    const own = trace.customdata?.[at]
    if (area) shades.push({ area, code: typeof own === "string" ? own : area.code, text: said(trace, at, area), trace })
  })
  return shades
}

const fillOf = (trace) => trace.colorscale[0][1]
const groupOf = (trace) => trace.legendgroup ?? trace.name

class MapView {
  constructor(parent) {
    this.root = element("div", { class: "cd-map" }, parent)
    this.frame = element("div", { class: "cd-map-frame" }, this.root)
    this.svg = element("svg", { role: "listbox", tabindex: "0" }, this.frame)
    ;[this.shaded, this.edges, this.marks, this.ring] = ["g", "g", "g", "g"].map((name) => element(name, {}, this.svg))
    this.tools()
    this.said = element("div", { class: "cd-map-said", "aria-hidden": "true", hidden: "" }, this.frame)
    this.legend = element("ul", { class: "cd-map-legend" }, this.root)
    this.key = ""
    this.turn = 0
    this.hidden = new Set()
    this.listen()
    new ResizeObserver(() => this.sized()).observe(this.svg)
  }

  tools() {
    this.buttons = element("div", { class: "cd-map-tools", role: "group", "aria-label": "Zoom" }, this.frame)
    const acts = [["Zoom in", "+", STEP], ["Zoom out", "\u2212", 1 / STEP], ["Whole map", "\u2922", 0]]
    for (const [name, sign, factor] of acts) {
      const button = element("button", { type: "button", "aria-label": name, title: name }, this.buttons)
      button.textContent = sign
      button.addEventListener("click", () => this.zoom(factor))
    }
  }

  async show(sent) {
    const turn = ++this.turn
    this.root.style.setProperty("--cd-map-text", sent.text)
    this.root.style.setProperty("--cd-map-paper", sent.paper)
    this.root.style.setProperty("--cd-map-height", `${sent.height}px`)
    this.svg.setAttribute("aria-label", sent.alt)
    try {
      const sources = await Promise.all(sent.traces.map((trace) => (trace.geojson ? areasFrom(trace.geojson) : null)))
      if (turn === this.turn) this.draw(sent, sources)
    } catch {
      if (turn === this.turn) this.legend.textContent = "The map's outlines did not arrive. The table below has the same numbers."
    }
  }

  draw(sent, sources) {
    const shades = sent.traces.flatMap((trace, at) => (sources[at] ? shadesOf(trace, sources[at]) : []))
    const seen = shades.filter(({ trace }) => fillOf(trace) !== CLEAR)
    if (!seen.length) return
    this.chosen = sent.chosen
    this.shade(seen)
    this.edges.replaceChildren()
    for (const { area, trace } of shades.filter((shade) => fillOf(shade.trace) === CLEAR)) {
      const { color, width } = trace.marker.line
      const style = `stroke:${color};stroke-width:${width}`
      element("path", { d: area.outline, class: "cd-map-edge", style }, this.edges)
    }
    const [west, south, east, north] = sent.frame ?? []
    const given = sent.frame ? [...place([west, north]), ...place([east, south])] : around(seen.map(({ area }) => area.box))
    this.fit(given)
    this.mark(sent.traces.filter((trace) => trace.type === "scattergeo" && trace.mode === "markers"))
    this.explain(sent.traces)
    if (this.active) this.tell(this.active)
  }

  // Parts stay as long as the same areas are drawn; then only colours and words change.
  shade(seen) {
    const ordered = [...seen].sort((one, other) => (one.area.code < other.area.code ? -1 : 1))
    const key = ordered.map(({ area, code }) => `${area.code}${code}`).join() + ordered[0].area.outline.slice(0, 40)
    if (key !== this.key) this.build(ordered)
    this.key = key
    this.groups = new Map()
    for (const { area, code, text, trace } of seen) {
      const path = this.paths.get(area.code)
      const { color, width } = trace.marker.line
      path.style.cssText = `fill:${fillOf(trace)};stroke:${color};stroke-width:${width}`
      const group = groupOf(trace)
      path.classList.toggle("cd-map-off", this.hidden.has(group))
      this.groups.set(group, [...(this.groups.get(group) ?? []), path])
      const option = this.options.get(code)
      if (option.text === text && option.picked === (code === this.chosen)) continue
      option.text = text
      option.picked = code === this.chosen
      option.part.setAttribute("aria-label", text.replace(/\n/g, ", "))
      option.part.setAttribute("aria-selected", String(option.picked))
    }
  }

  build(ordered) {
    this.paths = new Map()
    this.options = new Map()
    this.current = null
    this.leave()
    this.shaded.replaceChildren()
    for (const { area, code } of ordered) {
      if (!this.options.has(code)) {
        const part = element("g", { role: "option", id: `cd-map-${++MapView.made}`, "data-code": code }, this.shaded)
        this.options.set(code, { code, part, boxes: [] })
      }
      const option = this.options.get(code)
      option.boxes.push(area.box)
      this.paths.set(area.code, element("path", { d: area.outline, class: "cd-map-area" }, option.part))
    }
    for (const option of this.options.values()) {
      const [left, top, right, bottom] = around(option.boxes)
      option.middle = [(left + right) / 2, (top + bottom) / 2]
      option.top = top
    }
  }

  fit([left, top, right, bottom]) {
    const whole = [left, top, right - left, bottom - top]
    if (String(whole) === String(this.whole)) return
    this.whole = whole
    this.zoom(0)
  }

  // How near and where; the frame is never left.
  zoom(factor, middle = this.middle) {
    const [left, top, width, height] = this.whole
    this.near = factor ? Math.min(MOST, Math.max(1, this.near * factor)) : 1
    const size = [width / this.near, height / this.near]
    const low = [left + size[0] / 2, top + size[1] / 2]
    const high = [left + width - size[0] / 2, top + height - size[1] / 2]
    this.middle = (factor ? middle : low).map((at, axis) => Math.min(high[axis], Math.max(low[axis], at)))
    this.svg.setAttribute("viewBox", [this.middle[0] - size[0] / 2, this.middle[1] - size[1] / 2, ...size].join(" "))
    this.svg.classList.toggle("cd-map-near", this.near > 1)
    this.sized()
  }

  // A pixel in units of the map, now.
  get pixel() {
    const { width, height } = this.svg.viewBox.baseVal ?? {}
    return Math.max(width / (this.svg.clientWidth || 1), height / (this.svg.clientHeight || 1))
  }

  sized() {
    for (const mark of this.marks.children) {
      mark.setAttribute("transform", `translate(${mark.dataset.at}) scale(${this.pixel * Number(mark.dataset.size)})`)
    }
    if (this.active && !this.said.hidden) this.tell(this.active)
  }

  mark(traces) {
    this.marks.replaceChildren()
    for (const { lon, lat, marker } of traces) {
      const style = `fill:${marker.color};stroke:${marker.line.color};stroke-width:${marker.line.width}`
      lon.forEach((longitude, at) => {
        const shape = element("path", { d: SIGNS[marker.symbol ?? "circle"], class: "cd-map-mark", style }, this.marks)
        shape.dataset.at = place([longitude, lat[at]]).join(" ")
        shape.dataset.size = marker.size / 10
      })
    }
    this.sized()
  }

  // The legend: a class can be taken off the map and put back.
  explain(traces) {
    // Plotly's own rule: areas are named where that is asked for, marks and lines where it is not refused.
    const named = ({ type, showlegend }) => (type === "choropleth" ? showlegend === true : showlegend !== false)
    const entries = traces.filter((trace) => trace.name && named(trace))
    this.legend.replaceChildren()
    for (const trace of entries) {
      const entry = element("li", {}, this.legend)
      const shown = trace.type === "choropleth" && fillOf(trace) !== CLEAR
      const line = shown ? element("button", { type: "button" }, entry) : element("span", {}, entry)
      this.sample(trace, line)
      line.append(words(trace.name))
      if (!shown) continue
      line.setAttribute("aria-pressed", String(!this.hidden.has(groupOf(trace))))
      line.title = "Show or hide these areas"
      line.addEventListener("click", () => this.toggle(groupOf(trace), line))
    }
  }

  sample(trace, parent) {
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

  toggle(group, button) {
    const off = !this.hidden.has(group)
    if (off) this.hidden.add(group)
    else this.hidden.delete(group)
    button.setAttribute("aria-pressed", String(!off))
    for (const path of this.groups.get(group) ?? []) path.classList.toggle("cd-map-off", off)
  }

  listen() {
    const at = (event) => this.options?.get(event.target.closest?.("[data-code]")?.dataset.code)
    let held = null
    this.svg.addEventListener("pointermove", (event) => {
      if (held && this.pan(event, held)) return
      const option = at(event)
      if (option && event.pointerType !== "touch") this.tell(option)
      else if (!option) this.leave()
    })
    this.svg.addEventListener("pointerleave", () => this.leave())
    this.svg.addEventListener("pointerdown", (event) => {
      held = { x: event.clientX, y: event.clientY, from: this.middle, moved: false }
    })
    this.svg.addEventListener("pointerup", () => window.setTimeout(() => (held = null)))
    this.svg.addEventListener("pointercancel", () => (held = null))
    this.svg.addEventListener("click", (event) => {
      const option = at(event)
      if (option && !held?.moved) this.choose(option.code)
    })
    this.svg.addEventListener("focus", () => {
      const asked = this.svg.matches(":focus-visible")
      if (asked && this.options) this.walk(this.current ?? this.options.get(this.chosen) ?? [...this.options.values()][0])
    })
    this.svg.addEventListener("blur", () => this.leave())
    this.svg.addEventListener("keydown", (event) => this.pressed(event))
  }

  // A map that was brought nearer is moved by pointer; whole, it leaves the pointer to the page.
  pan(event, held) {
    const [x, y] = [event.clientX - held.x, event.clientY - held.y]
    if (!held.moved && (this.near === 1 || Math.hypot(x, y) < SLIP)) return false
    if (!held.moved) this.svg.setPointerCapture(event.pointerId)
    held.moved = true
    this.zoom(1, [held.from[0] - x * this.pixel, held.from[1] - y * this.pixel])
    return true
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.options) return
    const all = [...this.options.values()]
    const now = this.active ?? this.current ?? all[0]
    const acts = {
      Home: () => this.walk(all[0]), End: () => this.walk(all.at(-1)), Escape: () => (this.said.hidden = true),
      Enter: () => this.choose(now.code), " ": () => this.choose(now.code),
      "+": () => this.zoom(STEP, now.middle), "-": () => this.zoom(1 / STEP), 0: () => this.zoom(0),
    }
    const act = event.key in ARROWS ? () => this.walk(this.beside(now, ARROWS[event.key])) : acts[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }

  // The nearest area in a direction: what lies aside counts twice.
  beside(from, [right, down]) {
    let [best, least] = [from, Infinity]
    for (const option of this.options.values()) {
      const [x, y] = [option.middle[0] - from.middle[0], option.middle[1] - from.middle[1]]
      const [along, aside] = [x * right + y * down, Math.abs(x * down) + Math.abs(y * right)]
      const far = along + 2 * aside
      if (along > aside / 4 && along > 0 && far < least) [best, least] = [option, far]
    }
    return best
  }

  walk(option) {
    this.svg.setAttribute("aria-activedescendant", option.part.id)
    if (this.near > 1) this.zoom(1, option.middle)
    this.tell(option)
  }

  tell(option) {
    this.active = this.current = option
    this.said.textContent = option.text
    this.said.hidden = false
    this.circle(option.part.children)
    const box = option.part.getBoundingClientRect()
    const frame = this.frame.getBoundingClientRect()
    const room = frame.width - this.said.offsetWidth - this.buttons.offsetWidth - 4
    const left = box.left + box.width / 2 - frame.left - this.said.offsetWidth / 2
    const above = box.top - frame.top - this.said.offsetHeight - 6
    const below = box.bottom - frame.top + 6
    this.said.style.left = `${Math.max(0, Math.min(room, left))}px`
    this.said.style.top = `${above >= 0 ? above : below + this.said.offsetHeight <= frame.height ? below : 0}px`
  }

  // An edge on one of the other kind is seen on every colour; of several parts only what lies round them all.
  circle(parts) {
    this.ring.replaceChildren()
    this.ring.classList.toggle("cd-map-many", parts.length > 1)
    for (const kind of ["paper", "text"]) {
      for (const part of parts) {
        element("path", { d: part.getAttribute("d"), class: `cd-map-ring cd-map-${kind}` }, this.ring)
      }
    }
    for (const part of parts.length > 1 ? parts : []) {
      const style = `fill:${part.style.fill};stroke:${part.style.fill};stroke-width:1`
      element("path", { d: part.getAttribute("d"), class: "cd-map-ring", style }, this.ring)
    }
  }

  leave() {
    this.active = null
    this.said.hidden = true
    this.ring.replaceChildren()
  }
}
MapView.made = 0

export default function ({ data, parentElement, setTriggerValue }) {
  if (!views.has(parentElement)) views.set(parentElement, new MapView(parentElement))
  const view = views.get(parentElement)
  view.choose = (code) => setTriggerValue("chosen", code)
  view.show(JSON.parse(new TextDecoder().decode(data)))
}
