import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The workbench ring drives a real VS Code and has its own command, `npm run test:workbench`.
    exclude: ['test/workbench/**', 'node_modules/**'],
    testTimeout: 60_000,
    maxWorkers: 2,
    reporters: ['default', ['json', { outputFile: 'test-output/tests.json' }]],
  },
});
