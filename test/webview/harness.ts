/**
 * The page in Chromium as in the editor: its own document with its content-security policy, and a simulated editor that
 * answers from a run's folder. Messages and errors of the page are recorded.
 */

import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { readCompared } from '../../client/comparison-page/compared-runs.ts';
import { pageHtml } from '../../client/panel/page-html.ts';
import { decodeAnswer } from '../../client/results-page/page-messages.ts';
import { thisMachine } from '../../sampler/host/this-machine.ts';
import { answerRuns } from '../../sampler/kept-run/answer-runs.ts';
import { createRunReader, type RunReader } from '../../sampler/kept-run/run-reader.ts';
import type { RunQuestion, RunsQuestion } from '../../sampler/protocol.ts';
import type { CalibrationReport } from '../../sampler/report/calibration-report.ts';
import {
  CALIBRATION_VERSION,
  type FromCalibration,
  type ToCalibration,
} from '../../webview/calibration-protocol.ts';
import {
  COMPARISON_VERSION,
  type FromComparison,
  type ToComparison,
} from '../../webview/comparison-protocol.ts';
import { type FromPage, PAGE_VERSION, type PageIdentity, type ToPage } from '../../webview/protocol.ts';
import { root } from '../bayes-command.ts';
import { launchChromium, SETUP_MS, WAIT_MS } from './chromium.ts';
import type { MadeRun } from './runs.ts';
import { type ThemeName, themeCss } from './themes.ts';

export interface OpenOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** Saved state of an earlier page, returned by `getState`. */
  readonly state?: unknown;
  /** A run to answer from; without one the test sends messages by `tell`. */
  readonly folder?: string;
  /** The comparison page of these runs, in place of the results page. */
  readonly compared?: readonly string[];
  /** The page of this calibration, in place of the results page. */
  readonly calibrated?: CalibrationReport;
  /** Kinds of questions that the test answers by `tell`. */
  readonly silent?: readonly (RunQuestion['kind'] | RunsQuestion['kind'])[];
}

export interface OpenPage {
  readonly page: Page;
  /** Messages of the page other than questions, in order. */
  readonly said: readonly (FromPage | FromComparison | FromCalibration)[];
  /** Errors on the console, uncaught ones, and refusals by the policy. */
  readonly problems: readonly string[];
  readonly requests: readonly string[];
  tell(message: ToPage | ToComparison): Promise<void>;
  /** State saved by the page. */
  state(): unknown;
  setTheme(theme: ThemeName): Promise<void>;
  close(): Promise<void>;
}

const NONCE = 'dGhlIHRlc3QncyBub25jZQ==';

export interface Harness {
  open(options?: OpenOptions): Promise<OpenPage>;
  close(): Promise<void>;
}

