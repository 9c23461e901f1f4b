import type { Page } from 'playwright'

/** The four windows in which every screen is looked at. */
export const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
  { width: 820, height: 1180 },
  { width: 1180, height: 820 },
] as const
export type Size = (typeof sizes)[number]
export const nameOf = ({ width, height }: Size) => `${width}x${height}`

export const languages = ['fr', 'en'] as const
export type Language = (typeof languages)[number]

export const themes = ['light', 'dark', 'forced'] as const
export type Theme = (typeof themes)[number]

/** What `npm test` compares whole: the counter's window in French, the tablet's in English. */
export const comparedSize: Record<Language, Size> = { fr: sizes[0], en: sizes[2] }

/** Changes the colours of the scene that is open. */
export async function wear(page: Page, theme: Theme): Promise<void> {
  await page.emulateMedia({ forcedColors: theme === 'forced' ? 'active' : 'none' })
  await page.evaluate(
    (worn) => {
      document.documentElement.dataset['theme'] = worn
    },
    theme === 'dark' ? 'dark' : 'light',
  )
}

/** What a reader of documents says of its frames depends on when they come: its place is compared, not its words. */
const unsteady = '.camera.beside .camera-hint'

/**
 * A picture of the window once two in a row are the same, or as soon as one `isWanted`; without a caret: forced colours show one
 * that is transparent.
 */
export async function photograph(
  page: Page,
  isWanted: (picture: Buffer) => Promise<boolean> = async () => false,
): Promise<Buffer> {
  await page.evaluate((hidden) => {
    for (const field of document.querySelectorAll<HTMLInputElement>('input, textarea')) field.readOnly = true
    for (const element of document.querySelectorAll<HTMLElement>(hidden)) element.style.visibility = 'hidden'
  }, unsteady)
  let last: Buffer | null = null
  for (let round = 0; round < 21; round++) {
    await paint(page)
    const next = await page.screenshot({ animations: 'disabled', caret: 'hide' })
    if (last?.equals(next) || (await isWanted(next))) return next
    last = next
  }
  throw new Error('the screen does not stand still')
}

/** Until what is in the page has been painted: two pictures of a frame from before are the same as well. */
const paint = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((painted) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(painted, 20)))),
  )

/** A live picture is there, and what its hint says of it is settled. */
export async function waitForCamera(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const videos = [...document.querySelectorAll<HTMLVideoElement>('.camera video')]
    const isLive = (video: HTMLVideoElement) =>
      video.readyState >= 2 && video.videoWidth > 0 && video.parentElement?.querySelector('svg')
    const isFace = document.querySelector('.live-face, ellipse.outline') !== null
    return videos.every(isLive) && (!isFace || document.querySelector('ellipse.outline.steady'))
  })
}
