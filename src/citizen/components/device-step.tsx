import { useState } from 'react'
import type { ActivationView } from '../../contract/identity/activation.ts'
import type { DeviceChallenge, DeviceKind, NewDevice } from '../../contract/identity/device.ts'
import { useCitizen, useTexts, type Asking } from '../core/context.tsx'
import { guessDeviceName } from '../core/device-name.ts'
import { useProblems } from '../pages/use-step.ts'
import { Notice } from '../../design/components/notice.tsx'
import { TextEntry } from '../../design/components/text-entry.tsx'
import { Choices } from './choices.tsx'
import { KeyTrouble } from './key-trouble.tsx'
import { StepForm } from './step-form.tsx'
import type { KeyProblem } from '../core/device-keys.ts'

interface DeviceStepProps {
  accepted: Pick<ActivationView, 'device_kinds' | 'substantial_kinds'>
  asking: Asking
  action: string
  challenge(): Promise<DeviceChallenge | undefined>
  onMade(device: NewDevice): Promise<void>
}

/** Binds this device: a passkey where the system has them, else a key of this browser; what each is good for is said. */
export function DeviceStep({ accepted, asking, action, challenge, onMade }: DeviceStepProps) {
  const { t } = useTexts()
  const { keys } = useCitizen().ports
  const kinds = keys.possible(accepted.device_kinds)
  const [kind, setKind] = useState<DeviceKind | null>(kinds[0] ?? null)
  const [name, setName] = useState(() => guessDeviceName(navigator.userAgent))
  const [problem, setProblem] = useState<KeyProblem | null>(null)
  const [busy, setBusy] = useState(false)
  const { problems, check } = useProblems(asking, { name: 'name' })

  async function bind() {
    if (kind === null || !check(name.trim() === '' ? [{ field: 'name', code: 'missing' }] : [])) return
    setBusy(true)
    setProblem(null)
    const fresh = await challenge()
    const made = fresh && (await keys.create(kind, name.trim(), fresh))
    if (made?.ok) await onMade(made.value)
    else if (made) setProblem(made.problem)
    setBusy(false)
  }
  if (kinds.length === 0)
    return (
      <Notice tone="bad">
        <strong>{t('login:activate.noKind')}</strong>
        <p>{t('login:activate.noKindText')}</p>
      </Notice>
    )
  return (
    <StepForm onSubmit={() => void bind()} action={action} busy={busy} asking={asking} problems={problems}>
      <KeyTrouble problem={problem} />
      <Choices
        id="kind"
        label={t('login:activate.kind')}
        value={kind}
        onChange={setKind}
        options={kinds.map((one) => ({
          value: one,
          label: t(`login:kind.${one}`),
          hint: accepted.substantial_kinds.includes(one) ? t(`login:kindHint.${one}`) : t('login:kindHint.low'),
        }))}
      />
      <TextEntry
        id="name"
        label={t('login:activate.name')}
        hint={t('login:activate.nameHint')}
        maxLength={60}
        value={name}
        onChange={setName}
        problem={problems.of('name')}
      />
    </StepForm>
  )
}
