import { defineConfig } from 'vitest/config';
import { WORKERS } from './start-workbench.ts';

export default defineConfig({
  test: {
    include: ['test/workbench/**/*.spec.ts'],
    globalSetup: ['test/workbench/start-workbench.ts'],
    // Each worker has a workbench of its own, with one window at a time.
    maxWorkers: WORKERS,
    reporters: ['default', 'json'],
    outputFile: { json: 'test-output/workbench.json' },
    // Safety nets; waiting for one thing ends before, after two minutes (`setDefaultTimeout`).
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
