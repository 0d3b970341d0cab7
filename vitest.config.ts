import { defineConfig } from 'vitest/config';

const fast = 'test/**/*.test.ts';
const slow = 'test/**/*.slow.test.ts';
const browser = 'test/**/*.browser.test.ts';
// The workbench ring drives a real VS Code and has a command and configuration of its own.
const never = ['test/workbench/**', 'node_modules/**'];

/**
 * `npm test` runs `fast`, which needs Node alone; `npm run test:all` runs all three. `slow` is long fuzzing,
 * calibration and the like: rarely wrong, and minutes long. `browser` needs Chromium.
 */
export default defineConfig({
  test: {
    globalSetup: ['test/build-first.ts'],
    // Safety nets for a machine that does other things too, not measurements.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // Modules keep no state: loading them once for each worker saves a third of the time.
    isolate: false,
    reporters: ['default', 'json'],
    outputFile: { json: 'test-output/tests.json' },
    projects: [
      { extends: true, test: { name: 'fast', include: [fast], exclude: [...never, slow, browser] } },
      { extends: true, test: { name: 'slow', include: [slow], exclude: never, testTimeout: 600_000 } },
      { extends: true, test: { name: 'browser', include: [browser], exclude: never } },
    ],
  },
});
