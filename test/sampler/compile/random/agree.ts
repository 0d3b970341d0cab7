/** Compares a random program with its meaning: every phase and backend must agree. */
import { basename } from 'node:path';
import type { Analysis } from '../../../../grammar/analysis.ts';
import { analyze } from '../../../../grammar/analyze.ts';
import type { IrProgram } from '../../../../grammar/ir.ts';
import { parse } from '../../../../grammar/syntax/parse.ts';
import { compile } from '../../../../sampler/compile/compile.ts';
import { compileForward } from '../../../../sampler/compile/compile-forward.ts';
import type { CompiledModel } from '../../../../sampler/compile/compiled-model.ts';
import { instantiate } from '../../../../sampler/compile/instantiate.ts';
import {
  interpret,
  interpretGenerated,
  interpretTerms,
} from '../../../../sampler/compile/interpreter/index.ts';
import { lower } from '../../../../sampler/compile/lower/lower.ts';
import type { ModelInstance } from '../../../../sampler/compile/model-instance.ts';
import { loadData } from '../../../../sampler/data/load.ts';
import type { FileRead } from '../../../../sampler/data/load-options.ts';
import { createForward, type Forward } from '../../../../sampler/predict/forward-sampler.ts';
import { createRandom } from '../../../../sampler/random.ts';
import { gradientAt } from '../compiled.ts';
import type { RandomProgram } from './program.ts';

const POINTS = 2;

/** Counts of skipped comparisons, since a fuzz test that skips many tests little. */
export interface Tally {
  points: number;
  /** Where the density or its gradient is not finite. */
  undefined: number;
  /** Derivatives at a kink. */
  kinks: number;
}

interface Compiled {
  readonly program: RandomProgram;
  readonly analysis: Analysis;
  readonly ir: IrProgram;
  readonly model: CompiledModel;
  readonly instance: ModelInstance;
}

/** The first disagreement in a line, or null. */
export async function disagreement(program: RandomProgram, tally: Tally): Promise<string | null> {
  const { text } = program;
  const { program: tree, diagnostics } = parse(text);
  const data = loadData(tree, { modelPath: 'model.bayes', readFile: (path) => fileOf(program, path) });
  const analysis = analyze(tree, data);
  const lowered = lower(tree, data, { priors: true });
  const found = [...diagnostics, ...data.diagnostics, ...analysis.diagnostics, ...lowered.diagnostics];
  const error = found.find((d) => d.severity === 'error');
  if (error !== undefined)
    return `${error.code}: ${error.message} at «${text.slice(error.span.start, error.span.end)}»`;
  const { ir } = lowered;
  const model = compile(ir);
  const instance = instantiate(model, new WebAssembly.Module(model.wasm as BufferSource));
  const random = createRandom(7);
  for (let point = 0; point < POINTS; point++) {
    const x = Float64Array.from({ length: ir.dimension }, () => 2.4 * random.next() - 1.2);
    const wrong = atPoint({ program, analysis, ir, model, instance }, x, tally);
    if (wrong !== null) return wrong;
  }
  const created = createForward(compileForward(ir), data, () => true);
  if (created.kind === 'ok') return ofForward(program, created.forward);
  const [first] = created.diagnostics;
  // Not every prior can be drawn from.
  return first.code === 'prior-draw' ? null : `forward: ${first.message}`;
}

function fileOf(program: RandomProgram, path: string): FileRead {
  const text = program.files.get(basename(path));
  return text === undefined ? { error: 'no such file' } : new TextEncoder().encode(text);
}

const near = (a: number, b: number, tolerance: number): boolean =>
  Math.abs(a - b) <= tolerance || (Number.isNaN(a) && Number.isNaN(b));

function atPoint(compiled: Compiled, x: Float64Array, tally: Tally): string | null {
  const { ir, instance } = compiled;
  const reference = interpret(ir, x);
  const { logDensity, gradient } = gradientAt(instance, x);
  tally.points++;
  if (!Number.isFinite(reference.logDensity) || !reference.gradient.every(Number.isFinite)) {
    tally.undefined++;
    const same = Number.isFinite(logDensity) === Number.isFinite(reference.logDensity);
    return same ? null : `density: ${logDensity} for ${reference.logDensity}`;
  }
  // Rounding is relative to the summands, not to their sum.
  const scale = interpretTerms(ir, x).reduce((sum, t) => sum + Math.abs(t.value), 1);
  if (!near(logDensity, reference.logDensity, 1e-12 * scale))
    return `density: ${logDensity} for ${reference.logDensity}`;
  const steepest = reference.gradient.reduce((most, g) => Math.max(most, Math.abs(g)), scale);
  for (const [i, wanted] of reference.gradient.entries())
    if (!near(gradient[i], wanted, 1e-12 * steepest))
      return `gradient ${ir.unconstrainedNames[i]}: ${gradient[i]} for ${wanted}`;
  return (
    ofDifferences(compiled, x, gradient, scale, tally) ??
    ofQuantities(compiled, x, scale) ??
    ofMeaning(compiled, x, scale) ??
    ofLikelihood(compiled, x, scale)
  );
}

