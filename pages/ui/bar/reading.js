// What does the document itself say of its language, and when does the phone's menu close?
//
// `reading.py` sends { language }.

const CHOICES = '[data-testid="stSidebarNavLink"], .st-key-languages'
const CLOSE = '[data-testid="stSidebarCollapseButton"] button'
const NARROW = "(max-width: 768px)" // where Streamlit lays the menu over the page

function closeMenu(event) {
  if (!matchMedia(NARROW).matches || !event.target.closest(CHOICES)) return
  setTimeout(() => document.querySelector(CLOSE)?.click())
}

export default ({ data }) => {
  document.documentElement.lang = data.language
  if (document.documentElement.dataset.menu) return // it listens already
  document.documentElement.dataset.menu = "closes"
  // Before the choice is taken: what was touched may be gone from the page after it.
  document.addEventListener("click", closeMenu, { capture: true })
}
