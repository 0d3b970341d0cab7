/** Starting values of a run: those of `--init FILE` or `--init RUN`, else those in the model. */
import { readFileSync, statSync } from 'node:fs';
import type { LoadedData } from '../../grammar/data.ts';
import type { IrProgram } from '../../grammar/ir.ts';
import type { Expr, Program, RecordValue } from '../../grammar/syntax/ast.ts';
import { elementNames } from '../compile/element-names.ts';
import { evaluateScalar } from '../data/evaluate-bounds.ts';
import { nestedLists, readJson } from '../data/json.ts';
import { type ResolvedStart, resolveStart, START_IN_MODEL, type WrittenEntry } from './start-values.ts';

/** @param path a JSON file, or the folder of a run. */
export async function startFromPath(path: string, ir: IrProgram, chains: number): Promise<ResolvedStart> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined)
    return problem(
      `--init: expected \`jitter\`, \`pathfinder\`, a JSON file or the folder of a run, and there is no ${path}`,
    );
  return found.isDirectory() ? await startFromRun(path, ir, chains) : startFromFile(path, ir);
}

function startFromFile(path: string, { quantities }: IrProgram): ResolvedStart {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return problem(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const json = readJson(bytes);
  if (json.kind === 'problem') return problem(`${path}: ${json.message}`);
  if (json.kind === 'table')
    return problem(`${path}: expected an object of parameters and their values, found a list of records`);
  const entries = [...json.keys].map(([name, value]) => ({ name, value: nestedLists(value) }));
  return resolveStart({ from: path, values: [entries] }, quantities);
}

/** Chain k starts at the last draw of the run's chain k; where the run has fewer chains, earlier draws are used too. */
async function startFromRun(path: string, { quantities }: IrProgram, chains: number): Promise<ResolvedStart> {
  // Loaded lazily: Apache Arrow takes long to load.
  const { openRun } = await import('../store/open-run.ts');
  const opened = openRun(path);
  if (opened.kind === 'problem') return problem(`--init: ${opened.message}`);
  const { draws } = opened.run;
  if (draws.drawsPerChain === 0) return problem(`--init: the run in ${path} has no draws`);
  const columns = new Map(draws.names.map((name, k) => [name, k]));
  const parameters: { readonly name: string; readonly at: readonly number[] }[] = [];
  for (const quantity of quantities) {
    const { name, kind } = quantity;
    const elements = kind === 'param' ? elementNames(quantity) : [];
    const at = elements.flatMap((element) => columns.get(element) ?? []);
    if (at.length === 0) continue;
    if (at.length < elements.length) {
      const missing = elements.find((element) => !columns.has(element));
      return problem(
        `--init: expected draws of every element of \`${name}\` in ${path}, found none of \`${missing}\``,
      );
    }
    parameters.push({ name, at });
  }
  if (parameters.length === 0)
    return problem(`--init: the run in ${path} has none of the model's parameters`);
  const rounds = Math.ceil(chains / draws.chains);
  const values = Array.from({ length: chains }, (_, chain) => {
    const back = Math.floor((Math.floor(chain / draws.chains) * draws.drawsPerChain) / rounds);
    const draw = ((chain % draws.chains) + 1) * draws.drawsPerChain - 1 - back;
    const row = draws.values.subarray(draw * draws.names.length, (draw + 1) * draws.names.length);
    return Object.fromEntries(parameters.map(({ name, at }) => [name, at.map((k) => row[k])]));
  });
  return { kind: 'ok', start: { from: path, values } };
}

/** The record of `init = { … }` in the model, or null. */
export function statedStart(program: Program): RecordValue | null {
  const stated = program.statements
    .flatMap((statement) =>
      statement.kind === 'settings' && statement.method === 'sample' ? statement.settings : [],
    )
    .filter(({ name }) => name.name === 'init');
  const value = stated.at(-1)?.value;
  return value?.kind === 'record' ? value : null;
}

/** Null where the model gives no starting values. */
export function startInModel(
  program: Program,
  data: LoadedData,
  { quantities }: IrProgram,
): ResolvedStart | null {
  const record = statedStart(program);
  if (record === null) return null;
  return resolveStart({ from: START_IN_MODEL, values: [writtenEntries(record, data)] }, quantities);
}

/** Values written in the model, as in JSON. */
export function writtenEntries(record: RecordValue, data: LoadedData): readonly WrittenEntry[] {
  const written = (part: Expr | RecordValue): unknown => {
    if (part.kind === 'record')
      return Object.fromEntries(part.entries.map(({ name, value: inner }) => [name.name, written(inner)]));
    if (part.kind === 'list') return part.elements.map(written);
    if (part.kind === 'string' || part.kind === 'bool') return part.value;
    return (
      evaluateScalar(part, { arrays: data.arrays, dimSize: (name) => data.dims.get(name)?.size }) ?? undefined
    );
  };
  return record.entries.map(
    ({ name, value: one, span }): WrittenEntry => ({ name: name.name, value: written(one), span }),
  );
}

function problem(message: string): ResolvedStart {
  return { kind: 'problem', message };
}
