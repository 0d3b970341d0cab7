/**
 * Moves loop invariants out of loops: `1 / sigma` and `beta[3]` become scalars computed once, `log(theta[j, k])`
 * inside a loop over time becomes a table over `j, k`.
 */
import type {
  ArrayDecl,
  ArrayId,
  Index,
  IndexId,
  IrStatement,
  Origin,
  ScalarExpr,
} from '../../../grammar/ir.ts';
import { childrenOf } from '../children.ts';
import { type Builder, rebuild, substituteIndices } from '../graph/builder.ts';
import { costOf } from './inline.ts';
import { arrayOf, defineStatement, type PassProgram, stepsOf, tripCount } from './pass-program.ts';
import { arraysLoaded } from './prune.ts';

/** In a branch, that may be taken rarely: how much more often the loops run than what is moved out of them. */
const RARER = 4;

export function hoist(w: PassProgram): PassProgram {
  const b = w.builder;
  const arrays = new Map(w.arrays);
  const known = new Map<string, ScalarExpr>();
  const statements: IrStatement[] = [];

  for (const statement of w.statements) {
    if (statement.kind === 'kernel') statements.push(statement);
    else {
      const own = statement.kind === 'define' ? statement.array : undefined;
      const body = hoistFrom(b.canonical(statement.body), statement.indices, statement.origin, own);
      statements.push({ ...statement, body });
    }
  }
  return { ...w, arrays, statements };

  function hoistFrom(
    body: ScalarExpr,
    indices: readonly Index[],
    origin: Origin,
    own: ArrayId | undefined,
  ): ScalarExpr {
    // Elsewhere invariants of a scalar's reductions stay beside them.
    if (indices.length === 0 && !hasBranchInReduction(body)) return body;
    const memo = new Map<ScalarExpr, ScalarExpr>();
    const visit = (e: ScalarExpr, scope: readonly Index[]): ScalarExpr => {
      const done = memo.get(e);
      if (done !== undefined) return done;
      let made: ScalarExpr;
      const free = b.freeIndices(e);
      const used = scope.filter((i) => free.has(i.id));
      const around = loopsAround(b, used);
      const leavesLoop = indices.some((i) => !free.has(i.id) && !around.has(i.id));
      const isTable = used.every((i) => !around.has(i.id));
      if (leavesLoop && isTable && worthHoisting(e, used) && (own === undefined || !arraysLoaded(e).has(own)))
        made = table(e, used, origin);
      else made = inside(e, scope);
      memo.set(e, made);
      return made;
    };
    const inside = (e: ScalarExpr, scope: readonly Index[]): ScalarExpr => {
      switch (e.op) {
        case 'load':
          return e;
        case 'select':
          return b.select(visit(e.cond, scope), inBranch(e.then, scope), inBranch(e.else, scope));
        case 'reduce': {
          // Only expressions without the other indices of the whole nest leave a reduction's body.
          return b.reduce(e.fn, e.index, visit(e.body, [...scope, e.index]));
        }
        case 'binary':
          if (
            indices.length > 0 &&
            e.fn === 'div' &&
            hasFewer(b.freeIndices(e.y), b.freeIndices(e.x)) &&
            e.x.op !== 'const'
          )
            return b.binary('mul', visit(e.x, scope), visit(b.binary('div', b.constant(1), e.y), scope));
          return rebuild(b, e, (child) => visit(child, scope));
        default:
          return rebuild(b, e, (child) => visit(child, scope));
      }
    };
    /**
     * In a branch what is dear and changes far more rarely than the loops. Its value may be undefined where the branch
     * is not taken, and is not used there; its derivative runs only where it is.
     */
    const branchMemo = new Map<ScalarExpr, ScalarExpr>();
    const inBranch = (e: ScalarExpr, scope: readonly Index[]): ScalarExpr => {
      const done = branchMemo.get(e);
      if (done !== undefined) return done;
      const made = stepInBranch(e, scope);
      branchMemo.set(e, made);
      return made;
    };
    const stepInBranch = (e: ScalarExpr, scope: readonly Index[]): ScalarExpr => {
      if (e.op === 'const' || e.op === 'index' || e.op === 'load') return e;
      const free = b.freeIndices(e);
      const used = scope.filter((i) => free.has(i.id));
      const around = loopsAround(b, used);
      const isRare = RARER * tripCount(used) <= scope.reduce((n, i) => n * stepsOf(i), 1);
      const isTable = used.every((i) => !around.has(i.id));
      if (isRare && isTable && costOf(e) >= 8 && (own === undefined || !arraysLoaded(e).has(own)))
        return table(e, used, origin);
      if (e.op === 'reduce') return b.reduce(e.fn, e.index, inBranch(e.body, [...scope, e.index]));
      return rebuild(b, e, (child) => inBranch(child, scope));
    };
    return inside(body, indices);
  }

  function worthHoisting(e: ScalarExpr, used: readonly Index[]): boolean {
    if (e.op === 'const' || e.op === 'index') return false;
    // An element at a fixed position becomes a scalar, so that its adjoint accumulates in a register.
    if (e.op === 'load')
      return used.length === 0 && e.at.length > 0 && arrayOf({ arrays }, e.array).role !== 'data';
    return used.length === 0 ? true : costOf(e) >= 8;
  }

  function table(e: ScalarExpr, used: readonly Index[], origin: Origin): ScalarExpr {
    const key = `${b.order(e)}:${used.map((i) => `${i.id}.${i.from}.${i.to}`).join(',')}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const id = w.fresh.array();
    const fresh: Index[] = used.map(({ from, to }) => ({ id: w.fresh.index(), from, to }));
    const renamed = substituteIndices(
      b,
      e,
      new Map<IndexId, ScalarExpr>(used.map((i, at) => [i.id, b.index(fresh[at].id)])),
    );
    const decl: ArrayDecl = { id, name: `inv_${id}`, shape: used.map((i) => i.to), role: 'intermediate' };
    arrays.set(id, decl);
    statements.push(defineStatement(id, fresh, hoistFrom(renamed, fresh, origin, undefined), origin));
    const made = b.load(
      id,
      used.map((i) => b.index(i.id)),
    );
    known.set(key, made);
    return made;
  }
}

/** The loops that the segments of these indices depend on: a position in a segment says which of them it is. */
export function loopsAround(b: Builder, indices: readonly Index[]): ReadonlySet<IndexId> {
  const all = new Set<IndexId>();
  for (const { segment } of indices)
    if (segment !== undefined) for (const id of b.freeIndices(segment.start)) all.add(id);
  return all;
}

function hasBranchInReduction(body: ScalarExpr): boolean {
  const seen = new Set<ScalarExpr>();
  const visit = (e: ScalarExpr, inReduction: boolean): boolean => {
    if (e.op === 'select' && inReduction) return true;
    if (seen.has(e)) return false;
    if (inReduction) seen.add(e);
    return childrenOf(e).some((child) => visit(child, inReduction || e.op === 'reduce'));
  };
  return visit(body, false);
}

function hasFewer(a: ReadonlySet<IndexId>, b: ReadonlySet<IndexId>): boolean {
  if (a.size >= b.size) return false;
  for (const i of a) if (!b.has(i)) return false;
  return true;
}
