// How often does a result pass that lacks half of the posterior? Models with several modes (`modes/`), 30 seeds each,
// default settings: passes, and false passes among them, whose draws are in modes with less than half of the mass
// together, or half of it without a notice of the copy.
//   BAYES_SEEDS=100 BAYES_MODES=sign,sinusoid npm run bench modes
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProcessRuns } from './in-process-runs.mjs';
import { massVisited, modes } from './modes/modes.mjs';
import { pad, root } from './tools.mjs';

const SEEDS = Array.from({ length: Number(process.env.BAYES_SEEDS ?? 30) }, (_, k) => 101 + k);
const wanted = (process.env.BAYES_MODES ?? '').split(',').filter((name) => name !== '');

export default async function* falsePasses() {
  const run = await inProcessRuns();
  for (const row of modes.filter(({ model }) => wanted.length === 0 || wanted.includes(model))) {
    const path = join(root, 'bench/modes', `${row.model}.bayes`);
    const text = readFileSync(path, 'utf8');
    let passes = 0;
    let incomplete = 0;
    let copies = 0;
    let falsePasses = 0;
    for (const seed of SEEDS) {
      const { report, values } = await run(text, path, { seed });
      if (!report.diagnostics.pass) continue;
      passes += 1;
      const mass = massVisited(row, values(row.of ?? 'x'));
      if (mass >= 0.99) continue;
      incomplete += 1;
      const tellsCopy = (report.diagnostics.modes?.symmetries.length ?? 0) > 0;
      if (tellsCopy) copies += 1;
      if (mass < 0.5 - 1e-9 || (mass <= 0.5 + 1e-9 && !tellsCopy)) falsePasses += 1;
    }
    yield `${pad(row.model, 10)} ${pad(falsePasses, 3)} false passes, ${pad(incomplete, 3)} that lack a hundredth of the mass (${copies} tell of its copy), ${pad(passes, 3)} passes of ${SEEDS.length} seeds`;
  }
}
