/** A report in a browser without network: its page, with what it complained of and what it asked for. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { WAIT_MS } from './chromium.ts';

export interface OfflinePage {
  readonly page: Page;
  readonly problems: string[];
  readonly requests: string[];
}

export async function openOffline(
  browser: Browser,
  file: string,
  options: BrowserContextOptions,
): Promise<OfflinePage> {
  const context = await browser.newContext({ offline: true, ...options });
  context.setDefaultTimeout(WAIT_MS);
  const page = await context.newPage();
  const problems: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(`file://${file}`);
  return { page, problems, requests };
}
