// How are the values drawn, and how does a click, a zoom or a change of theme reach the map?
//
// `amphoe_map.py` sends { files, values, details, colours, labels, focus, bounds, country, chosen,
// height }. Plotly is drawn once per mounted element; every later run only restyles what changed.

const BANGKOK = "10"
const NO_DATA = 0 // the palette's first colour
const STEPS = 64 // shades of a Scale
const FEW = -1, HIDDEN = -2 // counts of 1 to 4, and those that would give one away
const FILL = [0, 1], OUTLINE = [3, 4, 5], MAIN = 0, INSET = 1
const INK = {
  light: { noData: "#FFFFFF", few: "#B9CDE0", hidden: "#D7D3DE", amphoe: "#FFFFFF", province: "#8A857C", focus: "#57534B", chosen: "#111111" },
  dark: { noData: "#1B1E24", few: "#3F5A78", hidden: "#4A4657", amphoe: "#14161B", province: "#7C8496", focus: "#B4BBC9", chosen: "#FFFFFF" },
}

const states = new WeakMap() // mounted element → what is drawn in it
const fetched = new Map() // address → promise of its geometry
let plotly, hatches = 0

// ---- What is fetched, once per browser page ----

function loadPlotly(url) {
  // Without this Plotly asks a CDN for the coastlines of the world, even for a hidden base map.
  window.PlotlyGeoAssets = { topojson: { world_110m: { type: "Topology", arcs: [], objects: {} } } }
  plotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script")
    script.src = url
    script.onload = () => resolve(window.Plotly)
    script.onerror = () => { plotly = undefined; script.remove(); reject(new Error(url)) }
    document.head.append(script)
  })
  return plotly
}

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

function loadStyle(url) {
  if (document.querySelector(`link[href="${url}"]`)) return
  document.head.append(tag("link", "", { rel: "stylesheet", href: url }))
}

// ---- Numbers, colours, words ----

function unpack(packed) {
  if (!packed) return null
  const bytes = Uint8Array.from(atob(packed.base64), (letter) => letter.charCodeAt(0))
  const kinds = { u1: Uint8Array, u2: Uint16Array, f4: Float32Array }
  const none = { u1: 255, u2: 65535, f4: NaN }[packed.kind]
  const meant = new Map(packed.kind === "f4" ? [[none, null]]
    : [[none, null], [none - 1, FEW], [none - 2, HIDDEN]])
  return Array.from(new kinds[packed.kind](bytes.buffer), (n) => (meant.has(n) ? meant.get(n) : n))
}

const hex = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))

function mix(colours, share) {
  const place = share * (colours.length - 1), left = Math.min(Math.floor(place), colours.length - 2)
  const [from, to] = [hex(colours[left]), hex(colours[left + 1])]
  return `rgb(${from.map((c, i) => Math.round(c + (to[i] - c) * (place - left)))})`
}

function shareOf(scale, value) {
  const share = (value - scale.low) / (scale.high - scale.low || 1)
  return Math.min(Math.max(share, 0), 1) ** scale.power
}

// The palette holds "no data" first; `indexOf` turns a value into a place in it.
function paletteOf({ categories, scale }, theme) {
  const noData = INK[theme].noData
  if (scale) {
    const shades = Array.from({ length: STEPS }, (_, i) => mix(scale[theme], i / (STEPS - 1)))
    const indexOf = (v) => (v === null ? NO_DATA : 1 + Math.round(shareOf(scale, v) * (STEPS - 1)))
    const marks = [FEW, HIDDEN]
    return {
      colours: [noData, ...shades, INK[theme].few, INK[theme].hidden],
      indexOf: (v) => (marks.includes(v) ? STEPS + 1 + marks.indexOf(v) : indexOf(v)),
    }
  }
  const places = new Map(categories.map((category, i) => [category.value, i + 1]))
  return {
    colours: [noData, ...categories.map((category) => category[theme])],
    indexOf: (v) => places.get(v) ?? NO_DATA,
  }
}

