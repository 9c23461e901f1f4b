const turnMs = 20
/** A live picture's hint may change as long as somebody looks. */
const mostTurns = 80

/** A turn of the page: whatever was due has run, and a frame was painted. */
const turn = () => new Promise((resolve) => setTimeout(() => requestAnimationFrame(resolve), turnMs))

/**
 * Until nothing in the page has changed for so many turns: dialogs, answers of the wire and what they lead to are there. Turns are
 * counted and not time, which passes on a busy machine without the page having had any.
 */
export async function stillness(quietTurns = 5): Promise<void> {
  let changes = 0
  const watch = new MutationObserver(() => void changes++)
  watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
  for (let quiet = 0, turns = 0; quiet < quietTurns && turns < mostTurns; turns++) {
    const seen = changes
    await turn()
    quiet = changes === seen ? quiet + 1 : 0
  }
  watch.disconnect()
}
