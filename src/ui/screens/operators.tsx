import { useState } from 'react'
import { useTexts } from '../core/use-texts.ts'
import type { Operator } from '../../contract/operator.ts'
import { ActionButton, NextButton } from '../../design/components/buttons.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { Mark } from '../../design/components/mark.tsx'
import { OfficeLayout } from '../components/layout/office-layout.tsx'
import { OperatorDialog } from '../components/people/operator-dialog.tsx'
import { useRequest, useUiState } from '../core/context.tsx'
import { shiftDay } from '../core/format.ts'
import { sayDay } from '../../texts/say-time.ts'

const daysPerMonth = 30.44

/** Who may work here: roles, trainings, new PINs, and the end of a right. */
export function OperatorsScreen() {
  const { t, language } = useTexts()
  const operators = useRequest('operator.list', {})
  const validMonths = useUiState((state) => state.policy?.trainingValidMonths ?? 12)
  const today = useUiState((state) => state.status!.today)
  const training = useUiState((state) => state.status!.training)
  const [edited, setEdited] = useState<Operator | 'new' | null>(null)
  const lapsed = shiftDay(today, -Math.round(validMonths * daysPerMonth))
  return (
    <OfficeLayout
      title={t('people:title')}
      lead={t(training ? 'people:lead' : 'people:leadCentral')}
      next={training ? <NextButton onPress={() => setEdited('new')}>{t('people:add')}</NextButton> : undefined}
    >
      <FailureLine failure={operators.code} />
      <table className="list">
        <caption className="visually-hidden">{t('people:title')}</caption>
        <thead>
          <tr>
            {(['name', 'role', 'training', 'state', 'change'] as const).map((column) => (
              <th key={column} scope="col">
                <span className={column === 'change' ? 'visually-hidden' : ''}>{t(`people:column.${column}`)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(operators.data ?? []).map((operator) => (
            <tr key={operator.operatorId}>
              <th scope="row">
                {operator.displayName}
                <span className="mono soft small block">{operator.operatorId}</span>
              </th>
              <td>{t(`words:role.${operator.role}`)}</td>
              <td>
                {sayDay(operator.trainedOn, language)}{' '}
                {operator.trainedOn <= lapsed && <Mark tone="bad">{t('people:lapsed')}</Mark>}
              </td>
              <td>
                <Mark tone={operator.revokedAt ? 'bad' : 'good'}>
                  {t(operator.revokedAt ? 'people:revoked' : 'people:active')}
                </Mark>
              </td>
              <td>
                {!operator.revokedAt && (
                  <ActionButton
                    label={t('people:changeName', { name: operator.displayName })}
                    onPress={() => setEdited(operator)}
                  >
                    {t('people:change')}
                  </ActionButton>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {edited && (
        <OperatorDialog
          operator={edited === 'new' ? null : edited}
          onClose={() => {
            setEdited(null)
            operators.reload()
          }}
        />
      )}
    </OfficeLayout>
  )
}
