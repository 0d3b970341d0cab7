/** Checks the values of vector and matrix arguments: now if they are data, else at run time. */
import { kindMismatch } from '../../../../grammar/checks/kind-mismatch.ts';
import type { Fix } from '../../../../grammar/diagnostic.ts';
import type { Distribution, Support } from '../../../../grammar/distributions/distribution.ts';
import type { IndexId, ScalarExpr } from '../../../../grammar/ir.ts';
import { type Need, needInWords } from '../../../../grammar/shapes/vector-matrix-kind.ts';
import type { Arg, Expr } from '../../../../grammar/syntax/ast.ts';
import { axesOf, DATA_TOLERANCE, isIndefinite, kindFault } from '../../kind-faults.ts';
import { sizeOf } from '../axes.ts';
import { arrayOfCheckedValues } from '../checked-values.ts';
import { createEvaluator } from '../constant-evaluation.ts';
import type { Context } from '../context.ts';
import { dependsOnData } from '../index-reads.ts';
import { flatToPositions } from '../row-major.ts';
import { someRow } from '../some-row.ts';
import type { ArrayValue, DistributionValue } from '../value.ts';

interface KindArgument {
  readonly need: Need;
  /** The argument's name. */
  readonly name: string;
  readonly arg: Arg;
  readonly value: ArrayValue;
  /** Null for `Mixture`, and for arguments of functions. */
  readonly entry: Distribution | null;
  /** The observed value, not an argument. */
  readonly isObserved?: boolean;
}

const needOfSupport: Readonly<Partial<Record<Support['kind'], Need>>> = {
  simplex: 'simplex',
  corr: 'cov',
  cov: 'cov',
  choleskyCorr: 'chol',
};

/** Observed vectors and matrices against the support of their distribution. */
export function checkObservedValues(
  ctx: Context,
  dist: DistributionValue,
  value: ArrayValue,
  target: Expr,
): void {
  const entry = dist.form === 'plain' ? dist.entry : null;
  const need = entry === null ? undefined : needOfSupport[entry.support.kind];
  if (entry === null || need === undefined) return;
  checkKindValues(ctx, {
    need,
    name: entry.name,
    arg: { value: target, span: target.span },
    value,
    entry,
    isObserved: true,
  });
}

/** More values than this are not checked. */
const MOST_VALUES = 20_000_000;

export function checkKindValues(ctx: Context, argument: KindArgument): void {
  const { need, value } = argument;
  const own = axesOf(need);
  if (ctx.spanOverride !== null || value.dims.length < own) return;
  const sizes = value.dims.map((dim) => dim.size);
  // A matrix that is not square has its own message, by its shape.
  if (own === 2 && sizes.at(-1) !== sizes.at(-2)) return;
  const at = ctx.placeholders(sizes);
  const body = value.at(at);
  const known = dependsOnData(ctx, body) && ctx.guards.every((guard) => dependsOnData(ctx, guard));
  if (known) checkData(ctx, argument, at, body);
  else checkAtRunTime(ctx, argument, at, body);
}

/** Adds a check at the start of each chain and at kept draws. */
function checkAtRunTime(
  ctx: Context,
  argument: KindArgument,
  at: readonly ScalarExpr[],
  body: ScalarExpr,
): void {
  const { need, name, arg, value } = argument;
  const { kindsKnown } = ctx.options;
  if (kindsKnown === undefined || kindsKnown.has(arg.value)) return;
  const free = new Set<IndexId>();
  for (const expr of [body, ...ctx.guards]) for (const id of ctx.pool.freeIndices(expr)) free.add(id);
  const loops = ctx.loops.filter((loop) => free.has(loop.id));
  const own = at.map((position, axis) => ({ position, size: value.dims[axis].size }));
  const made = arrayOfCheckedValues(ctx, { loops, own, guards: ctx.guards, body });
  if (made === null) return;
  const rows = value.dims.slice(0, -axesOf(need)).map((dim) => ({ name: dim.name ?? 'position', first: 1 }));
  ctx.checks.push({
    ...made,
    kind: 'vector',
    loops: [...made.loops, ...rows],
    need,
    argument: name,
    takes: needInWords(need),
    name: argumentInWords(argument),
    span: arg.value.span,
  });
}

