#!/usr/bin/env node
/** The `bayes` command: forks the sampler's host where it will be needed, and loads the command line meanwhile. */
import { endHost, forkHost } from './host-process.ts';

const host = process.argv[2] === 'sample' ? forkHost(new URL('./host.js', import.meta.url)) : null;
try {
  const { main } = await import('./command-line.ts');
  await main(host);
} finally {
  // A command line that is wrong does not use it.
  if (host !== null) endHost(host);
}
