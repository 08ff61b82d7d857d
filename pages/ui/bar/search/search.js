// The box to search in: what is typed, what is offered, and how it is opened.

import { addressOf, go, tag } from "./tools.js"
import { find, index } from "./matching.js"

const OF_A_MONTH = "monthly_report" // the one page, or step of one, that is of a month itself
let known // the promise of the list, once a document

function load(url) {
  known ??= fetch(url).then((found) => {
    if (!found.ok) throw new Error(`${found.status} ${url}`)
    return found.json()
  }).then((list) => ({ ...index(list), titles: list.pages }))
  known.catch(() => (known = undefined)) // the next opening tries again
  return known
}

// ---- What a result says, and where it leads ----

const fill = (template, words) => template.replace(/\{(\w+)\}/g, (_, name) => words[name] ?? "")

function describe({ page, place, month }, { titles }, { viewer, labels }) {
  const [own, other] = viewer.language === "th" ? ["th", "en"] : ["en", "th"]
  const title = titles[page][own === "th" ? 0 : 1]
  const when = month && monthText(month, labels)
  if (!place) return { label: [title, when].filter(Boolean).join(" · "), note: labels.page }
  const kind = place.province === null ? "province" : place.code.startsWith("10") ? "khet" : "amphoe"
  const name = place.province ? fill(labels[kind], { name: place.names[own] }) : place.names[own]
  const around = place.province ? place.province[own] : labels.province
  const isOf = page !== viewer.home || when
  return { label: [isOf && title, name, when].filter(Boolean).join(" · "), note: `${around} · ${place.names[other]}` }
}

function monthText(month, { months, era }) {
  const [year, number] = month.split("-").map(Number)
  return `${months[number - 1]} ${year + era}`
}

function leadTo({ page, place, month }, root, { viewer }) {
  const parameters = { place: place?.code ?? viewer.place }
  if (month && page === OF_A_MONTH) parameters.month = month
  else if (month) parameters.on = month === viewer.span[1] ? "" : lastDay(month)
  const [name, step] = viewer.folded[page] ?? [page]
  return addressOf(root, name, { ...parameters, step })
}

function lastDay(month) {
  const [year, number] = month.split("-").map(Number)
  const day = new Date(Date.UTC(year, number, 0)).getUTCDate()
  return `${year + 543}-${String(number).padStart(2, "0")}-${day}`
}

// ---- The box ----

export async function open({ parent, data, root }) {
  const box = parent.querySelector(".search-box") ?? make(parent)
  const [input, close] = box.querySelectorAll("input, button")
  const [list, said] = box.querySelectorAll("ul, p")
  let loaded, results = [], active = 0, isAsked = false
  const mark = (nth) => {
    active = nth
    ;[...list.children].forEach((each, place) => each.setAttribute("aria-selected", place === nth))
    input.setAttribute("aria-activedescendant", list.children[nth]?.id ?? "")
    list.children[nth]?.scrollIntoView({ block: "nearest" })
  }
  const choose = (result) => {
    box.close()
    go(leadTo(result, root, data))
  }
  const update = () => {
    if (!loaded) return
    const text = input.value.trim()
    results = text ? find(text, loaded, data.viewer) : data.viewer.pages.filter((page) => !data.viewer.folded[page]).map((page) => ({ page }))
    list.replaceChildren(...results.map((result, nth) => {
      const { label, note } = describe(result, loaded, data)
      const option = tag("li", { role: "option", id: `search-${nth}` }, tag("b", {}, label), tag("small", {}, note))
      option.onclick = () => choose(result)
      return option
    }))
    said.textContent = results.length ? "" : data.labels.none
    mark(0)
    if (isAsked && results.length) choose(results[0])
  }
  input.oninput = update
  input.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.isComposing || !(step || event.key === "Enter")) return
    event.preventDefault()
    if (!loaded) isAsked ||= event.key === "Enter" // opened as soon as it is known
    else if (step && results.length) mark((active + step + results.length) % results.length)
    else if (results[active]) choose(results[active])
  }
  Object.assign(input, { value: "", placeholder: data.labels.hint })
  for (const [one, name] of [[input, "search"], [list, "results"], [close, "close"]]) {
    one.setAttribute("aria-label", data.labels[name])
  }
  list.replaceChildren()
  box.showModal()
  input.focus()
  try {
    loaded = await load(new URL(data.files.known, root).href)
  } catch {
    said.textContent = data.labels.failed
    return
  }
  update()
}

function make(parent) {
  const input = tag("input", { type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": "search-list", "aria-autocomplete": "list", autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "go" })
  const close = tag("button", { type: "button" }, "✕")
  const box = tag("dialog", { class: "search-box" },
    tag("div", {}, input, close), tag("ul", { id: "search-list", role: "listbox" }), tag("p", { role: "status" }))
  close.onclick = () => box.close()
  box.onclick = (event) => event.target === box && box.close() // beside it
  parent.append(box)
  return box
}
