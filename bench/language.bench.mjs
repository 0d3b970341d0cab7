// The editor's work after a keystroke in a model of 500 lines: parse, check, format. Warm medians.
import { largeModel } from './large-model.mjs';
import { importSources, median } from './tools.mjs';

const RUNS = 60;
const SOURCES = `export { parse } from './grammar/syntax/parse.ts';
export { analyze } from './grammar/analyze.ts';
export { formatProgram } from './grammar/format/format.ts';
export { loadData } from './sampler/data/load.ts';`;

function medianOf(work) {
  for (let warm = 0; warm < 10; warm++) work();
  return median(
    Array.from({ length: RUNS }, () => {
      const begun = performance.now();
      work();
      return performance.now() - begun;
    }),
  );
}

export default async function* language() {
  const { parse, analyze, formatProgram, loadData } = await importSources('language', SOURCES);
  const text = largeModel(500);
  const options = { modelPath: 'large.bayes', readFile: () => ({ error: 'no file' }) };
  const { program } = parse(text);
  const data = loadData(program, options);
  const both = medianOf(() => {
    const parsed = parse(text);
    analyze(parsed.program, loadData(parsed.program, options));
  });
  yield `500 lines: parse, load and check ${both.toFixed(1)} ms (budget 20)`;
  yield `500 lines: load ${medianOf(() => loadData(program, options)).toFixed(1)} ms`;
  yield `500 lines: parse ${medianOf(() => parse(text)).toFixed(1)} ms, check ${medianOf(() => analyze(program, data)).toFixed(1)} ms, format ${medianOf(() => formatProgram(text)).toFixed(1)} ms`;
}
