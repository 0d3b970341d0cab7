/** Drives the workbench as a person would: keys, clicks, and waiting for what appears. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Frame, type Locator, type Page } from 'playwright-core';
import { inject } from 'vitest';

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Workbench {
  readonly page: Page;
  readonly folder: string;
  command(title: string): Promise<void>;
  openFile(name: string): Promise<void>;
  /** Puts the cursor before the `occurrence`th `text` of the editor's document (1-based), `into` characters in. */
  cursorAt(text: string, into?: number): Promise<void>;
  type(text: string): Promise<void>;
  /** The whole text of the active editor, through the clipboard-free way of reading its model's lines. */
  lineOf(text: string): Promise<number>;
  cursor(): Promise<{ line: number; column: number }>;
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
  close(): Promise<void>;
}

export interface WorkspaceFiles {
  /** Folders or files copied into the workspace. */
  readonly copy?: readonly string[];
  readonly write?: Readonly<Record<string, string>>;
}

let browser: Browser | undefined;

const exactly = (text: string): RegExp => new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);

export async function openWorkbench(name: string, files: WorkspaceFiles): Promise<Workbench> {
  const folder = join(inject('workspaces'), name);
  mkdirSync(folder, { recursive: true });
  for (const source of files.copy ?? []) cpSync(source, folder, { recursive: true });
  for (const [path, text] of Object.entries(files.write ?? {})) writeFileSync(join(folder, path), text);

  browser ??= await chromium.launch({ executablePath: inject('chromium'), args });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(`${inject('workbenchUrl')}?folder=${encodeURIComponent(folder)}`);
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
    const soon = { timeout: 5_000 };
    const row = page.locator('.quick-input-list .monaco-list-row').filter({
      has: page.locator('.label-name', { hasText: exactly(title) }),
    });
    for (let attempt = 1; ; attempt++) {
      try {
        // While the one before still closes, the key would close it again.
        await page.locator('.quick-input-widget').waitFor({ state: 'hidden', ...soon });
        await page.keyboard.press('F1');
        await quickInput.waitFor(soon);
        await quickInput.fill(`>${title}`, soon);
        await row.first().click(soon);
        return;
      } catch (error) {
        if (attempt === 10) throw error;
        await page.keyboard.press('Escape');
        // A page that has the focus and is still being loaded swallows keys: the window's title takes it from there.
        await page.locator('.part.titlebar').click();
      }
    }
  }

  async function openFile(file: string): Promise<void> {
    await page.keyboard.press('Control+P');
    await quickInput.waitFor();
    await quickInput.fill(file);
    // Files of before are listed until the search has answered: the key opens the one that is focused.
    await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: file }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.tab.active', { hasText: file }).waitFor();
    await page.locator('.editor-instance .view-lines .view-line').first().waitFor();
    await page.locator('.editor-instance .monaco-editor.focused').waitFor();
  }

  async function cursor(): Promise<{ line: number; column: number }> {
    const text = await page.locator('#status\\.editor\\.selection').textContent();
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
    const found = (await lines()).find((line) => line.text.includes(text));
    if (found === undefined) throw new Error(`“${text}” is not on screen`);
    const column = found.text.indexOf(text) + 1 + into;
    await page.keyboard.press('Control+G');
    await quickInput.waitFor();
    await quickInput.fill(`:${found.line}:${column}`);
    await page.keyboard.press('Enter');
    await page
      .locator('#status\\.editor\\.selection', { hasText: `Ln ${found.line}, Col ${column}` })
      .waitFor();
    await page.locator('.editor-instance .monaco-editor.focused').waitFor();
  }

  return {
    page,
    folder,
    command,
    openFile,
    cursorAt,
    lineOf,
    cursor,
    type: (text) => page.keyboard.type(text),
    squiggles: (severity) => page.locator(`.editor-instance .view-overlays .squiggly-${severity}`),
    async textUnder(squiggle) {
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
      await page.keyboard.press('Control+K');
      await page.keyboard.press('Control+I');
      const widget = page
        .locator('.monaco-hover:not(.hidden) .hover-contents, .monaco-hover:not(.hidden) .hover-row')
        .first();
      await widget.waitFor();
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
    webview(selector) {
      return new Promise((resolve, reject) => {
        const watch = (frame: Frame): void => {
          frame
            .locator(selector)
            .first()
            .waitFor({ timeout: 90_000 })
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
    async screenshot(file) {
      await page.screenshot({ path: join(inject('screenshots'), `${file}.png`) });
    },
    async close() {
      await context.close();
    },
  };
}

export async function closeBrowser(): Promise<void> {
  await browser?.close();
  browser = undefined;
}
