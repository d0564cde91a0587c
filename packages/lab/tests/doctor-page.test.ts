import { expect, it } from 'vitest'
import { examples } from '../src/doctor-page/examples.ts'
import { answersAsText, readGiven } from '../src/doctor-page/reading.ts'
import {
  fromFragment,
  type Given,
  nothingGiven,
  toFragment,
  withoutSecrets,
} from '../src/doctor-page/shared-case.ts'
import { pasted } from './pasted.ts'

it.each(pasted)('$what leads to $cause', ({ text, cause, url = '', origin = '', answer = '' }) => {
  const { judgement, missing } = readGiven({ text, url, origin, answer })
  expect([missing, judgement?.diagnosis.cause]).toEqual([null, cause])
})

const given = (part: Partial<Given>): Given => ({ ...nothingGiven, ...part })

it.each([
  ['Chrome’s message', 'allow-origin-missing'],
  ['Firefox’s message', 'allow-origin-trailing-slash'],
  ['Safari’s message', 'allow-origin-missing'],
  ['Headers', 'misspelt-header'],
  ['curl', 'method-not-allowed'],
  ['A cookie that is not sent back', 'cors-allowed'],
])('the example “%s” leads to %s', (name, cause) => {
  const example = examples.find((each) => each.name === name)
  expect(readGiven(example?.given ?? nothingGiven).judgement?.diagnosis.cause).toBe(cause)
})

it('asks for what is missing, one thing at a time, and judges once nothing is', () => {
  const text = 'https://api.example.com/users'
  expect(readGiven(given({ text })).missing).toBe('origin')
  const origin = 'https://app.example.com/profile'
  expect(readGiven(given({ text, origin })).missing).toBe('answer')
  const answer = 'HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *'
  const { missing, judgement } = readGiven(given({ text, origin, answer }))
  expect([missing, judgement?.result.verdict]).toEqual([null, 'allowed'])
})

it('says why an answer to a question does not do', () => {
  const text = 'https://api.example.com/users'
  expect(readGiven(given({ text, origin: 'app.example.com' })).problem).toMatch(/begins with its scheme/)
  expect(readGiven(given({ text: 'hello' })).found).toBeNull()
})

it('judges again when the server’s side is edited', () => {
  const text =
    "Access to fetch at 'https://api.example.com/users' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
  const { judgement } = readGiven(given({ text }))
  if (judgement === null) throw new Error('The message has all that is needed.')
  const written = answersAsText(judgement)
  expect(readGiven(given({ text, answer: written })).judgement?.diagnosis.cause).toBe('allow-origin-missing')
  const mended = `${written}\nAccess-Control-Allow-Origin: https://app.example.com`
  expect(readGiven(given({ text, answer: mended })).judgement?.result.verdict).toBe('allowed')
})

it('puts a case into an address and reads it back', () => {
  const shared = given({ text: 'Origin: https://bücher.example', answer: 'HTTP/1.1 200 OK' })
  expect(fromFragment(toFragment(shared) ?? '')).toEqual(shared)
  expect(fromFragment('not a case')).toBeNull()
  expect(toFragment(given({ text: 'x'.repeat(10_000) }))).toBeNull()
})

it.each([
  ["-H 'Authorization: Bearer s3cret'"],
  ['Cookie: session=s3cret'],
  ['< Set-Cookie: session=s3cret; Path=/'],
  ['"authorization": "Bearer s3cret"'],
  ["curl https://a.example -b 'session=s3cret'"],
  ['curl -u ada:s3cret https://a.example'],
])('leaves the secret of %s out of the address', (text) => {
  expect(withoutSecrets(text)).not.toContain('s3cret')
})
