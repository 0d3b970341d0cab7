// How often is a result trusted that lacks half of the posterior? Models with several modes (`modes/`), 30 seeds
// each, all settings as they come: passes, and false ones among them, whose draws lie in modes that together have
// no more than half of the mass.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProcessRuns } from './in-process-runs.mjs';
import { massVisited, modes } from './modes/modes.mjs';
import { pad, root } from './tools.mjs';

const SEEDS = Array.from({ length: 30 }, (_, k) => 101 + k);

export default async function* falsePasses() {
  const run = await inProcessRuns();
  for (const row of modes) {
    const path = join(root, 'bench/modes', `${row.model}.bayes`);
    const text = readFileSync(path, 'utf8');
    let passes = 0;
    let incomplete = 0;
    let falsePasses = 0;
    for (const seed of SEEDS) {
      const { report, values } = await run(text, path, { seed });
      if (!report.diagnostics.pass) continue;
      passes += 1;
      const mass = massVisited(row, values('x'));
      if (mass < 0.99) incomplete += 1;
      if (mass <= 0.5 + 1e-9) falsePasses += 1;
    }
    yield `${pad(row.model, 10)} ${pad(falsePasses, 3)} false passes, ${pad(incomplete, 3)} that lack a hundredth of the mass, ${pad(passes, 3)} passes of ${SEEDS.length} seeds`;
  }
}
