/** Helpers: a model from text and inline data, its log density by the interpreter. */
import type { DataArray, DimInfo, LoadedData } from '../../../grammar/data.ts';
import type { IrProgram } from '../../../grammar/ir.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { interpret, interpretGenerated } from '../../../sampler/compile/interpreter/index.ts';
import { type Lowering, lower } from '../../../sampler/compile/lower/lower.ts';

export interface Datum {
  readonly values: readonly number[];
  readonly dims?: readonly (string | number)[];
  readonly element?: DataArray['element'];
  readonly labelsOf?: string;
}

/** Dimensions by their labels, or by their size alone. */
export type Dims = Readonly<Record<string, readonly string[] | number>>;

export function dataOf(dims: Dims, arrays: Readonly<Record<string, Datum | number>>): LoadedData {
  const infos = new Map<string, DimInfo>();
  for (const [name, labels] of Object.entries(dims)) {
    const labelled = typeof labels !== 'number';
    const all = labelled ? labels : Array.from({ length: labels }, (_, i) => String(i + 1));
    infos.set(name, { name, size: all.length, labels: all, labelled });
  }
  const loaded = new Map<string, DataArray>();
  for (const [name, given] of Object.entries(arrays)) {
    const datum: Datum = typeof given === 'number' ? { values: [given], dims: [] } : given;
    const whole = datum.values.every((value) => Number.isInteger(value));
    loaded.set(name, {
      name,
      element: datum.element ?? (whole ? 'int' : 'real'),
      labelsOf: datum.labelsOf ?? null,
      dims: (datum.dims ?? []).map((dim) =>
        typeof dim === 'number' ? { name: null, size: dim } : { name: dim, size: infos.get(dim)?.size ?? -1 },
      ),
      values: Float64Array.from(datum.values),
    });
  }
  return { dims: infos, arrays: loaded, sources: new Map(), diagnostics: [] };
}

export function lowerText(text: string, data: LoadedData): Lowering {
  const { program, diagnostics } = parse(text);
  if (diagnostics.length > 0) throw new Error(`the test's model does not parse: ${diagnostics[0].message}`);
  return lower(program, data);
}

/** The IR of a valid model. `data` blocks declare the arrays, whose values are in `data`. */
export function irOf(text: string, data: LoadedData): IrProgram {
  const { ir, diagnostics } = lowerText(text, data);
  if (diagnostics.length > 0) {
    throw new Error(
      diagnostics.map((d) => `${d.code}: ${d.message} at ${text.slice(d.span.start, d.span.end)}`).join('\n'),
    );
  }
  return ir;
}

/** Sum of the terms at an unconstrained position; with a role, of those terms alone. */
export function logDensityAt(ir: IrProgram, position: readonly number[], role?: string): number {
  const statements =
    role === undefined ? ir.statements : ir.statements.filter((s) => s.kind !== 'term' || s.role === role);
  return interpret({ ...ir, statements }, Float64Array.from(position)).logDensity;
}

/** Values of the quantities and generated arrays by name. */
export function quantitiesAt(ir: IrProgram, position: readonly number[]): Record<string, number[]> {
  const values = interpretGenerated(ir, Float64Array.from(position));
  return Object.fromEntries(ir.quantities.map((q) => [q.name, Array.from(values.get(q.array) ?? [])]));
}

export function normalLog(x: number, mu: number, sigma: number): number {
  return -0.5 * ((x - mu) / sigma) ** 2 - Math.log(sigma) - 0.5 * Math.log(2 * Math.PI);
}

/** A half-Cauchy at x > 0. */
export function halfCauchyLog(x: number, scale: number): number {
  return Math.log(2 / (Math.PI * scale * (1 + (x / scale) ** 2)));
}
