/** Says how much of one value from a request is repeated to people, in characters. */
export const MAX_PRINTED_LENGTH = 128

/**
 * Makes a value from a request safe to repeat in a log line, a header or a problem document.
 *
 * @returns at most 128 characters of printable ASCII without line breaks; whatever else there was is written as
 * `\u00e9`, a backslash as two, and a value that was cut ends in `...`
 */
export function printable(value: string): string {
  let printed = ''
  // The longest beginning that leaves room for the dots, should the whole turn out not to fit.
  let beginning = ''
  for (let index = 0; index < value.length; index++) {
    printed += printableUnit(value, index)
    if (printed.length > MAX_PRINTED_LENGTH) return `${beginning}...`
    if (printed.length <= MAX_PRINTED_LENGTH - '...'.length) beginning = printed
  }
  return printed
}

function printableUnit(value: string, index: number): string {
  const code = value.charCodeAt(index)
  if (code === 0x5c) return '\\\\'
  return code >= 0x20 && code <= 0x7e ? value.charAt(index) : `\\u${code.toString(16).padStart(4, '0')}`
}
