/** What to write where an array has the right axes in the wrong order, or an axis of components. */
import type { Fix } from '../diagnostic.ts';
import { compatible } from '../shapes/broadcast.ts';
import type { Dim, DistributionArgument } from '../shapes/type.ts';
import type { CallExpr, Expr } from '../syntax/ast.ts';
import { walk } from '../syntax/walk.ts';
import { type Context, excerpt } from './context.ts';
import { carrierOf } from './shape-origin.ts';

export interface Advice {
  /** Stands behind a message, after a semicolon. */
  readonly text: string;
  readonly fix: Fix;
}

/** `Categorical(logits = l)` where `l` is `real[k, n]` and the outcome `int[n]`. */
export function transposeAdvice(
  ctx: Context,
  arg: Pick<DistributionArgument, 'expr' | 'type' | 'eventDims'>,
  rows: readonly Dim[],
): Advice | null {
  const { expr, type, eventDims } = arg;
  const row = rows.at(-1);
  if (eventDims !== 1 || type.kind !== 'array' || type.dims.length !== 2 || row === undefined) return null;
  const [first, last] = type.dims;
  if (compatible(first, row, ctx.table) || !compatible(last, row, ctx.table)) return null;
  return turned(ctx, expr, first, last);
}

/** `p[i]` where `i` runs over the last axis of `p`, not the first. */
export function turnedTarget(ctx: Context, target: Expr, dims: readonly Dim[], index: Expr): Advice | null {
  const symbol = index.kind === 'name' ? ctx.references.get(index) : undefined;
  const over = symbol?.domain?.dim;
  if (dims.length !== 2 || target.kind !== 'name' || over?.kind !== 'named') return null;
  const [first, last] = dims;
  if (last.kind !== 'named' || last.name !== over.name) return null;
  const { statement } = ctx.references.get(target) ?? {};
  const value = statement?.kind === 'let' && statement.indices.length === 0 ? statement.value : null;
  return turned(ctx, value !== null && isSoftmax(value) ? value : target, first, last);
}

function turned(ctx: Context, expr: Expr, first: Dim, last: Dim): Advice | null {
  const [of, wanted] = [last, first].map((dim) =>
    dim.kind === 'named' ? `\`${dim.name}\`` : 'its last axis',
  );
  const isShares = isSoftmax(expr);
  const part = isShares ? expr.args[0].value : expr;
  const written = excerpt(ctx, part.span);
  if (written === '' || written.endsWith('…')) return null;
  const newText = `transpose(${written})`;
  const whole = isShares ? `softmax(${newText})` : newText;
  const why = isShares
    ? `\`softmax\` sums to one over the last axis, which is ${of} here, not ${wanted}`
    : `the last axis is ${of}, and should be ${wanted}`;
  return {
    text: `${why}: write \`${whole}\``,
    fix: { title: `Change to \`${whole}\``, edits: [{ span: part.span, newText }] },
  };
}

function isSoftmax(expr: Expr): expr is CallExpr {
  return expr.kind === 'call' && expr.callee.name === 'softmax' && expr.args.length === 1;
}

/** Functions of the last axis, which take no `over`. */
export const alongLast: ReadonlySet<string> = new Set(['softmax', 'cumsum', 'sort']);

/** `softmax(l over k)` and `softmax(l[j, i] for j in k)`: the axis is always the last. */
export function lastAxisAdvice(call: CallExpr): string {
  const name = call.callee.name;
  return `it goes along the last axis of its argument: write \`${name}(x)\`, or \`${name}(transpose(x))\` where the axis is the first`;
}

/** `Mixture(w over k, Normal(m, s))`: each component takes one element of `m`, which is over `k`. */
export function componentAdvice(ctx: Context, expr: Expr, extra: Dim): Advice | null {
  if (extra.kind !== 'named') return null;
  const carrier = carrierOf(ctx, expr, extra);
  const type = ctx.types.get(carrier);
  if (carrier.kind !== 'name' || type?.kind !== 'array') return null;
  const [first] = type.dims;
  if (first.kind !== 'named' || first.name !== extra.name || !isOverComponents(ctx, expr, extra.name))
    return null;
  const newText = `${carrier.name}[${extra.name}]`;
  return {
    text: `\`Mixture(… over ${extra.name}, …)\` expects the distribution of one component: write \`${newText}\``,
    fix: { title: `Change to \`${newText}\``, edits: [{ span: carrier.span, newText }] },
  };
}

/** `Mixture(w, Normal(m, s))` with `w` and `m` over `k`, as PyMC has it: one distribution for each element of `w`. */
export function overAdvice(ctx: Context, weights: Expr, dim: Dim, component: Expr): Advice | null {
  if (dim.kind !== 'named') return null;
  const { name } = dim;
  const insertions = [{ at: weights.span.end, newText: ` over ${name}` }];
  walk(component, (node) => {
    const type = 'kind' in node && node.kind === 'name' ? ctx.types.get(node) : undefined;
    if (type?.kind !== 'array' || type.dims.length !== 1) return;
    const isOver = type.dims[0].kind === 'named' && type.dims[0].name === name;
    const isIndexed = ctx.text.slice(node.span.end).trimStart().startsWith('[');
    if (isOver && !isIndexed) insertions.push({ at: node.span.end, newText: `[${name}]` });
  });
  const element = insertions.length > 1 ? `, with the element of each, as in \`m[${name}]\`` : '';
  return {
    text: `for one distribution for each weight write \`Mixture(… over ${name}, …)\`${element}`,
    fix: {
      title: `Mix over \`${name}\``,
      edits: insertions.map(({ at, newText }) => ({ span: { start: at, end: at }, newText })),
    },
  };
}

/** Whether the expression is within the component of a `Mixture(… over NAME, …)`. */
function isOverComponents(ctx: Context, expr: Expr, name: string): boolean {
  let found = false;
  walk(ctx.statement.current, (node) => {
    if (!('kind' in node) || node.kind !== 'call' || node.callee.name !== 'Mixture') return;
    const [weights, component] = node.args;
    const { start = 0, end = 0 } = component?.span ?? {};
    const isWithin = start <= expr.span.start && expr.span.end <= end;
    if (isWithin && weights.over?.some((over) => over.name === name) === true) found = true;
  });
  return found;
}