export async function startHarness(browser: Browser): Promise<Harness> {
  const script = readFileSync(join(root, 'dist', 'webview.js'));
  const server = createServer((request, response) => {
    if (request.url === '/webview.js') {
      response.setHeader('content-type', 'text/javascript').end(script);
    } else if (request.url === '/favicon.ico') {
      response.statusCode = 204;
      response.end();
    } else {
      const asked = request.url?.slice(1);
      const page = asked === 'comparison' || asked === 'calibration' ? asked : 'results';
      const html = pageHtml({ scriptUri: '/webview.js', cspSource: 'http://127.0.0.1', nonce: NONCE, page });
      response.setHeader('content-type', 'text/html').end(html);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  // Workers start at the first question that fits a model again.
  const machine = thisMachine(pathToFileURL(join(root, 'dist', 'worker.js')));
  const runs = createRunReader();
  const reader: RunReader = {
    open: runs.open,
    ask: (folder, question) => runs.ask(folder, question, () => false, { machine, together: 2 }),
  };
  return {
    open: (options = {}) => openPage(browser, `http://127.0.0.1:${port}/`, reader, options),
    async close() {
      await machine.pool.close();
      await closeServer(server);
    },
  };
}

export interface Pages {
  /** The run of the file's tests. */
  readonly run: MadeRun;
  open(options?: OpenOptions): Promise<OpenPage>;
}

/** A browser for the tests of a file, and a run that is made before the first of them. */
export function usePages(sample: () => Promise<MadeRun>): Pages {
  let browser: Browser | null = null;
  let harness: Harness | null = null;
  let run: MadeRun | null = null;
  beforeAll(async () => {
    [browser, run] = await Promise.all([launchChromium(), sample()]);
    harness = await startHarness(browser);
  }, SETUP_MS);
  afterAll(async () => {
    await harness?.close();
    await browser?.close();
  });
  const ready = <Value>(value: Value | null): Value => {
    if (value === null) throw new Error('there are pages within tests only');
    return value;
  };
  return {
    get run() {
      return ready(run);
    },
    open: (options) => ready(harness).open(options),
  };
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

async function openPage(
  browser: Browser,
  url: string,
  reader: RunReader,
  {
    theme = 'light',
    width = 1400,
    height = 900,
    state = undefined,
    folder,
    compared,
    calibrated,
    silent = [],
  }: OpenOptions,
): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: { width, height },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(WAIT_MS);
  const page = await context.newPage();
  const said: (FromPage | FromComparison | FromCalibration)[] = [];
  const problems: string[] = [];
  const requests: string[] = [];
  let kept = state;
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => requests.push(request.url()));

  await page.exposeFunction('__tellEditor', async (message: FromPage | FromComparison | FromCalibration) => {
    if (message.kind === 'ask-together' && !silent.includes(message.question.kind)) {
      const runs = (await readCompared(compared ?? [])).map(({ header, letter: name }) => ({
        folder: header.folder,
        name,
      }));
      return reply({ kind: 'answer', id: message.id, answer: await answerRuns(runs, message.question) });
    }
    if (message.kind === 'ask' && 'run' in message) {
      const answer = decodeAnswer(await reader.ask(compared?.[message.run] ?? '', message.question));
      return reply({ kind: 'answer', id: message.id, answer });
    }
    if (message.kind === 'ask' && !silent.includes(message.question.kind)) {
      if (folder === undefined) return reply({ kind: 'answer', id: message.id, answer: nothing });
      const answer = decodeAnswer(await reader.ask(folder, message.question));
      return reply({ kind: 'answer', id: message.id, answer });
    }
    said.push(message);
    if (message.kind === 'ready') await begin();
    if (message.kind === 'save') await reply({ kind: 'saved', id: message.id, name: message.name });
    if (message.kind === 'error') problems.push(message.message);
  });
  await page.exposeFunction('__keepState', (next: unknown) => {
    kept = next;
  });
  await page.addInitScript(installEditor, { css: themeCss, theme, state });

  const reply = async (message: ToPage | ToComparison | ToCalibration): Promise<void> => {
    await page.evaluate((text) => Reflect.get(window, '__hearEditor')(text), pack(message));
  };
  async function begin(): Promise<void> {
    if (calibrated !== undefined) {
      const identity = { version: CALIBRATION_VERSION, uri: 'file:///model.bayes' } as const;
      return reply({ kind: 'calibration', identity, report: calibrated, isStale: false });
    }
    if (compared !== undefined) {
      const runs = await readCompared(compared);
      const identity = { version: COMPARISON_VERSION, folders: compared } as const;
      const missing = compared.length - runs.length;
      return reply({ kind: 'comparison', identity, runs, missing, view: null });
    }
    if (folder === undefined) return;
    const opened = await reader.open(folder);
    if (opened.kind === 'problem') throw new Error(opened.message);
    const { header, report } = opened;
    await reply({
      kind: 'run',
      version: PAGE_VERSION,
      run: identityOf(folder, header.model, header.modelPath),
    });
    if (report !== null) await reply({ kind: 'report', report, header, warnings: [] });
  }

  const own = calibrated !== undefined ? 'calibration' : compared !== undefined ? 'comparison' : '';
  await page.goto(`${url}${own}`);
  return {
    page,
    said,
    problems,
    requests,
    tell: reply,
    state: () => kept,
    async setTheme(next) {
      await page.evaluate((name) => Reflect.get(window, '__setTheme')(name), next);
    },
    close: () => closeContext(context),
  };
}

const nothing = { kind: 'unavailable', message: 'Nothing was kept' } as const;

function closeContext(context: BrowserContext): Promise<void> {
  return context.close();
}

export function identityOf(folder: string | null, model: string, modelPath: string): PageIdentity {
  return { version: PAGE_VERSION, folder, model, modelPath, uri: `file://${modelPath}` };
}

/** Typed arrays as base64 within JSON; NaN as null, as in the editor's messages. */
function pack(message: ToPage | ToComparison | ToCalibration): string {
  return JSON.stringify(message, (_key, value: unknown) =>
    value instanceof Float64Array
      ? { __float64: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') }
      : value,
  );
}

/** Runs first in the page: provides the editor's API. */
function installEditor({
  css,
  theme,
  state,
}: {
  readonly css: Readonly<Record<string, string>>;
  readonly theme: string;
  readonly state: unknown;
}): void {
  const page = window as unknown as Record<string, (argument: unknown) => unknown>;
  const apply = (name: string) => {
    document.documentElement.style.cssText = css[name];
    document.body.className = `vscode-${name}`;
  };
  page.__setTheme = (name) => apply(String(name));
  new MutationObserver((_changes, observer) => {
    if (document.body === null) return;
    observer.disconnect();
    apply(theme);
  }).observe(document, { childList: true, subtree: true });
  page.__hearEditor = (text) => {
    const data = JSON.parse(String(text), (_key, value) => {
      if (typeof value?.__float64 !== 'string') return value;
      const binary = atob(value.__float64);
      const bytes = new Uint8Array(binary.length);
      for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
      return new Float64Array(bytes.buffer);
    });
    window.postMessage(data, '*');
  };
  let kept = JSON.parse(sessionStorage.getItem('editor-state') ?? 'null') ?? state;
  page.acquireVsCodeApi = () => ({
    // Typed arrays do not pass the test's bridge; the tests read files as plain numbers.
    postMessage: (message: { content?: unknown }) =>
      void page.__tellEditor(
        message.content instanceof Uint8Array ? { ...message, content: [...message.content] } : message,
      ),
    getState: () => kept,
    setState: (next: unknown) => {
      kept = next;
      sessionStorage.setItem('editor-state', JSON.stringify(next));
      void page.__keepState(next);
    },
  });
}
