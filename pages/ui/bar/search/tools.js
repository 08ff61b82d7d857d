// The bar's field to search from, its button to share, and a phone's bar at the bottom.
//
// `tools.py` sends { files, viewer, labels, phone, share }. What is needed to search is fetched when
// somebody first does.

const KEPT = ["on", "lang", "edition"] // what an address keeps when another is opened from here
const TYPES = 'input, textarea, select, [contenteditable="true"]'
const ICONS = { // drawn in lines on 24 by 24
  search: '<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5 5"/>',
  share: '<path d="M12 15V4m-4 4 4-4 4 4M6 12v7h12v-7"/>',
  overview: '<path d="M6 21V4h11l-2 4 2 4H6"/>',
  coverage_map: '<path d="m9 5-6 2v13l6-2 6 2 6-2V5l-6 2-6-2zm0 0v13m6-11v13"/>',
  gaps: '<path d="m20 4-7 17-3-7-7-3z"/>',
}
const drawn = new WeakMap() // mounted element → what is drawn in it

export function tag(name, attributes = {}, ...children) {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...children)
  return element
}

function icon(name) {
  const space = document.createElement("span")
  space.className = "tools-icon"
  space.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true">${ICONS[name]}</svg>`
  return space
}

// ---- Going somewhere ----

export function addressOf(root, page, parameters) {
  const here = new URLSearchParams(location.search)
  const told = { ...Object.fromEntries(KEPT.map((name) => [name, here.get(name)])), ...parameters }
  const text = new URLSearchParams(Object.entries(told).filter(([, value]) => value)).toString()
  return new URL((page === "overview" ? "" : page) + (text && `?${text}`), root).href
}

// The link of this very view: with its day, so that opened next week it shows what is shown now.
export function linkOf({ on }) {
  const address = new URL(location.href)
  address.searchParams.set("on", on)
  return address.href
}

// As if Back had led there: Streamlit then opens the page in this very session.
export function go(address) {
  if (address === location.href) return
  history.pushState({}, "", address)
  dispatchEvent(new PopStateEvent("popstate"))
}

// ---- What is drawn ----

function draw(parent) {
  const field = tag("button", { type: "button", class: "tools-search", "aria-haspopup": "dialog", "aria-keyshortcuts": "Control+K /" },
    icon("search"), tag("span"), tag("kbd", { "aria-hidden": "true" }, "Ctrl K"))
  const share = tag("button", { type: "button", class: "tools-share", "aria-haspopup": "dialog" }, icon("share"), tag("span"))
  const phone = tag("nav", { class: "tools-phone" })
  const state = { field, share, phone }
  field.onclick = () => open("search", state)
  share.onclick = () => open("share", state)
  const printed = tag("p", { class: "tools-printed" })
  state.printed = printed
  addEventListener("beforeprint", () => tellPrinted(state))
  parent.replaceChildren(tag("div", { class: "tools" }, field, share), phone, printed)
  drawn.set(parent, state)
  return state
}

async function open(what, state) {
  const { data, root } = state
  const style = new URL(data.files.style, root).href
  if (!document.querySelector(`link[href="${style}"]`)) document.head.append(tag("link", { rel: "stylesheet", href: style }))
  const script = await import(new URL(data.files[what], root).href)
  await script.open({ parent: state.field.parentElement, ...state })
}

function drawPhone(state) {
  const { data: { phone, viewer, labels }, root } = state
  const places = phone.map(([page, label]) => {
    const link = tag("a", { href: addressOf(root, page, { place: viewer.place }) }, icon(page), tag("span", {}, label))
    if (page === viewer.page) link.setAttribute("aria-current", "page")
    return link
  })
  const search = tag("button", { type: "button", "aria-haspopup": "dialog" }, icon("search"), tag("span", {}, labels.button))
  search.onclick = () => open("search", state)
  state.phone.setAttribute("aria-label", labels.phone)
  state.phone.replaceChildren(...places, search)
}

// A sheet of paper has no choices in its bar: it says of what place and day it is, and where it is.
function tellPrinted({ printed, data: { share } }) {
  printed.textContent = `${share.place} · ${share.day} · ${linkOf(share)}`
}

// Once for the document, whatever is mounted in it: a key presses the button that is there then.
function listen() {
  if (document.documentElement.dataset.searched) return
  document.documentElement.dataset.searched = "by key"
  document.addEventListener("keydown", (event) => {
    const isControl = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k"
    const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.target.closest?.(TYPES)
    if (!isControl && !isSlash) return
    event.preventDefault()
    if (!document.querySelector("dialog[open]")) document.querySelector(".tools-search")?.click()
  })
}

export default ({ data, parentElement }, root) => {
  const state = drawn.get(parentElement) ?? draw(parentElement)
  const { labels } = data
  Object.assign(state, { data, root })
  state.field.setAttribute("aria-label", labels.search)
  state.field.querySelector("span:not(.tools-icon)").textContent = labels.search
  state.share.querySelector("span:not(.tools-icon)").textContent = labels.share
  state.share.setAttribute("aria-label", labels.share)
  drawPhone(state)
  tellPrinted(state)
  listen()
}
