// Which places are named at this zoom? None at the whole country but those that are ringed; then
// provinces; and each amphoe once its name fits into it. No name lies on another.

const PROVINCES_FROM = 1.7, AMPHOE_FROM = 3.2 // against the whole country
const ROW = 18 // pixels of a line of names
const pen = document.createElement("canvas").getContext("2d")
const widths = new Map()

function widthOf(text, weight) {
  const key = `${weight}${text}`
  if (!widths.has(key)) {
    pen.font = `${weight} 13px Sarabun, sans-serif`
    widths.set(key, pen.measureText(text).width + 4)
  }
  return widths.get(key)
}

function putNames(state) {
  if (!state.shapes || !state.view) return
  const { data: { labels, ringed }, names, width, height } = state
  const zoomed = state.view.k / whole(state).k, taken = [], nodes = []
  const isFree = ([x, y, w, h]) => x > 2 && y > 2 && x + w < width - 2 && y + h < height - 2
    && taken.every(([ox, oy, ow, oh]) => x + w < ox || ox + ow < x || y + h < oy || oy + oh < y)
  const put = (text, className, [x, y, w, h]) => {
    taken.push([x, y, w, h])
    const node = tag("span", `name ${className}`, { textContent: text })
    node.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`
    nodes.push(node)
  }
  const centred = (shape, text, weight) => {
    const [x, y] = toScreen(state, middleOf(shape)), w = widthOf(text, weight)
    return [x - w / 2, y - ROW / 2, w, ROW]
  }
  const rings = ringed.map((code) => state.shapes[state.places.get(code)]).filter(Boolean)
  const rooms = rings.map((shape) => toScreen(state, middleOf(shape)))
  for (const [x, y] of rooms) {
    const ring = tag("span", "ring")
    ring.style.transform = `translate(${x - 8}px, ${y - 8}px)`
    nodes.push(ring)
    taken.push([x - 8, y - 8, 16, 16])
  }
  rings.forEach((shape, n) => {
    const text = shortName(shape, labels), w = widthOf(text, 600), [x, y] = rooms[n]
    const sides = [[x + 12, y - 9, w, ROW], [x - 12 - w, y - 9, w, ROW],
      [x - w / 2, y - 28, w, ROW], [x - w / 2, y + 11, w, ROW]]
    const free = sides.find(isFree)
    if (free) put(text, "ringed", free)
  })
  if (state.chosen) {
    const shape = state.shapes[state.places.get(state.chosen)]
    const box = shape && centred(shape, shortName(shape, labels), 600)
    if (box && isFree(box)) put(shortName(shape, labels), "strong", box)
  }
  const nameProvinces = () => {
    for (const shape of state.provinces) {
      const text = shortName(shape, labels), box = centred(shape, text, 600)
      const room = (shape.box[2] - shape.box[0]) * state.view.k
      if (box[2] < room * 1.15 && isFree(box)) put(text, "province", box)
    }
  }
  const nameAmphoe = () => {
    for (const shape of state.bySize) {
      if (shape.id === state.chosen) continue
      const w = (shape.box[2] - shape.box[0]) * state.view.k, h = (shape.box[3] - shape.box[1]) * state.view.k
      if (w < 34 || h < 20) continue
      const text = shortName(shape, labels), box = centred(shape, text, 400)
      if (box[2] < w && isFree(box)) put(text, "", box)
    }
  }
  if (zoomed >= AMPHOE_FROM) nameAmphoe()
  if (zoomed >= PROVINCES_FROM && zoomed < AMPHOE_FROM * 2) nameProvinces()
  names.replaceChildren(...nodes)
}
