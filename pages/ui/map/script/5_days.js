// Which day does the map show? A slider over the days, and beyond them each amphoe's chance; play
// runs through both. Who wants less motion goes from one to the next by the same button.

const BEAT = 420 // milliseconds a picture stays
const calm = window.matchMedia("(prefers-reduced-motion: reduce)")
const PLAY = "M7 4.5v15l12-7.5z", PAUSE = "M6 5h4v14H6zM14 5h4v14h-4z"

function dayText(day, labels) {
  const at = new Date(day * 86_400_000)
  return `${at.getUTCDate()} ${labels.months[at.getUTCMonth()]} ${at.getUTCFullYear() + labels.era}`
}

function buildDays(state) {
  const box = tag("div", "days"), play = tag("button", "play", { type: "button" })
  const range = tag("input", "range", { type: "range", step: 1 }), said = tag("output", "day")
  play.innerHTML = `<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path/></svg>`
  box.append(play, range, said)
  Object.assign(state, { days: box, play, range, daySaid: said })
  play.onclick = () => (state.playing ? pause(state) : start(state))
  range.oninput = () => moveTo(state, nearest(stops(state), Number(range.value)))
  range.onkeydown = (event) => {
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -7, PageUp: 7 }[event.key]
    if (!step) return
    event.preventDefault()
    const all = stops(state), at = all.indexOf(state.day) + step
    moveTo(state, all[Math.min(Math.max(at, 0), all.length - 1)])
  }
  return box
}

const nearest = (all, day) =>
  all.reduce((best, each) => (Math.abs(each - day) < Math.abs(best - day) ? each : best))
const stops = (state) => [...state.listed, ...state.data.screen.ahead]
const isAhead = (state, day) => state.data.screen.ahead.includes(day)

function dressDays(state) {
  const { screen, labels } = state.data, all = stops(state)
  state.days.hidden = all.length < 2
  Object.assign(state.range, { min: all[0], max: all.at(-1) })
  state.range.setAttribute("aria-label", labels.day)
  const now = (state.listed.at(-1) - all[0]) / (all.at(-1) - all[0] || 1)
  state.range.style.setProperty("--now", `${100 * now}%`)
  state.play.setAttribute("aria-label", state.playing ? labels.pause : labels.play)
  state.play.title = state.playing ? labels.pause : labels.play
  state.play.querySelector("path").setAttribute("d", state.playing ? PAUSE : PLAY)
  state.range.value = state.day
  const text = fill(isAhead(state, state.day) ? labels.chance_by : "{day}", { day: dayText(state.day, labels) })
  state.daySaid.textContent = text
  state.range.setAttribute("aria-valuetext", text)
  state.range.style.setProperty("--at", `${(100 * (state.day - all[0])) / (all.at(-1) - all[0] || 1)}%`)
}

// The picture of a day, of what came when play was first pressed; without one the server is asked.
function moveTo(state, day) {
  state.day = day
  state.moved = Date.now()
  dressDays(state)
  const season = state.seasons.get(seasonKey(state))
  if (isAhead(state, day)) {
    if (!season) return want(state, "day")
    return picture(state, season, season.ahead.find((each) => each.day === day), season.classes)
  }
  if (season && state.playing)
    return picture(state, season, season.frames.find((each) => each.day === day), state.data.classes)
  clearTimeout(state.asking)
  state.asking = setTimeout(() => ask(state, "day", String(day)), 180)
}

function picture(state, season, frame, classes) {
  state.shown = { classes, values: unpack(frame.values), labels: state.data.labels }
  paint(state)
  key(state)
}

const seasonKey = (state) => `${state.data.screen.mode} ${state.data.screen.season_of}`

function want(state, why) {
  state.wanted = why
  ask(state, "season", state.data.screen.mode)
}

function takeSeason(state) {
  const { season } = state.data.screen
  if (season) state.seasons.set(seasonKey(state), season)
  if (!season || !state.wanted) return
  const why = state.wanted
  state.wanted = ""
  if (why === "play") start(state)
  else moveTo(state, state.day)
}

function start(state) {
  const season = state.seasons.get(seasonKey(state))
  if (!season) return want(state, "play")
  const all = [...season.frames, ...season.ahead].map((each) => each.day)
  const isOver = state.day >= season.frames.at(-1).day
  let at = isOver ? 0 : all.findIndex((day) => day > state.day)
  state.playing = true
  if (calm.matches) {
    moveTo(state, all[at])
    return pause(state)
  }
  const beat = () => {
    if (!state.playing || !state.root.isConnected) return
    moveTo(state, all[at])
    at += 1
    if (at < all.length) state.beat = setTimeout(beat, isAhead(state, all[at - 1]) ? 3 * BEAT : BEAT)
    else pause(state)
  }
  beat()
}

function pause(state) {
  clearTimeout(state.beat)
  state.playing = false
  dressDays(state)
  if (!isAhead(state, state.day)) ask(state, "day", String(state.day))
}
