import type { Page } from 'playwright/test'
import type { Session } from '../../src/contract/session.ts'
import { judgementDelayMs } from '../../src/contract/decision.ts'

interface Posted {
  name: string
  input: Record<string, unknown>
}

/** What the page asked of the station so far, by one name. */
export const postedBy = (page: Page, name: string): Promise<Posted['input'][]> =>
  page.evaluate(
    (wanted) =>
      (window as unknown as { posted: Posted[] }).posted
        .filter((post) => post.name === wanted)
        .map(({ input }) => input),
    name,
  )

/** Long enough to have seen what is to be judged. */
export const look = (page: Page) => page.waitForTimeout(judgementDelayMs + 200)

export const type = (page: Page, label: string, text: string) =>
  page.getByLabel(label, { exact: true }).pressSequentially(text)

interface Shown {
  document: object
}

/** The station's next snapshot: the one on screen, changed; parts of the document apart. */
export const changeSession = (page: Page, change: object, document: object = {}): Promise<void> =>
  page.evaluate(
    ([changed, documentChanged]) => {
      const { store, push } = window as unknown as {
        store: { getState(): { session: Shown } }
        push(event: string, payload: object): void
      }
      const { session } = store.getState()
      push('session.changed', { ...session, ...changed, document: { ...session.document, ...documentChanged } })
    },
    [change, document],
  )

/** A station whose camera does not open: the driver's test picture would pass for a good one. */
export const takeCamera = (page: Page) =>
  page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no camera', 'NotFoundError'))
  })

/** Styles a page otherwise until the next call; by script, since the page's policy lets no `<style>` in. */
export const restyle = (page: Page, rules: string): Promise<void> =>
  page.evaluate((text) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    document.adoptedStyleSheets = [sheet]
  }, rules)

/** What the page complains of from now on, at its console or by throwing; emptied by whoever begins anew. */
export function collectErrors(page: Page): string[] {
  const errors: string[] = []
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  page.on('pageerror', (error) => errors.push(error.message))
  return errors
}

/** The session as the page holds it. */
export const sessionOf = (page: Page): Promise<Session> =>
  page.evaluate(() => (window as unknown as { store: { getState(): { session: Session } } }).store.getState().session)
