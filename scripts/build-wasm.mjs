// Compiles what runs in WebAssembly beside a model, from AssemblyScript, each to a module of its own as base64 in a
// git-ignored `generated/`: `sampler/kernel/assembly`, one transition of NUTS, which runs in a model's memory;
// `sampler/diagnose/assembly`, the row of a quantity in a summary; `sampler/infer/assembly`, symmetric matrices.
import { base64Export, compile, generatedHeader, isCurrent, writeGenerated } from './assemblyscript.mjs';

const modules = [
  {
    folder: 'sampler/kernel',
    record: 'record.ts',
    out: 'kernel-wasm.ts',
    // Tables of exp and log, in the lower half of the first page above the record; a model's tables are in the upper.
    tables: [8192, 28672],
    options: ['--importMemory', '--initialMemory', '1'],
  },
  {
    folder: 'sampler/diagnose',
    record: 'row-record.ts',
    out: 'summary-wasm.ts',
    // Above the record, below the numbers.
    tables: [2048, 65536],
    options: ['--initialMemory', '2'],
  },
  {
    folder: 'sampler/infer',
    out: 'symmetric-wasm.ts',
    // Below the matrices.
    tables: [64, 1024],
    options: ['--initialMemory', '2'],
  },
];

async function build({ folder, record, out, tables: [from, to], options }) {
  const exchanged = record === undefined ? [] : [`${folder}/${record}`];
  const sources = [...exchanged, `${folder}/assembly`, 'sampler/math/assembly'];
  const header = generatedHeader('scripts/build-wasm.mjs', sources);
  const file = `${folder}/generated/${out}`;
  if (isCurrent(file, header)) return;
  const { text, bytes } = await compile(`${folder}/assembly/index.ts`, [
    ...['--memoryBase', String(from)],
    ...options,
  ]);
  for (const [, start] of text.matchAll(/\(data \$\S+ \(i32\.const (\d+)\)/g))
    if (Number(start) >= to) throw new Error(`a table of ${folder} at ${start}`);
  writeGenerated(file, header, base64Export(bytes));
}

for (const module of modules) await build(module);
