import { useEffect, useRef, type ReactNode } from 'react'
import { useCitizenState, useGo, useTexts } from '../core/context.tsx'
import { Icon } from '../../design/components/icon.tsx'
import { addressOfPage } from '../core/routes.ts'

interface PageProps {
  title: string
  lead?: ReactNode
  /** Where "back" leads; absent on a first page. */
  back?: string
  /** "Step 3 of 9". */
  progress?: { step: number; of: number }
  children: ReactNode
}

/** One page, one thing to do: a new one says its heading to who does not see it. */
export function Page({ title, lead, back, progress, children }: PageProps) {
  const { t } = useTexts()
  const heading = useRef<HTMLHeadingElement>(null)
  const arrived = useCitizenState((state) => state.path)
  useEffect(() => {
    heading.current?.focus({ preventScroll: true })
  }, [arrived])
  useEffect(() => {
    document.title = `${title} · Guichet`
    // The next step at the same address took away what had the focus.
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true })
  }, [title])
  return (
    <main className="page stack loose" id="main">
      {(back !== undefined || progress) && (
        <div className="spread over">
          {back === undefined ? <span /> : <Link to={back} icon="back" text={t('apply:back')} className="link quiet" />}
          {progress && <p className="soft small">{t('apply:progress', progress)}</p>}
        </div>
      )}
      {progress && (
        <div className="steps" aria-hidden="true">
          {Array.from({ length: progress.of }, (_, index) => (
            <span key={index} className={index < progress.step ? 'done' : ''} />
          ))}
        </div>
      )}
      <div className="stack tight">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead && <div className="lead">{lead}</div>}
      </div>
      {children}
    </main>
  )
}

interface LinkProps {
  to: string
  text: string
  icon?: 'back' | 'forward'
  className?: string
}

/** A link to another page of the application: an address that can be opened again, without loading everything again. */
export function Link({ to, text, icon, className = 'link' }: LinkProps) {
  const go = useGo()
  return (
    <a
      className={className}
      href={addressOfPage(to)}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
        event.preventDefault()
        go(to)
      }}
    >
      {icon === 'back' && <Icon name="back" size={18} />}
      <span>{text}</span>
      {icon === 'forward' && <Icon name="forward" size={18} />}
    </a>
  )
}
