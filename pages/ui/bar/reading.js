// What does the document itself say of its language, when does the phone's menu close, and which
// choices does the browser's Back undo?
//
// `reading.py` sends { language, words } and puts `widget_words.js` before this file.

const CHOICES = '[data-testid="stSidebarNavLink"], .st-key-languages'
const CLOSE = '[data-testid="stSidebarCollapseButton"] button'
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
}
