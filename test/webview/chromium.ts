/** The browser of the page's tests. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { browserArguments } from '../browser-arguments.ts';

/** Timeout of hooks that start a browser and sample, which is slow on a busy machine. */
export const SETUP_MS = 180_000;

/** Generous timeout for a loaded machine; not a measurement. */
export const WAIT_MS = 100_000;

const places = [
  process.env.CHROMIUM,
  // Needs a tenth less of the processor than the whole browser.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

export async function launchChromium(): Promise<Browser> {
  const executablePath = places.find((place) => place !== undefined && existsSync(place));
  if (executablePath === undefined)
    throw new Error('these tests need Chromium: apt-get install chromium, or say where it is in CHROMIUM');
  return chromium.launch({ executablePath, args: [...browserArguments] });
}
