/** What takes the place of an answer that the page could not get. */
export function unavailable(error: unknown): { readonly kind: 'unavailable'; readonly message: string } {
  return { kind: 'unavailable', message: error instanceof Error ? error.message : String(error) };
}
