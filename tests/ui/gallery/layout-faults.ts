import { stillness } from '../stillness.ts'

/** Controls smaller than 44 by 44 pixels, and pages or parts wider than their place. */
function misfits(): string[] {
  const small: string[] = []
  const controls =
    'button, a[href], [role="menuitem"], input:not([type="checkbox"], [type="radio"], .pin-input), textarea, .choice, .switch'
  for (const element of document.querySelectorAll<HTMLElement>(controls)) {
    const { width, height } = element.getBoundingClientRect()
    const hidden =
      width <= 1 ||
      element.parentElement!.getBoundingClientRect().width <= 1 ||
      element.closest('[aria-hidden="true"], [inert], [hidden]') ||
      !element.checkVisibility()
    if (!hidden && (width < 43.5 || height < 43.5) && !element.closest('.visually-hidden'))
      small.push(`${Math.round(width)}x${Math.round(height)} ${element.outerHTML.slice(0, 120)}`)
  }
  const excess = document.documentElement.scrollWidth - innerWidth
  if (excess > 0) small.push(`wider than the window by ${excess}`)
  for (const part of document.querySelectorAll('.stage, .file, .dialog, .drawer, .bar, .top'))
    if (part.checkVisibility() && part.scrollWidth > part.clientWidth + 1) small.push(`${part.className} is too narrow`)
  return small
}

/**
 * Controls that stand out of something around them: an edge that is cut off, or a box over its neighbour. Tables scroll in
 * their own region, and a quiet button hangs by its padding alone.
 */
function overhangs(): string[] {
  const controls = 'button:not(.quiet), a[href], input, textarea, select, [role="radio"], [role="menuitem"]'
  const isUnseen = (element: Element) => element.getBoundingClientRect().width <= 1
  const found: string[] = []
  for (const control of document.querySelectorAll<HTMLElement>(controls)) {
    const own = control.getBoundingClientRect()
    if (!control.checkVisibility() || control.closest('.visually-hidden, [inert], [hidden], [aria-hidden]')) continue
    let inner: HTMLElement = control
    for (let outer = control.parentElement; outer; inner = outer, outer = outer.parentElement) {
      if (isUnseen(inner) || isUnseen(outer)) break
      if (['absolute', 'fixed'].includes(getComputedStyle(inner).position) || inner.matches('.scroll')) break
      if (['inline', 'contents'].includes(getComputedStyle(outer).display)) continue
      const { left, right } = outer.getBoundingClientRect()
      const excess = Math.max(left - own.left, own.right - right)
      if (excess <= 0.5) continue
      found.push(
        `${excess.toFixed(1)} px out of ${outer.className || outer.tagName}: ${control.outerHTML.slice(0, 99)}`,
      )
      break
    }
  }
  return found
}

/** Pictures that are cut, or run under the bar or what is asked beside or below them: nobody can compare half a face. */
function cutPictures(): string[] {
  const side = document.querySelector('.file.side')?.getBoundingClientRect()
  const end = document.querySelector('.bar')?.getBoundingClientRect().top ?? innerHeight
  const pictures = '.eye-line-box .portrait img, .faces .picture, .stage .camera.beside .picture'
  return [...document.querySelectorAll(pictures)].flatMap((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect()
    const place = element.closest('.eye-line-box, .faces, .camera')!.getBoundingClientRect()
    const isWhole =
      left >= place.left - 1 && right <= place.right + 1 && top >= place.top - 1 && bottom <= place.bottom + 1
    const isFree = bottom <= end + 0.5 && (!side || bottom <= side.top || right <= side.left)
    return isWhole && isFree
      ? []
      : [`${element.className || element.tagName} ${[left, top, right, bottom].map(Math.round)}`]
  })
}

function nextIsInView(): boolean {
  const next = document.querySelector('#next-action, button[type="submit"]')
  if (!next || next.closest('[inert], [aria-hidden="true"]')) return true
  const { top, bottom, left, right } = next.getBoundingClientRect()
  return top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth
}

/** What has to be seen without scrolling: the ways round, what is to be judged, and that all conditions of a good case are met. */
const mustSee = '.ways, .judgement, .stage-inner:not(:has(.notice.bad, .notice.attention, .spellings)) .eligibility'

/** Of that, what the bar or the window's end covers. */
function unseen(): string[] {
  const end = document.querySelector('.bar')?.getBoundingClientRect().top ?? innerHeight
  return [...document.querySelectorAll(mustSee)]
    .filter((element) => element.checkVisibility() && element.getBoundingClientRect().bottom > end + 0.5)
    .map((element) => `${element.className} ends ${Math.round(element.getBoundingClientRect().bottom - end)} px below`)
}

/** Words that end on another line than they began: a name cut inside a word cannot be compared. */
function cutWords(): string[] {
  const cut: string[] = []
  for (const place of document.querySelectorAll('h1, .button, .compare td, .file dd, .citizen-fields dd')) {
    const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
      const { nodeValue } = texts.currentNode
      for (const { 0: word, index } of nodeValue!.matchAll(/[^\s\u00A0\u202F–-]+/g)) {
        const range = document.createRange()
        range.setStart(texts.currentNode, index)
        range.setEnd(texts.currentNode, index + word.length)
        const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)))
        if (tops.size > 1) cut.push(word)
      }
    }
  }
  return cut
}

/** The live picture and its hint belong together on one screen. */
function hintIsInView(): boolean {
  const hint = document.querySelector('.stage .camera.beside .camera-hint')
  const bar = document.querySelector('.bar')
  return !hint || !bar || hint.getBoundingClientRect().bottom <= bar.getBoundingClientRect().top
}

/** Everything that is wrong with where things stand, once a window of another size has settled; popovers follow on the next frames. */
export async function layoutFaults() {
  await stillness(2)
  return {
    misfits: misfits(),
    overhangs: overhangs(),
    cutPictures: cutPictures(),
    cutWords: cutWords(),
    unseen: unseen(),
    nextIsInView: nextIsInView(),
    hintIsInView: hintIsInView(),
  }
}
