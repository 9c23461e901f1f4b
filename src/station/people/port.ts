import type { Language } from '../../contract/identity.ts'
import type { Operator, OperatorView, Role } from '../../contract/operator.ts'
import type { PublicJwk } from '../../contract/protocol/jwk.ts'
import type { Roster, RosterPerson } from '../../contract/protocol/people.ts'
import type { Signer } from '../../jose/signer.ts'
import type { CodeOrigin } from './operator-table.ts'

/** An operator unlocked by PIN. `close` forgets the key; signing afterwards fails with operator_not_logged_in. */
export interface OperatorSession {
  readonly operator: Operator
  /** Who set the code that was typed. */
  readonly code: CodeOrigin
  readonly signer: Signer
  close(): void
}

export interface Operators {
  /** False until somebody can log in here. */
  isSetUp(): boolean
  /**
   * A key of one's own here, by the code that central gave to the person. `send` has central take it, `accept` takes the roster over
   * in the transaction that keeps the key. Codes: operator_invalid, pin_too_weak, and central's.
   */
  enrol(
    input: { operatorId: string; code: string; pin: string; language: Language },
    central: {
      send: (operatorId: string, code: string, signer: Signer) => Promise<Roster>
      accept: (roster: Roster) => void
    },
  ): Promise<Operator>
  /** Training's first start only. Codes: setup_already_done, operator_invalid, pin_too_weak, operator_by_central. */
  createFirstManager(input: {
    operatorId: string
    displayName: string
    pin: string
    language: Language
  }): Promise<Operator>
  /** In training, as update and resetPin. Codes: operator_exists, operator_invalid, pin_too_weak, operator_by_central. */
  create(
    by: string,
    input: { operatorId: string; displayName: string; role: Role; trainedOn: string; pin: string; language: Language },
  ): Promise<Operator>
  /** Codes: operator_invalid, operator_last_manager. */
  update(by: string, input: { operatorId: string; displayName: string; role: Role; trainedOn: string }): Operator
  /** New PIN and therefore a new signing key, made known to central on the next contact. */
  resetPin(by: string, operatorId: string, pin: string): Promise<void>
  /**
   * One's own PIN. Keeps the signing key, but where somebody else set the code before: who knew it may have kept the key, so a new one
   * takes its place. Codes: pin_wrong, operator_locked_out, pin_too_weak, pin_not_own (the same code again).
   */
  changePin(operatorId: string, oldPin: string, newPin: string): Promise<void>
  /** In training: records an exercise; passed, it makes today the person's day of training. Codes: operator_by_central, operator_revoked. */
  noteExercise(operatorId: string, result: { score: number; of: number; passed: boolean; times: number }): void
  setLanguage(operatorId: string, language: Language): Operator
  /** Codes: operator_last_manager, operator_invalid. */
  revoke(by: string, operatorId: string): void
  list(): Operator[]
  find(operatorId: string): Operator | null
  view(operator: Operator): OperatorView
  /** Whether nobody else set the code under which this person's key lies now. */
  hasOwnCode(operatorId: string): boolean
  /**
   * Login: works equally long for unknown ones. Codes: operator_unknown_or_wrong_pin,
   * operator_locked_out (waitSeconds), operator_revoked, operator_training_expired, setup_required.
   */
  login(operatorId: string, pin: string): Promise<OperatorSession>
  /**
   * The PIN asked again at unlock or decision, or a manager's at an override. Codes: pin_wrong (of a manager:
   * operator_unknown_or_wrong_pin, override_not_manager, pin_not_own), operator_locked_out, operator_revoked, operator_training_expired.
   * Close the session when used.
   */
  confirm(operatorId: string, pin: string, role?: 'manager'): Promise<OperatorSession>
  /** Wipes failed logins that nobody repeated for a day; how many. */
  expireFailures(): number
  /** Milliseconds until there is something to wipe. */
  failuresDueInMs(): number
  /** Operators whose public key or state central has not seen yet. */
  unpushed(): { operator: Operator; key: PublicJwk | null; code: CodeOrigin; revision: number }[]
  markPushed(operatorId: string, revision: number): void
  /** Central's list of revoked operators; returns those newly revoked here. */
  applyRevocations(operatorIds: string[]): string[]
  /** Central's people for this station, inside the caller's transaction; returns who lost their right or their key. */
  applyRoster(people: RosterPerson[]): string[]
}
