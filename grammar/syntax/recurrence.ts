/** The order in which the elements of recurrences are computed, from their text. */
import type { Span } from '../span.ts';
import type {
  DrawStatement,
  Expr,
  IndexExpr,
  LetStatement,
  ParamStatement,
  Range,
  Statement,
} from './ast.ts';
import { walk } from './walk.ts';

/** Along one index, from its first position on (`step` 1) or from its last (-1). */
export interface RecurrenceOrder {
  readonly along: number;
  readonly step: 1 | -1;
}

/** `flow[t]` in the definition of `S[t]`, at the same step. */
interface Need {
  readonly of: number;
  readonly on: number;
  readonly use: IndexExpr;
}

interface Use extends Need {
  /** For each index: -1 where it is an earlier position, 0 the same, 1 a later one; null where the text does not say. */
  readonly signs: readonly (-1 | 0 | 1 | 'whole' | null)[];
}

/** What can be a line of `let { … }`, `draw { … }` or `param { … }`. */
type Line = LetStatement | DrawStatement | ParamStatement;

/** The lines of the block that a statement is one of; itself alone elsewhere. */
export function definedTogether(
  statements: readonly Statement[],
  statement: LetStatement,
): readonly LetStatement[];
export function definedTogether(
  statements: readonly Statement[],
  statement: DrawStatement,
): readonly DrawStatement[];
export function definedTogether(
  statements: readonly Statement[],
  statement: ParamStatement,
): readonly ParamStatement[];
export function definedTogether(statements: readonly Statement[], statement: Statement): readonly Statement[];
export function definedTogether(
  statements: readonly Statement[],
  statement: Statement,
): readonly Statement[] {
  const joint = jointOf(statement);
  return joint === undefined ? [statement] : statements.filter((one) => jointOf(one)?.start === joint.start);
}

/** The block that a statement is a line of. */
export function jointOf(statement: Statement): Span | undefined {
  switch (statement.kind) {
    case 'let':
    case 'deterministic':
    case 'draw':
    case 'param':
      return statement.joint;
    default:
      return undefined;
  }
}

/** The first order in which all uses are of elements computed before; without one, the first in which some are. */
export function recurrenceOrder(members: readonly LetStatement[]): RecurrenceOrder {
  const uses = usesIn(members);
  const axes = Math.max(0, ...members.map(({ indices }) => indices.length));
  const orders = Array.from({ length: axes }, (_, along) => along).flatMap((along) => [
    { along, step: 1 } as const,
    { along, step: -1 } as const,
  ]);
  const isBefore = ({ of, on, signs }: Use, { along, step }: RecurrenceOrder): boolean => {
    const sign = signs[along];
    return sign === -step || sign === null || (sign === 0 && of !== on);
  };
  const some = orders.filter(({ along, step }) => uses.some(({ signs }) => signs[along] === -step));
  return some.find((order) => uses.every((use) => isBefore(use, order))) ?? some[0] ?? { along: 0, step: 1 };
}

/**
 * The members in the order of one step, as written where it is free: `flow[t] = … S[t] …` is computed after `S[t]`. Or
 * the uses that form a circle.
 */
export function orderOfStep(
  members: readonly Line[],
  { along }: Pick<RecurrenceOrder, 'along'>,
): { readonly sequence: readonly number[] } | { readonly circle: readonly Need[] } {
  const needs = usesIn(members).filter(({ of, on, signs }) => of !== on && signs[along] === 0);
  const sequence: number[] = [];
  while (sequence.length < members.length) {
    const isReady = (of: number): boolean =>
      needs.every((need) => need.of !== of || sequence.includes(need.on));
    const next = members.findIndex((_, i) => !sequence.includes(i) && isReady(i));
    if (next < 0) return { circle: circleAmong(needs, sequence) };
    sequence.push(next);
  }
  return { sequence };
}

/** Each member that is left needs another that is left, so that following these comes back. */
function circleAmong(needs: readonly Need[], done: readonly number[]): readonly Need[] {
  const left = needs.filter(({ of, on }) => !done.includes(of) && !done.includes(on));
  const path: Need[] = [left[0]];
  for (;;) {
    const next = left.find(({ of }) => of === path[path.length - 1].on);
    if (next === undefined) return path;
    const back = path.findIndex(({ of }) => of === next.on);
    path.push(next);
    if (back >= 0) return path.slice(back);
  }
}

function usesIn(members: readonly Line[]): readonly Use[] {
  const places = new Map(members.map(({ name }, i) => [name.name, i]));
  const uses: Use[] = [];
  members.forEach((member, of) => {
    const { indices } = member;
    const value = writtenOf(member);
    const visit = (node: unknown): void => {
      const use = node as Expr;
      if (use.kind !== 'index' || use.target.kind !== 'name') return;
      const on = places.get(use.target.name);
      if (on === undefined || indices.some(({ name }) => name.name === members[on].name.name)) return;
      const signs = indices.map(({ name }, i) => {
        const arg = use.args[i];
        return arg === undefined || arg.kind === 'range' ? 'whole' : signOf(arg, name.name);
      });
      uses.push({ of, on, use, signs });
    };
    visit(value);
    walk(value, visit);
  });
  return uses;
}

/** The distribution or the value of a line. */
function writtenOf(line: Line): Expr {
  switch (line.kind) {
    case 'param':
      return line.prior;
    case 'draw':
      return line.distribution;
    default:
      return line.value;
  }
}

/** -1 of `t - 1` and `t - k`, 0 of `t`, 1 of `t + 1`. */
function signOf(arg: Exclude<Expr | Range, Range>, index: string): -1 | 0 | 1 | null {
  let own = 0;
  let constant = 0;
  let other: 1 | -1 | 0 = 0;
  const pending: { readonly expr: Expr; readonly sign: 1 | -1 }[] = [{ expr: arg, sign: 1 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { expr, sign } = next;
    if (expr.kind === 'binary' && (expr.op === '+' || expr.op === '-')) {
      const right = expr.op === '-' ? (-sign as 1 | -1) : sign;
      pending.push({ expr: expr.left, sign }, { expr: expr.right, sign: right });
    } else if (expr.kind === 'number') constant += sign * expr.value;
    else if (expr.kind === 'name' && expr.name === index) own += sign;
    else other = sign;
  }
  if (own !== 1) return null;
  return other === 0 ? (Math.sign(constant) as -1 | 0 | 1) : other;
}
