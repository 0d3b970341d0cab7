/** Dead-code elimination: locals that nothing reads, then loops and branches that have become empty. */
import type { LoopStatement, Value } from './loop-program.ts';

export function eliminateDeadCode(
  body: readonly LoopStatement[],
  live: ReadonlySet<string>,
): readonly LoopStatement[] {
  let current = body;
  for (;;) {
    const read = new Set<string>(live);
    for (const s of current) noteReads(s, read);
    const next = sweep(current, read);
    if (count(next) === count(current)) return next;
    current = next;
  }
}

function sweep(body: readonly LoopStatement[], read: ReadonlySet<string>): LoopStatement[] {
  return body.flatMap((s): LoopStatement[] => {
    switch (s.kind) {
      case 'set':
      case 'add':
        return read.has(s.local) ? [s] : [];
      case 'loop': {
        const inside = sweep(s.body, read);
        return inside.length === 0 ? [] : [{ ...s, body: inside }];
      }
      case 'solver':
        return [{ ...s, body: sweep(s.body, read) }];
      case 'if': {
        const then = sweep(s.then, read);
        const otherwise = sweep(s.else, read);
        return then.length + otherwise.length === 0 ? [] : [{ ...s, then, else: otherwise }];
      }
      default:
        return [s];
    }
  });
}

function noteReads(s: LoopStatement, read: Set<string>): void {
  switch (s.kind) {
    case 'set': {
      // A local that only feeds itself (`m = max(m, x)`) is not read by that.
      noteValue(s.value, read, s.local);
      break;
    }
    case 'add':
      noteValue(s.value, read, s.local);
      break;
    case 'store':
    case 'addTo':
      noteValue(s.value, read);
      break;
    case 'loop':
    case 'solver':
      for (const inner of s.body) noteReads(inner, read);
      break;
    case 'if':
      noteValue(s.cond, read);
      for (const inner of s.then) noteReads(inner, read);
      for (const inner of s.else) noteReads(inner, read);
      break;
    case 'kernel':
    case 'rows':
    case 'clear':
      break;
  }
}

function noteValue(v: Value, read: Set<string>, except?: string): void {
  switch (v.kind) {
    case 'local':
      if (v.name !== except) read.add(v.name);
      break;
    case 'unary':
      noteValue(v.x, read, except);
      break;
    case 'binary':
      noteValue(v.x, read, except);
      noteValue(v.y, read, except);
      break;
    case 'ternary':
      noteValue(v.x, read, except);
      noteValue(v.y, read, except);
      noteValue(v.z, read, except);
      break;
    case 'choose':
      noteValue(v.cond, read, except);
      noteValue(v.then, read, except);
      noteValue(v.else, read, except);
      break;
    default:
      break;
  }
}

function count(body: readonly LoopStatement[]): number {
  return body.reduce(
    (n, s) =>
      n +
      1 +
      (s.kind === 'loop' || s.kind === 'solver'
        ? count(s.body)
        : s.kind === 'if'
          ? count(s.then) + count(s.else)
          : 0),
    0,
  );
}