function themeOf(element) {
  const probe = document.createElement("i")
  probe.style.color = "var(--st-background-color, #fff)"
  element.append(probe)
  const [r, g, b] = getComputedStyle(probe).color.match(/[\d.]+/g).map(Number)
  probe.remove()
  return { theme: 0.3 * r + 0.6 * g + 0.1 * b < 128 ? "dark" : "light", back: `rgb(${[r, g, b]})` }
}

const fill = (template, words) => template.replace(/\{(\w+)\}/g, (_, name) => words[name] ?? "")

function placeName(feature, labels) {
  const { p, th, en, pth, pen } = feature.properties
  const [amphoe, province] = labels.language === "th" ? [th, pth] : [en, pen]
  return fill(p === BANGKOK ? labels.khet : labels.amphoe, { amphoe, province })
}

function meaningOf(value, { colours, labels }) {
  if (value === null || value === undefined) return labels.no_data
  if (value === FEW || value === HIDDEN) return value === FEW ? labels.few : labels.hidden
  if (colours.scale) return fill(labels.value, { n: value.toLocaleString("en") })
  return colours.categories.find((category) => category.value === value)?.label ?? labels.no_data
}

// ---- Where things lie ----

const north = (degrees) => Math.log(Math.tan(Math.PI / 4 + (degrees * Math.PI) / 360))
const degrees = (y) => (Math.atan(Math.exp(y)) * 360) / Math.PI - 90

// The box of a geo in degrees, widened to the shape of its pixels: whatever Plotly would fit into
// another shape it also clips to it, and a zoomed map would end in mid-air.
function frame([west, south, east, top], aspect, margin) {
  const span = ((east - west) * Math.PI) / 180, rise = north(top) - north(south)
  const width = Math.max(span, rise * aspect) * (1 + margin), height = width / aspect
  const lon = (west + east) / 2, y = (north(top) + north(south)) / 2
  const half = (width * 90) / Math.PI
  return { lon, lat: degrees(y), width, lons: [lon - half, lon + half],
    lats: [degrees(y - height / 2), degrees(y + height / 2)] }
}

function boundsOf(features) {
  const box = [Infinity, Infinity, -Infinity, -Infinity]
  const visit = (part) => {
    if (typeof part[0] !== "number") return part.forEach(visit)
    box[0] = Math.min(box[0], part[0]); box[1] = Math.min(box[1], part[1])
    box[2] = Math.max(box[2], part[0]); box[3] = Math.max(box[3], part[1])
  }
  features.forEach((feature) => visit(feature.geometry.coordinates))
  return box
}

function linesOf(features) {
  const lon = [], lat = []
  for (const { geometry } of features) {
    for (const rings of geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates)
      for (const ring of rings) {
        for (const [x, y] of ring) { lon.push(x); lat.push(y) }
        lon.push(null); lat.push(null)
      }
  }
  return { lon, lat }
}

const viewOf = (geo, lon, lat, scale) => ({
  [`${geo}.center.lon`]: lon, [`${geo}.center.lat`]: lat,
  [`${geo}.projection.rotation.lon`]: lon, [`${geo}.projection.scale`]: scale,
})

function home(state) { // the view that "reset" returns to: the province in focus, or the country
  const { focus, bounds, country } = state.data
  const aspect = state.width / state.data.height
  const whole = frame(country, aspect, 0.05)
  const here = focus ? frame(bounds, aspect, 0.15) : whole
  return { ...here, scale: whole.width / here.width }
}

// The inset lies in the Gulf, between the peninsula and the last islands of Trat, as large as the
// sea allows at this size. A viewer who zooms in finds land there, so then it is hidden.
const GULF = { west: 101.0, south: 7.35, width: 4.3 } // degrees
const TITLE = 22 // pixels

