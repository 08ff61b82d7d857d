// The life of a mounted map: built once, and brought up to what Python sends.
//
// `amphoe_map.py` sends { files, values, details, classes, labels, focus, bounds, country, chosen,
// ringed, height, screen }; `screen` is what lies on a map that fills the screen, else nothing.

const states = new WeakMap() // mounted element → what is drawn in it
const PLUS = "M12 5v14M5 12h14", MINUS = "M5 12h14", LIST = "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01"
const HOME = "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5"
let hatches = 0

function build(element, isScreen) {
  const root = tag("div", "amphoe-map"), stage = tag("div", "stage"), said = tag("div", "said")
  const svg = drawn("svg", { role: "img", preserveAspectRatio: "xMidYMid meet" })
  const lands = drawn("g", { class: "land" }), lines = drawn("path", { class: "borders" })
  const focus = drawn("path", { class: "focus" }), outline = drawn("path", { class: "chosen" })
  const inset = tag("div", "inset"), insetSvg = drawn("svg", { "aria-hidden": "true" })
  const title = tag("span"), names = tag("div", "names"), tip = tag("div", "tip", { hidden: true })
  const tools = tag("div", "tools"), notice = tag("div", "notice"), keys = tag("ul", "key")
  const hatch = `amphoe-map-hatch-${(hatches += 1)}`
  svg.innerHTML = `<pattern id="${hatch}" width="4" height="4" patternUnits="userSpaceOnUse"
    patternTransform="rotate(45)"><rect class="paper" width="4" height="4"/><rect class="stripe"
    width="1.2" height="4"/></pattern>`
  root.style.setProperty("--hatch", `url(#${hatch})`)
  said.setAttribute("aria-live", "polite")
  names.setAttribute("aria-hidden", "true")
  svg.append(lands, lines, focus, outline)
  inset.append(title, insetSvg)
  stage.append(svg, names, inset, tip, notice, tools)
  const state = { element, root, stage, svg, lands, lines, focus, outline, inset, insetSvg, title,
    names, tip, tools, notice, keys, said, seasons: new Map(), listing: null, width: 0, height: 0,
    touched: 0, moved: 0, turn: Promise.resolve() }
  const acts = [["zoom_in", PLUS, () => zoom(state, 1.6)], ["zoom_out", MINUS, () => zoom(state, 1 / 1.6)],
    ["reset", HOME, () => {
      if (isScreen && state.data.focus) choose(state, "all")
      else look(state, home(state))
    }]]
  if (isScreen) acts.push(["list", LIST, () => {
    state.listing = state.chosen?.slice(0, 2) ?? state.data.focus ?? ""
    dressPanel(state)
    focusFirst(state)
  }])
  state.toolNames = acts.map(([name]) => name)
  for (const [, path, act] of acts)
    tools.append(iconButton("tool", path, () => { if (state.view) act() }))
  if (isScreen) buildScreen(state)
  else root.append(keys)
  root.append(stage, said)
  element.append(root)
  listen(state)
  state.lister = tools.lastElementChild
  state.printing = () => { // the whole country, as large as the paper
    if (!state.view || !isScreen) return
    const [left, top, right, bottom] = boxOf(state.data.country)
    svg.setAttribute("viewBox", `${left} ${top} ${right - left} ${bottom - top}`)
    svg.setAttribute("preserveAspectRatio", "xMaxYMid meet")
  }
  state.printed = () => {
    svg.setAttribute("preserveAspectRatio", "xMidYMid meet")
    if (state.view) look(state, state.view)
  }
  window.addEventListener("beforeprint", state.printing)
  window.addEventListener("afterprint", state.printed)
  state.observer = new ResizeObserver(() => measure(state) && run(state))
  state.observer.observe(stage)
  return state
}

function buildScreen(state) {
  state.root.classList.add("fills")
  const over = tag("div", "over"), modes = tag("div", "modes"), note = tag("p", "note")
  const finding = tag("h2", "finding"), fold = tag("details", "fold"), title = tag("summary")
  modes.setAttribute("role", "radiogroup")
  fold.append(title, state.keys)
  fold.append(note)
  over.append(finding, modes, fold)
  Object.assign(state, { over, modes, finding, note, foldTitle: title, fold })
  state.stage.append(over, buildDays(state), buildPanel(state))
}

