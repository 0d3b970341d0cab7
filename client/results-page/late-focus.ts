/** The focus of a text that a page leads to: a click gives its page the focus, and that may come after the text is shown. */

/** How long after a click a busy window may still give the page the focus. */
const LATE_FOCUS_MS = 1000;

interface Focus {
  /** Told when another part of the window has the focus. */
  changes(listener: () => void): { dispose(): void };
  isOnPage(): boolean;
  takeBack(): void;
}

/** Takes the focus back, once. */
export function keepFocus({ changes, isOnPage, takeBack }: Focus): void {
  const until = changes(() => {
    if (!isOnPage()) return;
    until.dispose();
    takeBack();
  });
  setTimeout(() => until.dispose(), LATE_FOCUS_MS);
}
