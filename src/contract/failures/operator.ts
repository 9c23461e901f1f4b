/** Operators: login, roles, training. */
export const operatorFailures = [
  'operator_unknown_or_wrong_pin',
  'operator_locked_out',
  'operator_not_logged_in',
  'operator_role_insufficient',
  'operator_training_expired',
  'operator_revoked',
  'operator_exists',
  'operator_invalid',
  'operator_last_manager',
  'operator_code_invalid',
  'operator_not_on_roster',
  'operator_key_in_use',
  'pin_wrong',
  'pin_too_weak',
  'setup_already_done',
  'setup_required',
] as const
