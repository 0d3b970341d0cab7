// What the editor does after a keystroke in a model of 500 lines: parse, check, format. Medians, warm.
import { join } from 'node:path';
import { build } from 'esbuild';
import { largeModel } from './large-model.mjs';
import { median, root } from './tools.mjs';

const RUNS = 60;

async function load() {
  const out = join(root, 'test-output', 'bench-language.mjs');
  await build({
    stdin: {
      contents: `export { parse } from './grammar/syntax/parse.ts';
export { analyze } from './grammar/analyze.ts';
export { formatProgram } from './grammar/format/format.ts';
export { loadData } from './sampler/data/load.ts';`,
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: out,
    logLevel: 'error',
    banner: {
      js: "import { createRequire as __c } from 'node:module'; const require = __c(import.meta.url);",
    },
  });
  return import(out);
}

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
  const { parse, analyze, formatProgram, loadData } = await load();
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