function checkData(ctx: Context, argument: KindArgument, at: readonly ScalarExpr[], body: ScalarExpr): void {
  const { need, value, arg } = argument;
  const free = new Set<IndexId>();
  for (const expr of [body, ...ctx.guards]) for (const id of ctx.pool.freeIndices(expr)) free.add(id);
  const loops = ctx.loops.filter((loop) => free.has(loop.id));
  const count = loops.reduce((n, loop) => n * (loop.to - loop.from), sizeOf(value.dims));
  if (count > MOST_VALUES) return;
  const shape = value.dims.map((dim) => dim.size);
  const evaluate = createEvaluator(ctx);
  const values = new Float64Array(sizeOf(value.dims));
  someRow(loops, (env) => {
    for (const guard of ctx.guards) {
      const holds = evaluate(guard, env);
      if (holds === null || holds === 0) return false;
    }
    for (let flat = 0; flat < values.length; flat++) {
      const positions = flatToPositions(flat, shape);
      for (const [axis, position] of at.entries())
        if (position.op === 'index') env.set(position.index, positions[axis]);
      const element = evaluate(body, env);
      if (element === null || Number.isNaN(element)) return false;
      values[flat] = element;
    }
    const fault = faultIn(argument, values);
    if (fault === null) return false;
    const around = loops.flatMap(({ id }) => {
      const named = ctx.indexNames.get(id);
      const known = named === undefined ? null : evaluate(named.value, env);
      return named === undefined || known === null ? [] : [`${named.name} = ${known}`];
    });
    const where = around.length === 0 ? '' : ` at ${around.join(', ')}`;
    const fixes = fixesOf(argument, values);
    const message = `\`${argument.name}\` takes ${needInWords(need)}, but ${fault.words}${where}${fixes.length > 0 ? advice(fixes) : remedyOfData(fault.words)}`;
    ctx.report(kindMismatch.code, message, arg.value.span, { fixes });
    return true;
  });
}

function argumentInWords({ arg, name }: Pick<KindArgument, 'arg' | 'name'>): string {
  return arg.value.kind === 'name' ? arg.value.name : name;
}

/** The first fault, with the row of the leading axes that it is in. */
function faultIn(argument: KindArgument, values: Float64Array): { readonly words: string } | null {
  const { need, value } = argument;
  const own = axesOf(need);
  const lead = value.dims.slice(0, -own);
  const n = value.dims[value.dims.length - 1].size;
  const each = own === 1 ? n : n * n;
  const name = argumentInWords(argument);
  for (let part = 0; part < sizeOf(lead); part++) {
    const vector = { name, values, start: part * each, n };
    const fault = kindFault(need, vector, DATA_TOLERANCE);
    const indefinite =
      fault === null &&
      (need === 'cov' || need === 'positive_definite' || need === 'semidefinite') &&
      isIndefinite(vector)
        ? `\`${name}\` is not positive definite`
        : null;
    const words = fault?.words ?? indefinite;
    if (words === null) continue;
    const positions = flatToPositions(
      part,
      lead.map((dim) => dim.size),
    );
    const row = lead.map((dim, axis) => `${dim.name ?? 'position'} = ${positions[axis] + 1}`).join(', ');
    return { words: row === '' ? words : `${words} (${row})` };
  }
  return null;
}

/** Advice for matrices of data, for which no automatic edit is right. */
function remedyOfData(words: string): string {
  if (words.includes('not positive definite'))
    return '; no variables vary like that: check its entries, and the order of its rows and columns';
  return words.includes('not symmetric')
    ? '; correct the data: the elements above and below the diagonal are the same'
    : '';
}

/** `; write …`, as the first fix does. */
function advice([first]: readonly Fix[]): string {
  return first === undefined ? '' : `; write \`${first.edits[0].newText}\``;
}

/** Fixes that edit only the argument. */
function fixesOf(
  { need, arg, name, value, entry, isObserved }: KindArgument,
  values: Float64Array,
): readonly Fix[] {
  if (arg.value.kind !== 'name') return [];
  const text = arg.value.name;
  const write = (newText: string, span = arg.value.span): Fix => ({
    title: `Write \`${newText}\``,
    edits: [{ span, newText }],
  });
  const last = value.dims[value.dims.length - 1];
  // Fixes of observed values are made where data arrays are built.
  if (isObserved === true) return [];
  if (need === 'simplex') {
    if (values.some((v) => v < 0)) return [];
    if (value.dims.length > 1 && last.name === null) return [];
    const newText =
      value.dims.length === 1 ? `${text} / sum(${text})` : `${text} / sum(${text} over ${last.name})`;
    return [{ ...write(newText), title: `Normalise: \`${newText}\`` }];
  }
  if (need === 'ordered') {
    const sorted = Float64Array.from(values).sort();
    const isDistinct = sorted.every((v, i) => i === 0 || v > sorted[i - 1]);
    return value.dims.length === 1 && isDistinct ? [write(`sort(${text})`)] : [];
  }
  if (need === 'positive_definite' || need === 'semidefinite' || need === 'symmetric') return [];
  // A matrix of the other kind fits the other parametrisation of the distribution.
  const other: Need = need === 'cov' ? 'chol' : 'cov';
  const forms = [entry?.arguments ?? [], ...(entry?.parameterisations ?? []).map((p) => p.arguments)].flat();
  const wanted = other === 'chol' ? 'choleskyFactor' : 'covariance';
  const form = forms.find((a) => a.domain === wanted && a.name !== name);
  const isOther =
    value.dims.length === 2 &&
    kindFault(other, { name: text, values, start: 0, n: last.size }, DATA_TOLERANCE) === null;
  return form !== undefined && isOther ? [write(`${form.name} = ${text}`, arg.span)] : [];
}
