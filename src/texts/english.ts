import access from '../../assets/texts/en/access.json' with { type: 'json' }
import adminCase from '../../assets/texts/en/admin-case.json' with { type: 'json' }
import administrator from '../../assets/texts/en/administrator.json' with { type: 'json' }
import application from '../../assets/texts/en/application.json' with { type: 'json' }
import apply from '../../assets/texts/en/apply.json' with { type: 'json' }
import capture from '../../assets/texts/en/capture.json' with { type: 'json' }
import caseView from '../../assets/texts/en/case-view.json' with { type: 'json' }
import centralReasons from '../../assets/texts/en/central-reasons.json' with { type: 'json' }
import chip from '../../assets/texts/en/chip.json' with { type: 'json' }
import chipReasons from '../../assets/texts/en/chip-reasons.json' with { type: 'json' }
import citizen from '../../assets/texts/en/citizen.json' with { type: 'json' }
import common from '../../assets/texts/en/common.json' with { type: 'json' }
import comparison from '../../assets/texts/en/comparison.json' with { type: 'json' }
import consent from '../../assets/texts/en/consent.json' with { type: 'json' }
import dailyLog from '../../assets/texts/en/daily-log.json' with { type: 'json' }
import decision from '../../assets/texts/en/decision.json' with { type: 'json' }
import equipment from '../../assets/texts/en/equipment.json' with { type: 'json' }
import document from '../../assets/texts/en/document.json' with { type: 'json' }
import documents from '../../assets/texts/en/documents.json' with { type: 'json' }
import exercise from '../../assets/texts/en/exercise.json' with { type: 'json' }
import features from '../../assets/texts/en/features.json' with { type: 'json' }
import instructor from '../../assets/texts/en/instructor.json' with { type: 'json' }
import figures from '../../assets/texts/en/figures.json' with { type: 'json' }
import layout from '../../assets/texts/en/layout.json' with { type: 'json' }
import home from '../../assets/texts/en/home.json' with { type: 'json' }
import identityMail from '../../assets/texts/en/identity-mail.json' with { type: 'json' }
import inspection from '../../assets/texts/en/inspection.json' with { type: 'json' }
import log from '../../assets/texts/en/log.json' with { type: 'json' }
import loginPage from '../../assets/texts/en/login-page.json' with { type: 'json' }
import login from '../../assets/texts/en/login.json' with { type: 'json' }
import mail from '../../assets/texts/en/mail.json' with { type: 'json' }
import match from '../../assets/texts/en/match.json' with { type: 'json' }
import people from '../../assets/texts/en/people.json' with { type: 'json' }
import person from '../../assets/texts/en/person.json' with { type: 'json' }
import practice from '../../assets/texts/en/practice.json' with { type: 'json' }
import queue from '../../assets/texts/en/queue.json' with { type: 'json' }
import parcelCommand from '../../assets/texts/en/parcel-command.json' with { type: 'json' }
import parcel from '../../assets/texts/en/parcel.json' with { type: 'json' }
import record from '../../assets/texts/en/record.json' with { type: 'json' }
import rights from '../../assets/texts/en/rights.json' with { type: 'json' }
import reasons from '../../assets/texts/en/reasons.json' with { type: 'json' }
import receipt from '../../assets/texts/en/receipt.json' with { type: 'json' }
import settings from '../../assets/texts/en/settings.json' with { type: 'json' }
import start from '../../assets/texts/en/start.json' with { type: 'json' }
import trust from '../../assets/texts/en/trust.json' with { type: 'json' }
import words from '../../assets/texts/en/words.json' with { type: 'json' }
import applicationFailures from '../../assets/texts/en/failures/application.json' with { type: 'json' }
import centralFailures from '../../assets/texts/en/failures/central.json' with { type: 'json' }
import chipFailures from '../../assets/texts/en/failures/chip.json' with { type: 'json' }
import enrolmentFailures from '../../assets/texts/en/failures/enrolment.json' with { type: 'json' }
import identityFailures from '../../assets/texts/en/failures/identity.json' with { type: 'json' }
import mrzFailures from '../../assets/texts/en/failures/mrz.json' with { type: 'json' }
import operatorFailures from '../../assets/texts/en/failures/operator.json' with { type: 'json' }
import sessionFailures from '../../assets/texts/en/failures/session.json' with { type: 'json' }
import startFailures from '../../assets/texts/en/failures/start.json' with { type: 'json' }
import storeFailures from '../../assets/texts/en/failures/store.json' with { type: 'json' }
import syncFailures from '../../assets/texts/en/failures/sync.json' with { type: 'json' }
import trustFailures from '../../assets/texts/en/failures/trust.json' with { type: 'json' }
import wireFailures from '../../assets/texts/en/failures/wire.json' with { type: 'json' }

/** Every text in English: an area a file of assets/texts/en. */
export const english = {
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
