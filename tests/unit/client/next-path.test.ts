import { describe, expect, it } from 'vitest'
import { safeNextPath, signInPath } from '@/lib/client'

describe('safeNextPath', () => {
  it.each([
    ['/dashboard/sessions', '/dashboard/sessions'],
    ['/dashboard?tab=1#bio', '/dashboard?tab=1#bio'],
    ['/', '/'],
    ['/a/../dashboard', '/dashboard'],
  ])('keeps the page %s', (next, expected) => {
    expect(safeNextPath(next)).toBe(expected)
  })

  it.each([
    [null],
    [''],
    ['dashboard'],
    ['https://evil.example/'],
    ['//evil.example'],
    ['/\\evil.example'],
    ['/\t/evil.example'],
    ['/\n/evil.example'],
    ['\\/evil.example'],
    ['/.//evil.example'],
    ['/a/..//evil.example'],
    ['javascript:alert(1)'],
    ['//dashboard.invalid/x'],
    ['/sign-in?next=/x'],
    ['/sign-up'],
  ])('refuses %j', (next) => {
    expect(safeNextPath(next)).toBe('/dashboard')
  })

  it.each([
    '//evil.example',
    '/.//evil.example',
    '/%2f/evil.example',
    '/%5cevil.example',
    '/ /evil.example',
    '/@evil.example',
  ])('never leads from %j to another origin', (next) => {
    expect(new URL(safeNextPath(next), 'http://localhost:3000').origin).toBe('http://localhost:3000')
  })
})

describe('signInPath', () => {
  it.each([
    ['/dashboard', {}, '/sign-in'],
    ['/dashboard/sessions', {}, '/sign-in?next=%2Fdashboard%2Fsessions'],
    ['/dashboard', { ended: true }, '/sign-in?ended=1'],
    ['/dashboard/account', { ended: true }, '/sign-in?next=%2Fdashboard%2Faccount&ended=1'],
  ])('from %s with %j is %s', (path, options, expected) => {
    expect(signInPath(path, options)).toBe(expected)
  })
})
