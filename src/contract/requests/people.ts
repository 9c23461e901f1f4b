import { z } from 'zod'
import { IsoDate, Language } from '../identity.ts'
import { Operator, OperatorView, Pin, Role } from '../operator.ts'
import { done, nothing, operatorId, type Requests } from './request.ts'

/** Who works at the kiosk. */
export const peopleRequests = {
  'setup.createManager': {
    access: 'anyone',
    input: z.object({ operatorId, displayName: z.string().min(1).max(80), pin: Pin, language: Language }),
    output: OperatorView,
  },
  /** The first time at this kiosk, or after a forgotten PIN: by the code that central gave to the person. */
  'operator.enrol': {
    access: 'anyone',
    input: z.object({ operatorId, code: z.string().min(8).max(64), pin: Pin, language: Language }),
    output: OperatorView,
  },
  'operator.login': {
    access: 'anyone',
    input: z.object({ operatorId, pin: z.string().max(32) }),
    output: OperatorView,
  },
  /** Who may log in at this kiosk, by name: who stands before it chooses instead of spelling. */
  'operator.here': {
    access: 'anyone',
    input: nothing,
    output: z.array(z.object({ operatorId: z.string(), displayName: z.string() })),
  },
  'operator.logout': { access: 'anyone', input: nothing, output: done },
  'operator.lock': { access: 'newcomer', input: nothing, output: done },
  'operator.unlock': { access: 'anyone', input: z.object({ pin: z.string().max(32) }), output: OperatorView },
  'operator.changePin': {
    access: 'newcomer',
    input: z.object({ oldPin: z.string().max(32), newPin: Pin }),
    output: done,
  },
  'operator.setLanguage': { access: 'newcomer', input: z.object({ language: Language }), output: done },
  'operator.list': { access: 'manager', input: nothing, output: z.array(Operator) },
  'operator.create': {
    access: 'manager',
    input: z.object({
      operatorId,
      displayName: z.string().min(1).max(80),
      role: Role,
      trainedOn: IsoDate,
      pin: Pin,
      language: Language,
    }),
    output: Operator,
  },
  'operator.update': {
    access: 'manager',
    input: z.object({ operatorId, displayName: z.string().min(1).max(80), role: Role, trainedOn: IsoDate }),
    output: Operator,
  },
  'operator.resetPin': { access: 'manager', input: z.object({ operatorId, pin: Pin }), output: done },
  'operator.revoke': { access: 'manager', input: z.object({ operatorId }), output: done },
} as const satisfies Requests
