/** Drives the workbench as a person would: keys, clicks, and waiting for what appears. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BrowserContext, chromium, type Frame, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeEach, inject, vi } from 'vitest';
import { browserArguments } from '../browser-arguments.ts';
import './start-workbench.ts';

export interface Workbench {
  readonly page: Page;
  readonly folder: string;
  command(title: string): Promise<void>;
  openFile(name: string): Promise<void>;
  /** Writes a file into the workspace and opens it. */
  openNew(name: string, text: string): Promise<void>;
  /** No editor, no panel, no menu and no notification is open: where a test starts that opens its own document. */
  clear(): Promise<void>;
  /** Puts the cursor before the `occurrence`th `text` of the editor's document (1-based), `into` characters in. */
  cursorAt(text: string, into?: number): Promise<void>;
  type(text: string): Promise<void>;
  /** The whole text of the active editor, through the clipboard-free way of reading its model's lines. */
  lineOf(text: string): Promise<number>;
  cursor(): Promise<{ line: number; column: number }>;
  /** The number of the line that holds the cursor, also of an editor without focus. */
  activeLine(): Locator;
  squiggles(severity: 'error' | 'warning' | 'info' | 'hint'): Locator;
  /** The text under a squiggle, as the screen shows it. */
  textUnder(squiggle: Locator): Promise<string>;
  hover(): Promise<Locator>;
  output(): Locator;
  /** The lines of the output panel that are on screen. */
  outputText(): Promise<string>;
  /** The document inside a webview that holds `selector`. */
  webview(selector: string): Promise<Frame>;
  screenshot(name: string): Promise<void>;
}

export interface WorkspaceFiles {
  /** Folders or files copied into the workspace. */
  readonly copy?: readonly string[];
  readonly write?: Readonly<Record<string, string>>;
}

/** Kills the samplers of the windows, as the system does where memory runs out. */
export function killSampler(): void {
  const found = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const command = existsSync(`/proc/${pid}/cmdline`) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : '';
      return command.includes('host.js') && command.includes(`${inject('server').home}/`);
    });
  if (found.length === 0) throw new Error('no sampler runs');
  // One for each window: what the windows of other tests left has nothing to do.
  for (const pid of found) process.kill(Number(pid), 'SIGKILL');
}

let browser: BrowserContext | undefined;

/** For one attempt that is made again; a busy machine needs seconds for what takes a quiet one a tenth. */
const attempt = { timeout: 10_000 };
const ATTEMPTS = 10;

export const isThere = (what: Locator, timeout = attempt.timeout): Promise<boolean> =>
  what
    .first()
    .waitFor({ timeout })
    .then(
      () => true,
      () => false,
    );

const isGone = (what: Locator, timeout = 2000): Promise<boolean> =>
  what.waitFor({ state: 'detached', timeout }).then(
    () => true,
    () => false,
  );

/**
 * Acts, and acts again until it is `done`: a menu that has just opened takes no click, what takes the focus late
 * closes it, and a key goes astray while the window is busy. `done` waits for the outcome for a while.
 */
export async function actUntil(done: () => Promise<boolean>, act: () => Promise<unknown>): Promise<void> {
  for (let count = 1; ; count++) {
    try {
      await act();
      if (await done()) return;
      if (count === ATTEMPTS) throw new Error(`nothing came of it, ${ATTEMPTS} times`);
    } catch (error) {
      if (await done()) return;
      if (count === ATTEMPTS) throw error;
    }
  }
}

/** The window that files of tests use one after another: loading one takes as long as a dozen tests. */
let shared: Window | undefined;
let windows = 0;

/**
 * The window of a file of tests: the shared one, with a folder of the file's own, or one `ofItsOwn`, where the list of
 * runs or the layout belong to the tests. A test that fails leaves its window in no known state: the next one gets
 * another, so that one failure is one failure. `prepare` is called for each window.
 */
