import { useTexts } from '../core/context.tsx'
import type { KeyProblem } from '../core/device-keys.ts'
import { Notice } from '../../design/components/notice.tsx'

/** Why the device's key did not serve, and what to do now; nothing where it did. */
export function KeyTrouble({ problem }: { problem: KeyProblem | null }) {
  const { t } = useTexts()
  if (problem === null) return null
  return (
    <div role="alert">
      <Notice tone="bad">
        <strong>{t(`login:key.${problem}.title`)}</strong>
        <p>{t(`login:key.${problem}.remedy`)}</p>
      </Notice>
    </div>
  )
}
