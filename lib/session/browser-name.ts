import Bowser from 'bowser'

/** Names a browser as a person would: "Firefox on Linux". */
export function browserName(userAgent: string): string {
  const { browser, os } = Bowser.parse(userAgent || ' ')
  return [browser.name || 'Unknown browser', ...(os.name ? [`on ${os.name}`] : [])].join(' ')
}
