// What a map is drawn from, read: the outlines of areas by code and number, and the traces of a figure as areas that have
// a colour and say something. Outlines are fetched once for each address.
const UNITS = 1000 // a degree of longitude
const files = new Map()

// Mercator, in thousandths of a degree of longitude, down the page.
export function place([longitude, latitude]) {
  const north = (180 / Math.PI) * Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360))
  return [Math.round(longitude * UNITS * 10) / 10, Math.round(-north * UNITS * 10) / 10]
}

export function around(boxes) {
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

export function areasFrom(geojson) {
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

export function words(text) {
  return text.replace(/<extra>.*?<\/extra>/g, "").replace(/<br>/g, "\n").replace(/<\/?[bi]>/g, "").replace(/&lt;/g, "<")
}

export function said(trace, at, area) {
  const numbers = trace.customdata?.[at]
  const filled = (trace.hovertemplate ?? "").replace(/%\{([^}]*)\}/g, (_, name) => {
    if (name === "text") return trace.text[at]
    return name === "properties.name" ? area.name : String(numbers[Number(name.match(/\d+/)[0])])
  })
  return words(filled)
}

// One trace as its areas: what each is called when it is chosen, its colour and what it says.
export function shadesOf(trace, areas) {
  const shades = []
  unpacked(trace.locations).forEach((key, at) => {
    const area = areas.get(key)
    const own = trace.customdata?.[at]
    if (area) shades.push({ area, code: typeof own === "string" ? own : area.code, at, trace })
  })
  return shades
}
