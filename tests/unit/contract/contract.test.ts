import { expect, test } from 'vitest'
import { contract } from '@/lib/contract'
import { problemCodes } from '@/lib/contract/problems'
import { offeredRoutes } from '@/lib/gate/routes'

const named = Object.entries(contract)

test.each(named)('%s has schemas for its methods and for nothing else', (_name, { methods, schemas }) => {
  const described = Object.keys(schemas).filter((key) => key !== 'params')
  expect(described.toSorted()).toEqual(Object.keys(methods).toSorted())
})

test.each(named)('%s has a parameter schema for each pattern of its path', (_name, route) => {
  const patterns = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
  const described = 'params' in route.schemas ? Object.keys(route.schemas.params.shape) : []
  expect(described).toEqual(patterns)
})

test('no route takes a body that a form can send, or that Next.js would cut', () => {
  for (const { path, methods } of offeredRoutes) {
    for (const { body } of Object.values(methods)) {
      if (!body) continue
      expect(body.maxBytes, path).toBeLessThanOrEqual(10_000_000)
      for (const type of body.types) expect(type, path).not.toMatch(/^(text\/plain|multipart\/|.*urlencoded)/)
    }
  }
})

test('a title belongs to one code', () => {
  const titles = Object.values(problemCodes).map(({ title }) => title)
  expect(new Set(titles).size).toBe(titles.length)
})
