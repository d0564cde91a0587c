/** No string is one. Its message turns up in the compiler's error. */
export interface OriginMistake<Message extends string> {
  readonly mistake: Message
}

/**
 * Describes what the compiler can see of an entry written as a string literal. Strings that are only known at run time pass;
 * `compilePolicy` checks those when it runs.
 */
export type CheckedOrigin<Entry extends string> = string extends Entry
  ? Entry
  : Entry extends '*' | `http${string}://*` | `http${string}://**`
    ? OriginMistake<'a policy never admits every origin'>
    : Entry extends 'null'
      ? OriginMistake<'`null` identifies nobody'>
      : Entry extends `${'http' | 'https'}://${infer Rest}`
        ? Lowercase<Entry> extends Entry
          ? CheckedAuthority<Entry, Rest>
          : OriginMistake<'an origin is in lower case'>
        : OriginMistake<'an origin begins with https:// or http://'>

type CheckedAuthority<Entry extends string, Rest extends string> = Rest extends `${string}/`
  ? OriginMistake<'an origin has no trailing slash'>
  : Rest extends `${string}${'/' | '\\' | '?' | '#'}${string}`
    ? OriginMistake<'an origin has no path, query or fragment'>
    : Rest extends `${string}@${string}`
      ? OriginMistake<'an origin has no user name and no password'>
      : Rest extends `${string}${' ' | ','}${string}`
        ? OriginMistake<'one entry holds one origin, without white space'>
        : Entry extends `https://${string}:443` | `http://${string}:80`
          ? OriginMistake<'an origin leaves the default port out'>
          : Entry

/** {@link CheckedOrigin} for every entry of a list. */
export type CheckedOrigins<Entries extends readonly string[]> = {
  readonly [Index in keyof Entries]: CheckedOrigin<Entries[Index]>
}
