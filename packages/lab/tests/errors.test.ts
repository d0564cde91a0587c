import { browserEngines } from '@next-cross-origin/browser'
import { readPasted } from '@next-cross-origin/doctor'
import { expect, it } from 'vitest'
import { errorEntries, findError } from '../src/errors/catalogue.ts'
import { wordingsOf } from '../src/errors/wordings.ts'
import { findScenario } from '../src/scenarios.ts'

/** The names that Chromium's developer tools and MDN give to CORS errors. */
const chromiumNames = [
  'WildcardOriginNotAllowed',
  'MissingAllowOriginHeader',
  'MultipleAllowOriginValues',
  'InvalidAllowOriginValue',
  'AllowOriginMismatch',
  'InvalidAllowCredentials',
  'CorsDisabledScheme',
  'PreflightInvalidStatus',
  'PreflightDisallowedRedirect',
  'MethodDisallowedByPreflightResponse',
  'HeaderDisallowedByPreflightResponse',
  'InvalidAllowMethodsPreflightResponse',
  'InvalidAllowHeadersPreflightResponse',
]
const firefoxNames = [
  'CORSDidNotSucceed',
  'CORSExternalRedirectNotAllowed',
  'CORSRequestNotHttp',
  'CORSMissingAllowOrigin',
  'CORSMultipleAllowOriginNotAllowed',
  'CORSAllowOriginNotMatchingOrigin',
  'CORSNotSupportingCredentials',
  'CORSMethodNotFound',
  'CORSMissingAllowCredentials',
  'CORSPreflightDidNotSucceed',
  'CORSInvalidAllowMethod',
  'CORSInvalidAllowHeader',
  'CORSMissingAllowHeaderFromPreflight',
]

it.each(chromiumNames)('Chromium’s %s has a page', (name) => {
  expect(errorEntries.some(({ chromium }) => chromium.includes(name))).toBe(true)
})

it.each(firefoxNames)('Firefox’s reason %s has a page', (name) => {
  expect(errorEntries.some(({ firefox }) => firefox === name)).toBe(true)
})

it('has an address of its own for each message, and leads to lessons that exist', () => {
  expect(new Set(errorEntries.map(({ id }) => id)).size).toBe(errorEntries.length)
  expect(findError('nothing')).toBeNull()
  for (const { id, lesson } of errorEntries) {
    if (lesson !== null) expect(findScenario(lesson), id).not.toBeNull()
  }
})

it.each(errorEntries)('the doctor understands every wording of $id', (entry) => {
  const { messages } = wordingsOf(entry)
  const printed = browserEngines.filter((engine) => messages[engine] !== null)
  expect(printed.length).toBeGreaterThan(0)
  // These say nothing of what was called.
  if (['failed-to-fetch', 'cors-request-did-not-succeed'].includes(entry.id)) return
  for (const engine of printed)
    expect(readPasted(messages[engine] ?? ''), `${entry.id}, ${engine}`).not.toBeNull()
})
