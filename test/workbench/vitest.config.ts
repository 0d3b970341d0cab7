import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/workbench/**/*.spec.ts'],
    globalSetup: ['test/workbench/start-workbench.ts'],
    // One workbench, one window at a time; a slow machine needs seconds for its first paint.
    fileParallelism: false,
    reporters: ['default', 'json'],
    outputFile: { json: 'test-output/workbench.json' },
    // Safety nets; waiting for one thing ends before, after two minutes (`setDefaultTimeout`).
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
