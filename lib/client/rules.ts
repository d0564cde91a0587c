/**
 * The API's rules for what people type, so that a form can answer before the API does. The API decides: it checks the
 * same again.
 */
export const DISPLAY_NAME_MAX = 80
export const BIO_MAX = 500

/** Each returns what is wrong in one sentence, or `null`. Lengths are in UTF-16 code units. */
export function usernameProblem(username: string): string | null {
  if (username === '') return 'Enter a username.'
  if (username.length < 3 || username.length > 32) return 'Use 3 to 32 characters.'
  if (!/^[a-z0-9]+(-+[a-z0-9]+)*$/.test(username)) {
    return 'Use lower-case letters a–z, digits, and hyphens between them.'
  }
  return null
}

export function passwordProblem(password: string): string | null {
  if (password === '') return 'Enter a password.'
  if (password.length < 8 || password.length > 256) return 'Use 8 to 256 characters.'
  return null
}

export function displayNameProblem(displayName: string): string | null {
  const { length } = displayName.trim()
  if (length === 0) return 'Enter a display name.'
  return length > DISPLAY_NAME_MAX ? `Use at most ${DISPLAY_NAME_MAX} characters.` : null
}

export function bioProblem(bio: string): string | null {
  return bio.length > BIO_MAX ? `Use at most ${BIO_MAX} characters.` : null
}
