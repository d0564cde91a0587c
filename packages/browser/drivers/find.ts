import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, webkit } from '@playwright/test'

/** The Chromium or Chrome to test with: `CHROMIUM_PATH`, then `PATH`, then macOS, then Playwright's own; null when there is none. */
export function findChromium(): string | null {
  return firstExecutable([
    process.env.CHROMIUM_PATH,
    ...onPath('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'),
    ...inApplications('Chromium', 'Chromium'),
    ...inApplications('Google Chrome', 'Google Chrome'),
    playwrightsOwn(chromium),
  ])
}

/** The Firefox to test with: `FIREFOX_PATH`, then `PATH`, then macOS; null when there is none. Playwright's own is patched and speaks no BiDi. */
export function findFirefox(): string | null {
  return firstExecutable([
    process.env.FIREFOX_PATH,
    ...onPath('firefox', 'firefox-esr'),
    ...inApplications('Firefox', 'firefox'),
  ])
}

/**
 * The WebKit to test with: `WEBKIT_PATH`, then WebKitGTK's driver (`WebKitWebDriver`, on `PATH`), then Playwright's own
 * build; null when there is none. WebKitGTK needs a display, so its driver counts only where there is one or `xvfb-run` can make one.
 */
export function findWebKit(): string | null {
  const hasDisplay = Boolean(process.env.DISPLAY) || findXvfbRun() !== null
  return firstExecutable([
    process.env.WEBKIT_PATH,
    ...(hasDisplay ? onPath('WebKitWebDriver') : []),
    playwrightsOwn(webkit),
  ])
}

/** `xvfb-run`, which gives a program an X display that nobody sees. */
export function findXvfbRun(): string | null {
  return firstExecutable(onPath('xvfb-run'))
}

/** WebKitGTK's minimal browser; Debian and Fedora keep it outside `PATH`. */
export function findMiniBrowser(): string | null {
  const folders = ['x86_64-linux-gnu', 'aarch64-linux-gnu', ''].map((triplet) => join('/usr/lib', triplet))
  return firstExecutable([
    ...onPath('MiniBrowser'),
    ...[...folders, '/usr/libexec', '/usr/lib64'].flatMap((folder) =>
      ['webkitgtk-6.0', 'webkit2gtk-4.1', 'webkit2gtk-4.0'].map((api) => join(folder, api, 'MiniBrowser')),
    ),
  ])
}

function onPath(...names: string[]): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  return names.flatMap((name) => folders.map((folder) => join(folder, name)))
}

function inApplications(bundle: string, executable: string): string[] {
  const folders = ['/Applications', join(process.env.HOME ?? '', 'Applications')]
  return folders.map((folder) => join(folder, `${bundle}.app`, 'Contents', 'MacOS', executable))
}

function playwrightsOwn(type: { executablePath(): string }): string | undefined {
  try {
    return type.executablePath()
  } catch {
    return undefined
  }
}

function firstExecutable(candidates: readonly (string | undefined)[]): string | null {
  return candidates.find((candidate) => candidate !== undefined && isExecutable(candidate)) ?? null
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
