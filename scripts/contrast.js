// Measures texts against what is painted below their middle: backgrounds of elements and fills of shapes, blended.
(targets) => {
  const parts = (colour) => {
    const found = colour.match(/[\d.]+/g)
    if (!found || colour === "none") return [0, 0, 0, 0]
    const [red, green, blue, alpha = 1] = found.map(Number)
    return [red, green, blue, alpha]
  }
  const over = (top, below) => [0, 1, 2].map((at) => top[at] * top[3] + below[at] * (1 - top[3]))
  const light = (colour) => {
    const [red, green, blue] = colour.slice(0, 3).map((part) => {
      const share = part / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const ratio = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((left, right) => left - right)
    return (high + 0.05) / (low + 0.05)
  }
  const painted = (element) => {
    const style = getComputedStyle(element)
    if (element instanceof SVGElement && !(element instanceof SVGSVGElement)) {
      if (element instanceof SVGTextContentElement || element instanceof SVGGElement) return [0, 0, 0, 0]
      const [red, green, blue, alpha] = parts(style.fill)
      return [red, green, blue, alpha * Number(style.fillOpacity) * Number(style.opacity)]
    }
    return parts(style.backgroundColor)
  }
  // Charts let the pointer through to a layer on top: for the measuring, everything can be hit.
  const all = document.createElement("style")
  all.textContent = "* { pointer-events: auto !important }"
  document.head.append(all)
  const said = []
  for (const target of targets) {
    const element = document.querySelector(target[target.length - 1])
    if (!element || !element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue
    element.scrollIntoView({ block: "center", inline: "nearest" })
    const box = element.getBoundingClientRect()
    const middle = [box.left + box.width / 2, box.top + box.height / 2]
    const stack = document.elementsFromPoint(...middle)
    const at = stack.findIndex((one) => one === element || element.contains(one))
    // What is not where it can be seen (folded away, or beyond the edge of a part that scrolls) is not read either.
    if (at < 0) continue
    let below = parts(getComputedStyle(document.documentElement).backgroundColor)
    if (below[3] === 0) below = parts(getComputedStyle(document.querySelector(".stApp") || document.body).backgroundColor)
    if (below[3] === 0) below = [255, 255, 255, 1]
    for (const one of stack.slice(at).reverse()) below = [...over(painted(one), below), 1]
    const style = getComputedStyle(element)
    const ink = over(parts(element instanceof SVGElement ? style.fill : style.color), below)
    const size = parseFloat(style.fontSize)
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
    const measured = ratio(ink, below)
    if (measured < (large ? 3 : 4.5)) {
      said.push(`contrast ${measured.toFixed(2)}: ${target} "${(element.textContent || "").trim().slice(0, 60)}"`)
    }
  }
  all.remove()
  return said
}
