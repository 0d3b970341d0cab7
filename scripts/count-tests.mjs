// Sums the test reports (vitest's JSON) of a folder; a step that failed without a failed test counts as one.
// Prints `N passed, N failed` and exits 1 where anything failed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, failedSteps] = [process.argv[2], Number(process.argv[3] ?? 0)];
let passed = 0;
let failed = 0;
for (const name of readdirSync(folder).filter((n) => n.endsWith('.json'))) {
  const report = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  if (typeof report.numPassedTests !== 'number') continue;
  passed += report.numPassedTests;
  // A file that could not be loaded has no failed tests, but counts as one.
  const broken = report.testResults.filter((f) => f.status === 'failed' && f.assertionResults.length === 0);
  failed += report.numFailedTests + broken.length;
}
failed = Math.max(failed, failedSteps);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