function dressScreen(state) {
  const { screen, labels } = state.data
  if (!screen) return
  state.finding.textContent = screen.finding
  state.note.textContent = screen.note
  state.foldTitle.textContent = labels.key
  state.modes.setAttribute("aria-label", labels.modes)
  if (state.modes.children.length !== screen.modes.length)
    state.modes.replaceChildren(...screen.modes.map(([code]) => modeButton(state, code)))
  pressMode(state, screen.mode)
  state.listed = unpack(screen.days)
  const isKept = state.playing || state.wanted || Date.now() - state.moved < 1500
  const isBeyond = state.mode === screen.mode && state.day !== undefined && isAhead(state, state.day)
  if (!isKept && !isBeyond) state.day = screen.day
  state.mode = screen.mode
  dressDays(state)
}

function modeButton(state, code) {
  const button = tag("button", "", { type: "button", onclick: () => { pressMode(state, code); ask(state, "mode", code) } })
  button.setAttribute("role", "radio")
  button.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const all = [...state.modes.children], to = all.at((all.indexOf(button) + step) % all.length)
    to.focus()
    to.click()
  }
  return button
}

const pressMode = (state, pressed) => [...state.modes.children].forEach((button, n) => {
  const [code, label] = state.data.screen.modes[n]
  button.textContent = label
  button.setAttribute("aria-checked", String(code === pressed))
  button.tabIndex = code === pressed ? 0 : -1
})

function measure(state) { // whether it has another size than when it was drawn
  const { stage, root, data } = state
  if (data.height) stage.style.height = `${data.height}px`
  else {
    const scroller = root.closest('[data-testid="stMain"]')
    const top = root.getBoundingClientRect().top + (scroller?.scrollTop ?? 0)
    root.style.setProperty("--top", `${Math.round(top)}px`)
  }
  const [width, height] = [Math.round(stage.clientWidth), Math.round(stage.clientHeight)]
  const isOther = width !== state.width || height !== state.height
  Object.assign(state, { width, height })
  return isOther
}

// What lies on the map at its sides, with and without what is told of a place.
function padOf(state) {
  const bare = { left: 8, right: 8, top: 8, bottom: 8 }
  if (!state.data.screen) return { bare, pads: bare }
  const isWide = state.width > 760, days = state.days.hidden ? 0 : state.days.offsetHeight + 16
  const panel = state.panel.hidden ? 0 : isWide ? state.panel.offsetWidth + 24 : state.panel.offsetHeight
  if (isWide) Object.assign(bare, { left: state.over.offsetWidth + 32, right: 64, top: 12, bottom: days + 8 })
  else Object.assign(bare, { top: state.modes.offsetTop + state.modes.offsetHeight + 8, bottom: days + 8 })
  const pads = isWide ? { ...bare, right: Math.max(panel, 64) } : { ...bare, bottom: Math.max(days, panel) + 8 }
  return { bare, pads }
}

// The inset lies in the Gulf, between the peninsula and the last islands of Trat, as large as the
// sea allows at this size. A viewer who zooms in finds land there, so then it is hidden.
function putInset(state) {
  const view = whole(state), gulf = boxOf([101.0, 7.35, 105.3, 7.36])
  const at = { ...state, view }, [left, bottom] = toScreen(at, [gulf[0], gulf[3]])
  const wide = (gulf[2] - gulf[0]) * view.k, high = wide / 1.25 + 22
  Object.assign(state.inset.style, { left: `${left}px`, top: `${bottom - high}px`,
    width: `${wide}px`, height: `${high}px` })
  state.title.textContent = state.data.labels.inset
}

function mark(state, code) { // outline an amphoe, whether it is chosen or only told of
  const shape = state.shapes[state.places.get(code)]
  state.outline.setAttribute("d", shape?.d ?? "")
  for (const path of state.paths) path.classList.toggle("is-chosen", path.dataset.at === String(state.places.get(code)))
}

function choose(state, code) {
  state.chosen = code.length === 4 ? code : null
  if (state.chosen) state.listing = null
  state.touched = Date.now()
  mark(state, state.chosen)
  dressPanel(state)
  if (state.chosen || !code) say(state, state.chosen)
  putNames(state)
  state.setTriggerValue("clicked", code)
}

const ask = (state, what, value) => state.setTriggerValue("asked", `${what} ${value}`)

