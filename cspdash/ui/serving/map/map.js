// A map in a browser: the figure that Plotly would be given (charts/sending.py), drawn as SVG that is changed and not
// drawn anew, and can be walked by keyboard: a list box whose options lie on the map. Areas come from the file of
// outlines, once; after that only what differs arrives. Nothing here is drawn from what the data say but as text.
import { areasFrom, around, place, said, shadesOf } from "./areas.js"
import { CLEAR, element, fillOf, groupOf, legend, SIGNS } from "./legend.js"

const [MOST, STEP, SLIP] = [16, 1.6, 4]
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }
const views = new WeakMap()

const later = window.requestIdleCallback ?? ((work) => window.setTimeout(work, 50))

class MapView {
  constructor(parent) {
    this.root = element("div", { class: "cd-map" }, parent)
    this.frame = element("div", { class: "cd-map-frame" }, this.root)
    this.svg = element("svg", { role: "listbox", tabindex: "0" }, this.frame)
    ;[this.shaded, this.edges, this.marks, this.ring] = ["g", "g", "g", "g"].map((name) => element(name, {}, this.svg))
    this.tools()
    this.bubble = element("div", { class: "cd-map-said", "aria-hidden": "true", hidden: "" }, this.frame)
    this.legend = element("ul", { class: "cd-map-legend" }, this.root)
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
    } catch (problem) {
      console.error(problem)
      if (turn !== this.turn) return
      this.clear()
      this.legend.textContent = "The map's outlines did not arrive. The table below has the same numbers."
    }
  }

  draw(sent, sources) {
    const shades = sent.traces.flatMap((trace, at) => (sources[at] ? shadesOf(trace, sources[at]) : []))
    const seen = shades.filter(({ trace }) => fillOf(trace) !== CLEAR)
    this.clear(seen.length > 0)
    if (!seen.length) return
    this.chosen = sent.chosen
    this.shade(seen)
    for (const { area, trace } of shades.filter((shade) => fillOf(shade.trace) === CLEAR)) {
      const { color, width } = trace.marker.line
      const style = `stroke:${color};stroke-width:${width}`
      element("path", { d: area.outline, class: "cd-map-edge", style }, this.edges)
    }
    const [west, south, east, north] = sent.frame ?? []
    const given = sent.frame ? [...place([west, north]), ...place([east, south])] : around(seen.map(({ area }) => area.box))
    this.fit(given)
    this.mark(sent.traces.filter((trace) => trace.type === "scattergeo" && trace.mode === "markers"))
    legend(this.legend, sent.traces, this.hidden, (group, button) => this.toggle(group, button))
    if (this.active) this.tell(this.active)
  }

  // What lies over the areas goes; so do the areas themselves, unless others are shaded at once.
  clear(again = false) {
    this.edges.replaceChildren()
    this.marks.replaceChildren()
    this.legend.replaceChildren()
    if (!again) this.build([])
  }

  // Parts stay as long as the same areas are drawn; then only colours and words change.
  shade(seen) {
    const ordered = [...seen].sort((one, other) => (one.area.code < other.area.code ? -1 : 1))
    const key = ordered.map(({ area, code }) => `${area.code}${code}`).join() + ordered[0].area.outline.slice(0, 40)
    if (key !== this.key) this.build(ordered, key)
    this.groups = new Map()
    for (const { area, code, at, trace } of seen) {
      const path = this.paths.get(area.code)
      const { color, width } = trace.marker.line
      const style = `fill:${fillOf(trace)};stroke:${color};stroke-width:${width}`
      if (path.was !== style) path.style.cssText = path.was = style
      const group = groupOf(trace)
      if (!this.groups.has(group)) this.groups.set(group, [])
      this.groups.get(group).push(path)
      if (path.off !== this.hidden.has(group)) path.classList.toggle("cd-map-off", (path.off = this.hidden.has(group)))
      this.options.get(code).says = [trace, at, area]
    }
    // The colours are painted first: what each area is called in words comes when there is time for it.
    later(() => this.name())
  }

  name() {
    for (const option of this.options.values()) {
      const [text, picked] = [said(...option.says), option.code === this.chosen]
      if (option.text !== text) option.part.setAttribute("aria-label", text.replace(/\n/g, ", "))
      if (option.picked !== picked) option.part.setAttribute("aria-selected", String(picked))
      Object.assign(option, { text, picked })
    }
  }

  build(ordered, key = "") {
    this.key = key
    this.paths = new Map()
    this.options = new Map()
    this.current = null
    this.svg.removeAttribute("aria-activedescendant")
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
    // To ask how large it is makes the browser lay out the whole page.
    if (!this.marks.hasChildNodes() && this.bubble.hidden) return
    const { pixel } = this
    for (const mark of this.marks.children) {
      mark.setAttribute("transform", `translate(${mark.dataset.at}) scale(${pixel * Number(mark.dataset.size)})`)
    }
    if (this.active && !this.bubble.hidden) this.tell(this.active)
  }

  mark(traces) {
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

  toggle(group, button) {
    const off = !this.hidden.has(group)
    if (off) this.hidden.add(group)
    else this.hidden.delete(group)
    button.setAttribute("aria-pressed", String(!off))
    for (const path of this.groups.get(group) ?? []) path.classList.toggle("cd-map-off", (path.off = off))
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
      if (asked && this.options?.size) this.walk(this.current ?? this.options.get(this.chosen) ?? [...this.options.values()][0])
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
    if (event.ctrlKey || event.metaKey || event.altKey || !this.options?.size) return
    const all = [...this.options.values()]
    const now = this.active ?? this.current ?? all[0]
    const acts = {
      Home: () => this.walk(all[0]), End: () => this.walk(all.at(-1)), Escape: () => (this.bubble.hidden = true),
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
    this.bubble.textContent = said(...option.says)
    this.bubble.hidden = false
    this.circle(option.part.children)
    const box = option.part.getBoundingClientRect()
    const frame = this.frame.getBoundingClientRect()
    // The buttons stand beside the map, or in a row of their own below it.
    const beside = this.buttons.offsetWidth < frame.width / 2 ? this.buttons.offsetWidth + 4 : 0
    const room = frame.width - this.bubble.offsetWidth - beside
    const left = box.left + box.width / 2 - frame.left - this.bubble.offsetWidth / 2
    const above = box.top - frame.top - this.bubble.offsetHeight - 6
    const below = box.bottom - frame.top + 6
    this.bubble.style.left = `${Math.max(0, Math.min(room, left))}px`
    this.bubble.style.top = `${above >= 0 ? above : below + this.bubble.offsetHeight <= frame.height ? below : 0}px`
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
    this.bubble.hidden = true
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
