// Compiling random programs, the ones that test/sampler/compile/random-programs.test.ts checks: none may take
// long, whatever it combines.
import { importSources, median, slowest } from './tools.mjs';

const PROGRAMS = 100;
const CHOICES = 440;
const BUDGET = 10_000;
const SOURCES = `export { parse } from './grammar/syntax/parse.ts';
export { loadData } from './sampler/data/load.ts';
export { lower } from './sampler/compile/lower/lower.ts';
export { compile } from './sampler/compile/compile.ts';
export { createRandom } from './sampler/random.ts';
export { randomProgram } from './test/sampler/compile/random/program.ts';
export { createTape } from './test/sampler/compile/random/tape.ts';`;

export default async function* compiling() {
  const { parse, loadData, lower, compile, createRandom, randomProgram, createTape } = await importSources(
    'compile',
    SOURCES,
  );
  const random = createRandom(20);
  const times = [];
  for (let i = 0; i < PROGRAMS; i++) {
    const choices = Array.from({ length: CHOICES }, () => Math.floor(random.next() * 2 ** 30));
    const { text, files } = randomProgram(createTape(choices));
    const { program } = parse(text);
    const readFile = (path) => new TextEncoder().encode(files.get(path.split('/').at(-1)));
    const { ir } = lower(program, loadData(program, { modelPath: 'model.bayes', readFile }), {
      priors: true,
    });
    const begun = performance.now();
    await compile(ir);
    times.push(performance.now() - begun);
  }
  yield `${PROGRAMS} random programs: median ${median(times).toFixed(0)} ms, slowest ${slowest(times).toFixed(0)} ms (budget ${BUDGET})`;
}
