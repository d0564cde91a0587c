/** The most characters of a text, for pages that show the number before they load a schema. */
export const longestDisplayName = 80
export const longestBio = 500
