import { useLayoutEffect, useRef, type ReactNode } from 'react'
import { nextActionId } from '../../../design/components/buttons.tsx'
import { Banners } from './banners.tsx'
import { TopBar } from './top-bar.tsx'

interface PageLayoutProps {
  title: string
  lead?: string | undefined
  children: ReactNode
  /** The left end of the bar: back, leave, help. */
  aside?: ReactNode
  /** The one next action, at the right end. */
  next?: ReactNode
  journey?: ReactNode
  file?: ReactNode
  /** A change moves the focus to the heading. */
  focusKey?: string
  width?: 'narrow' | 'full'
}

/** Controls that have a use for Enter of their own. */
const entersThemselves = 'a, button, input, select, textarea, summary, [role="menuitem"]'

/** Fields whose Enter means that they are filled in: PIN, access number, lines of the MRZ. */
const goOnWithEnter = '.pin-input, .can-input, .mrz-cells input'

function hasOwnEnter(target: Element): boolean {
  if (target.closest('form, [role="dialog"], [role="alertdialog"]')) return true
  return !target.matches(goOnWithEnter) && target.closest(entersThemselves) !== null
}

/** Enter does the next action from anywhere on the page that has no use for it. */
function pressNext(event: KeyboardEvent) {
  if (event.key !== 'Enter' || event.defaultPrevented || event.repeat) return
  if (hasOwnEnter(event.target as Element)) return
  const next = document.getElementById(nextActionId)
  if (!next) return
  event.preventDefault()
  next.click()
}

/** The one layout of every screen: top bar, banners, stage, and the bar with the next action. */
export function PageLayout(props: PageLayoutProps) {
  const { title, lead, children, aside, next, journey, file, focusKey = title, width = 'full' } = props
  const heading = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => {
    // A field that took the focus by itself keeps it: it is what the screen is for.
    const field = document.activeElement?.closest('main input, main textarea, [role="dialog"]')
    if (!field) heading.current?.focus()
  }, [focusKey])
  // Before the screen is painted: a user who sees it may press Enter.
  useLayoutEffect(() => {
    document.addEventListener('keydown', pressNext)
    return () => document.removeEventListener('keydown', pressNext)
  }, [])
  return (
    <div className={journey ? 'layout' : 'layout wide'}>
      <TopBar />
      <Banners />
      {journey}
      <main className="stage">
        <div className={`stage-inner ${width}`}>
          <div className="heading">
            <h1 ref={heading} tabIndex={-1}>
              {title}
            </h1>
            {lead && <p className="lead">{lead}</p>}
          </div>
          {children}
        </div>
      </main>
      {file}
      {(aside || next) && (
        <footer className="bar">
          {aside}
          <span className="spacer" />
          {next}
        </footer>
      )}
    </div>
  )
}
