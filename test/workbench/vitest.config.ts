import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/workbench/**/*.spec.ts'],
    globalSetup: ['test/workbench/start-workbench.ts'],
    // A window that loads fills a core, and its run the other: two at once are no faster.
    maxWorkers: 1,
    // So that the files share one browser and most of them one window.
    isolate: false,
    reporters: ['default', 'json'],
    outputFile: { json: 'test-output/workbench.json' },
    // Safety nets; waiting for one thing ends before, after two minutes (`setDefaultTimeout`).
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
