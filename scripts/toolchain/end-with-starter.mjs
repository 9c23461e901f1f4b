// Loaded before a service of `npm start` (--import): one whose start was killed would keep its database and its port for good.
import { watchStarter } from './starter.mjs'

// Of processes that the service starts in its turn (they have its options) the service takes care.
if (process.ppid === Number(new URL(import.meta.url).searchParams.get('starter')))
  watchStarter(() => process.kill(process.pid, 'SIGTERM'))
