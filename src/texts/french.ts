import access from '../../assets/texts/fr/access.json' with { type: 'json' }
import adminCase from '../../assets/texts/fr/admin-case.json' with { type: 'json' }
import administrator from '../../assets/texts/fr/administrator.json' with { type: 'json' }
import application from '../../assets/texts/fr/application.json' with { type: 'json' }
import apply from '../../assets/texts/fr/apply.json' with { type: 'json' }
import capture from '../../assets/texts/fr/capture.json' with { type: 'json' }
import caseView from '../../assets/texts/fr/case-view.json' with { type: 'json' }
import centralReasons from '../../assets/texts/fr/central-reasons.json' with { type: 'json' }
import chip from '../../assets/texts/fr/chip.json' with { type: 'json' }
import chipReasons from '../../assets/texts/fr/chip-reasons.json' with { type: 'json' }
import citizen from '../../assets/texts/fr/citizen.json' with { type: 'json' }
import common from '../../assets/texts/fr/common.json' with { type: 'json' }
import comparison from '../../assets/texts/fr/comparison.json' with { type: 'json' }
import consent from '../../assets/texts/fr/consent.json' with { type: 'json' }
import dailyLog from '../../assets/texts/fr/daily-log.json' with { type: 'json' }
import decision from '../../assets/texts/fr/decision.json' with { type: 'json' }
import equipment from '../../assets/texts/fr/equipment.json' with { type: 'json' }
import document from '../../assets/texts/fr/document.json' with { type: 'json' }
import documents from '../../assets/texts/fr/documents.json' with { type: 'json' }
import exercise from '../../assets/texts/fr/exercise.json' with { type: 'json' }
import features from '../../assets/texts/fr/features.json' with { type: 'json' }
import instructor from '../../assets/texts/fr/instructor.json' with { type: 'json' }
import figures from '../../assets/texts/fr/figures.json' with { type: 'json' }
import layout from '../../assets/texts/fr/layout.json' with { type: 'json' }
import home from '../../assets/texts/fr/home.json' with { type: 'json' }
import identityMail from '../../assets/texts/fr/identity-mail.json' with { type: 'json' }
import inspection from '../../assets/texts/fr/inspection.json' with { type: 'json' }
import log from '../../assets/texts/fr/log.json' with { type: 'json' }
import loginPage from '../../assets/texts/fr/login-page.json' with { type: 'json' }
import login from '../../assets/texts/fr/login.json' with { type: 'json' }
import mail from '../../assets/texts/fr/mail.json' with { type: 'json' }
import match from '../../assets/texts/fr/match.json' with { type: 'json' }
import people from '../../assets/texts/fr/people.json' with { type: 'json' }
import person from '../../assets/texts/fr/person.json' with { type: 'json' }
import practice from '../../assets/texts/fr/practice.json' with { type: 'json' }
import queue from '../../assets/texts/fr/queue.json' with { type: 'json' }
import parcelCommand from '../../assets/texts/fr/parcel-command.json' with { type: 'json' }
import parcel from '../../assets/texts/fr/parcel.json' with { type: 'json' }
import record from '../../assets/texts/fr/record.json' with { type: 'json' }
import rights from '../../assets/texts/fr/rights.json' with { type: 'json' }
import reasons from '../../assets/texts/fr/reasons.json' with { type: 'json' }
import receipt from '../../assets/texts/fr/receipt.json' with { type: 'json' }
import settings from '../../assets/texts/fr/settings.json' with { type: 'json' }
import start from '../../assets/texts/fr/start.json' with { type: 'json' }
import trust from '../../assets/texts/fr/trust.json' with { type: 'json' }
import words from '../../assets/texts/fr/words.json' with { type: 'json' }
import applicationFailures from '../../assets/texts/fr/failures/application.json' with { type: 'json' }
import centralFailures from '../../assets/texts/fr/failures/central.json' with { type: 'json' }
import chipFailures from '../../assets/texts/fr/failures/chip.json' with { type: 'json' }
import enrolmentFailures from '../../assets/texts/fr/failures/enrolment.json' with { type: 'json' }
import identityFailures from '../../assets/texts/fr/failures/identity.json' with { type: 'json' }
import mrzFailures from '../../assets/texts/fr/failures/mrz.json' with { type: 'json' }
import operatorFailures from '../../assets/texts/fr/failures/operator.json' with { type: 'json' }
import sessionFailures from '../../assets/texts/fr/failures/session.json' with { type: 'json' }
import startFailures from '../../assets/texts/fr/failures/start.json' with { type: 'json' }
import storeFailures from '../../assets/texts/fr/failures/store.json' with { type: 'json' }
import syncFailures from '../../assets/texts/fr/failures/sync.json' with { type: 'json' }
import trustFailures from '../../assets/texts/fr/failures/trust.json' with { type: 'json' }
import wireFailures from '../../assets/texts/fr/failures/wire.json' with { type: 'json' }

/** Every text in French: an area a file of assets/texts/fr. */
export const french = {
  access,
  'admin-case': adminCase,
  administrator,
  application,
  apply,
  capture,
  'case-view': caseView,
  'central-reasons': centralReasons,
  chip,
  'chip-reasons': chipReasons,
  citizen,
  common,
  comparison,
  consent,
  'daily-log': dailyLog,
  decision,
  document,
  documents,
  equipment,
  exercise,
  features,
  figures,
  layout,
  home,
  'identity-mail': identityMail,
  inspection,
  instructor,
  log,
  'login-page': loginPage,
  login,
  mail,
  match,
  parcel,
  'parcel-command': parcelCommand,
  record,
  rights,
  people,
  person,
  practice,
  queue,
  reasons,
  receipt,
  settings,
  start,
  trust,
  words,
  failures: {
    ...applicationFailures,
    ...centralFailures,
    ...chipFailures,
    ...enrolmentFailures,
    ...identityFailures,
    ...mrzFailures,
    ...operatorFailures,
    ...sessionFailures,
    ...startFailures,
    ...storeFailures,
    ...syncFailures,
    ...trustFailures,
    ...wireFailures,
  },
}
