// Streamlit's own widgets speak English only. Their words, on the page and for screen readers, are
// put into the reader's language wherever the framework writes one; what the page itself says is
// never touched.

const OURS = '[data-testid="stMarkdown"], [data-testid="stHeading"], .stBidiComponent, canvas'
const SPOKEN = ["aria-label", "placeholder", "title"]
const LONGEST = 160 // letters of the longest of them, so that long texts cost nothing

// One for the document, however often this script is read: the observer goes by it.
const { whole, patterns } = (window.widgetWords ??= { whole: new Map(), patterns: [] })

// `words` are pairs of what the framework says and what is to be read; {name} is any text.
function learnWords(words) {
  whole.clear()
  patterns.length = 0
  for (const [from, to] of words) {
    if (!from.includes("{")) whole.set(from, to)
    else {
      const escaped = from.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{(\w+)\}/g, "(?<$1>.+)")
      patterns.push([new RegExp(`^${escaped}$`), to.replace(/\{(\w+)\}/g, "$$<$1>")])
    }
  }
  reword(document.body)
}

function inWords(text) {
  const said = text.trim()
  if (!said || said.length > LONGEST) return text
  if (whole.has(said)) return text.replace(said, () => whole.get(said))
  const [what, ...ofWhich] = said.split(": ") // a table's buttons are called "Search: its name"
  if (ofWhich.length && whole.has(what)) return [whole.get(what), ...ofWhich].join(": ")
  const found = patterns.find(([pattern]) => pattern.test(said))
  return found ? said.replace(...found) : text
}

function rewordText(node) {
  const words = inWords(node.data)
  if (words !== node.data && !node.parentElement?.closest(OURS)) node.data = words
}

function rewordSpoken(element) {
  for (const name of SPOKEN) {
    const said = element.getAttribute(name)
    const words = said && inWords(said)
    if (words && words !== said && !element.closest(OURS)) element.setAttribute(name, words)
  }
}

function reword(node) {
  if (node.nodeType === Node.TEXT_NODE) return rewordText(node)
  if (node.nodeType !== Node.ELEMENT_NODE || node.matches(OURS)) return
  const kinds = NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT
  const all = document.createTreeWalker(node, kinds, (each) =>
    each.nodeType === Node.ELEMENT_NODE && each.matches(OURS)
      ? NodeFilter.FILTER_REJECT
      : NodeFilter.FILTER_ACCEPT,
  )
  for (let each = all.currentNode; each; each = all.nextNode()) {
    if (each.nodeType === Node.TEXT_NODE) rewordText(each)
    else rewordSpoken(each)
  }
}

function followWords() {
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "childList") addedNodes.forEach(reword)
      else if (type === "characterData") rewordText(target)
      else rewordSpoken(target)
    }
  }).observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: SPOKEN,
  })
}
