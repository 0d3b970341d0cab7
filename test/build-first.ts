/** Global setup of every project: builds dist/ where it is stale, so that no test runs an old bundle. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

const script = fileURLToPath(new URL('../scripts/build.mjs', import.meta.url));

function buildIfStale(): void {
  execFileSync(process.execPath, [script, '--if-needed'], { stdio: 'inherit' });
}

export default function setup(project: TestProject): void {
  buildIfStale();
  // In watch mode, before the tests of each change.
  project.onTestsRerun(() => buildIfStale());
}