function insetBox(state) {
  const { width, data: { country, height } } = state, whole = frame(country, width / height, 0.05)
  const degree = width / (whole.lons[1] - whole.lons[0]), w = GULF.width * degree, h = w / 1.25
  const left = (GULF.west - whole.lons[0]) * degree
  const share = (north(GULF.south) - north(whole.lats[0])) / (north(whole.lats[1]) - north(whole.lats[0]))
  return { left, w, h: h + TITLE, top: height * (1 - share) - h - TITLE }
}

function insetDomain(state) {
  const { left, top, w, h } = insetBox(state), { width, data: { height } } = state
  return { x: [left / width, (left + w) / width], y: [1 - (top + h) / height, 1 - (top + TITLE) / height] }
}

// ---- Drawing ----

function geoOf(range, domain, back) {
  return { domain, visible: false, bgcolor: back,
    projection: { type: "mercator", scale: 1, minscale: 0.8, maxscale: 80,
      rotation: { lon: range.lon } },
    center: { lon: range.lon, lat: range.lat },
    lonaxis: { range: range.lons }, lataxis: { range: range.lats } }
}

function colourscale(colours) { // equal steps, so that a palette's place is its colour exactly
  return colours.flatMap((c, i) => [[i / colours.length, c], [(i + 1) / colours.length, c]])
}

function paint(state, look) {
  const ink = INK[look.theme], { colours } = look.palette
  return { colorscale: [colourscale(colours)], zmin: -0.5, zmax: colours.length - 0.5,
    "marker.line.color": ink.amphoe }
}

function zOf(state, look) {
  const all = look.values.map(look.palette.indexOf)
  return [all, state.khet.map((at) => all[at])]
}

async function draw(state, look) {
  const { plotly: Plotly, amphoe, provinces, canvas } = state
  const { data } = state, khet = state.khet.map((at) => amphoe.features[at])
  const ink = INK[look.theme], z = zOf(state, look), style = paint(state, look)
  const area = (geo, features, values) => ({ type: "choropleth", geo, featureidkey: "id",
    geojson: { type: "FeatureCollection", features }, locations: features.map((f) => f.id),
    z: values, zmin: style.zmin, zmax: style.zmax, colorscale: style.colorscale[0],
    showscale: false, hoverinfo: "none",
    marker: { line: { width: geo === "geo" ? 0.4 : 0.7, color: ink.amphoe } } })
  const line = (geo, features, width, color) => ({ type: "scattergeo", mode: "lines", geo,
    ...linesOf(features), line: { width, color }, hoverinfo: "skip" })
  const whole = frame(data.country, state.width / data.height, 0.05)
  const layout = { width: state.width, height: data.height, margin: { l: 0, r: 0, t: 0, b: 0 },
    paper_bgcolor: "rgba(0,0,0,0)", showlegend: false, dragmode: "pan",
    geo: geoOf(whole, { x: [0, 1], y: [0, 1] }, "rgba(0,0,0,0)") }
  const traces = [area("geo", amphoe.features, z[MAIN])]
  if (khet.length) {
    layout.geo2 = geoOf(frame(boundsOf(khet), 1.25, 0.06), insetDomain(state), look.back)
    traces.push(area("geo2", khet, z[INSET]))
  } else traces.push({ type: "scattergeo", geo: "geo", lon: [], lat: [] })
  traces.push(line("geo", provinces.features, 0.8, ink.province))
  traces.push(line("geo", [], 2.5, ink.chosen), line(khet.length ? "geo2" : "geo", [], 2.5, ink.chosen),
    line("geo", [], 2, ink.focus))
  await Plotly.newPlot(canvas, traces, layout, { displayModeBar: false, scrollZoom: true,
    doubleClick: false, responsive: false, showTips: false })
  canvas.on("plotly_hover", (event) => showTip(state, event))
  canvas.on("plotly_unhover", () => { state.tip.hidden = true })
  canvas.on("plotly_click", (event) => choose(state, event.points[0].location))
  const moved = () => {
    state.tip.hidden = true
    state.root.classList.toggle("zoomed", canvas.layout.geo.projection.scale > 1.8)
  }
  canvas.on("plotly_relayouting", moved)
  canvas.on("plotly_relayout", moved)
}

