/** An argument of a distribution that leaves its domain at a point: which one, where, and how to fix it. */
import type { Fix } from '../../grammar/diagnostic.ts';
import type { Argument, Distribution, Domain } from '../../grammar/distributions/distribution.ts';
import { bindArguments } from '../../grammar/distributions/lookup.ts';
import type { ArrayId, IrProgram, ObservedDistribution } from '../../grammar/ir.ts';
import type { CallExpr, Expr, Program, Statement } from '../../grammar/syntax/ast.ts';
import { evaluateArrays } from '../compile/evaluate/terms.ts';
import { entryOf } from '../distributions/of-distribution.ts';
import { listed } from '../report/listed.ts';

export interface ArgumentOutside {
  readonly call: CallExpr;
  /** `` `mu` of Poisson is negative at row 1 (-0.3) ``. */
  readonly words: string;
  /** The edit that keeps the argument in its domain everywhere. */
  readonly fix: Fix | null;
}

/**
 * The statement's first argument that is outside of its domain at one of the points; null where none is.
 * @param ir with the priors, where the statement is a parameter's.
 */
export function argumentOutside(
  program: Program,
  ir: IrProgram,
  statement: Statement,
  points: readonly Float64Array[],
): ArgumentOutside | null {
  const written = writtenAt(ir, statement);
  if (written === null) return null;
  const text = (node: Expr) =>
    (program.text ?? '').slice(node.span.start, node.span.end).replace(/\s+/g, ' ');
  for (const { call, entry, args } of plainParts(written.call, written.distribution)) {
    for (const argument of entry.arguments) {
      const outside = domains[argument.domain];
      const array = args[argument.name];
      if (outside === undefined || array === undefined) continue;
      const found = elementsOutside(written, array, points, outside.fails);
      if (found === null) continue;
      const { value } = found;
      const rows = found.rows.filter((row) => row !== '');
      const at = rows.length === 0 ? '' : ` at ${placesInWords(rows)}`;
      return {
        call,
        words: `\`${argument.name}\` of ${entry.name} is ${outside.words}${at} (${shortest(value, outside.fails)})`,
        fix: onWholeLine(text, call, entry, argument),
      };
    }
  }
  return null;
}

/** Three digits, or as many as show that the value is outside. */
function shortest(value: number, fails: (x: number) => boolean): number {
  const rounded = Number(value.toPrecision(3));
  return fails(rounded) ? rounded : value;
}

interface Written {
  readonly call: CallExpr;
  readonly distribution: ObservedDistribution;
  readonly ir: IrProgram;
  readonly dims: readonly { readonly name: string | null; readonly labels: readonly string[] }[];
  readonly shape: readonly number[];
}

/** How a value is outside a domain, in words. */
const domains: Partial<Record<Domain, { readonly fails: (x: number) => boolean; readonly words: string }>> = {
  nonnegative: { fails: (x) => x < 0, words: 'negative' },
  positive: { fails: (x) => x <= 0, words: 'not above 0' },
  unit: { fails: (x) => x < 0 || x > 1, words: 'outside 0..1' },
};

/** The statement as written and as lowered. */
function writtenAt(ir: IrProgram, statement: Statement): Written | null {
  const { span } = statement;
  if (statement.kind === 'observe' && statement.distribution.kind === 'call') {
    const observation = ir.observations.find(({ origin }) => origin.span.start === span.start);
    if (observation === undefined) return null;
    const { distribution, dims, shape } = observation;
    return { call: statement.distribution, distribution, ir, dims, shape };
  }
  if (statement.kind !== 'param' || statement.prior.kind !== 'call') return null;
  const prior = ir.priors.find(({ name }) => name === statement.name.name);
  const quantity = ir.quantities.find(({ name }) => name === statement.name.name);
  if (prior === undefined || quantity === undefined) return null;
  const { distribution, shape } = prior;
  return { call: statement.prior, distribution, ir, dims: quantity.dims, shape };
}

interface Part {
  readonly call: CallExpr;
  readonly entry: Distribution;
  readonly args: Readonly<Record<string, ArrayId>>;
}

