import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { root } from './node.mjs'

/** The first lines of what a test complained of, without colours. */
const gist = (message = '') => stripVTControlCharacters(message).split('\n').slice(0, 4).join('\n      ')

const complaintOf = (file, { fullName, failureMessages }) =>
  `${relative(root, file)}: ${fullName}\n      ${gist(failureMessages[0])}`

/** Names and first words of what failed, out of Vitest's JSON report. */
export const failedInVitest = ({ testResults }) =>
  testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((one) => one.status === 'failed')
    if (failed.length === 0 && status === 'failed') return [`${relative(root, name)}\n      ${gist(message)}`]
    return failed.map((one) => complaintOf(name, one))
  })

/** The same of what passed, but not at its first try. */
export const waveredInVitest = ({ testResults }) =>
  testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0)
      .map((one) => complaintOf(name, one)),
  )

const specsOf = ({ specs = [], suites = [] }) => [...specs, ...suites.flatMap(specsOf)]

const complaintOfSpec = ({ file, title, tests }) => {
  const error = tests.flatMap(({ results }) => results).find((result) => result.error)?.error
  return `${file}: ${title}\n      ${gist(error?.message)}`
}

/** Both, out of Playwright's. */
export const failedInPlaywright = (report) => [
  ...report.errors.map(({ message }) => gist(message)),
  ...specsOf(report)
    .filter(({ ok }) => !ok)
    .map(complaintOfSpec),
]
export const waveredInPlaywright = (report) =>
  specsOf(report)
    .filter(({ tests }) => tests.some(({ status }) => status === 'flaky'))
    .map(complaintOfSpec)

const slowest = 8

/** The files that took longest, as lines, out of Vitest's JSON report: where a test run's minutes are. */
export const slowestInVitest = ({ testResults }) =>
  testResults
    .map(({ name, startTime, endTime }) => ({ file: relative(root, name), seconds: (endTime - startTime) / 1000 }))
    .sort((one, other) => other.seconds - one.seconds)
    .slice(0, slowest)
    .map(({ file, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${file}`)
