// Where do amphoe lie on the paper? Mercator, in hundredths of a degree, so that zooming is one
// attribute of the drawing and nothing is worked out again.
//
// The files of this folder are one script, in the order of their names: `static_files.py` joins them.

const BANGKOK = "10"
const SVG = "http://www.w3.org/2000/svg"
const fetched = new Map() // address → promise of its geometry

function loadJson(url) {
  if (!fetched.has(url)) {
    const answer = fetch(url).then((found) => {
      if (!found.ok) throw new Error(`${found.status} ${url}`)
      return found.json()
    })
    answer.catch(() => fetched.delete(url)) // the next run tries again
    fetched.set(url, answer)
  }
  return fetched.get(url)
}

const tag = (name, className = "", more = {}) =>
  Object.assign(document.createElement(name), { className, ...more })

function drawn(name, attributes) {
  const node = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value)
  return node
}

const across = (lon) => lon * 100
const down = (lat) => (-18000 / Math.PI) * Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360))
const boxOf = ([west, south, east, north]) => [across(west), down(north), across(east), down(south)]

function shapeOf({ id, geometry, properties }) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates
  const box = [Infinity, Infinity, -Infinity, -Infinity]
  let d = "", largest = [], most = 0
  for (const rings of polygons) for (const [n, ring] of rings.entries()) {
    const points = ring.map(([lon, lat]) => [across(lon), down(lat)])
    let area = 0
    points.forEach(([x, y], i) => {
      const [nextX, nextY] = points[(i + 1) % points.length]
      area += x * nextY - nextX * y
      box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y)
      box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y)
    })
    d += `M${points.slice(0, -1).map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`).join("L")}Z`
    if (n === 0 && Math.abs(area) > most) { most = Math.abs(area); largest = points }
  }
  return { id, d, box, largest, area: most / 2, names: properties }
}

// Of some points of the largest part the one farthest from its edge: where a name or a ring belongs,
// also in a crescent. Worked out when it is needed first.
function middleOf(shape) {
  if (shape.middle) return shape.middle
  const ring = shape.largest, xs = ring.map(([x]) => x), ys = ring.map(([, y]) => y)
  const [left, right] = [Math.min(...xs), Math.max(...xs)], [top, bottom] = [Math.min(...ys), Math.max(...ys)]
  let best = -Infinity
  for (let i = 1; i < 10; i++) for (let j = 1; j < 10; j++) {
    const x = left + ((right - left) * i) / 10, y = top + ((bottom - top) * j) / 10
    let inside = false, nearest = Infinity
    for (let n = 0, last = ring.length - 1; n < ring.length; last = n++) {
      const [ax, ay] = ring[n], [bx, by] = ring[last]
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
      const long = (bx - ax) ** 2 + (by - ay) ** 2
      const share = long ? Math.min(Math.max(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / long, 0), 1) : 0
      nearest = Math.min(nearest, (x - ax - share * (bx - ax)) ** 2 + (y - ay - share * (by - ay)) ** 2)
    }
    const worth = inside ? nearest : -nearest
    if (worth > best) { best = worth; shape.middle = [x, y] }
  }
  return shape.middle
}

// The words and numbers that Python sent.

const FEW = -1, HIDDEN = -2 // counts of 1 to 4, and those that would give one away

function unpack(packed) {
  if (!packed) return null
  const bytes = Uint8Array.from(atob(packed.base64), (letter) => letter.charCodeAt(0))
  const kinds = { u1: [Uint8Array, 255], u2: [Uint16Array, 65535], u4: [Uint32Array, 4294967295] }
  const [Kind, none] = kinds[packed.kind]
  const meant = new Map([[none, null], [none - 1, FEW], [none - 2, HIDDEN]])
  return Array.from(new Kind(bytes.buffer), (n) => (meant.has(n) ? meant.get(n) : n))
}

const fill = (template, words) => template.replace(/\{(\w+)\}/g, (_, name) => words[name] ?? "")

function placeName({ names: { p, th, en, pth, pen } }, labels) {
  const [amphoe, province] = labels.language === "th" ? [th, pth] : [en, pen]
  return fill(p === BANGKOK ? labels.khet : labels.amphoe, { amphoe, province })
}

const shortName = ({ names }, labels) => (labels.language === "th" ? names.th : names.en)
const meaningOf = (value, { classes, labels }) =>
  classes.find((each) => each.value === value)?.label ?? labels.no_data

function membersOf(value, labels) {
  if (value === null || value === undefined) return ""
  if (value === FEW || value === HIDDEN) return value === FEW ? labels.few : labels.hidden
  return fill(labels.members, { n: value.toLocaleString("en") })
}
