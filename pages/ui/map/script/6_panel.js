// What is the touched place, and what does it need? And the list by which keys and screen readers
// reach every amphoe: provinces, and the amphoe of one.

const CROSS = "M6 6l12 12M18 6L6 18"

function iconButton(className, path, act) {
  const button = tag("button", className, { type: "button", onclick: act })
  button.innerHTML = `<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><path d="${path}"
    fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round"/></svg>`
  return button
}

function buildPanel(state) {
  const panel = tag("section", "panel", { hidden: true }), grip = tag("div", "grip")
  const close = iconButton("close", CROSS, () => closePanel(state)), body = tag("div", "body")
  panel.append(grip, close, body)
  Object.assign(state, { panel, closer: close, panelBody: body })
  let from = null // a sheet is drawn down to be put away
  panel.addEventListener("touchstart", ({ touches: [finger] }) => {
    from = body.scrollTop > 0 ? null : finger.clientY
  }, { passive: true })
  panel.addEventListener("touchmove", ({ touches: [finger] }) => {
    if (from !== null) panel.style.translate = `0 ${Math.max(finger.clientY - from, 0)}px`
  }, { passive: true })
  panel.addEventListener("touchend", ({ changedTouches: [finger] }) => {
    panel.style.translate = ""
    if (from !== null && finger.clientY - from > 70) closePanel(state)
    from = null
  })
  panel.addEventListener("keydown", (event) => { if (event.key === "Escape") closePanel(state) })
  return panel
}

function closePanel(state) {
  const wasListing = state.listing
  state.listing = null
  if (state.chosen) choose(state, "")
  else dressPanel(state)
  if (wasListing !== null) state.lister.focus()
}

function dressPanel(state) {
  const { data: { screen, labels }, panel, panelBody, chosen } = state
  if (!screen) return
  state.closer.setAttribute("aria-label", labels.close)
  panel.hidden = !chosen && state.listing === null
  panel.classList.toggle("lists", state.listing !== null)
  state.root.classList.toggle("telling", !panel.hidden)
  if (panel.hidden) return
  if (state.listing !== null) return fillList(state)
  const at = state.places.get(chosen), shape = state.shapes[at]
  if (!shape) { panel.hidden = true; return }
  const told = screen.panel?.code === chosen ? screen.panel : null
  const province = labels.language === "th" ? shape.names.pth : shape.names.pen
  const crumb = tag("button", "crumb", { type: "button", textContent: `${province} ›` })
  crumb.onclick = () => { state.listing = shape.names.p; dressPanel(state); focusFirst(state) }
  const badge = tag("span", "badge", { textContent: told?.badge[0] ?? meaningOf(state.shown.values[at], state.shown) })
  if (told && state.toldOf !== chosen) // for who does not see the map
    state.said.textContent = [placeName(shape, labels), told.badge[0], told.facts[0], told.next].join(", ")
  state.toldOf = told ? chosen : null
  if (told) {
    badge.style.background = `light-dark(${told.badge[1]}, ${told.badge[2]})`
    badge.style.color = `light-dark(${told.badge[3]}, ${told.badge[4]})`
  }
  const who = tag("div", "who")
  who.append(tag("h3", "", { textContent: shortName(shape, labels) }), badge)
  const parts = [crumb, who]
  const facts = told?.facts ?? [membersOf(state.details?.[at], labels)]
  for (const fact of facts.filter(Boolean)) parts.push(tag("p", "", { textContent: fact }))
  if (told) parts.push(tag("h4", "", { textContent: labels.next }), tag("p", "next", { textContent: told.next }))
  if (told?.open) {
    const link = tag("a", "open", { href: told.open[1], textContent: told.open[0] })
    link.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      ask(state, "open", chosen)
    }
    parts.push(link)
  }
  refill(panelBody, parts)
}

function refill(body, parts) { // who stands on a button there still does
  const { activeElement: held } = document, code = body.contains(held) ? held.dataset.code : undefined
  const name = body.contains(held) ? held.className : ""
  body.replaceChildren(...parts)
  if (code) body.querySelector(`[data-code="${code}"]`)?.focus()
  else if (name) body.querySelector(`.${name}`)?.focus()
}

// ---- The list ----

const sorted = (shapes, labels) => [...shapes].sort((a, b) =>
  shortName(a, labels).localeCompare(shortName(b, labels), labels.language))

function fillList(state) {
  const { data: { labels }, listing, panelBody } = state, isSeen = (n) => state.shown.values[n] !== null
  const inside = state.shapes.filter((each, n) => each.names.p === listing && isSeen(n))
  const seen = new Set(state.shapes.filter((_, n) => isSeen(n)).map((each) => each.names.p))
  const title = listing ? state.provinces.find((each) => each.id === listing) : null
  const back = tag("button", "crumb", { type: "button", textContent: labels.whole_country })
  back.onclick = () => { state.listing = ""; dressPanel(state); focusFirst(state); choose(state, "all") }
  const list = tag("ul", "places")
  const shapes = listing ? inside : state.provinces.filter((each) => seen.has(each.id))
  for (const shape of sorted(shapes, labels)) {
    const item = tag("li"), button = tag("button", "", { type: "button" }), at = state.places.get(shape.id)
    button.dataset.code = shape.id
    if (at !== undefined) {
      const swatch = tag("i", "swatch"), value = state.shown.values[at]
      swatch.style.background = `var(--c${value})`
      button.append(swatch, tag("span", "", { textContent: shortName(shape, labels) }),
        tag("small", "", { textContent: meaningOf(value, state.shown) }))
      button.onfocus = () => { mark(state, shape.id); say(state, shape.id) }
    } else button.append(tag("span", "", { textContent: shortName(shape, labels) }))
    button.onclick = () => {
      if (at === undefined) { state.listing = shape.id; dressPanel(state); focusFirst(state); choose(state, shape.id) }
      else { state.listing = null; choose(state, shape.id); state.closer.focus() }
    }
    item.append(button)
    list.append(item)
  }
  list.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -1e4, End: 1e4 }[event.key]
    const all = [...list.querySelectorAll("button")], at = all.indexOf(document.activeElement)
    if (event.key === "ArrowLeft" && listing) return back.click()
    if (event.key === "ArrowRight" && !listing) return document.activeElement.click()
    if (!step) return
    event.preventDefault()
    all[Math.min(Math.max(at + step, 0), all.length - 1)].focus()
  }
  refill(panelBody, [...(listing ? [back] : []),
    tag("h3", "", { textContent: title ? shortName(title, labels) : labels.list }), list])
}

const focusFirst = (state) => state.panelBody.querySelector(".places button")?.focus()

function say(state, code) { // for who does not see the map
  const at = state.places.get(code), { labels } = state.data
  const words = at === undefined ? [] : [placeName(state.shapes[at], labels),
    meaningOf(state.shown.values[at], state.shown), membersOf(state.details?.[at], labels)]
  state.said.textContent = words.filter(Boolean).join(", ")
}
