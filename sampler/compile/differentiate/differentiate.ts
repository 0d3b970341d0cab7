/**
 * Reverse-mode differentiation of a program in index notation, symbolically: each statement's loop has a
 * mirror image that carries adjoints back through its body. Values inside a loop are recomputed in the backward
 * pass, so that there is no tape; scalars stay in locals; a term's two passes share one loop.
 */
import type { ArrayId, Index, IrStatement, ScalarExpr } from '../../../grammar/ir.ts';
import { childrenOf } from '../children.ts';
import {
  arrayOf,
  type Define,
  type PassProgram,
  type SolverKernel,
  type Term,
} from '../passes/pass-program.ts';
import { arraysLoaded } from '../passes/prune.ts';
import { propagate } from './copy-propagation.ts';
import { eliminateDeadCode } from './dead-code.ts';
import { inlineForm, isFlat } from './derivatives.ts';
import { guardedArrays } from './guarded-arrays.ts';
import {
  binary,
  constant,
  type LoopProgram,
  type LoopStatement,
  local,
  type Place,
  type Value,
} from './loop-program.ts';
import { odeAdjoint, odeForward } from './ode-code.ts';
import { pairLoops } from './paired-loops.ts';
import { type Region, scheduleRegion } from './region.ts';
import { type BodyCode, type BodyContext, bodyCode } from './region-code.ts';
import { NO_BLOCKS, type RowBlocks, rowBlocks } from './row-blocks.ts';

const RESULT = 'lp';

/** The value and gradient of the log density, as one function body. */
export function differentiate(w: PassProgram): LoopProgram {
  const blocks = rowBlocks(w);
  const g = generator(w, blocks);
  const forward: LoopStatement[] = [...g.loadScalars()];
  const backward: LoopStatement[][] = [];
  for (const statement of w.statements) {
    switch (statement.kind) {
      case 'define':
        if (blocks.has(statement)) break;
        if (statement.indices.length === 0) {
          const code = g.scalarDefine(statement);
          forward.push(...code.forward);
          backward.push(code.backward());
        } else {
          forward.push(g.loopDefine(statement));
          if (g.isActiveArray(statement.array)) backward.push([g.loopDefineAdjoint(statement)]);
        }
        break;
      case 'kernel':
        if (statement.fn === 'solver') {
          const isActive = g.isActiveArray(statement.output);
          forward.push(...g.ode(statement, isActive));
          if (isActive) backward.push([...odeAdjoint(w, statement)]);
          break;
        }
        forward.push({ ...statement, kind: 'kernel', adjoint: false });
        if (g.isActiveArray(statement.output))
          backward.push([{ ...statement, kind: 'kernel', adjoint: true }]);
        break;
      case 'term':
        if (statement.indices.length === 0) {
          const code = g.scalarTerm(statement);
          forward.push(...code.forward);
          backward.push(code.backward());
        } else backward.push([g.loopTerm(statement)]);
        break;
    }
  }
  const adjoints = g.adjointsInMemory();
  const body: LoopStatement[] = [
    { kind: 'set', local: RESULT, value: constant(w.constantTerm) },
    { kind: 'clear', arrays: [...adjoints] },
    ...forward,
    ...backward.reverse().flat(),
    ...g.storeScalarGradients(),
  ];
  return {
    body: pairLoops(eliminateDeadCode(propagate(body, new Set([RESULT])), new Set([RESULT])), RESULT),
    result: RESULT,
    adjoints,
    blockArrays: blocks.arrays,
  };
}

/** The values without gradients: the outputs of a draw. */
export function evaluateOnly(w: PassProgram): LoopProgram {
  const g = generator(w, NO_BLOCKS);
  const body: LoopStatement[] = [...g.loadScalars()];
  for (const statement of w.statements) {
    switch (statement.kind) {
      case 'define':
        if (statement.indices.length > 0) body.push(g.loopDefine(statement));
        else {
          body.push(...g.scalarDefine(statement).forward);
          if (w.kept.has(statement.array)) body.push(g.storeScalar(statement.array));
        }
        break;
      case 'kernel':
        if (statement.fn === 'solver') body.push(...g.ode(statement, false));
        else body.push({ ...statement, kind: 'kernel', adjoint: false });
        break;
      case 'term':
        break;
    }
  }
  return {
    body: eliminateDeadCode(propagate(body, new Set()), new Set()),
    result: null,
    adjoints: new Set(),
    blockArrays: NO_BLOCKS.arrays,
  };
}

