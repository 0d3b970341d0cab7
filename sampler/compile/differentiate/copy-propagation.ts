/**
 * Copy and constant propagation: replaces locals that are set once, to a constant or to another such local, by
 * that value. Locals in `live` are read after the body and stay, such as the result of a constant density.
 */
import {
  binary,
  divide,
  type LoopStatement,
  minus,
  multiply,
  plus,
  unary,
  type Value,
} from './loop-program.ts';

export function propagate(
  body: readonly LoopStatement[],
  live: ReadonlySet<string>,
): readonly LoopStatement[] {
  let current = body;
  for (;;) {
    const known = copies(current, live);
    if (known.size === 0) return current;
    current = current.map((s) => replaceIn(s, known)).flatMap((s) => withoutCopies(s, known));
  }
}

/** Locals with one assignment in all, whose value is a constant or a local of the same kind. */
function copies(body: readonly LoopStatement[], live: ReadonlySet<string>): ReadonlyMap<string, Value> {
  const assignments = new Map<string, number>();
  const values = new Map<string, Value>();
  const visit = (s: LoopStatement): void => {
    if (s.kind === 'set' || s.kind === 'add') {
      assignments.set(s.local, (assignments.get(s.local) ?? 0) + (s.kind === 'set' ? 1 : 2));
      if (s.kind === 'set') values.set(s.local, s.value);
    } else if (s.kind === 'loop' || s.kind === 'solver') s.body.forEach(visit);
    else if (s.kind === 'if') [...s.then, ...s.else].forEach(visit);
  };
  body.forEach(visit);
  const once = (name: string): boolean => assignments.get(name) === 1;
  const found = new Map<string, Value>();
  for (const [name, value] of values) {
    if (!once(name) || live.has(name)) continue;
    if (value.kind === 'const' || (value.kind === 'local' && once(value.name) && !found.has(value.name)))
      found.set(name, value);
  }
  // Chains of copies are left to later rounds: an entry must not refer to a local that is removed in this one.
  for (const [name, value] of found) if (value.kind === 'local' && found.has(value.name)) found.delete(name);
  return found;
}

function replaceIn(s: LoopStatement, known: ReadonlyMap<string, Value>): LoopStatement {
  switch (s.kind) {
    case 'set':
    case 'add':
    case 'store':
    case 'addTo':
      return { ...s, value: replace(s.value, known) };
    case 'loop':
    case 'solver':
      return { ...s, body: s.body.map((inner) => replaceIn(inner, known)) };
    case 'if':
      return {
        ...s,
        cond: replace(s.cond, known),
        then: s.then.map((inner) => replaceIn(inner, known)),
        else: s.else.map((inner) => replaceIn(inner, known)),
      };
    case 'kernel':
    case 'rows':
    case 'clear':
      return s;
  }
}

function withoutCopies(s: LoopStatement, known: ReadonlyMap<string, Value>): LoopStatement[] {
  const within = (body: readonly LoopStatement[]): LoopStatement[] =>
    body.flatMap((inner) => withoutCopies(inner, known));
  if (s.kind === 'set' && known.has(s.local)) return [];
  if (s.kind === 'loop' || s.kind === 'solver') return [{ ...s, body: within(s.body) }];
  if (s.kind === 'if') return [{ ...s, then: within(s.then), else: within(s.else) }];
  return [s];
}

function replace(v: Value, known: ReadonlyMap<string, Value>): Value {
  switch (v.kind) {
    case 'local':
      return known.get(v.name) ?? v;
    case 'unary':
      return unary(v.fn, replace(v.x, known));
    case 'binary': {
      const x = replace(v.x, known);
      const y = replace(v.y, known);
      if (v.fn === 'mul') return multiply(x, y);
      if (v.fn === 'add') return plus(x, y);
      if (v.fn === 'sub') return minus(x, y);
      if (v.fn === 'div' && y.kind === 'const') return divide(x, y);
      return binary(v.fn, x, y);
    }
    case 'ternary':
      return { ...v, x: replace(v.x, known), y: replace(v.y, known), z: replace(v.z, known) };
    case 'choose':
      return {
        kind: 'choose',
        cond: replace(v.cond, known),
        then: replace(v.then, known),
        else: replace(v.else, known),
      };
    default:
      return v;
  }
}
