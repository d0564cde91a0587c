/** How much of one value from a request is repeated to people, in characters. */
export const MAX_PRINTED_LENGTH = 128

/**
 * Makes a value from a request safe to repeat in a log line, a header or a problem document.
 *
 * @returns at most 128 characters of printable ASCII without line breaks; whatever else there was is written as
 * `\u00e9`, and a value that was cut ends in `...`
 */
export function printable(value: string): string {
  let printed = ''
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index)
    const next =
      code === 0x5c
        ? '\\\\'
        : code >= 0x20 && code <= 0x7e
          ? value.charAt(index)
          : `\\u${code.toString(16).padStart(4, '0')}`
    const isLast = index === value.length - 1
    if (printed.length + next.length > MAX_PRINTED_LENGTH - (isLast ? 0 : '...'.length))
      return `${printed}...`
    printed += next
  }
  return printed
}