function generator(w: PassProgram, blocks: RowBlocks) {
  const active = activeArrays(w);
  const guarded = guardedArrays(w);
  const activeMemo = new Map<ScalarExpr, boolean>();
  let counter = 0;
  const rootComputed = new Set<ScalarExpr>();

  const isScalarArray = (id: ArrayId): boolean => arrayOf(w, id).shape.length === 0 && !w.constants.has(id);
  const isActiveArray = (id: ArrayId): boolean => active.has(id);
  const isActive = (e: ScalarExpr): boolean => {
    const known = activeMemo.get(e);
    if (known !== undefined) return known;
    const made = computeActive(e);
    activeMemo.set(e, made);
    return made;
  };
  function computeActive(e: ScalarExpr): boolean {
    if (e.op === 'load') return active.has(e.array);
    if ((e.op === 'unary' || e.op === 'binary') && isFlat(e.fn)) return false;
    if (e.op === 'select') return isActive(e.then) || isActive(e.else);
    return childrenOf(e).some(isActive);
  }
  const context: BodyContext = {
    scalarLocal: (id) => (isScalarArray(id) ? `x${id}` : null),
    scalarAdjoint: (id) => `dx${id}`,
    isActiveArray,
    isActive,
    freshLocal: (prefix) => `${prefix}${counter++}`,
    outer: new Map(),
    outerAdjoint: () => '',
  };
  const trivial = (e: ScalarExpr): boolean =>
    e.op === 'const' || e.op === 'index' || (e.op === 'load' && isScalarArray(e.array));
  const root: BodyCode = bodyCode(context);

  function rootRegion(body: ScalarExpr): Region {
    const available = (e: ScalarExpr): boolean => trivial(e) || rootComputed.has(e);
    const region = scheduleRegion({ builder: w.builder, available }, body, new Set());
    root.gather(region.nodes);
    for (const e of region.nodes) rootComputed.add(e);
    return region;
  }
  function loopRegion(body: ScalarExpr, indices: readonly Index[]): Region {
    return scheduleRegion(
      { builder: w.builder, available: trivial },
      body,
      new Set(indices.map((i) => i.id)),
    );
  }
  const elementOf = (s: Define, space: Place['space']): Place => ({
    array: s.array,
    space,
    at: s.indices.map((i) => w.builder.index(i.id)),
    scope: s.indices,
  });
  const nest = (
    indices: readonly Index[],
    descending: boolean,
    body: readonly LoopStatement[],
  ): LoopStatement =>
    indices.reduceRight<readonly LoopStatement[]>(
      (inner, index) => [{ kind: 'loop', index, descending, body: inner }],
      body,
    )[0];

  /** Where values may be undefined, zero adjoints are not propagated. */
  const unlessZero = (array: ArrayId, adjoint: Value, code: readonly LoopStatement[]): LoopStatement[] =>
    guarded.has(array)
      ? [{ kind: 'if', cond: binary('ne', adjoint, constant(0)), then: [...code], else: [] }]
      : [...code];

  return {
    isActiveArray,

    /** Scalars of the unconstrained vector and of the drawn quantities, into their locals. */
    loadScalars(): LoopStatement[] {
      return [...w.arrays.values()]
        .filter((a) => (a.role === 'unconstrained' || a.role === 'drawn') && a.shape.length === 0)
        .map((a) => ({
          kind: 'set',
          local: `x${a.id}`,
          value: { kind: 'element', place: { array: a.id, space: 'value', at: [], scope: [] } },
        }));
    },

    storeScalarGradients(): LoopStatement[] {
      return [...w.arrays.values()]
        .filter((a) => a.role === 'unconstrained' && a.shape.length === 0)
        .map((a) => ({
          kind: 'store',
          place: { array: a.id, space: 'adjoint', at: [], scope: [] },
          value: local(`dx${a.id}`),
        }));
    },

    storeScalar(array: ArrayId): LoopStatement {
      return {
        kind: 'store',
        place: { array, space: 'value', at: [], scope: [] },
        value: local(`x${array}`),
      };
    },

    scalarDefine(s: Define): { forward: LoopStatement[]; backward: () => LoopStatement[] } {
      const body = w.builder.canonical(s.body);
      // Nodes of the root gather adjoints from all statements; a guarded definition shares none.
      const isOwn = guarded.has(s.array);
      const region = isOwn ? loopRegion(body, []) : rootRegion(body);
      const code = isOwn ? bodyCode(context) : root;
      const forward: LoopStatement[] = [
        ...code.forward(region, []),
        { kind: 'set', local: `x${s.array}`, value: code.valueFor(body) },
      ];
      const adjoint = local(`dx${s.array}`);
      const backward = (): LoopStatement[] => {
        const seed = isActiveArray(s.array) ? code.contribute(body, adjoint) : [];
        return unlessZero(s.array, adjoint, [...seed, ...code.backward(region, [])]);
      };
      return { forward, backward };
    },

    scalarTerm(s: Term): { forward: LoopStatement[]; backward: () => LoopStatement[] } {
      const body = w.builder.canonical(s.body);
      const region = rootRegion(body);
      const forward: LoopStatement[] = [
        ...root.forward(region, []),
        { kind: 'add', local: RESULT, value: root.valueFor(body) },
      ];
      return {
        forward,
        backward: () => [...root.contribute(body, constant(1)), ...root.backward(region, [])],
      };
    },

    loopDefine(s: Define): LoopStatement {
      const body = w.builder.canonical(s.body);
      const code = bodyCode(context);
      const inside = code.forward(loopRegion(body, s.indices), s.indices);
      const store: LoopStatement = {
        kind: 'store',
        place: elementOf(s, 'value'),
        value: code.valueFor(body),
      };
      return nest(s.indices, false, [...inside, store]);
    },

    loopDefineAdjoint(s: Define): LoopStatement {
      const body = w.builder.canonical(s.body);
      const region = loopRegion(body, s.indices);
      const code = bodyCode(context);
      // The result is in memory already; a branch is run again for the values inside it.
      const kept: Value = { kind: 'element', place: elementOf(s, 'value') };
      const keepsResult =
        (body.op === 'unary' && inlineForm(body.fn) === null) ||
        body.op === 'binary' ||
        body.op === 'ternary' ||
        (body.op === 'reduce' && body.fn !== 'min' && body.fn !== 'max');
      const inside = code.forward(region, s.indices, (e) => (e === body && keepsResult ? kept : undefined));
      const adjoint: Value = { kind: 'element', place: elementOf(s, 'adjoint') };
      const seed = code.contribute(body, adjoint);
      const back = [...inside, ...seed, ...code.backward(region, s.indices)];
      return nest(s.indices, s.recurrent, unlessZero(s.array, adjoint, back));
    },

    loopTerm(s: Term): LoopStatement {
      const body = w.builder.canonical(s.body);
      const region = loopRegion(body, s.indices);
      const code = bodyCode(context);
      const inside = code.forward(region, s.indices);
      const total: LoopStatement = { kind: 'add', local: RESULT, value: code.valueFor(body) };
      const seed = code.contribute(body, constant(1));
      const rows = [...inside, total, ...seed, ...code.backward(region, s.indices)];
      const inBlocks = blocks.around(s, (index, scope) => ({
        kind: 'loop',
        index,
        scope,
        descending: false,
        body: rows,
      }));
      return inBlocks ?? nest(s.indices, false, rows);
    },

    ode: (s: SolverKernel, sensitive: boolean): readonly LoopStatement[] =>
      odeForward(w, s, context, sensitive),

    adjointsInMemory(): ReadonlySet<ArrayId> {
      const inMemory = new Set<ArrayId>();
      for (const id of active)
        if (!isScalarArray(id) || arrayOf(w, id).role === 'unconstrained') inMemory.add(id);
      // A kernel's adjoint writes to all its inputs.
      for (const s of w.statements)
        if (s.kind === 'kernel' && active.has(s.output)) for (const id of s.inputs) inMemory.add(id);
      return inMemory;
    },
  };
}

/** Arrays that depend on an unknown through something that is not flat everywhere. */
function activeArrays(w: PassProgram): ReadonlySet<ArrayId> {
  const active = new Set<ArrayId>();
  for (const a of w.arrays.values()) if (a.role === 'unconstrained') active.add(a.id);
  const reaches = (s: IrStatement): boolean => {
    if (s.kind === 'kernel') return s.inputs.some((id) => active.has(id));
    return [...arraysLoaded(s.body)].some((id) => active.has(id));
  };
  for (const s of w.statements) {
    if (s.kind === 'define' && reaches(s)) active.add(s.array);
    if (s.kind === 'kernel' && reaches(s)) active.add(s.output);
  }
  return active;
}