/** The distributions within truncation and mixtures, each with its call. */
function plainParts(call: CallExpr, distribution: ObservedDistribution): readonly Part[] {
  const inner = (expr: Expr | undefined, of: ObservedDistribution): readonly Part[] =>
    expr?.kind === 'call' ? plainParts(expr, of) : [];
  switch (distribution.kind) {
    case 'plain': {
      const entry = entryOf(distribution);
      return entry === undefined || call.callee.name !== entry.name
        ? []
        : [{ call, entry, args: distribution.args }];
    }
    case 'truncated':
    case 'censored': {
      const isWritten = call.callee.name === 'Truncated' || call.callee.name === 'Censored';
      return isWritten ? inner(call.args[0]?.value, distribution.base) : plainParts(call, distribution.base);
    }
    case 'mixture':
      return distribution.components.flatMap((component, i) =>
        inner(call.args[Math.min(i + 1, call.args.length - 1)]?.value, component),
      );
  }
}

interface Elements {
  /** Positions in words, the first of each. */
  readonly rows: readonly string[];
  readonly value: number;
}

function elementsOutside(
  { ir, dims, shape }: Written,
  array: ArrayId,
  points: readonly Float64Array[],
  fails: (x: number) => boolean,
): Elements | null {
  const rows = new Set<string>();
  let first: number | null = null;
  for (const position of points) {
    const values = evaluateArrays(ir, position)(array);
    values.forEach((value, flat) => {
      if (!Number.isFinite(value) || !fails(value)) return;
      first ??= value;
      rows.add(placeOf(flat, shape, dims));
    });
  }
  return first === null ? null : { rows: [...rows], value: first };
}

function placeOf(flat: number, shape: readonly number[], dims: Written['dims']): string {
  let rest = flat;
  const labels: string[] = [];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const position = rest % shape[axis];
    labels.unshift(`${dims[axis]?.name ?? 'element'} ${dims[axis]?.labels[position] ?? position + 1}`);
    rest = Math.floor(rest / shape[axis]);
  }
  return labels.join(', ');
}

/** `row 1, 2 and 3`: a common dimension is named once. */
function placesInWords(places: readonly string[]): string {
  const sorted = [...places].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const [dim] = places[0].split(' ');
  const isShared = places.every((place) => place.startsWith(`${dim} `) && !place.includes(','));
  const shown = isShared ? sorted.map((place) => place.slice(dim.length + 1)) : sorted;
  const words = listed(shown, shown.length > 4 ? 3 : 4);
  return isShared ? `${dim} ${words}` : words;
}

/** The argument on the scale on which every number is allowed: `log_mu = …` where there is one, else `exp(…)`. */
function onWholeLine(
  text: (node: Expr) => string,
  call: CallExpr,
  entry: Distribution,
  argument: Argument,
): Fix | null {
  const binding = bindArguments(
    entry,
    call.args.map(({ name }) => ({ name: name?.name })),
  );
  if (binding.kind === 'error') return null;
  const at = binding.signature.findIndex(({ name }) => name === argument.name);
  const given = binding.order[at];
  const arg = given === null || given === undefined ? undefined : call.args[given];
  if (arg === undefined) return null;
  const own = text(arg.value);
  const isUnit = argument.domain === 'unit';
  const name = `${isUnit ? 'logit' : 'log'}_${argument.name}`;
  const others = binding.signature.map((a) => a.name).filter((a) => a !== argument.name);
  const parameterisation = entry.parameterisations?.find(({ arguments: given }) => {
    const names = given.map((a) => a.name);
    return (
      names.includes(name) && names.length === others.length + 1 && others.every((a) => names.includes(a))
    );
  });
  if (parameterisation === undefined) {
    const wrapped = `${isUnit ? 'inv_logit' : 'exp'}(${own})`;
    return {
      title: `Write \`${wrapped}\` in its place`,
      edits: [{ span: arg.value.span, newText: wrapped }],
    };
  }
  // With names, in the written order: an unnamed argument must not follow a named one.
  const args = call.args.map((a, i) => {
    const k = binding.order.indexOf(i);
    const label = i === given ? name : binding.signature[k]?.name;
    return label === undefined ? text(a.value) : `${label} = ${text(a.value)}`;
  });
  const rewritten = `${call.callee.name}(${args.join(', ')})`;
  return { title: `Write \`${rewritten}\``, edits: [{ span: call.span, newText: rewritten }] };
}
