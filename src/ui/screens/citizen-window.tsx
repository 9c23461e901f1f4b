import { useEffect, useRef, useState } from 'react'
import { I18nProvider } from 'react-aria-components'
import { citizenLocales, type CitizenLanguage } from '../../contract/citizen.ts'
import { CitizenPage, directionOf } from '../components/compare/citizen-page.tsx'
import { hearClerk, type ToCitizen } from '../core/citizen-channel.ts'
import { applyTheme } from '../core/choices.ts'

/** The citizen's own window on a second display: what the clerk's page tells, and nothing once it has ended. */
export function CitizenWindow() {
  const [told, setTold] = useState<ToCitizen | null>(null)
  const [chosen, setChosen] = useState<CitizenLanguage | null>(null)
  const clerk = useRef<ReturnType<typeof hearClerk>>(null)
  useEffect(() => {
    const heard = hearClerk(setTold)
    clerk.current = heard
    return heard.close
  }, [])
  const show = told?.show ?? { kind: 'ended' as const }
  const isNobody = show.kind === 'nobody' || show.kind === 'ended'
  // The next citizen begins in the kiosk's own language.
  if (isNobody && chosen !== null) setChosen(null)
  const language = chosen ?? told?.language ?? 'fr'
  useEffect(() => {
    applyTheme('system', matchMedia('(prefers-color-scheme: dark)').matches)
    document.documentElement.lang = language
    document.documentElement.dir = directionOf(language)
  }, [language])
  return (
    <I18nProvider locale={citizenLocales[language]}>
      <main className="citizen citizen-window">
        <div className="citizen-sheet">
          <CitizenPage
            show={show}
            language={language}
            days={told?.days ?? null}
            onLanguage={setChosen}
            onAnswer={(answer) => {
              if (show.kind === 'read') clerk.current?.answer({ sessionId: show.sessionId, answer, language })
            }}
            title={(text) => <h1 className="citizen-title">{text}</h1>}
          />
        </div>
      </main>
    </I18nProvider>
  )
}