async function load(state) {
  const { files } = state.data, at = (url) => new URL(url, state.base).href
  const style = at(files.style_url)
  if (!document.querySelector(`link[href="${style}"]`))
    document.head.append(tag("link", "", { rel: "stylesheet", href: style }))
  const [amphoe, provinces] = await Promise.all([loadJson(at(files.amphoe_url)), loadJson(at(files.provinces_url))])
  const shapes = amphoe.features.map(shapeOf), borders = provinces.features.map(shapeOf)
  const path = (shape, n) => {
    const node = drawn("path", { d: shape.d })
    node.dataset.at = n
    return node
  }
  const paths = shapes.map(path), khet = shapes.flatMap((each, n) => (each.names.p === BANGKOK ? [path(each, n)] : []))
  state.lands.replaceChildren(...paths)
  state.insetSvg.replaceChildren(...khet)
  state.lines.setAttribute("d", borders.map((each) => each.d).join(""))
  state.inset.hidden = !khet.length
  const [left, top, right, bottom] = khet.reduce(([a, b, c, d], { dataset: { at: n } }) => {
    const box = shapes[n].box
    return [Math.min(a, box[0]), Math.min(b, box[1]), Math.max(c, box[2]), Math.max(d, box[3])]
  }, [Infinity, Infinity, -Infinity, -Infinity])
  if (khet.length) state.insetSvg.setAttribute("viewBox", `${left} ${top} ${right - left} ${bottom - top}`)
  Object.assign(state, { shapes, provinces: borders, paths: [...paths, ...khet],
    places: new Map(shapes.map((each, n) => [each.id, n])),
    bySize: [...shapes].sort((a, b) => b.area - a.area) })
}

async function step(state) {
  const { notice, root, data } = state, { labels } = data
  if (!state.shapes) {
    root.dataset.state = "loading"
    notice.textContent = labels.loading
    await load(state)
    await document.fonts?.load("600 13px Sarabun").catch(() => {})
  }
  const values = unpack(data.values)
  if (values.length !== state.shapes.length) throw new Error("values and geometry differ")
  state.details = unpack(data.details)
  state.svg.setAttribute("aria-label", labels.name)
  ;[...state.tools.children].forEach((button, n) => {
    button.title = labels[state.toolNames[n]]
    button.setAttribute("aria-label", labels[state.toolNames[n]])
  })
  // What was touched a moment ago the server may not have heard of yet.
  if (Date.now() - state.touched > 1500 || data.chosen === state.chosen) state.chosen = data.chosen
  dressScreen(state)
  if (data.screen && !state.view) state.fold.open = state.stage.clientWidth > 760 || data.classes.length < 3
  if (!state.playing && !state.wanted && !(data.screen && isAhead(state, state.day))) {
    state.shown = { classes: data.classes, values, labels }
    paint(state)
    key(state)
  }
  dressPanel(state)
  measure(state)
  if (!state.width) return // in a closed tab: the observer calls again
  arrange(state)
  if (data.screen) takeSeason(state)
  notice.textContent = ""
  root.dataset.state = "drawn"
}

function arrange(state) { // the view, where something else is looked at or the room is another
  const { data } = state, room = `${state.width} ${state.height}`
  Object.assign(state, padOf(state))
  const isNew = !state.view || state.focused !== data.focus
  // Touched where one already looks closely, the map stays as it is.
  const isNear = state.view && state.pointed === data.focus && state.view.k > whole(state).k * 2.5
  if (room !== state.room) putInset(state)
  if (room !== state.room || (isNew && !isNear)) look(state, home(state))
  else putNames(state)
  Object.assign(state, { room, focused: data.focus })
  state.focus.setAttribute("d", state.provinces.find((each) => each.id === data.focus)?.d ?? "")
  mark(state, state.chosen)
  reveal(state)
}

function reveal(state) { // move what was touched out from under what tells of it
  if (state.revealed === state.chosen) return
  state.revealed = state.chosen
  const shape = state.shapes[state.places.get(state.chosen)]
  if (!shape) return
  const { pads, width, height } = state, [x, y] = toScreen(state, middleOf(shape))
  const into = (at, low, high) => (at < low ? low - at : at > high ? high - at : 0)
  const dx = into(x, pads.left, width - pads.right), dy = into(y, pads.top, height - pads.bottom)
  if (dx || dy) shift(state, dx && dx + 30 * Math.sign(dx), dy && dy + 30 * Math.sign(dy))
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
  if (!state) states.set(parentElement, (state = build(parentElement, Boolean(data.screen))))
  Object.assign(state, { data, setTriggerValue, base })
  run(state)
  // Streamlit also calls the clean-up of a run that a newer one overtook: only a removed element ends.
  return () => setTimeout(() => {
    if (state.root.isConnected) return
    state.observer.disconnect()
    window.removeEventListener("beforeprint", state.printing)
    window.removeEventListener("afterprint", state.printed)
    states.delete(parentElement)
  })
}
