import { useState } from 'react'
import type { OwnContacts } from '../../contract/identity/contact.ts'
import type { DeviceView } from '../../contract/identity/device.ts'
import type { OwnDevice, OwnLogin } from '../../contract/identity/holder.ts'
import { ActionButton } from '../../design/components/buttons.tsx'
import { Mark } from '../../design/components/mark.tsx'
import { useAsk, useReadSession, useTexts } from '../core/context.tsx'
import { pages } from '../core/routes.ts'
import { sayClock, sayMoment } from '../core/say.ts'
import { useRead } from '../core/use-read.ts'
import { useOpenDevice } from '../pages/use-open-device.ts'
import { Facts } from './facts.tsx'
import { KeyTrouble } from './key-trouble.tsx'
import { Link } from './page.tsx'
import { TroubleBox } from './trouble.tsx'

/** Devices and logins of the identity, once the holder has shown that it is them; and what to do about one that is not. */
export function Holder({ device }: { device: DeviceView }) {
  // The name is there where the key was proved lately.
  return device.given_name === null ? <Locked device={device} /> : <Shown device={device} />
}

/** The way to show that the holder is there. */
export function Locked({ device }: { device: DeviceView }) {
  const { t } = useTexts()
  const { asking, problem, open } = useOpenDevice(device.kind)
  return (
    <section className="stack tight">
      <p>{t('login:holder.unlockLead')}</p>
      <TroubleBox refusal={asking.refusal} />
      <KeyTrouble problem={problem} />
      <div className="row">
        <ActionButton pending={asking.pending} onPress={() => void open()}>
          {t('login:holder.unlock')}
        </ActionButton>
      </div>
    </section>
  )
}

function Shown({ device }: { device: DeviceView }) {
  const { t } = useTexts()
  const { view, keep, asking } = useRead('holder.read')
  async function remove({ device_id }: OwnDevice) {
    keep(await asking.ask('holder.revoke', { params: { device_id }, body: {} }))
  }
  return (
    <>
      <TroubleBox refusal={asking.refusal} />
      {view && (
        <>
          <section className="stack tight" aria-labelledby="logins">
            <h2 id="logins">{t('login:holder.logins')}</h2>
            <p className="soft">{t('login:holder.kept', { days: String(view.kept_days) })}</p>
            {view.logins.length === 0 && <p>{t('login:holder.none')}</p>}
            <ul className="stack tight">
              {view.logins.map((login) => (
                <Login key={login.login_id} login={login} />
              ))}
            </ul>
          </section>
          <p>
            <Link to={pages.services} text={t('login:services.link')} icon="forward" />
          </p>
          {device.account === 'ACTIVE' && <NotMe />}
          <section className="stack tight" aria-labelledby="devices">
            <h2 id="devices">{t('login:holder.devices')}</h2>
            <ul className="stack tight">
              {view.devices.map((one) => (
                <Device key={one.device_id} device={one} onRemove={() => void remove(one)} />
              ))}
            </ul>
            <p>
              <Link to={pages.add} text={t('login:holder.add')} icon="forward" />
            </p>
          </section>
          <Reached contacts={view.contacts} />
        </>
      )}
    </>
  )
}

/** Where the holder is told, and where they were: what somebody else changed is seen here. */
function Reached({ contacts: { email, phone, former } }: { contacts: OwnContacts }) {
  const { t, language } = useTexts()
  return (
    <section className="stack tight" aria-labelledby="reached">
      <h2 id="reached">{t('login:holder.reached')}</h2>
      <Facts
        rows={[
          { name: t('login:holder.email'), value: email },
          { name: t('login:holder.phone'), value: phone },
        ]}
      />
      {former.map(({ value, until }) => (
        <p key={value + until} className="soft">
          {t('login:holder.former', { value, until: sayMoment(until, language) })}
        </p>
      ))}
      <p>
        <Link to={pages.newEmail} text={t('login:holder.changeEmail')} icon="forward" />
      </p>
      <p>
        <Link to={pages.newPhone} text={t('login:holder.changePhone')} icon="forward" />
      </p>
    </section>
  )
}

function Login({ login }: { login: OwnLogin }) {
  const { t, language } = useTexts()
  const { service, hub, from, outcome, answered_at, device } = login
  const place = [from.browser, from.system, from.address].filter((part) => part !== '').join(', ')
  const when = `${sayMoment(answered_at, language)}, ${sayClock(answered_at, language)}`
  return (
    <li className="panel stack tight">
      <p className="strong">
        {service}
        {hub !== null && ` ${t('login:holder.by', { hub })}`}
      </p>
      <Mark tone={outcome === 'approved' ? 'good' : 'bad'}>{t(`login:holder.${outcome}`)}</Mark>
      <p>
        {when}
        <br />
        {place}, {t('login:holder.with', { device })}
      </p>
    </li>
  )
}

function Device({ device, onRemove }: { device: OwnDevice; onRemove(): void }) {
  const { t, language } = useTexts()
  const { name, kind, added_at, used_at, is_this } = device
  return (
    <li className="panel stack tight">
      <p className="strong">{name}</p>
      <p>
        {is_this && `${t('login:holder.thisOne')}. `}
        {t(`login:kind.${kind}`)}. {t('login:holder.addedOn')} {sayMoment(added_at, language)}.{' '}
        {used_at === null ? t('login:holder.never') : `${t('login:holder.usedOn')} ${sayMoment(used_at, language)}`}.
      </p>
      {!is_this && (
        <div className="row">
          <ActionButton kind="quiet" onPress={onRemove}>
            {t('login:holder.remove', { device: name })}
          </ActionButton>
        </div>
      )}
    </li>
  )
}

/** "It was not me": said, then confirmed, for only a new check brings the identity back. */
function NotMe() {
  const { t } = useTexts()
  const readSession = useReadSession()
  const asking = useAsk()
  const [sure, setSure] = useState(false)
  async function suspend() {
    if (await asking.ask('holder.suspend', { body: {} })) await readSession()
  }
  return (
    <section className="stack tight" aria-labelledby="not-me">
      <h2 id="not-me">{t('login:holder.notMe')}</h2>
      <p>{t('login:holder.notMeLead')}</p>
      <TroubleBox refusal={asking.refusal} />
      <div className="row">
        {sure ? (
          <>
            <ActionButton kind="danger" pending={asking.pending} onPress={() => void suspend()}>
              {t('login:holder.notMeSure')}
            </ActionButton>
            <ActionButton kind="quiet" onPress={() => setSure(false)}>
              {t('login:holder.notMeBack')}
            </ActionButton>
          </>
        ) : (
          <ActionButton kind="danger" onPress={() => setSure(true)}>
            {t('login:holder.notMe')}
          </ActionButton>
        )}
      </div>
    </section>
  )
}
