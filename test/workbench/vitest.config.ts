import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/workbench/**/*.spec.ts'],
    globalSetup: ['test/workbench/start-workbench.ts'],
    // One workbench, one window at a time; a slow machine needs seconds for its first paint.
    fileParallelism: false,
    reporters: ['default', ['json', { outputFile: 'test-output/workbench.json' }]],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
