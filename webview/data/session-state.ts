/** The state of an HTML report over a reload. A browser may deny storage to a page on disk; it is then not saved. */

export function sessionState(key: string): { load(): unknown; save(state: unknown): void } {
  return {
    load() {
      try {
        return JSON.parse(sessionStorage.getItem(key) ?? 'null');
      } catch {
        return null;
      }
    },
    save(state) {
      try {
        sessionStorage.setItem(key, JSON.stringify(state));
      } catch {
        // Not remembered.
      }
    },
  };
}
