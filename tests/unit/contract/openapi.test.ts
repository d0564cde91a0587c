import { expect, test } from 'vitest'
import { contract } from '@/lib/contract'
import { openApiDocument } from '@/lib/contract/openapi'

const document = openApiDocument('A product', 'https://api.example.com')

test('the document describes every route and every method of the contract', () => {
  expect(document.openapi).toMatch(/^3\.1\./)
  const described = Object.entries(document.paths ?? {}).map(([path, operations]) => [
    path,
    Object.keys(operations).toSorted(),
  ])
  const listed = Object.values(contract).map(({ path, methods }) => [
    path,
    Object.keys(methods)
      .map((method) => method.toLowerCase())
      .toSorted(),
  ])
  expect(described).toEqual(listed)
})

test('it is plain JSON, and every reference leads somewhere', () => {
  const text = JSON.stringify(document)
  expect(JSON.parse(text)).toEqual(document)
  for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    expect(document.components?.schemas).toHaveProperty(name)
  }
})

test('it says what a call takes, what comes back and what can go wrong', () => {
  const patch = document.paths?.['/api/users/{username}']?.patch
  expect(patch?.security).toEqual([{ session: [] }])
  expect(patch?.parameters).toMatchObject([{ in: 'path', name: 'username', required: true }])
  expect(patch?.requestBody).toMatchObject({
    content: { 'application/json': { schema: { properties: { bio: { maxLength: 500 } } } } },
  })
  expect(Object.keys(patch?.responses ?? {})).toEqual(expect.arrayContaining(['200', '401', '403', '415']))
  const token = document.paths?.['/api/me']?.get
  expect(token?.security).toEqual([{ bearer: [] }])
})
