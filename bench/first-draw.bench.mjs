// From source text to the first draw: the whole process, start of Node included, with one chain of one draw.
import { join } from 'node:path';
import { bayes, median, root } from './tools.mjs';

const RUNS = 9;

export default async function* firstDraw() {
  const model = join(root, 'examples/eight-schools/eight_schools.bayes');
  const times = [];
  const compiles = [];
  for (let run = 0; run < RUNS; run++) {
    const begun = performance.now();
    const report = JSON.parse(
      bayes([
        'sample',
        model,
        '--draws',
        '4',
        '--tune',
        '0',
        '--chains',
        '1',
        '--seed',
        '1',
        '--format',
        'json',
      ]),
    );
    times.push(performance.now() - begun);
    compiles.push(report.timing.compile_ms);
  }
  yield `eight schools: ${median(times).toFixed(0)} ms from the command to its report (budget 300), of which ${median(compiles).toFixed(0)} ms from text to module`;
}
