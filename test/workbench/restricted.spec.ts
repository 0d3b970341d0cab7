/**
 * Restricted Mode, in a window with workspace trust: a model is edited and checked, nothing is run, and no file
 * outside the workspace is read until the person trusts it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { userSettings } from './start-workbench.ts';
import { actUntil, isThere, useWorkbench, type Workbench } from './workbench.ts';

const settingsFile = join(inject('server').userData, 'User', 'settings.json');
const model = `dim row
data from "../outside/secret.csv" { y : real[row] }
param mu ~ Normal(0, 1)
observe y ~ Normal(mu, 1)
`;
const inline = `data { y : real[3] = [1.2, 0.7, 1.9] }
param mu ~ Normal(0, 1)
observe y ~ Normal(mu, 1)
sample { draws = 500, tune = 500, seed = 1 }
`;

const workbench = useWorkbench(
  'restricted',
  {
    write: { 'outside.bayes': model, 'inline.bayes': inline },
  },
  {},
);
let bench: Workbench;

beforeAll(() => {
  const trust = {
    'security.workspace.trust.enabled': true,
    'security.workspace.trust.startupPrompt': 'never',
    'security.workspace.trust.banner': 'never',
  };
  writeFileSync(settingsFile, JSON.stringify({ ...userSettings, ...trust }));
  const outside = join(inject('workspaces'), 'outside');
  mkdirSync(outside, { recursive: true });
  writeFileSync(join(outside, 'secret.csv'), 'y\n1.5\n0.5\n');
  writeFileSync(join(outside, 'draws.csv'), 'mu\n1.5\n0.5\n');
});
beforeEach(async () => {
  bench = workbench();
  await bench.clear();
});
afterAll(() => writeFileSync(settingsFile, JSON.stringify(userSettings)));

/** The person says that the workspace is to be trusted; nothing to do where that was said before. */
async function trust(): Promise<void> {
  const restricted = bench.page.locator('.statusbar-item', { hasText: 'Restricted Mode' });
  if (!(await isThere(restricted))) return;
  await bench.command('Workspaces: Manage Workspace Trust');
  const editor = bench.page.locator('.workspace-trust-editor');
  await editor.getByRole('button', { name: 'Trust', exact: true }).click();
  await bench.page.getByText('You trust this folder').waitFor();
  // The page of trust lies over the editors.
  await actUntil(
    async () => !(await editor.isVisible()),
    async () => {
      await bench.page.locator('[class*="modal-editor"] .codicon-close').first().click({ timeout: 5000 });
      await editor.waitFor({ state: 'hidden', timeout: 10_000 });
    },
  );
}

describe('restricted mode', () => {
  it('checks a model while it is edited', async () => {
    await bench.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
    await bench.openFile('inline.bayes');
    await bench.cursorAt('observe y ~ Normal(mu', 'observe y ~ Normal(mu'.length);
    await bench.type('u');
    const squiggle = bench.squiggles('error').first();
    await squiggle.waitFor();
    await expect.poll(() => bench.textUnder(squiggle), { timeout: 60_000 }).toBe('muu');
    await bench.page.keyboard.press('Backspace');
    await squiggle.waitFor({ state: 'detached' });
  });

  it('does not sample, and says why', async () => {
    await bench.openFile('inline.bayes');
    await bench.command('Bayes: Sample Model');
    await bench.page
      .locator('.notifications-toasts', { hasText: 'Sampling needs a trusted workspace' })
      .waitFor();
    await bench.screenshot('50-restricted');
    expect(await bench.page.locator('.statusbar-item .codicon-pass').count()).toBe(0);
  });

  it('opens no draws from outside the workspace', async () => {
    const box = bench.page.locator('.quick-input-box input').first();
    await actUntil(
      () =>
        isThere(
          bench.page.locator('.notifications-toasts', {
            hasText: 'outside of this workspace, which is not trusted, so it is not read',
          }),
        ),
      async () => {
        await bench.command('Bayes: Open Draws…');
        await box.fill(join(inject('workspaces'), 'outside', 'draws.csv'), { timeout: 5000 });
        await bench.page.keyboard.press('Enter');
      },
    );
    expect(await bench.page.locator('.tab', { hasText: 'draws: results' }).count()).toBe(0);
  });

  it('reads no file outside the workspace until it is trusted', async () => {
    await bench.openFile('outside.bayes');
    const squiggle = bench.squiggles('error').first();
    await squiggle.waitFor();
    await bench.cursorAt('../outside/secret.csv', 3);
    const hover = await bench.hover();
    await hover.getByText('which is not trusted', { exact: false }).first().waitFor();
    await bench.page.keyboard.press('Escape');
    await trust();
    await squiggle.waitFor({ state: 'detached' });
    expect(await bench.squiggles('error').count()).toBe(0);
  });

  it('samples once the workspace is trusted', async () => {
    await trust();
    await bench.openFile('inline.bayes');
    await bench.command('Bayes: Sample Model');
    await bench.page.locator('.view-line', { hasText: '≈' }).first().waitFor();
  });
});
