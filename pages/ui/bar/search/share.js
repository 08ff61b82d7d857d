// The box to share from: one sentence and the link that opens this very view, copied where a browser
// lets it be, and there to copy by hand where it does not.

import { linkOf, tag } from "./tools.js"

function wordsOf({ share }) {
  const heading = document.querySelector("[data-testid=stMain] h1")?.innerText.trim()
  return `${[heading, share.place, share.day].filter(Boolean).join(" · ")}\n${linkOf(share)}`
}

async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value)
    return true
  } catch {
    // Without a secure address or the permission there is the older way, which may be refused too.
    field.select()
    return document.execCommand("copy")
  }
}

export async function open({ parent, data }) {
  const { labels } = data
  const box = parent.querySelector(".share-box") ?? make(parent)
  const [field, said] = [box.querySelector("textarea"), box.querySelector("p")]
  const [again, send, close] = box.querySelectorAll("button")
  box.setAttribute("aria-label", labels.share)
  field.setAttribute("aria-label", labels.to_copy)
  field.value = wordsOf(data)
  again.textContent = labels.copy
  send.textContent = labels.send
  send.hidden = !navigator.share
  close.textContent = labels.close
  const tell = async () => {
    said.textContent = (await copy(field)) ? labels.copied : labels.not_copied
    field.select()
  }
  again.onclick = tell
  send.onclick = () => navigator.share({ text: field.value }).catch(() => {}) // thought better of
  box.showModal()
  await tell()
}

function make(parent) {
  const buttons = ["", "", ""].map(() => tag("button", { type: "button" }))
  const box = tag("dialog", { class: "share-box" },
    tag("p", { role: "status" }), tag("textarea", { readonly: "", rows: 4 }), tag("div", {}, ...buttons))
  buttons[2].onclick = () => box.close()
  box.onclick = (event) => event.target === box && box.close() // beside it
  parent.append(box)
  return box
}
