/**
 * Finds the loops over many rows whose steps can run two at a time, in the lanes of vectors: each step sets its own
 * locals, adds to sums and to adjoints, and reads nothing that another step writes. Loops of fewer rows keep the order
 * of their sums.
 */
import type { ArrayId, Index } from '../../../grammar/ir.ts';
import { MANY_ROWS } from '../passes/many-rows.ts';
import { stepsOf } from '../passes/pass-program.ts';
import { logProducts } from './log-products.ts';
import type { LoopStatement, Pairs, Value } from './loop-program.ts';

const LEAST_OWN_STEPS = 16;

type Loop = Extract<LoopStatement, { kind: 'loop' }>;

/**
 * The loops of terms, outermost first.
 *
 * @param logDensity the local to which terms add
 */
export function pairLoops(body: readonly LoopStatement[], logDensity: string): readonly LoopStatement[] {
  const uses = countUses(body);
  const visit = (s: LoopStatement, around: number): LoopStatement => {
    if (s.kind === 'if')
      return {
        ...s,
        then: s.then.map((one) => visit(one, around)),
        else: s.else.map((one) => visit(one, around)),
      };
    if (s.kind !== 'loop') return s;
    const steps = stepsOf(s.index);
    const pairs = around * steps >= MANY_ROWS ? pairsOf(s, uses) : null;
    return pairs === null || !pairs.sums.includes(logDensity)
      ? { ...s, body: s.body.map((one) => visit(one, around * steps)) }
      : { ...s, pairs };
  };
  return body.map((s) => visit(s, 1));
}

function pairsOf(s: Loop, uses: ReadonlyMap<string, number>): Pairs | null {
  const { index, descending, body } = s;
  if (descending || stepsOf(index) < LEAST_OWN_STEPS) return null;
  const own = new Set<string>();
  const sums = new Set<string>();
  const invariant = new Set<string>();
  const read = new Set<ArrayId>();
  const written = new Set<ArrayId>();
  let fits = true;
  const isSeen = (name: string): boolean => own.has(name) || sums.has(name) || invariant.has(name);

  const value = (v: Value): void => {
    switch (v.kind) {
      case 'local':
        if (sums.has(v.name)) fits = false;
        if (!isSeen(v.name)) invariant.add(v.name);
        break;
      case 'element':
        if (v.place.space === 'adjoint') read.add(v.place.array);
        break;
      case 'unary':
        value(v.x);
        break;
      case 'binary':
        [v.x, v.y].forEach(value);
        break;
      case 'ternary':
        [v.x, v.y, v.z].forEach(value);
        break;
      case 'choose':
        [v.cond, v.then, v.else].forEach(value);
        break;
      case 'const':
      case 'position':
        break;
    }
  };
  const statement = (one: LoopStatement): void => {
    switch (one.kind) {
      case 'set':
        value(one.value);
        if (sums.has(one.local) || invariant.has(one.local)) fits = false;
        own.add(one.local);
        break;
      case 'add':
        value(one.value);
        if (invariant.has(one.local)) fits = false;
        if (!own.has(one.local)) sums.add(one.local);
        break;
      case 'addTo':
        value(one.value);
        if (one.place.space === 'value') fits = false;
        written.add(one.place.array);
        break;
      case 'loop':
        if (one.descending || dependsOnSteps(one.index)) fits = false;
        one.body.forEach(statement);
        break;
      case 'store':
      case 'if':
      case 'kernel':
      case 'rows':
      case 'solver':
      case 'clear':
        fits = false;
        break;
    }
  };
  body.forEach(statement);
  const inside = countUses(body);
  const isLocal = (name: string): boolean => inside.get(name) === uses.get(name);
  if (!fits || ![...own].every(isLocal) || [...written].some((array) => read.has(array))) return null;
  return { ...logProducts(body, own, sums), own: [...own], sums: [...sums], invariant: [...invariant] };
}

/** Ends that data determine may differ between the two steps. */
function dependsOnSteps({ segment }: Index): boolean {
  return segment !== undefined;
}

/** How often each local is set, added to or read. */
function countUses(body: readonly LoopStatement[]): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  const note = (name: string): void => {
    uses.set(name, (uses.get(name) ?? 0) + 1);
  };
  const value = (v: Value): void => {
    if (v.kind === 'local') note(v.name);
    else if (v.kind === 'unary') value(v.x);
    else if (v.kind === 'binary') [v.x, v.y].forEach(value);
    else if (v.kind === 'ternary') [v.x, v.y, v.z].forEach(value);
    else if (v.kind === 'choose') [v.cond, v.then, v.else].forEach(value);
  };
  const statement = (s: LoopStatement): void => {
    switch (s.kind) {
      case 'set':
      case 'add':
        note(s.local);
        value(s.value);
        break;
      case 'store':
      case 'addTo':
        value(s.value);
        break;
      case 'loop':
      case 'solver':
        s.body.forEach(statement);
        break;
      case 'if':
        value(s.cond);
        [...s.then, ...s.else].forEach(statement);
        break;
      case 'kernel':
      case 'rows':
      case 'clear':
        break;
    }
  };
  body.forEach(statement);
  return uses;
}