// Bring the drawing up to `state.data`, touching only what differs from what is drawn.
async function update(state, look) {
  const { data, canvas, drawn } = state, { theme, back } = look
  if (look.values.length !== state.amphoe.features.length) throw new Error("values and geometry differ")
  const Plotly = state.plotly
  const inkKey = `${theme} ${back} ${JSON.stringify(data.colours)}`
  const valueKey = data.values.base64 + data.values.kind
  const sizeKey = `${state.width} ${data.height}`
  if (!drawn.ink) await draw(state, look)
  else if (inkKey !== drawn.ink) {
    const ink = INK[theme], z = zOf(state, look)
    await Plotly.restyle(canvas, { ...paint(state, look), z }, state.khet.length ? FILL : [MAIN])
    await Plotly.restyle(canvas, { "line.color": [ink.province, ink.chosen, ink.chosen, ink.focus] },
      [2, ...OUTLINE])
    if (state.khet.length) await Plotly.relayout(canvas, { "geo2.bgcolor": back })
  } else if (valueKey !== drawn.value)
    await Plotly.restyle(canvas, { z: zOf(state, look) }, state.khet.length ? FILL : [MAIN])
  if (drawn.size && sizeKey !== drawn.size) await resize(state)
  if (data.focus !== drawn.focus) await reset(state)
  if (data.chosen !== drawn.chosen || data.focus !== drawn.focus) await outline(state)
  Object.assign(drawn, { ink: inkKey, value: valueKey, size: sizeKey, focus: data.focus,
    chosen: data.chosen })
  hatch(state, look)
}

async function outline(state) {
  const { chosen, focus, labels } = state.data
  const found = state.amphoe.features.filter((feature) => feature.id === chosen)
  const lines = [found, chosen?.startsWith(BANGKOK) ? found : [],
    state.provinces.features.filter((feature) => feature.id === focus)].map(linesOf)
  state.said.textContent = found.length
    ? fill(labels.chosen, { place: placeName(found[0], labels) }) : ""
  await state.plotly.restyle(state.canvas,
    { lon: lines.map((l) => l.lon), lat: lines.map((l) => l.lat) }, OUTLINE)
}

// "No data" is hatched, so that no shade of any palette, on whatever screen, can pass for it.
function hatch(state, look) {
  const empty = look.values.map((value) => look.palette.indexOf(value) === NO_DATA)
  const mark = (geo, isEmpty) => state.canvas.querySelectorAll(`${geo} .choroplethlayer path`)
    .forEach((path, at) => path.classList.toggle("no-data", isEmpty(at)))
  mark(".geo:not(.geo2)", (at) => empty[at])
  mark(".geo2", (at) => empty[state.khet[at]])
}

async function resize(state) {
  const { data } = state, whole = frame(data.country, state.width / data.height, 0.05)
  const change = { width: state.width, height: data.height,
    "geo.lonaxis.range": whole.lons, "geo.lataxis.range": whole.lats }
  if (state.khet.length) change["geo2.domain"] = insetDomain(state)
  await state.plotly.relayout(state.canvas, change)
}

function reset(state) {
  const { lon, lat, scale } = home(state)
  return state.plotly.relayout(state.canvas, viewOf("geo", lon, lat, scale))
}

function zoom(state, times) {
  const { center, projection } = state.canvas.layout.geo
  const scale = Math.min(Math.max(projection.scale * times, 0.8), 80)
  const lon = projection.rotation?.lon ?? center.lon
  return state.plotly.relayout(state.canvas, viewOf("geo", lon, center.lat, scale))
}

// ---- What surrounds the drawing ----

const tag = (name, className, more = {}) =>
  Object.assign(document.createElement(name), { className, ...more })

