import type { Analysis } from '../analysis.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { SymbolInfo } from '../scope/symbol.ts';
import type { CallExpr, Expr, IndexExpr } from '../syntax/ast.ts';
import { isSpecial } from '../syntax/special-arguments.ts';
import type { AnyNode } from '../syntax/walk.ts';
import { children } from '../syntax/walk.ts';
import { diagnose, type ProgramCheck, plural } from './check.ts';
import { type DataValues, dataValuesOf } from './data-values.ts';

export const notFinite: ProgramCheck = {
  code: 'not-finite',
  severity: 'warning',
  title: 'No finite value for some of the data',
  doc: 'A function of data that has no finite value for some of them: `log(x)` where an element is 0, `sqrt(x)` or `log(x)` where one is negative, a division by 0, `logit(p)` where a share is 0 or 1; a reduction by group, such as `mean(y by site_of)`, where a label has no row; or a constant that is no number, such as `0 / 0`. The log density or its gradient is then not finite either, and no chain can start. Leave such rows out, or say what they mean: `if x > 0 then log(x) else 0`. What stands in a branch of `if` is not looked at, for the condition may guard it, nor that of which a condition takes elements, as `log(x)[x > 0]`.',
  find: checkNotFinite,
};

/** Requirement on a function's argument, for the message; `fails` is true for a value without a finite result. */
interface Need {
  readonly words: string;
  readonly fails: (value: number) => boolean;
}

const positive: Need = { words: 'a number above 0', fails: (x) => x <= 0 };
const share: Need = { words: 'a number between 0 and 1, neither of them', fails: (p) => p <= 0 || p >= 1 };
const withinOne: Need = { words: 'a number from -1 to 1', fails: (x) => x < -1 || x > 1 };

const needs: ReadonlyMap<string, Need> = new Map([
  ['log', positive],
  ['log2', positive],
  ['log10', positive],
  ['log1p', { words: 'a number above -1', fails: (x) => x <= -1 }],
  ['sqrt', { words: 'a number from 0 on', fails: (x) => x < 0 }],
  ['logit', share],
  ['probit', share],
  ['asin', withinOne],
  ['acos', withinOne],
  ['log1m_exp', { words: 'a number below 0', fails: (x) => x >= 0 }],
  ['lgamma', { words: 'no whole number below 1', fails: (x) => x <= 0 && Number.isInteger(x) }],
  ['digamma', { words: 'no whole number below 1', fails: (x) => x <= 0 && Number.isInteger(x) }],
]);

const divisor: Need = { words: 'anything but 0', fails: (x) => x === 0 };

function checkNotFinite(analysis: Analysis): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const pending: AnyNode[] = [...analysis.program.statements];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if ('kind' in node && node.kind === 'if') {
      pending.push(node.condition);
      continue;
    }
    for (const child of lookedAt(analysis, node)) pending.push(child);
    const use = useOf(node);
    const finding = use === null ? emptyGroup(analysis, node) : judge(analysis, use);
    if (finding !== null) found.push(finding);
  }
  return found;
}

/**
 * The children of a node, without the limits of truncated or censored distributions, which may be infinite, and without
 * that of which only the elements are taken at which a condition holds.
 */
function lookedAt(analysis: Analysis, node: AnyNode): readonly AnyNode[] {
  if ('kind' in node && node.kind === 'index') {
    const { args } = node as IndexExpr;
    return args.some((arg) => isCondition(analysis, arg)) ? args : children(node);
  }
  const isCall = 'kind' in node && node.kind === 'call';
  if (!isCall) return children(node);
  const call = node as CallExpr;
  const isLimited = call.callee.name === 'Truncated' || call.callee.name === 'Censored';
  return isLimited ? call.args.slice(0, 1) : children(call);
}

/** `y > 0` in `log(y)[y > 0]`. */
function isCondition({ types }: Analysis, arg: IndexExpr['args'][number]): boolean {
  const type = arg.kind === 'range' ? undefined : types.get(arg);
  return type?.kind === 'array' && type.element === 'bool' && type.dims.length > 0;
}

interface Use {
  readonly whole: Expr;
  /** `log`, or a division. */
  readonly name: string;
  readonly argument: Expr;
  readonly need: Need;
}

function useOf(node: AnyNode): Use | null {
  if (!('kind' in node)) return null;
  if (node.kind === 'binary' && node.op === '/')
    return { whole: node, name: 'a division', argument: node.right, need: divisor };
  if (node.kind === 'binary' && node.op === '^' && node.right.kind === 'number' && !node.right.isInteger)
    return { whole: node, name: 'such a power', argument: node.left, need: needs.get('sqrt') ?? positive };
  if (node.kind === 'binary' && node.op === '^' && node.right.kind === 'unary' && node.right.op === '-')
    return { whole: node, name: 'such a power', argument: node.left, need: divisor };
  if (node.kind !== 'call' || node.args.length !== 1) return null;
  const need = needs.get(node.callee.name);
  const [arg] = node.args;
  const { value, name } = arg;
  if (need === undefined || name !== undefined || isSpecial(arg)) return null;
  return { whole: node, name: `\`${node.callee.name}\``, argument: value, need };
}

