// Which places, pages and commands are meant by what somebody types, in Thai or in English?
//
// `index` takes what the file of `files.py` holds; `find` what is typed, the index, and who looks:
// { pages, provinces, placeless, home, span }.

const EXACT = 0, PREFIX = 1, INSIDE = 2, NEAR = 3, NONE = 9
const MOST = 10
const MOST_OF_A_COMMAND = 3
const LEAST_NEAR = 4 // letters: of fewer, every name is near every other
const LEAST_NEAR_INSIDE = 7
const BUDDHIST_YEARS = 543

// ---- What is the same to who types it ----

// Tone marks, the short and the silent mark go; then a sara am typed as two letters is one.
export function fold(text) {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f\u0e47-\u0e4c]/g, "")
    .replace(/\u0e4d\u0e32/g, "\u0e33")
    .replace(/[^\p{L}\p{M}\p{N}]/gu, "")
}

// Whether `typed` begins `name` but for one letter: another, one more, one less, or two changed
// about.
function isNear(typed, name) {
  let at = 0
  while (at < typed.length && typed[at] === name[at]) at++
  const [own, rest, left] = [typed.slice(at), typed.slice(at + 1), name.slice(at)]
  const isSwapped = own[0] === left[1] && own[1] === left[0]
  return left.slice(1).startsWith(rest) || left.startsWith(rest) || left.slice(1).startsWith(own)
    || (isSwapped && left.slice(2).startsWith(own.slice(2)))
}

function rank(typed, name) {
  if (typed === name) return EXACT
  const found = name.indexOf(typed)
  if (found >= 0) return found === 0 ? PREFIX : INSIDE
  if (typed.length < LEAST_NEAR) return NONE
  const last = typed.length < LEAST_NEAR_INSIDE ? 0 : name.length - typed.length + 1
  for (let at = 0; at <= last; at++) if (isNear(typed, name.slice(at))) return NEAR
  return NONE
}

const best = (typed, names) => Math.min(...names.map((name) => rank(typed, name)))

// ---- What there is ----

export function index({ codes, th, en, pages, months, before }) {
  const columns = [codes, th, en].map((column) => column.split("|").map((row) => row.split(",")))
  const places = columns[0].flatMap(([province, ...rest], p) => {
    const named = (a) => ({ th: columns[1][p][a], en: columns[2][p][a] })
    const inside = rest.map((code, a) => place(province + code, named(a + 1), named(0)))
    return [place(province, named(0), null), ...inside]
  })
  const spoken = Object.entries(pages).map(([name, words]) => ({ name, words: words.map(fold) }))
  const told = months.map((forms) => forms.map((form) => form.toLowerCase()))
  return { places, pages: spoken, months: told, before }
}

function place(code, names, province) {
  const own = [fold(names.th), fold(names.en)]
  const around = province ? [fold(province.th), fold(province.en)] : []
  // With its province after it or before it, as one says it.
  return { code, names, province, own, whole: around.flatMap((name, i) => [own[i] + name, name + own[i]]) }
}

// ---- What is meant ----

function placesOf(text, { places, before }, provinces) {
  const word = before.find((each) => text.trim().toLowerCase().startsWith(each)) ?? ""
  const typed = fold(text.trim().slice(word.length))
  if (!typed) return []
  const far = ({ own }) => Math.min(...own.map((name) => Math.abs(name.length - typed.length)))
  return places
    .filter(({ code }) => !provinces || provinces.includes(code.slice(0, 2)))
    .map((each) => ({ place: each, rank: rankOf(typed, each), far: far(each) }))
    .filter((found) => found.rank < NONE)
    .sort((a, b) => a.rank - b.rank || a.place.code.length - b.place.code.length || a.far - b.far)
}

function rankOf(typed, { own, whole }) {
  const alone = best(typed, own)
  return alone > PREFIX && whole.some((name) => name.startsWith(typed)) ? PREFIX : alone
}

// The places of a command: those surely meant, else the one that is nearest.
function surely(found) {
  const [first] = found
  const isSure = first && first.rank <= PREFIX
  return found.filter(({ rank }) => isSure && rank === first.rank).slice(0, MOST_OF_A_COMMAND)
    .concat(isSure ? [] : found.slice(0, 1)).map(({ place }) => place)
}

// A month at the end of what is typed: that of its year, or the last one that the data has.
function monthOf(text, { months }, [, newest]) {
  const [, words, year] = text.toLowerCase().match(/^(.*?)\s*(\d{4}|\d{2})?\s*$/s)
  for (const [number, forms] of months.entries()) {
    const form = forms.find((each) => words.endsWith(each) && isApart(words, each))
    if (!form) continue
    const month = String(number + 1).padStart(2, "0")
    const last = Number(newest.slice(0, 4)) - (`${newest.slice(0, 4)}-${month}` > newest ? 1 : 0)
    return { rest: words.slice(0, -form.length), month: `${year ? yearOf(Number(year)) : last}-${month}` }
  }
  return null
}

// A word of Latin letters is a month only apart from others: a place may end in "may".
const isApart = (words, form) => !/^[a-z]/.test(form) || !/[a-z]$/.test(words.slice(0, -form.length))

function yearOf(year) {
  const told = year < 100 ? 2500 + year : year
  return told > 2400 ? told - BUDDHIST_YEARS : told
}

// The pages whose word is at the beginning or the end, the longest one's, and what is beside it.
function commandsOf(text, { pages }, allowed) {
  const typed = fold(text)
  const found = pages.filter(({ name }) => allowed.includes(name)).flatMap(({ name, words }) =>
    words.flatMap((word) => {
      const beside = typed.startsWith(word) ? typed.slice(word.length)
        : typed.endsWith(word) ? typed.slice(0, -word.length) : null
      return beside === null ? [] : [{ name, beside, length: word.length }]
    }))
  const longest = Math.max(...found.map(({ length }) => length))
  return found.filter(({ length }) => length === longest)
}

// What is offered, the best first: { page, place, month }, the last two only where they are meant.
export function find(text, known, { pages, provinces, placeless, home, span }) {
  const results = new Map()
  const add = (page, place, month) => results.set([page, place?.code, month].join(), { page, place, month })
  const dated = monthOf(text, known, span)
  for (const { name, beside } of commandsOf(dated?.rest ?? text, known, pages)) {
    if (!beside) {
      if (dated) add(name, undefined, dated.month)
    } else if (!placeless.includes(name)) {
      for (const place of surely(placesOf(beside, known, provinces))) add(name, place, dated?.month)
    }
  }
  if (dated) for (const place of surely(placesOf(dated.rest, known, provinces))) add(home, place, dated.month)
  const typed = fold(text)
  const named = known.pages
    .filter(({ name }) => typed && pages.includes(name))
    .map(({ name, words }) => ({ page: name, rank: best(typed, words) }))
    .filter((found) => found.rank < NONE)
    .concat(placesOf(text, known, provinces).map((found) => ({ page: home, ...found })))
    .sort((a, b) => a.rank - b.rank)
  for (const { page, place } of named) add(page, place)
  return [...results.values()].slice(0, MOST)
}
