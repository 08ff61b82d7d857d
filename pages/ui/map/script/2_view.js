// What is looked at, and how do a wheel, a mouse and two fingers move it?

const MOST = 80 // how far one can zoom in, against the whole country

// Fit a box of the paper into what nothing lies on.
function fit(state, [left, top, right, bottom], margin, pad = state.pads) {
  const wide = Math.max(state.width - pad.left - pad.right, 80)
  const high = Math.max(state.height - pad.top - pad.bottom, 80)
  const k = Math.min(wide / (right - left), high / (bottom - top)) / (1 + margin)
  return { k, x: (left + right) / 2 - (pad.left - pad.right) / 2 / k,
    y: (top + bottom) / 2 - (pad.top - pad.bottom) / 2 / k }
}

// The country, whether or not a place is told of beside it: what zooming is measured by.
const whole = (state) => fit(state, boxOf(state.data.country), 0.03, state.bare)

// The view that "reset" returns to: the province in focus, or the country. Where a sheet covers half
// of a phone, what was chosen and its neighbours.
function home(state) {
  const { data: { focus, bounds, country }, chosen } = state
  const shape = chosen && state.shapes[state.places.get(chosen)]
  if (focus && shape && state.pads.bottom > state.height / 3) {
    const [left, top, right, bottom] = shape.box, room = Math.max(right - left, bottom - top)
    return fit(state, [left - room, top - room * 0.6, right + room, bottom + room * 0.6], 0)
  }
  return focus ? fit(state, boxOf(bounds), 0.15) : fit(state, boxOf(country), 0.03)
}

function look(state, view) {
  state.view = view
  const { k, x, y } = view, w = state.width / k, h = state.height / k
  state.svg.setAttribute("viewBox", `${x - w / 2} ${y - h / 2} ${w} ${h}`)
  const zoom = k / whole(state).k
  state.stage.dataset.zoom = zoom.toFixed(3)
  state.root.classList.toggle("zoomed", zoom > 1.8)
  state.tip.hidden = true
  if (state.naming) return
  state.naming = requestAnimationFrame(() => { state.naming = 0; putNames(state) })
}

const toPaper = ({ width, height, view: { k, x, y } }, px, py) =>
  [x + (px - width / 2) / k, y + (py - height / 2) / k]
const toScreen = ({ width, height, view: { k, x, y } }, [px, py]) =>
  [(px - x) * k + width / 2, (py - y) * k + height / 2]

// Zoom by a factor so that the point of the screen stays where it is; without one, the middle.
function zoom(state, times, at) {
  const { pads, width, height } = state, least = Math.min(whole(state).k, home(state).k)
  const k = Math.min(Math.max(state.view.k * times, least * 0.8), least * MOST)
  const [px, py] = at ?? [(pads.left + width - pads.right) / 2, (pads.top + height - pads.bottom) / 2]
  const [x, y] = toPaper(state, px, py)
  look(state, { k, x: x - (px - width / 2) / k, y: y - (py - height / 2) / k })
}

function shift(state, dx, dy) {
  const { k, x, y } = state.view, [left, top, right, bottom] = boxOf(state.data.country)
  const within = (value, low, high) => Math.min(Math.max(value, low), high)
  look(state, { k, x: within(x - dx / k, left, right), y: within(y - dy / k, top, bottom) })
}

const pointOf = (state, { clientX, clientY }) => {
  const box = state.stage.getBoundingClientRect()
  return [clientX - box.left, clientY - box.top]
}

function listen(state) {
  const { svg } = state
  svg.addEventListener("wheel", (event) => {
    // At the whole country a wheel that would zoom out moves the page instead.
    if (event.deltaY > 0 && state.view.k <= whole(state).k * 1.01) return
    event.preventDefault()
    const times = Math.exp(-Math.min(Math.max(event.deltaY, -300), 300) * 0.0016)
    const least = whole(state).k / state.view.k
    zoom(state, times < least && least < 1 ? least : times, pointOf(state, event))
  }, { passive: false })
  svg.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch" || event.button) return
    let [x, y] = [event.clientX, event.clientY], way = 0
    const move = (to) => {
      way += Math.abs(to.clientX - x) + Math.abs(to.clientY - y)
      if (way > 6) { state.dragged = true; shift(state, to.clientX - x, to.clientY - y) }
      ;[x, y] = [to.clientX, to.clientY]
    }
    const end = () => {
      window.removeEventListener("pointermove", move)
      setTimeout(() => { state.dragged = false })
    }
    window.addEventListener("pointermove", move)
    window.addEventListener("pointerup", end, { once: true })
  })
  // One finger scrolls the page and taps; only two move and zoom the map.
  let before = null
  const two = ({ touches: [a, b] }) => ({ at: pointOf(state, {
    clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 }),
    apart: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) || 1 })
  svg.addEventListener("touchstart", (event) => {
    before = event.touches.length === 2 ? two(event) : null
  }, { passive: true })
  svg.addEventListener("touchmove", (event) => {
    if (event.touches.length !== 2) return
    event.preventDefault()
    const now = two(event)
    if (before) {
      shift(state, now.at[0] - before.at[0], now.at[1] - before.at[1])
      zoom(state, now.apart / before.apart, now.at)
    }
    before = now
  }, { passive: false })
  for (const each of [svg, state.insetSvg]) {
    each.addEventListener("pointermove", (event) => {
      if (event.pointerType !== "touch") showTip(state, event)
    })
    each.addEventListener("pointerleave", () => { state.tip.hidden = true })
  }
  state.stage.addEventListener("click", (event) => {
    const at = event.target.dataset?.at
    if (at === undefined || state.dragged) return
    const { id } = state.shapes[at]
    state.pointed = id.slice(0, 2)
    choose(state, id === state.chosen ? "" : id)
  })
}

function showTip(state, event) {
  const { tip, stage, data: { labels } } = state, at = event.target.dataset?.at
  tip.hidden = at === undefined
  if (tip.hidden) return
  const members = membersOf(state.details?.[at], labels)
  const lines = [placeName(state.shapes[at], labels), meaningOf(state.shown.values[at], state.shown), members]
  tip.replaceChildren(...lines.filter(Boolean).map((text, n) => tag(n ? "span" : "b", "", { textContent: text })))
  const [x, y] = pointOf(state, event), { clientWidth: width, clientHeight: height } = stage
  const left = x + 14 + tip.offsetWidth > width ? x - 14 - tip.offsetWidth : x + 14
  tip.style.left = `${Math.max(4, left)}px`
  tip.style.top = `${Math.min(Math.max(4, y + 14), height - tip.offsetHeight - 4)}px`
}
