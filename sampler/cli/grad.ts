/**
 * `bayes grad FILE --at point.json`: the log density and its gradient on the unconstrained scale, for
 * testing. The point is a list in the order of `names`, or an object from those names to numbers.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { hasOnlyDiscreteUnknowns } from '../compile/chance.ts';
import { compile } from '../compile/compile.ts';
import { instantiate } from '../compile/instantiate.ts';
import type { Density, State } from '../infer/density.ts';
import { type Console, complaint } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { leftOutPasses } from './left-out-passes.ts';
import { lowerFile } from './lower-file.ts';

export interface GradOptions {
  /** A JSON file; without it the point is zero everywhere, which only `--time` allows. */
  readonly at?: string;
  readonly time: boolean;
  /** Names of `--no-pass`. */
  readonly withoutPasses: readonly string[];
}

const TIMED_MS = 1000;

export async function grad(name: string, options: GradOptions, console: Console): Promise<ExitCode> {
  if (options.at === undefined && !options.time) {
    console.err(complaint('grad needs --at point.json (or --time, which may start at zero)'));
    return exitCodes.usage;
  }
  const lowered = lowerFile(name, console);
  if (lowered.kind === 'exit') return lowered.code;
  const passes = leftOutPasses(options.withoutPasses, lowered.ir, console);
  if (passes.kind === 'exit') return passes.code;
  const isAllDiscrete = hasOnlyDiscreteUnknowns(lowered.ir);
  const names = isAllDiscrete ? [] : lowered.ir.unconstrainedNames;
  const point =
    options.at === undefined ? names.map(() => 0) : readPoint(resolve(console.cwd, options.at), names);
  if (typeof point === 'string') {
    console.err(complaint(`${options.at}: ${point}`));
    return exitCodes.usage;
  }
  const model = compile(lowered.ir, passes.leftOut);
  const module = new WebAssembly.Module(Uint8Array.from(model.wasm));
  const { density } = instantiate(model, module);
  const state = density.newState();
  state.position.set(point);
  density.evaluate(state);
  const result = { log_density: state.logDensity, gradient: isAllDiscrete ? [] : [...state.gradient], names };
  const timed = options.time ? { microseconds: timeGradient(density, state) } : {};
  console.out(`${JSON.stringify({ ...result, ...timed })}\n`);
  return exitCodes.done;
}

/** The point, or the error in words. */
function readPoint(path: string, names: readonly string[]): readonly number[] | string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return 'cannot be read';
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'it is not JSON';
  }
  if (Array.isArray(value)) {
    if (value.length !== names.length) return `expected ${names.length} numbers, found ${value.length}`;
    const wrong = value.findIndex((x) => typeof x !== 'number');
    return wrong < 0 ? value : `element ${wrong + 1} is not a number`;
  }
  if (typeof value !== 'object' || value === null)
    return 'expected a list of numbers or an object of names and numbers';
  const given = new Map<string, unknown>(Object.entries(value));
  const strange = [...given.keys()].find((key) => !names.includes(key));
  if (strange !== undefined)
    return `no unconstrained parameter \`${strange}\` (they are: ${names.slice(0, 20).join(', ')})`;
  const point: number[] = [];
  for (const name of names) {
    const x = given.get(name);
    if (typeof x !== 'number') return `no number for \`${name}\``;
    point.push(x);
  }
  return point;
}

/** Mean over at least a second, after a warm-up that lets the engine optimise. */
function timeGradient(density: Density, state: State): number {
  const run = (atLeastMs: number) => {
    const begun = performance.now();
    let count = 0;
    let batch = 1;
    for (;;) {
      for (let i = 0; i < batch; i++) density.evaluate(state);
      count += batch;
      const elapsed = performance.now() - begun;
      if (elapsed >= atLeastMs) return (1000 * elapsed) / count;
      if (elapsed < 20) batch *= 2;
    }
  };
  run(TIMED_MS / 5);
  return run(TIMED_MS);
}