function build(element) {
  const root = tag("div", "amphoe-map"), stage = tag("div", "stage")
  const canvas = tag("div", "canvas", { role: "img" })
  const tip = tag("div", "tip", { hidden: true }), inset = tag("div", "inset")
  const tools = tag("div", "tools"), notice = tag("div", "notice")
  const said = tag("div", "said"), keys = tag("div", "legend")
  said.setAttribute("aria-live", "polite")
  stage.append(canvas, inset, tools, tip, notice)
  const hatch = `amphoe-map-hatch-${(hatches += 1)}`
  root.innerHTML = `<svg width="0" height="0" aria-hidden="true"><pattern id="${hatch}" width="4"
    height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="paper"
    width="4" height="4"/><rect class="stripe" width="1.2" height="4"/></pattern></svg>`
  root.style.setProperty("--hatch", `url(#${hatch})`)
  root.append(keys, stage, said)
  element.append(root)
  const state = { element, root, stage, canvas, tip, inset, tools, notice, said, keys,
    drawn: { focus: null, chosen: null }, width: 0, turn: Promise.resolve() }
  for (const [text, act] of [["+", () => zoom(state, 1.6)], ["−", () => zoom(state, 1 / 1.6)],
    ["⟲", () => reset(state)]]) {
    const button = tag("button", "tool", { type: "button", textContent: text })
    button.onclick = () => { if (state.drawn.ink) act() }
    tools.append(button)
  }
  for (const kind of ["touchstart", "touchmove"])
    canvas.addEventListener(kind, twoFingers, { capture: true, passive: false })
  state.observer = new ResizeObserver(() => {
    if (Math.round(stage.clientWidth) !== state.width) run(state)
  })
  state.observer.observe(stage)
  return state
}

// One finger scrolls the page and taps; only two move and zoom the map. Plotly's zoom must therefore
// not see the first finger alone, but hear of both at once when the second comes.
function twoFingers(event) {
  if (!event.isTrusted) return
  if (event.touches.length < 2) event.stopPropagation()
  else if (event.type === "touchmove") event.preventDefault()
  else {
    event.stopPropagation()
    const touches = [...event.touches]
    event.target.dispatchEvent(new TouchEvent("touchstart",
      { bubbles: true, touches, targetTouches: touches, changedTouches: touches }))
  }
}

function dress(state) { // the words and measures of this run
  const { labels, height } = state.data
  state.stage.style.height = `${height}px`
  state.canvas.setAttribute("aria-label", labels.name)
  const names = [labels.zoom_in, labels.zoom_out, labels.reset]
  ;[...state.tools.children].forEach((button, i) => {
    button.title = names[i]
    button.setAttribute("aria-label", names[i])
  })
  const { left, top, w, h } = insetBox(state)
  Object.assign(state.inset.style,
    { left: `${left}px`, top: `${top}px`, width: `${w}px`, height: `${h}px` })
  state.inset.textContent = labels.inset
}

function legend(state, look) {
  const { colours, labels } = state.data, { palette } = look, parts = []
  const swatch = (colour, text, more = "") => {
    const item = tag("span", "key"), box = tag("span", `swatch ${more}`)
    box.style.backgroundColor = colour
    item.append(box, text)
    return item
  }
  if (colours.scale) {
    const ramp = tag("span", "ramp"), bar = tag("span", "bar"), scale = colours.scale
    const shades = palette.colours.slice(1, 1 + STEPS).filter((_, i) => i % 7 === 0)
    bar.style.backgroundImage = `linear-gradient(90deg, ${shades})`
    ramp.append(bar)
    for (const [value, text] of scale.ticks) {
      const tick = tag("span", "tick", { textContent: text })
      // The first tick starts where the bar starts and the last ends where it ends.
      const share = shareOf(scale, value) * 100
      tick.style.left = `${share}%`
      tick.style.transform = `translateX(-${share}%)`
      ramp.append(tick)
    }
    parts.push(ramp)
    for (const [value, text] of [[FEW, labels.few], [HIDDEN, labels.hidden]])
      if (look.values.includes(value)) parts.push(swatch(palette.colours[palette.indexOf(value)], text))
  } else for (const { label, [look.theme]: colour } of colours.categories)
    parts.push(swatch(colour, label))
  if (look.values.some((value) => palette.indexOf(value) === NO_DATA))
    parts.push(swatch(palette.colours[NO_DATA], labels.no_data, "no-data"))
  state.keys.replaceChildren(...parts)
}

