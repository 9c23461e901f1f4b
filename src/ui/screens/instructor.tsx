import { Switch } from 'react-aria-components'
import { ActionButton } from '../../design/components/buttons.tsx'
import { Folded } from '../../design/components/folded.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { useIntent, useUi, useUiState } from '../core/context.tsx'
import { addToast } from '../core/store.ts'
import { useTexts } from '../core/use-texts.ts'

const roles = ['hurries', 'speaksFor', 'otherDocument', 'evades', 'threatened'] as const

/**
 * What an instructor makes happen in the next practice visit, the citizens to play and what is expected of whoever serves them; also
 * what the two remarks stand for.
 */
export function Instructor() {
  const { t } = useTexts()
  const { store } = useUi()
  const { run, pending, failure } = useIntent()
  const cameraOff = useUiState((state) => state.cameraOff)
  const playsOffline = useUiState(({ status }) => status!.playsOffline)
  const simulated = useUiState(({ status }) => status!.reader.state === 'simulated')
  async function pull() {
    if ((await run('training.pullNext', {})) !== undefined) addToast(store, 'good', t('instructor:pullSet'))
  }
  return (
    <Folded title={t('instructor:title')}>
      <div className="stack">
        {simulated && (
          <div>
            <ActionButton icon="card" pending={pending} onPress={() => void pull()}>
              {t('instructor:pull')}
            </ActionButton>
          </div>
        )}
        <FailureLine failure={failure} />
        <Switch className="switch" isSelected={cameraOff} onChange={(on) => store.setState({ cameraOff: on })}>
          <span className="track" />
          <span className="label">{t('instructor:cameraOff')}</span>
        </Switch>
        <Switch
          className="switch"
          isSelected={playsOffline}
          onChange={(offline) => void run('training.playOffline', { offline })}
        >
          <span className="track" />
          <span className="label">{t('instructor:offline')}</span>
        </Switch>
        <h3>{t('instructor:roles')}</h3>
        <ul className="tips">
          {roles.map((role) => (
            <li key={role}>
              {t(`instructor:role.${role}`)} <span className="soft">{t(`instructor:expected.${role}`)}</span>
            </li>
          ))}
        </ul>
        <h3>{t('instructor:remarks')}</h3>
        <p>{t('instructor:remarksText')}</p>
      </div>
    </Folded>
  )
}
