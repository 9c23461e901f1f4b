/** The encrypted database, exports, disk. */
export const storeFailures = [
  'store_key_wrong',
  'store_keyring_unavailable',
  'store_passphrase_missing',
  'store_protection_missing',
  'store_key_exposed',
  'store_corrupt',
  'store_foreign',
  'store_migration_mismatch',
  'store_disk_full',
  'store_unwritable',
  'store_in_use',
  'export_cancelled',
  'export_target_unwritable',
  'export_range_invalid',
  'audit_chain_broken',
] as const
