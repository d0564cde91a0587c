'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useTheme } from 'next-themes'
import { ToggleGroup } from 'radix-ui'
import { useSyncExternalStore } from 'react'

const themes = [
  { value: 'system', label: 'Theme of the system', icon: Monitor },
  { value: 'light', label: 'Light theme', icon: Sun },
  { value: 'dark', label: 'Dark theme', icon: Moon },
]

const subscribeToNothing = () => () => {}

export function ThemeSwitch() {
  const { theme, setTheme } = useTheme()
  // The choice is in the browser's storage, which the server does not know.
  const inBrowser = useSyncExternalStore(
    subscribeToNothing,
    () => true,
    () => false,
  )
  return (
    <ToggleGroup.Root
      type="single"
      aria-label="Theme"
      value={(inBrowser && theme) || ''}
      onValueChange={(value) => value && setTheme(value)}
      className="inline-flex rounded-full border border-line bg-surface p-0.5"
    >
      {themes.map(({ value, label, icon: Icon }) => (
        <ToggleGroup.Item
          key={value}
          value={value}
          aria-label={label}
          className="grid size-7 place-items-center rounded-full text-muted hover:text-ink data-[state=on]:bg-sunken data-[state=on]:text-ink"
        >
          <Icon aria-hidden className="size-3.5" />
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