function showTip(state, { points: [point], event }) {
  const at = state.places.get(point.location)
  if (at === undefined) return
  const { labels } = state.data, value = state.values[at], detail = state.details?.[at]
  const lines = [tag("b", "", { textContent: placeName(state.amphoe.features[at], labels) }),
    tag("span", "", { textContent: meaningOf(value, state.data) })]
  if (labels.detail && detail !== null && detail !== undefined)
    lines.push(tag("span", "", { textContent: detail < 0 ? meaningOf(detail, state.data)
      : fill(labels.detail, { n: detail.toLocaleString("en") }) }))
  const { tip, stage } = state, box = stage.getBoundingClientRect()
  tip.replaceChildren(...lines)
  tip.hidden = false
  const x = event.clientX - box.left, y = event.clientY - box.top
  const left = x + 14 + tip.offsetWidth > box.width ? x - 14 - tip.offsetWidth : x + 14
  tip.style.left = `${Math.max(4, left)}px`
  tip.style.top = `${Math.min(Math.max(4, y + 14), box.height - tip.offsetHeight - 4)}px`
}

function choose(state, code) {
  if (code === undefined) return
  const next = code === state.data.chosen ? "" : code
  state.setTriggerValue("clicked", next)
}

// ---- The life of a mounted element ----

async function load(state) {
  const { files } = state.data, at = (url) => new URL(url, state.base).href
  loadStyle(at(files.style_url))
  const [Plotly, amphoe, provinces] = await Promise.all(
    [loadPlotly(at(files.plotly_url)), loadJson(at(files.amphoe_url)), loadJson(at(files.provinces_url))])
  const places = new Map(amphoe.features.map((feature, i) => [feature.id, i]))
  const khet = amphoe.features.flatMap((f, i) => (f.properties.p === BANGKOK ? [i] : []))
  Object.assign(state, { plotly: Plotly, amphoe, provinces, places, khet })
}

async function step(state) {
  const { notice, root, data: { labels } } = state
  const { theme, back } = themeOf(state.element)
  const look = { theme, back, palette: paletteOf(state.data.colours, theme),
    values: unpack(state.data.values) }
  Object.assign(state, { values: look.values, details: unpack(state.data.details) })
  state.width = Math.round(state.stage.clientWidth)
  dress(state)
  legend(state, look)
  if (!state.width) return // in a closed tab: the observer calls again
  if (!state.drawn.ink) {
    root.dataset.state = "loading"
    notice.textContent = labels.loading
    if (!state.plotly) await load(state)
  }
  await update(state, look)
  notice.textContent = ""
  root.dataset.state = "drawn"
}

function run(state) { // one at a time, and only the newest data: a dragged slider outruns drawing
  if (state.waiting) return
  state.waiting = true
  state.turn = state.turn.then(() => { state.waiting = false; return step(state) }).catch((error) => {
    console.error("amphoe_map", error)
    state.notice.textContent = state.data.labels.failed
    state.root.dataset.state = "failed"
  })
}

export default function amphoeMap({ data, parentElement, setTriggerValue }, base) {
  let state = states.get(parentElement)
  if (!state) states.set(parentElement, (state = build(parentElement)))
  Object.assign(state, { data, setTriggerValue, base })
  run(state)
  // Streamlit also calls the clean-up of a run that a newer one overtook: only a removed element ends.
  return () => setTimeout(() => {
    if (state.root.isConnected) return
    state.observer.disconnect()
    if (state.drawn.ink) state.plotly.purge(state.canvas)
    states.delete(parentElement)
  })
}
