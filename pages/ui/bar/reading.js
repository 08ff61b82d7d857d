// What does the document itself say of its language, when does the phone's menu close, which choices
// does the browser's Back undo, and how does a link open?
//
// `reading.py` sends { language, words } and puts `widget_words.js` before this file.

const CHOICES = '[data-testid="stSidebarNavLink"], .st-key-languages'
const CLOSE = '[data-testid="stSidebarCollapseButton"] button'
const STREAMLITS = '[data-testid="stSidebarNavLink"], [data-testid="stPageLink"]' // it minds itself
const NARROW = "(max-width: 768px)" // where Streamlit lays the menu over the page

function closeMenu(event) {
  if (!matchMedia(NARROW).matches || !event.target.closest(CHOICES)) return
  setTimeout(() => document.querySelector(CLOSE)?.click())
}

// One choice is one step of Back. Streamlit makes a step of each parameter that the server writes,
// and of a page before its parameters: all that follows upon one choice belongs to its step.
const CONTROLS = 'a, button, input, label, [role="option"], [role="slider"], .amphoe-map'

function makeStepsOfChoices() {
  let isChoice = false
  const note = (event) => {
    if (event.target.closest?.(CONTROLS)) isChoice = true
  }
  for (const kind of ["pointerdown", "click", "keydown"]) {
    document.addEventListener(kind, note, { capture: true })
  }
  addEventListener("popstate", () => (isChoice = false), { capture: true })
  const push = history.pushState.bind(history)
  history.pushState = (...entry) => {
    if (isChoice) push(...entry)
    else history.replaceState(...entry)
    isChoice = false
  }
}

// A link to another page of ours opens as Back would open it, in this session: nothing is loaded anew.
const PAGE = /^[a-z_]*$/

function followLink(event) {
  const link = event.composedPath().find((each) => each.tagName === "A" && each.href)
  const isPlain = !event.button && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
  if (!link || !isPlain || link.hasAttribute("download") || link.closest(STREAMLITS)) return
  const program = document.querySelector('script[type="module"][src*="static/js/"]')
  const root = new URL("../../", program.src).href
  if (!link.href.startsWith(root) || link.hash) return
  if (!PAGE.test(link.href.slice(root.length).split("?")[0])) return
  event.preventDefault()
  if (link.href === location.href) return
  history.pushState({}, "", link.href)
  dispatchEvent(new PopStateEvent("popstate"))
}

// Streamlit's menu puts boxes between a list and its items, calls a box that takes files no part of
// the page, and reads an icon's English name out beside the words it adorns: each then says what it is.
const SAID = [
  ['[data-testid="stSidebarNavItems"]', "role", "none"],
  ['[data-testid="stSidebarNavItems"] > div', "role", "list"],
  ['[data-testid="stFileUploaderDropzone"]', "role", "group"],
  ['[data-testid="stMarkdown"] [role="img"][aria-label$=" icon"]', "aria-hidden", "true"],
]

function sayWhatItIs() {
  for (const [what, name, value] of SAID) {
    for (const each of document.querySelectorAll(what)) {
      if (each.getAttribute(name) !== value) each.setAttribute(name, value)
    }
  }
}

export default ({ data }) => {
  if (document.documentElement.lang !== data.language || !whole.size) learnWords(data.words)
  document.documentElement.lang = data.language
  if (document.documentElement.dataset.menu) return // it listens already
  document.documentElement.dataset.menu = "closes"
  makeStepsOfChoices()
  followWords()
  sayWhatItIs()
  new MutationObserver(sayWhatItIs).observe(document.body, { childList: true, subtree: true })
  // Before the choice is taken: what was touched may be gone from the page after it.
  document.addEventListener("click", closeMenu, { capture: true })
  document.addEventListener("click", followLink)
}
