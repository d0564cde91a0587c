/** The slot `@lab/reporting` of a build without the bench: the API reports nothing. */
export function reportExchanges(): void {}