/** Fourth-order central differences; where they disagree among themselves there is a kink. */
function ofDifferences(
  { ir, instance }: Compiled,
  x: Float64Array,
  gradient: Float64Array,
  scale: number,
  tally: Tally,
): string | null {
  for (let i = 0; i < x.length; i++) {
    const at = (h: number): number => {
      const moved = x.slice();
      moved[i] += h;
      return gradientAt(instance, moved).logDensity;
    };
    const by = (h: number): number => (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
    const difference = by(3e-4);
    const tolerance = 1e-6 * Math.max(1, Math.abs(difference), 0.01 * scale);
    if (near(gradient[i], difference, tolerance)) continue;
    const finer = by(3e-5);
    if (near(gradient[i], finer, 10 * tolerance)) continue;
    if (near(finer, difference, 0.1 * Math.abs(gradient[i] - difference)))
      return `difference ${ir.unconstrainedNames[i]}: ${gradient[i]} for ${difference}`;
    tally.kinks++;
  }
  return null;
}

/** Parameters on their own scale and deterministic quantities, which are given to the program. */
function ofQuantities({ program, ir, model, instance }: Compiled, x: Float64Array, scale: number) {
  const values = interpretGenerated(ir, x);
  const out = new Float64Array(model.names.length);
  instance.constrain(x, out);
  let at = 0;
  for (const q of ir.quantities) {
    const wanted = values.get(q.array) ?? new Float64Array();
    for (const value of wanted) {
      if (!near(out[at], value, 1e-12 * Math.max(1, Math.abs(value), 0.01 * scale)))
        return `quantity ${model.names[at]}: ${out[at]} for ${value}`;
      at++;
    }
    program.params.get(q.name)?.values.set(wanted);
  }
  program.follow();
  return null;
}

/** The meaning given by the generator, independent of the compiler. */
function ofMeaning({ program, analysis, ir }: Compiled, x: Float64Array, scale: number): string | null {
  const values = interpretGenerated(ir, x);
  for (const { name, array, dims } of ir.quantities) {
    const own = program.deterministics.get(name);
    if (own === undefined) continue;
    const named = dims.map((d) => d.name).join();
    const type = analysis.symbols.get(name)?.type;
    const typed = type?.kind === 'array' ? type.dims.map((d) => (d.kind === 'named' ? d.name : '')) : [];
    if (named !== own.dims.join()) return `dims of ${name}: ${named} for ${own.dims}`;
    if (named !== typed.join()) return `type of ${name}: ${typed} for ${named}`;
    const wanted = own.values();
    for (const [i, value] of (values.get(array) ?? []).entries())
      if (!near(value, wanted[i], 1e-9 * Math.max(1, Math.abs(value))))
        return `meaning of ${name}: ${value} for ${wanted[i]}`;
  }
  const terms = interpretTerms(ir, x);
  for (const { label, value } of program.contributions) {
    const own = terms.filter(({ term, origin }) => {
      const s = ir.statements[term];
      return origin.label === label && s.kind === 'term' && s.role !== 'jacobian';
    });
    const total = own.reduce((sum, t) => sum + t.value, 0);
    const wanted = value();
    if (!near(total, wanted, 1e-9 * Math.max(1, Math.abs(wanted), 0.01 * scale)))
      return `meaning of ${label}: ${total} for ${wanted}`;
  }
  return null;
}

/** The log likelihood of each observation. */
function ofLikelihood({ ir, model, instance }: Compiled, x: Float64Array, scale: number): string | null {
  const values = interpretGenerated(ir, x);
  instance.observe(x);
  for (const [k, { name, logLikelihood }] of ir.observations.entries()) {
    const found = instance.read(model.observations[k].logLikelihood);
    for (const [i, value] of (values.get(logLikelihood) ?? []).entries())
      if (!near(found[i], value, 1e-12 * Math.max(scale, Math.abs(value))))
        return `likelihood of ${name}: ${found[i]} for ${value}`;
  }
  return null;
}

/** Quantities and observations at draws of the prior, by the forward model. */
function ofForward(program: RandomProgram, forward: Forward): string | null {
  for (let draw = 0; draw < 2; draw++) {
    forward.drawParams(createRandom(3, draw));
    forward.drawRest(createRandom(4, draw));
    for (const { name, offset, size } of forward.model.params)
      program.params.get(name)?.values.set(forward.params.subarray(offset, offset + size));
    program.follow();
    for (const [k, { name }] of forward.model.deterministics.entries()) {
      const wanted = program.deterministics.get(name)?.values() ?? [];
      for (const [i, value] of forward.deterministic(k).entries())
        if (Number.isFinite(wanted[i]) && !near(value, wanted[i], 1e-8 * Math.max(1, Math.abs(wanted[i]))))
          return `forward ${name}: ${value} for ${wanted[i]}`;
    }
  }
  return null;
}
