/** Waits until it is there. */
export async function found(selector: string): Promise<HTMLElement> {
  for (;;) {
    const element = document.querySelector<HTMLElement>(selector)
    if (element) return element
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** In the page: `selector` is pressed once it is there, `selector=text` typed into as the browser does, so that React hears it. */
export async function perform(act: string): Promise<void> {
  const [, selector = act, text] = /^([^[\]=]+)=(.*)$/.exec(act) ?? []
  const element = await found(selector)
  await new Promise((resolve) => setTimeout(resolve, 30))
  if (text === undefined) return element.click()
  const kind = element instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement
  Object.getOwnPropertyDescriptor(kind.prototype, 'value')!.set!.call(element, text)
  element.dispatchEvent(new Event('input', { bubbles: true }))
}