function judge(analysis: Analysis, use: Use): Diagnostic | null {
  const { whole, name, argument, need } = use;
  if (!mentionsData(analysis, argument)) return judgeConstant(analysis, use);
  const found = analysis.data === undefined ? null : dataValuesOf(analysis, argument);
  if (found === null) return null;
  const values = Array.from(found.values);
  const bad = values.flatMap((value, i) => (need.fails(value) ? [i] : []));
  if (bad.length === 0) return null;
  const text = (analysis.program.text ?? '').slice(argument.span.start, argument.span.end);
  const all = (analysis.program.text ?? '').slice(whole.span.start, whole.span.end).replace(/\s+/g, ' ');
  const [first] = bad;
  const more = bad.length === 1 ? '' : ` (and ${plural(bad.length - 1, 'other value')})`;
  return diagnose(
    notFinite,
    whole.span,
    `\`${all}\` is not finite: ${placeOf(analysis, argument, found, first, text)} is ${values[first]}${more}, and ${name} needs ${need.words}; leave such rows out, or guard them with \`if\``,
  );
}

/** Reductions that have no value of no elements, with the fewest that they need. */
const leastElements: ReadonlyMap<string, number> = new Map([
  ['mean', 1],
  ['min', 1],
  ['max', 1],
  ['sd', 2],
  ['var', 2],
]);

/** `mean(y by site_of)` where a label has no row: it is NaN there, or infinite. */
function emptyGroup(analysis: Analysis, node: AnyNode): Diagnostic | null {
  if (!('kind' in node) || node.kind !== 'call' || node.args.length !== 1) return null;
  const [{ by }] = node.args;
  const least = leastElements.get(node.callee.name);
  const symbol = by === undefined ? undefined : analysis.references.get(by);
  if (least === undefined || symbol?.kind !== 'data' || by?.kind !== 'name') return null;
  const array = analysis.data?.arrays.get(symbol.name);
  const dim = array?.labelsOf == null ? undefined : analysis.data?.dims.get(array.labelsOf);
  if (array === undefined || dim === undefined) return null;
  const counts = new Float64Array(dim.size);
  for (const label of array.values) counts[label - 1] += 1;
  const short = dim.labels.filter((_, i) => counts[i] < least);
  if (short.length === 0) return null;
  const all = (analysis.program.text ?? '').slice(node.span.start, node.span.end).replace(/\s+/g, ' ');
  const more = short.length === 1 ? '' : ` and ${plural(short.length - 1, 'other label')}`;
  const rows = least === 1 ? 'no row' : 'fewer than two rows';
  return diagnose(
    notFinite,
    node.span,
    `\`${all}\` has no value for "${short[0]}"${more} of \`${dim.name}\`: ${rows} of \`${symbol.name}\`; leave ${short.length === 1 ? 'that label' : 'those labels'} out of \`dim ${dim.name}\`, or stand for ${short.length === 1 ? 'it' : 'them'} by \`if\``,
  );
}

/** Infinity may be meant (`1 / 0`, `log(0)`); what is not a number never is. */
function judgeConstant(analysis: Analysis, { whole, name, argument, need }: Use): Diagnostic | null {
  const [value, result] = [argument, whole].map((expr) => dataValuesOf(analysis, expr));
  if (value === null || value.dims.length > 0 || !Number.isNaN(result?.values[0])) return null;
  const all = (analysis.program.text ?? '').slice(whole.span.start, whole.span.end).replace(/\s+/g, ' ');
  return diagnose(
    notFinite,
    whole.span,
    `\`${all}\` is not a number: ${name} needs ${need.words}, found ${value.values[0]}`,
  );
}

function mentionsData(analysis: Analysis, expr: Expr): boolean {
  const pending: AnyNode[] = [expr];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const symbol: SymbolInfo | undefined = analysis.references.get(node);
    if (symbol?.kind === 'data') return true;
    if (symbol?.statement.kind === 'let' && symbol.kind !== 'index') return true;
    for (const child of children(node)) pending.push(child);
  }
  return false;
}

/** `` `lo[1]` ``, or `` `x - 1` at row 3 ``. */
function placeOf(
  { data, references }: Analysis,
  argument: Expr,
  { dims, first }: DataValues,
  at: number,
  text: string,
): string {
  if (dims.length === 0) return `\`${text}\``;
  let rest = at;
  const positions = dims.map(() => 0);
  for (let axis = dims.length - 1; axis >= 0; axis--) {
    positions[axis] = (rest % dims[axis].size) + (axis === 0 ? first : 1);
    rest = Math.floor(rest / dims[axis].size);
  }
  const labels = positions.map((position, axis) => {
    const { name } = dims[axis];
    return (name === null ? undefined : data?.dims.get(name)?.labels[position - 1]) ?? String(position);
  });
  const target = argument.kind === 'index' ? argument.target : argument;
  const symbol = references.get(target);
  return symbol?.kind === 'data'
    ? `\`${symbol.name}[${labels.join(',')}]\``
    : `\`${text}\` at ${labels.join(', ')}`;
}
