import { useState } from 'react'
import { useTexts } from '../../core/use-texts.ts'
import { textsIn } from '../../../texts/texts-in.ts'
import type { Language } from '../../../contract/identity.ts'
import type { MatchField } from '../../../contract/match.ts'
import type { Session } from '../../../contract/session.ts'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { isLong, sayDate } from '../../core/format.ts'
import { sayState } from '../../core/say-state.ts'
import { ActionButton } from '../../../design/components/buttons.tsx'
import { ConsentText } from './consent-text.tsx'
import { Segments } from '../../../design/components/segments.tsx'

/** The screen turned to the citizen: large, calm, in their language; consent first, then what was read (R13). */
export function CitizenView({ session, onClose }: { session: Session; onClose(): void }) {
  const shown = useTexts().language
  const [language, setLanguage] = useState<Language>(session.consent?.language ?? shown)
  const t = textsIn(language)
  const reading = session.identity !== null
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => !open && onClose()} className="whole citizen">
      <Modal className="citizen-sheet">
        <Dialog className="stack loose">
          <div className="spread" lang={language}>
            <Heading slot="title" level={2} className="citizen-title">
              {t(reading ? 'citizen:readTitle' : 'citizen:consentTitle')}
            </Heading>
            <Segments
              label={t('application:language')}
              value={language}
              onChange={setLanguage}
              options={[
                { value: 'fr', label: 'Français' },
                { value: 'en', label: 'English' },
              ]}
            />
          </div>
          <div lang={language} className="stack loose">
            {reading ? <ReadFields session={session} language={language} /> : <ConsentText language={language} />}
            {reading && <p className="lead">{t('citizen:wrong')}</p>}
          </div>
          <div className="ends">
            <ActionButton kind="primary" className="next" onPress={onClose}>
              {t('citizen:done')}
            </ActionButton>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

/** What half the sheet holds at this size, on a tablet. */
const columnRoom = { word: 16, text: 40 }

type CitizenField = MatchField | 'expiry'

function ReadFields({ session, language }: { session: Session; language: Language }) {
  const t = textsIn(language)
  const identity = session.identity!
  const date = (value: string | null) => (value ? sayDate(value, language) : null)
  const fields: [key: CitizenField, value: string | null][] = [
    ['surname', identity.surname],
    ['given_names', identity.givenNames],
    ['birth_date', date(identity.birthDate)],
    ['birth_place', identity.birthPlace ?? session.application?.declared.birthPlace.name ?? null],
    ['nationality', sayState(identity.nationality, language)],
    ['document_number', identity.documentNumber],
    ['expiry', date(identity.expiryDate)],
  ]
  return (
    <dl className="citizen-fields">
      {fields.map(([key, value]) => (
        <div key={key} className={value && isLong(value, columnRoom) ? 'long' : ''}>
          <dt>{t(`words:field.${key}`)}</dt>
          <dd>{value ?? '—'}</dd>
        </div>
      ))}
    </dl>
  )
}
