// What do the colours mean, and how many amphoe has each?

function key(state) {
  const { classes, values } = state.shown, { labels } = state.data, counts = new Map()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const row = (colour, label, count, more = "") => {
    const item = tag("li"), box = tag("i", `swatch ${more}`)
    if (colour) box.style.background = colour
    item.append(box, tag("span", "", { textContent: label }),
      tag("b", "", { textContent: count.toLocaleString("en") }))
    return item
  }
  const named = classes.filter((each) => each.is_named_always || counts.has(each.value))
  const rows = named.map((each) => row(`var(--c${each.value})`, each.label, counts.get(each.value) ?? 0))
  const known = new Set(classes.map((each) => each.value))
  const missing = values.filter((value) => !known.has(value)).length
  if (missing) rows.push(row("", labels.no_data, missing, "no-data"))
  state.keys.replaceChildren(...rows)
}

// The colours are the sheet's to choose by light or dark, so that a change of theme draws nothing.
function paint(state) {
  const { classes, values } = state.shown
  for (const { value, light, dark } of classes)
    state.root.style.setProperty(`--c${value}`, `light-dark(${light}, ${dark})`)
  const known = new Set(classes.map((each) => each.value))
  state.paths.forEach((path, n) => {
    const value = values[path.dataset.at], isKnown = known.has(value)
    const wanted = isKnown ? `var(--c${value})` : ""
    if (path.style.fill !== wanted) path.style.fill = wanted
    path.classList.toggle("no-data", !isKnown)
  })
}
