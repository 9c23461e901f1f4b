/** What the bundle of the main process leaves outside: native code, and WebAssembly that is found beside its loader. */
export const nativeModules = ['better-sqlite3', 'pcsclite', '@cornerstonejs/codec-openjpeg'] as const
