/**
 * Until nothing in the page has changed for a while, two painted frames included: dialogs, answers of the wire and what they lead
 * to are there, on a slow machine too.
 */
export function stillness(quietMs = 120): Promise<void> {
  return new Promise((resolve) => {
    let changes = 0
    const watch = new MutationObserver(() => void changes++)
    watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
    const settle = () => {
      watch.disconnect()
      resolve()
    }
    const look = (seen: number) => {
      if (changes === seen) return settle()
      wait()
    }
    const wait = () => {
      const seen = changes
      setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => look(seen))), quietMs)
    }
    wait()
    // A live picture's hint may change as long as somebody looks.
    setTimeout(settle, 25 * quietMs)
  })
}
