/**
 * Sums of logarithms in a loop over many rows as logarithms of products: a step multiplies by `1 + e`, where 0 <= e <= 1,
 * instead of adding `log1p(e)`. A product of a few hundred of them is far from overflow, and its rounding is that of the
 * numbers 1 + e, less than what the sum of so many logarithms rounds.
 */
import type { LogProduct, LoopStatement, Value } from './loop-program.ts';

interface WithProducts {
  readonly body: readonly LoopStatement[];
  readonly products: readonly LogProduct[];
}

/**
 * @param own locals that a step sets anew
 * @param sums locals that it only adds to
 */
export function logProducts(
  body: readonly LoopStatement[],
  own: ReadonlySet<string>,
  sums: ReadonlySet<string>,
): WithProducts {
  const values = valuesSetOnce(body);
  const reads = countReads(body);
  const products: LogProduct[] = [];
  const unread = new Set<string>();
  const made = body.map((s): LoopStatement => {
    if (s.kind !== 'add' || !sums.has(s.local)) return s;
    const found: LogProduct[] = [];
    const absorbed: string[] = [];
    const rest = withoutLogs(s.value, 1);
    if (found.length === 0) return s;
    products.push(...found);
    for (const name of absorbed) unread.add(name);
    return { ...s, value: rest };

    /** The value with 0 for the logarithms among its addends. */
    function withoutLogs(v: Value, sign: 1 | -1): Value {
      if (v.kind === 'binary' && (v.fn === 'add' || v.fn === 'sub'))
        return {
          ...v,
          x: withoutLogs(v.x, sign),
          y: withoutLogs(v.y, v.fn === 'add' ? sign : opposite(sign)),
        };
      if (v.kind === 'unary' && v.fn === 'neg') return { ...v, x: withoutLogs(v.x, opposite(sign)) };
      if (v.kind === 'unary' && v.fn === 'log1p' && isUnit(v.x)) {
        found.push({ sum: s.kind === 'add' ? s.local : '', sign, factor: v.x });
        return { kind: 'const', value: 0 };
      }
      const known =
        v.kind === 'local' && own.has(v.name) && reads.get(v.name) === 1 ? values.get(v.name) : undefined;
      if (v.kind !== 'local' || known === undefined || !isStable(known)) return v;
      const before = found.length;
      const inside = withoutLogs(known, sign);
      if (found.length === before) return v;
      absorbed.push(v.name);
      return inside;
    }
  });
  return { body: made.filter((s) => s.kind !== 'set' || !unread.has(s.local)), products };

  /** Between 0 and 1: exp(-abs(x)). */
  function isUnit(v: Value): boolean {
    const exponential = v.kind === 'local' ? values.get(v.name) : v;
    if (exponential?.kind !== 'unary' || exponential.fn !== 'exp') return false;
    const { x } = exponential;
    return x.kind === 'unary' && x.fn === 'neg' && x.x.kind === 'unary' && x.x.fn === 'abs';
  }

  /** The same later in the step. */
  function isStable(v: Value): boolean {
    switch (v.kind) {
      case 'local':
        return !own.has(v.name) || values.has(v.name);
      case 'unary':
        return isStable(v.x);
      case 'binary':
        return isStable(v.x) && isStable(v.y);
      case 'const':
      case 'position':
      case 'element':
        return true;
      case 'ternary':
      case 'choose':
        return false;
    }
  }
}

function opposite(sign: 1 | -1): 1 | -1 {
  return sign === 1 ? -1 : 1;
}

/** Values of the locals that the step sets once, and not in a loop within it. */
function valuesSetOnce(body: readonly LoopStatement[]): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  const again = new Set<string>();
  const note = (s: LoopStatement, isInside: boolean): void => {
    if (s.kind === 'loop') s.body.forEach((one) => note(one, true));
    else if (s.kind === 'set' && !isInside && !values.has(s.local)) values.set(s.local, s.value);
    else if (s.kind === 'set' || s.kind === 'add') again.add(s.local);
  };
  body.forEach((s) => note(s, false));
  for (const name of again) values.delete(name);
  return values;
}

function countReads(body: readonly LoopStatement[]): ReadonlyMap<string, number> {
  const reads = new Map<string, number>();
  const value = (v: Value): void => {
    if (v.kind === 'local') reads.set(v.name, (reads.get(v.name) ?? 0) + 1);
    else if (v.kind === 'unary') value(v.x);
    else if (v.kind === 'binary') [v.x, v.y].forEach(value);
    else if (v.kind === 'ternary') [v.x, v.y, v.z].forEach(value);
    else if (v.kind === 'choose') [v.cond, v.then, v.else].forEach(value);
  };
  const statement = (s: LoopStatement): void => {
    if (s.kind === 'loop') s.body.forEach(statement);
    else if (s.kind === 'set' || s.kind === 'add' || s.kind === 'store' || s.kind === 'addTo') value(s.value);
  };
  body.forEach(statement);
  return reads;
}
