import { useEffect, useState } from 'react'
import type { Channel } from '../../contract/application.ts'
import type { AnswerOf } from '../../contract/identity/endpoints.ts'
import { useCitizen, useSearch, useTexts } from '../core/context.tsx'
import { sayClock, sayMoment } from '../core/say.ts'
import { Choices } from '../components/choices.tsx'
import { StepForm } from '../components/step-form.tsx'
import { StepPage } from '../components/step-page.tsx'
import { TextEntry } from '../../design/components/text-entry.tsx'
import { missing, useStep } from './use-step.ts'

type Slots = AnswerOf<'slots.list'>['slots']
const ids = { channel: 'channel', branch: 'branch', slot: 'slot' }
const anyBranch = 'any'

/** A post office that can verify now, or a visit by the postman (R16, R17). */
export function ChannelPage() {
  const { t } = useTexts()
  const { application, declared, asking, problems, check, goOn } = useStep(ids)
  const [channel, setChannel] = useState<Channel | null>(application?.channel ?? null)
  const [branch, setBranch] = useState<string | null>(application?.branch?.branch_id ?? null)
  const [slot, setSlot] = useState<string | null>(null)
  async function submit() {
    const found = [
      ...missing('channel', channel === null, 'not_chosen'),
      ...missing('branch', channel === 'counter' && branch === null, 'not_chosen'),
      ...missing('slot', channel === 'home' && slot === null, 'not_chosen'),
    ]
    if (!check(found)) return
    const body =
      channel === 'home'
        ? { channel, slot_id: slot! }
        : { channel: 'counter' as const, branch_id: branch === anyBranch ? null : branch }
    goOn(await asking.ask('channel.choose', { body }))
  }
  return (
    <StepPage step="channel" title={t('apply:channel.title')} lead={t('apply:channel.lead')}>
      <StepForm onSubmit={() => void submit()} action={t('apply:save')} asking={asking} problems={problems}>
        <Choices
          id="channel"
          label={t('apply:channel.title')}
          hideLabel
          value={channel}
          onChange={setChannel}
          problem={problems.of('channel')}
          options={(['counter', 'home'] as const).map((value) => ({
            value,
            label: t(`apply:channel.${value}`),
            hint: t(`apply:channel.${value}Hint`),
          }))}
        />
        {channel === 'counter' && (
          <Branches
            near={declared.address?.postcode ?? ''}
            value={branch}
            onChange={setBranch}
            problem={problems.of('branch')}
          />
        )}
        {channel === 'home' && <Visits value={slot} onChange={setSlot} problem={problems.of('slot')} />}
      </StepForm>
    </StepPage>
  )
}

interface PickProps {
  value: string | null
  onChange(value: string): void
  problem: string | null
}

function Branches({ near, value, onChange, problem }: PickProps & { near: string }) {
  const { t, language } = useTexts()
  const { api } = useCitizen().ports
  const [postcode, setPostcode] = useState(near)
  const asked = /^\d{5}$/.test(postcode) ? postcode : ''
  const { answer, failed } = useSearch(asked, 5, (q, signal) =>
    api.ask('branches.search', { query: { postcode: q }, signal }),
  )
  const branches = answer?.branches ?? []
  return (
    <>
      <div className="short">
        <TextEntry
          id="postcode"
          label={t('apply:channel.near')}
          inputMode="numeric"
          maxLength={5}
          autoComplete="postal-code"
          value={postcode}
          onChange={setPostcode}
        />
      </div>
      {failed && <p role="status">{t('apply:search.failed')}</p>}
      {answer && (
        <Choices
          id="branch"
          label={t('apply:channel.which')}
          value={value}
          onChange={onChange}
          problem={problem}
          options={[
            ...branches.map(({ branch_id, name, postcode: where, available_now, closed_until }) => ({
              value: branch_id,
              label: name,
              hint: available_now
                ? `${where} · ${t('apply:channel.availableNow')}`
                : closed_until
                  ? t('apply:channel.closedUntil', { day: sayMoment(closed_until, language) })
                  : t('apply:channel.closed'),
              disabled: !available_now,
            })),
            { value: anyBranch, label: t('apply:channel.any'), hint: t('apply:channel.anyHint') },
          ]}
        />
      )}
    </>
  )
}

function Visits({ value, onChange, problem }: PickProps) {
  const { t, language } = useTexts()
  const { api } = useCitizen().ports
  const [slots, setSlots] = useState<Slots | null>(null)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    const leaving = new AbortController()
    api.ask('slots.list', { signal: leaving.signal }).then(
      (answer) => setSlots(answer.slots),
      () => !leaving.signal.aborted && setFailed(true),
    )
    return () => leaving.abort()
  }, [api])
  if (failed) return <p role="status">{t('apply:search.failed')}</p>
  if (!slots) return <p role="status">{t('apply:working')}</p>
  if (slots.length === 0) return <p role="status">{t('apply:channel.noSlots')}</p>
  return (
    <Choices
      id="slot"
      label={t('apply:channel.slot')}
      hint={t('apply:channel.slotHint')}
      value={value}
      onChange={onChange}
      problem={problem}
      options={slots.map(({ slot_id, starts_at, ends_at }) => ({
        value: slot_id,
        label: sayMoment(starts_at, language),
        hint: t('apply:channel.between', { from: sayClock(starts_at, language), to: sayClock(ends_at, language) }),
      }))}
    />
  )
}