export function useWorkbench(
  name: string,
  files: WorkspaceFiles,
  own?: { readonly prepare?: (bench: Workbench) => Promise<void> },
): () => Workbench {
  let window: Window | undefined;
  let bench: Workbench | undefined;
  beforeEach(async () => {
    if (bench !== undefined) return;
    const count = ++windows;
    window =
      own === undefined
        ? (shared ?? (await openWindow(`shared-${count}`)))
        : await openWindow(`${name}-${count}`);
    if (own === undefined) shared = window;
    const opened = window.inFolder(own === undefined ? `${name}-${count}` : '', files);
    try {
      await own?.prepare?.(opened);
      bench = opened;
    } catch (error) {
      await opened.screenshot(`failed-to-prepare-${name}`).catch(() => {});
      await window.close();
      throw error;
    }
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail' || bench === undefined) return;
    const failed = bench;
    bench = undefined;
    if (own === undefined) shared = undefined;
    await failed.screenshot(`failed-${task.name.replaceAll(' ', '-')}`).catch(() => {});
    await window?.close();
  });
  afterAll(async () => {
    if (own !== undefined) await window?.close();
  });
  return () => {
    if (bench === undefined) throw new Error('no window is open');
    return bench;
  };
}

/** What is made once in each window, when a test first asks for it. */
export function oncePerWindow<T>(make: (bench: Workbench) => Promise<T>): (bench: Workbench) => Promise<T> {
  const made = new WeakMap<Workbench, Promise<T>>();
  return (bench) => {
    const result = made.get(bench) ?? make(bench);
    made.set(bench, result);
    return result;
  };
}

const exactly = (text: string): RegExp => new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);

/**
 * Clears what the workbench keeps in the browser (layout, recent files, recent commands). The cache stays: a window
 * whose scripts are compiled anew loads in twice the time.
 */
async function forgetFormerWindows(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', {
    origin: new URL(inject('server').url).origin,
    storageTypes: 'cookies,indexeddb,local_storage',
  });
  await session.detach();
}

interface Window {
  /** The window with the files of a test in a folder of the workspace. */
  inFolder(name: string, files: WorkspaceFiles): Workbench;
  close(): Promise<void>;
}

