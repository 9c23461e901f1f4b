import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { root } from './node.mjs'

/** The first lines of what a test complained of, without colours. */
const gist = (message = '') => stripVTControlCharacters(message).split('\n').slice(0, 4).join('\n      ')

/** Names and first words of what failed, out of Vitest's JSON report. */
export const failedInVitest = ({ testResults }) =>
  testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name)
    const failed = assertionResults.filter((one) => one.status === 'failed')
    if (failed.length === 0 && status === 'failed') return [`${file}\n      ${gist(message)}`]
    return failed.map(({ fullName, failureMessages }) => `${file}: ${fullName}\n      ${gist(failureMessages[0])}`)
  })

const specsOf = ({ specs = [], suites = [] }) => [...specs, ...suites.flatMap(specsOf)]

/** The same, out of Playwright's. */
export const failedInPlaywright = (report) => [
  ...report.errors.map(({ message }) => gist(message)),
  ...specsOf(report)
    .filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => {
      const error = tests.flatMap(({ results }) => results).find((result) => result.error)?.error
      return `${file}: ${title}\n      ${gist(error?.message)}`
    }),
]

const slowest = 8

/** The files that took longest, as lines, out of Vitest's JSON report: where a test run's minutes are. */
export const slowestInVitest = ({ testResults }) =>
  testResults
    .map(({ name, startTime, endTime }) => ({ file: relative(root, name), seconds: (endTime - startTime) / 1000 }))
    .sort((one, other) => other.seconds - one.seconds)
    .slice(0, slowest)
    .map(({ file, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${file}`)
