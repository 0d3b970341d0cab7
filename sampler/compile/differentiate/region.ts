/**
 * The order of evaluation of one expression: which of its nodes are computed straight through, which only
 * inside a branch that is taken, which once per step of a reduction. A node is computed at the outermost
 * place where it is needed for certain and its indices are bound.
 */
import type { IndexId, ScalarExpr } from '../../../grammar/ir.ts';
import { childrenOf } from '../children.ts';
import type { Builder } from '../graph/builder.ts';

export interface Region {
  /** In an order in which every node comes after those it needs. */
  readonly nodes: readonly ScalarExpr[];
  /** Branches of `select` nodes, bodies of `reduce` nodes. */
  readonly then: ReadonlyMap<ScalarExpr, Region>;
  readonly otherwise: ReadonlyMap<ScalarExpr, Region>;
  readonly body: ReadonlyMap<ScalarExpr, Region>;
  /** Nodes of this region that a region inside it uses: their adjoints gather contributions from there. */
  readonly usedInside: ReadonlySet<ScalarExpr>;
}

interface RegionContext {
  readonly builder: Builder;
  /** Needs no evaluation: constants, indices, scalars that live in locals, nodes computed before. */
  readonly available: (e: ScalarExpr) => boolean;
}

/** @param bound indices of the loops around the region. */
export function scheduleRegion(
  context: RegionContext,
  root: ScalarExpr,
  bound: ReadonlySet<IndexId>,
): Region {
  const { builder, available } = context;
  const members = new Set<ScalarExpr>();
  collect(root);
  const nodes: ScalarExpr[] = [];
  const placed = new Set<ScalarExpr>();
  [...members].forEach(place);

  const then = new Map<ScalarExpr, Region>();
  const otherwise = new Map<ScalarExpr, Region>();
  const body = new Map<ScalarExpr, Region>();
  const inner: RegionContext = { builder, available: (e) => members.has(e) || available(e) };
  const usedInside = new Set<ScalarExpr>();
  for (const e of nodes) {
    if (e.op === 'select') {
      then.set(e, scheduleRegion(inner, e.then, bound));
      otherwise.set(e, scheduleRegion(inner, e.else, bound));
      noteUses(e.then);
      noteUses(e.else);
    } else if (e.op === 'reduce') {
      body.set(e, scheduleRegion(inner, e.body, new Set([...bound, e.index.id])));
      noteUses(e.body);
    }
  }
  return { nodes, then, otherwise, body, usedInside };

  function collect(e: ScalarExpr): void {
    if (available(e) || members.has(e)) return;
    members.add(e);
    if (e.op === 'load') return; // positions and segments are integer arithmetic of the emitter's
    if (e.op === 'select') collect(e.cond);
    else if (e.op === 'reduce') collectInvariant(e.body);
    else childrenOf(e).forEach(collect);
  }

  /** Parts of a reduction's body that do not change from step to step. */
  function collectInvariant(e: ScalarExpr): void {
    const seen = new Set<ScalarExpr>();
    const visit = (x: ScalarExpr): void => {
      if (seen.has(x)) return;
      seen.add(x);
      if (isBound(x)) {
        if (x.op !== 'const' && x.op !== 'index') collect(x);
        return;
      }
      if (x.op === 'load') return;
      if (x.op === 'select') visit(x.cond);
      else if (x.op === 'reduce') visit(x.body);
      else childrenOf(x).forEach(visit);
    };
    visit(e);
  }

  function isBound(e: ScalarExpr): boolean {
    for (const i of builder.freeIndices(e)) if (!bound.has(i)) return false;
    return true;
  }

  function place(e: ScalarExpr): void {
    if (placed.has(e) || !members.has(e)) return;
    placed.add(e);
    if (e.op === 'select') {
      place(e.cond);
      placeWithin(e.then);
      placeWithin(e.else);
    } else if (e.op === 'reduce') placeWithin(e.body);
    else if (e.op !== 'load') childrenOf(e).forEach(place);
    nodes.push(e);
  }

  /** Nodes that a branch or a body uses come before it. */
  function placeWithin(e: ScalarExpr): void {
    walkOnce(e, (x) => {
      if (!members.has(x)) return true;
      place(x);
      return false;
    });
  }

  function noteUses(e: ScalarExpr): void {
    walkOnce(e, (x) => {
      if (!members.has(x)) return true;
      usedInside.add(x);
      return false;
    });
  }
}

/** Visits each node once, going below it while `visit` says so; positions of loads and segments are left out. */
function walkOnce(root: ScalarExpr, visit: (e: ScalarExpr) => boolean): void {
  const seen = new Set<ScalarExpr>();
  const walk = (e: ScalarExpr): void => {
    if (seen.has(e)) return;
    seen.add(e);
    if (!visit(e) || e.op === 'load') return;
    if (e.op === 'reduce') walk(e.body);
    else childrenOf(e).forEach(walk);
  };
  walk(root);
}
