/** The view of kept runs, in the side bar. */
import type { Locator } from 'playwright-core';
import { actUntil, type Workbench } from './workbench.ts';

export interface RunsView {
  readonly view: () => Locator;
  readonly rows: () => Locator;
  row(text: string): Locator;
  open(): Promise<void>;
}

export function runsView(bench: () => Workbench): RunsView {
  const view = () =>
    bench().page.locator('.pane', { has: bench().page.locator('.pane-header[aria-label^="Runs"]') });
  const rows = () => view().locator('.monaco-list-row');
  return {
    view,
    rows,
    row: (text) => rows().filter({ hasText: text }),
    // A second click on the icon would close the view.
    open: () =>
      actUntil(
        () => view().isVisible(),
        async () => {
          await bench().page.locator('.activitybar a[aria-label^="Bayes"]').click();
          await view().waitFor({ timeout: 10_000 });
        },
      ),
  };
}
