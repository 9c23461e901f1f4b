import type { Logger } from 'pino'

/**
 * A promise that fails with nobody waiting for it ends a Node process by default: a slip in one answer would close the counter. It is
 * logged and counted, and the process goes on: whatever must be whole is a transaction. An exception that nobody catches leaves
 * nobody knows what behind: it is logged, and the process ends as it would have.
 */
export function outliveRejections(log: Logger, from: NodeJS.Process = process): { rejections(): number } {
  let count = 0
  from.on('unhandledRejection', (reason) => {
    count += 1
    log.error({ err: reason, count }, 'unhandled rejection')
  })
  from.on('uncaughtExceptionMonitor', (error) => log.fatal({ err: error }, 'uncaught exception'))
  return { rejections: () => count }
}