async function openWindow(name: string): Promise<Window> {
  const workspace = join(inject('workspaces'), name);
  mkdirSync(workspace, { recursive: true });

  browser ??= await chromium.launchPersistentContext(join(inject('server').home, 'browser'), {
    executablePath: inject('chromium'),
    args: [...browserArguments],
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(120_000);
  await forgetFormerWindows(page);
  await page.goto(`${inject('server').url}?folder=${encodeURIComponent(workspace)}`);
  await page.locator('.monaco-workbench .explorer-folders-view').waitFor();

  const quickInput = page
    .locator('.quick-input-widget input.input, .quick-input-widget .quick-input-box input')
    .first();

  /**
   * Chooses a command by its whole name, with a click: the row that a key would take is, until the
   * palette has filtered, another. What takes the focus late (a page, a walkthrough) closes the
   * palette; then it is opened again.
   */
  async function command(title: string): Promise<void> {
    const row = page.locator('.quick-input-list .monaco-list-row').filter({
      has: page.locator('.label-name', { hasText: exactly(title) }),
    });
    let chosen = false;
    await actUntil(
      async () => chosen,
      async () => {
        await palette('F1');
        await quickInput.fill(`>${title}`, attempt);
        await row.first().click(attempt);
        chosen = true;
      },
    );
  }

  /** Opens the palette by a key; what lies open before is closed first, or the key would close it. */
  async function palette(key: string): Promise<void> {
    if (await page.locator('.quick-input-widget').isVisible()) await page.keyboard.press('Escape');
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden', ...attempt });
    await page.keyboard.press(key);
    if (await isThere(quickInput, attempt.timeout / 2)) return;
    // A page that has the focus and is still being loaded swallows keys: the window's title takes it from there.
    await page.locator('.part.titlebar').click(attempt);
    await page.keyboard.press(key);
    await quickInput.waitFor(attempt);
  }

  async function openFile(path: string): Promise<void> {
    const file = basename(path);
    await actUntil(
      () => isThere(page.locator('.tab.active', { hasText: file }), attempt.timeout / 2),
      async () => {
        await palette('Control+P');
        // A whole path needs no search, which does not know a new file at once.
        await quickInput.fill(path, attempt);
        // Files of before are listed until it has answered: the key opens the one that is focused.
        await page
          .locator('.quick-input-list .monaco-list-row.focused', { hasText: file })
          .first()
          .waitFor(attempt);
        await page.keyboard.press('Enter');
      },
    );
    await page.locator('.editor-instance .view-lines .view-line').first().waitFor();
    await page.locator('.editor-instance .monaco-editor.focused').waitFor();
  }

  async function clear(): Promise<void> {
    await page.keyboard.press('Escape');
    const discard = page.locator('.monaco-dialog-box').getByRole('button', { name: /^Don.t Save|^Cancel/ });
    if (await discard.first().isVisible()) await discard.first().click(attempt);
    const dirty = page.locator('.tabs-container .tab.dirty');
    const isClean = async () => (await dirty.count()) === 0;
    while (!(await isClean())) {
      const before = await dirty.count();
      await actUntil(
        // A tab may become clean between two looks, and `before` be 0.
        async () => (await dirty.count()) < Math.max(before, 1),
        async () => {
          // A tab may become clean on its own, between two looks at it.
          if (await isClean()) return;
          await dirty.first().click(attempt);
          await command('File: Revert File');
          await dirty.nth(before - 1).waitFor({ state: 'detached', ...attempt });
        },
      );
    }
    const tabs = page.locator('.tabs-container .tab');
    if ((await tabs.count()) > 0) {
      await actUntil(
        async () => (await tabs.count()) === 0,
        async () => {
          await page.keyboard.press('Control+K');
          await page.keyboard.press('Control+W');
          // A page that is being loaded swallows keys.
          if (await isGone(tabs.first())) return;
          await command('View: Close All Editors');
          await tabs.first().waitFor({ state: 'detached', ...attempt });
        },
      );
    }
    if (await page.locator('.part.panel').isVisible()) await command('View: Hide Panel');
    if ((await page.locator('.notification-toast').count()) > 0)
      await command('Notifications: Clear All Notifications');
  }

  async function cursor(): Promise<{ line: number; column: number }> {
    const text = await page.locator('#status\\.editor\\.selection').textContent(attempt);
    const found = /Ln (\d+), Col (\d+)/.exec(text ?? '');
    if (found === null) throw new Error(`no position in “${text}”`);
    return { line: Number(found[1]), column: Number(found[2]) };
  }

  /** Line number and text of the lines on screen. */
  async function lines(): Promise<{ line: number; text: string }[]> {
    return page.evaluate(() => {
      const editor = document.querySelector('.editor-group-container.active .editor-instance') ?? document;
      const numbers = [...editor.querySelectorAll<HTMLElement>('.margin-view-overlays > div')]
        .map((div) => ({
          top: Number.parseFloat(div.style.top),
          line: Number(div.querySelector('.line-numbers')?.textContent),
        }))
        .filter(({ line }) => line > 0);
      return [...editor.querySelectorAll<HTMLElement>('.view-lines > .view-line')].flatMap((div) => {
        const number = numbers.find(({ top }) => top === Number.parseFloat(div.style.top));
        // Inlay hints are part of the line on screen, not of its text.
        const copy = div.cloneNode(true) as HTMLElement;
        for (const hint of copy.querySelectorAll('[class*="dyn-rule"], .ced-inlay')) hint.remove();
        return number === undefined
          ? []
          : [
              {
                line: number.line,
                text: (copy.textContent ?? '').replaceAll('\u00a0', ' ').replaceAll('\u200b', ''),
              },
            ];
      });
    });
  }

  async function lineOf(text: string): Promise<number> {
    const found = (await lines()).find((line) => line.text.includes(text));
    if (found === undefined) throw new Error(`“${text}” is not on screen`);
    return found.line;
  }

  async function cursorAt(text: string, into = 0): Promise<void> {
    const onScreen = async () => {
      const line = (await lines()).find((shown) => shown.text.includes(text));
      if (line === undefined) throw new Error(`“${text}” is not on screen`);
      return line;
    };
    const found = await vi.waitFor(onScreen, { timeout: 60_000, interval: 100 });
    const column = found.text.indexOf(text) + 1 + into;
    const here = page.locator('#status\\.editor\\.selection', {
      hasText: exactly(`Ln ${found.line}, Col ${column}`),
    });
    await actUntil(
      () => isThere(here, attempt.timeout / 2),
      async () => {
        await palette('Control+G');
        await quickInput.fill(`:${found.line}:${column}`, attempt);
        await page.keyboard.press('Enter');
      },
    );
    await page.locator('.editor-instance .monaco-editor.focused').waitFor();
  }

  const driver = {
    page,
    command,
    clear,
    cursorAt,
    lineOf,
    cursor,
    activeLine: () =>
      page.locator('.editor-group-container .editor-instance .line-numbers.active-line-number'),
    type: (text: string) => page.keyboard.type(text),
    squiggles: (severity: string) => page.locator(`.editor-instance .view-overlays .squiggly-${severity}`),
    async textUnder(squiggle: Locator) {
      return squiggle.evaluate((element) => {
        const box = element.getBoundingClientRect();
        const walker = document.createTreeWalker(
          element.closest('.monaco-editor')?.querySelector('.view-lines') ?? document.body,
          NodeFilter.SHOW_TEXT,
        );
        let text = '';
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
          for (let i = 0; i < (node.textContent ?? '').length; i++) {
            const range = document.createRange();
            range.setStart(node, i);
            range.setEnd(node, i + 1);
            const at = range.getBoundingClientRect();
            const x = (at.left + at.right) / 2;
            const y = (at.top + at.bottom) / 2;
            if (x > box.left && x < box.right && y > box.top && y < box.bottom)
              text += node.textContent?.[i] ?? '';
          }
        }
        return text.replaceAll('\u00a0', ' ');
      });
    },
    async hover() {
      const shown = page.locator('.monaco-hover:not(.hidden)');
      await actUntil(
        () => isThere(shown.locator('.hover-contents, .hover-row'), attempt.timeout / 2),
        async () => {
          await page.keyboard.press('Control+K');
          await page.keyboard.press('Control+I');
        },
      );
      return page.locator('.monaco-resizable-hover .monaco-hover, .monaco-hover:not(.hidden)').first();
    },
    output: () => page.locator('.panel .output-view .view-lines, .panel .view-lines').first(),
    async outputText() {
      return page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('.panel .view-lines > .view-line')]
          .sort((a, b) => Number.parseFloat(a.style.top) - Number.parseFloat(b.style.top))
          .map((line) => (line.textContent ?? '').replaceAll('\u00a0', ' '))
          .join('\n'),
      );
    },
    webview(selector: string) {
      return new Promise<Frame>((resolve, reject) => {
        const watch = (frame: Frame): void => {
          frame
            .locator(selector)
            .first()
            .waitFor()
            .then(() => {
              page.off('framenavigated', watch);
              resolve(frame);
            })
            // A frame that goes away is not the one.
            .catch((error: Error) => (/Timeout/.test(error.message) ? reject(error) : undefined));
        };
        page.on('framenavigated', watch);
        page.frames().forEach(watch);
      });
    },
    async screenshot(file: string) {
      await page.screenshot({ path: join(inject('screenshots'), `${file}.png`) });
    },
  };
  return {
    inFolder(folderName, files) {
      const folder = join(workspace, folderName);
      mkdirSync(folder, { recursive: true });
      for (const source of files.copy ?? []) cpSync(source, folder, { recursive: true });
      for (const [path, text] of Object.entries(files.write ?? {})) writeFileSync(join(folder, path), text);
      return {
        ...driver,
        folder,
        openFile: (file) => openFile(join(folder, file)),
        async openNew(file, text) {
          writeFileSync(join(folder, file), text);
          await openFile(join(folder, file));
        },
      };
    },
    async close() {
      // Leaving the page ends the window's processes; a page that is only closed is waited for to come back.
      await page.goto('about:blank', attempt).catch(() => {});
      await page.close();
    },
  };
}
