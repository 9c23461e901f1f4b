/** What stops the kiosk before it has a screen. */
export const startFailures = ['start_port_unusable', 'start_settings_invalid'] as const
