#!/usr/bin/env node
/** The `bayes` command: forks the sampler's host where it will be needed, and loads the command line meanwhile. */
import { endHost, forkHost } from '../cli/host-process.ts';
import { loadBundle } from './bundle.ts';

type CommandLine = typeof import('../cli/command-line.ts');

async function start(): Promise<void> {
  const [, , name = ''] = process.argv;
  const host = name === 'sample' ? forkHost(new URL('./host.js', import.meta.url)) : null;
  try {
    const use = /^[a-z]+(-[a-z]+)*$/.test(name) ? name : 'none';
    const { exports, keepCode } = loadBundle<CommandLine>('command', import.meta.url, use);
    if (await exports.main(host)) keepCode(use);
  } finally {
    // A command line that is wrong does not use it.
    if (host !== null) endHost(host);
  }
}

void start();
