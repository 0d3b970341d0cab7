/** Forward and backward code of one region: the values of its nodes, then their adjoints. */
import type { ArrayId, Index, ScalarExpr } from '../../../grammar/ir.ts';
import { childrenOf } from '../children.ts';
import {
  binaryAdjoint,
  inlineForm,
  inlineValue,
  isFlat,
  sharedPart,
  ternaryAdjoints,
  unaryAdjoint,
} from './derivatives.ts';
import {
  binary,
  constant,
  divide,
  type LoopStatement,
  local,
  minus,
  multiply,
  type Place,
  unary,
  type Value,
} from './loop-program.ts';
import type { Region } from './region.ts';

/** Facts about the surrounding program that the code of a body needs. */
export interface BodyContext {
  /** The local that holds a scalar array, or null for one in memory. */
  readonly scalarLocal: (array: ArrayId) => string | null;
  /** The local that gathers a scalar array's adjoint. */
  readonly scalarAdjoint: (array: ArrayId) => string;
  /** Whether the array depends on an unknown. */
  readonly isActiveArray: (array: ArrayId) => boolean;
  readonly isActive: (e: ScalarExpr) => boolean;
  readonly freshLocal: (prefix: string) => string;
  /** Values of nodes computed outside, in this function. */
  readonly outer: ReadonlyMap<ScalarExpr, string>;
  /** Adjoint locals of the nodes in `outer`. */
  readonly outerAdjoint: (e: ScalarExpr) => string;
}

export interface BodyCode {
  readonly values: ReadonlyMap<ScalarExpr, string>;
  forward(
    region: Region,
    scope: readonly Index[],
    skip?: (node: ScalarExpr) => Value | undefined,
  ): LoopStatement[];
  backward(region: Region, scope: readonly Index[]): LoopStatement[];
  valueFor(e: ScalarExpr): Value;
  /** Adds `value` to the adjoint of `e`. */
  contribute(e: ScalarExpr, value: Value): LoopStatement[];
  /** Declares the adjoints of these nodes as accumulators, zero at the start of the function. */
  gather(nodes: readonly ScalarExpr[]): void;
  adjointLocal(e: ScalarExpr): string;
}

export function bodyCode(context: BodyContext): BodyCode {
  const values = new Map<ScalarExpr, string>(context.outer);
  const adjoints = new Map<ScalarExpr, string>();
  /** Adjoints with a contribution, to which the next one is added. */
  const started = new Set<ScalarExpr>();
  const sharedLocals = new Map<ScalarExpr, string>();
  /** Where an extremum of a reduction was found. */
  const extremumAt = new Map<ScalarExpr, string>();

  function valueFor(e: ScalarExpr): Value {
    if (e.op === 'const') return constant(e.value);
    if (e.op === 'index') return { kind: 'position', index: e.index };
    if (e.op === 'load') {
      const name = context.scalarLocal(e.array);
      if (name !== null) return local(name);
    }
    const name = values.get(e);
    if (name === undefined) throw new Error(`no value yet for a ${e.op} node`);
    return local(name);
  }

  function localOf(e: ScalarExpr): string {
    const known = values.get(e);
    if (known !== undefined) return known;
    const name = context.freshLocal('v');
    values.set(e, name);
    return name;
  }

  /** The local of the common subexpression of an inlined operation's value and derivative. */
  function sharedLocal(e: ScalarExpr): string {
    const known = sharedLocals.get(e);
    if (known !== undefined) return known;
    const name = context.freshLocal('e');
    sharedLocals.set(e, name);
    return name;
  }

  function adjointLocal(e: ScalarExpr): string {
    const known = adjoints.get(e);
    if (known !== undefined) return known;
    const name = context.outer.has(e) ? context.outerAdjoint(e) : context.freshLocal('a');
    adjoints.set(e, name);
    if (context.outer.has(e)) started.add(e);
    return name;
  }

  function contribute(e: ScalarExpr, value: Value): LoopStatement[] {
    if (!context.isActive(e)) return [];
    if (e.op === 'load' && context.scalarLocal(e.array) !== null)
      return [{ kind: 'add', local: context.scalarAdjoint(e.array), value }];
    const name = adjointLocal(e);
    if (started.has(e)) return [{ kind: 'add', local: name, value }];
    started.add(e);
    return [{ kind: 'set', local: name, value }];
  }

  function place(
    e: Extract<ScalarExpr, { op: 'load' }>,
    space: Place['space'],
    scope: readonly Index[],
  ): Place {
    return { array: e.array, space, at: e.at, scope };
  }

  function forward(
    region: Region,
    scope: readonly Index[],
    skip: (node: ScalarExpr) => Value | undefined = () => undefined,
  ): LoopStatement[] {
    return region.nodes.flatMap((e): LoopStatement[] => {
      const given = skip(e);
      const name = localOf(e);
      if (given !== undefined) return [{ kind: 'set', local: name, value: given }];
      switch (e.op) {
        case 'const':
        case 'index':
          return [];
        case 'load':
          return [{ kind: 'set', local: name, value: { kind: 'element', place: place(e, 'value', scope) } }];
        case 'unary': {
          const form = inlineForm(e.fn);
          if (form === null) return [{ kind: 'set', local: name, value: unary(e.fn, valueFor(e.x)) }];
          const shared = sharedLocal(e);
          return [
            { kind: 'set', local: shared, value: sharedPart(form, valueFor(e.x)) },
            { kind: 'set', local: name, value: inlineValue(form, valueFor(e.x), local(shared)) },
          ];
        }
        case 'binary':
          return [{ kind: 'set', local: name, value: binary(e.fn, valueFor(e.x), valueFor(e.y)) }];
        case 'ternary': {
          const [x, y, z] = childrenOf(e).map(valueFor);
          return [{ kind: 'set', local: name, value: { kind: 'ternary', fn: e.fn, x, y, z } }];
        }
        case 'select': {
          const thenRegion = childRegion(region.then, e);
          const elseRegion = childRegion(region.otherwise, e);
          const thenCode = [
            ...forward(thenRegion, scope),
            { kind: 'set', local: name, value: valueFor(e.then) } as const,
          ];
          const elseCode = [
            ...forward(elseRegion, scope),
            { kind: 'set', local: name, value: valueFor(e.else) } as const,
          ];
          return [{ kind: 'if', cond: valueFor(e.cond), then: thenCode, else: elseCode }];
        }
        case 'reduce':
          return forwardReduce(e, childRegion(region.body, e), name, [...scope, e.index]);
      }
    });
  }

  function forwardReduce(
    e: Extract<ScalarExpr, { op: 'reduce' }>,
    body: Region,
    name: string,
    scope: readonly Index[],
  ): LoopStatement[] {
    const loop = (inside: LoopStatement[]): LoopStatement =>
      stepsLoop(e.index, scope, [...forward(body, scope), ...inside]);
    const start = (value: number): LoopStatement => ({ kind: 'set', local: name, value: constant(value) });
    const update = (fn: 'mul' | 'min' | 'max'): LoopStatement => ({
      kind: 'set',
      local: name,
      value: binary(fn, local(name), valueFor(e.body)),
    });
    // The loop's code is built first, so that the body's value has its local.
    switch (e.fn) {
      case 'sum': {
        const code = forward(body, scope);
        const item = valueFor(e.body);
        return [start(0), stepsLoop(e.index, scope, [...code, { kind: 'add', local: name, value: item }])];
      }
      case 'prod': {
        const code = forward(body, scope);
        return [start(1), stepsLoop(e.index, scope, [...code, update('mul')])];
      }
      case 'min':
      case 'max': {
        // One local per node in every branch, like its value: backward reads what forward set.
        const where = extremumAt.get(e) ?? context.freshLocal('k');
        extremumAt.set(e, where);
        const code = forward(body, scope);
        const better = binary(e.fn === 'min' ? 'lt' : 'gt', valueFor(e.body), local(name));
        return [
          start(e.fn === 'min' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY),
          { kind: 'set', local: where, value: constant(e.index.from) },
          stepsLoop(e.index, scope, [
            ...code,
            {
              kind: 'set',
              local: where,
              value: {
                kind: 'choose',
                cond: better,
                then: { kind: 'position', index: e.index.id },
                else: local(where),
              },
            },
            update(e.fn),
          ]),
        ];
      }
      case 'log_sum_exp': {
        const high = context.freshLocal('m');
        const total = context.freshLocal('s');
        forward(body, scope);
        const item = valueFor(e.body);
        return [
          { kind: 'set', local: high, value: constant(Number.NEGATIVE_INFINITY) },
          { kind: 'set', local: total, value: constant(0) },
          loop([{ kind: 'set', local: high, value: binary('max', local(high), item) }]),
          loop([{ kind: 'add', local: total, value: unary('exp', minus(item, local(high))) }]),
          {
            kind: 'set',
            local: name,
            value: {
              kind: 'choose',
              cond: binary('eq', local(high), constant(Number.NEGATIVE_INFINITY)),
              then: local(high),
              else: binary('add', local(high), unary('log', local(total))),
            },
          },
        ];
      }
    }
  }

  function backward(region: Region, scope: readonly Index[]): LoopStatement[] {
    const opening: LoopStatement[] = [];
    for (const e of region.usedInside) {
      if (!context.isActive(e) || started.has(e)) continue;
      opening.push({ kind: 'set', local: adjointLocal(e), value: constant(0) });
      started.add(e);
    }
    const code: LoopStatement[] = [];
    for (const e of [...region.nodes].reverse()) {
      if (!context.isActive(e) || !started.has(e)) continue;
      code.push(...backwardNode(e, region, scope));
    }
    return [...opening, ...code];
  }

  /** At the start of a branch or step the adjoints of its own nodes have no contribution. */
  function restart(region: Region): void {
    for (const e of region.nodes) started.delete(e);
  }

  function gather(nodes: readonly ScalarExpr[]): void {
    for (const e of nodes) started.add(e);
  }

  function backwardNode(e: ScalarExpr, region: Region, scope: readonly Index[]): LoopStatement[] {
    const adjoint = local(adjointLocal(e));
    switch (e.op) {
      case 'const':
      case 'index':
        return [];
      case 'load':
        return context.isActiveArray(e.array)
          ? [{ kind: 'addTo', place: place(e, 'adjoint', scope), value: adjoint }]
          : [];
      case 'unary': {
        if (isFlat(e.fn) || !context.isActive(e.x)) return [];
        const { bound, bind } = binding();
        const shared = inlineForm(e.fn) === null ? {} : { shared: local(sharedLocal(e)) };
        const known = { x: valueFor(e.x), value: valueFor(e), adjoint, ...shared };
        const value = unaryAdjoint(e.fn, known, bind);
        return [...bound, ...contribute(e.x, value)];
      }
      case 'binary': {
        if (e.fn === 'mul' && e.x === e.y)
          return contribute(e.x, multiply(multiply(constant(2), adjoint), valueFor(e.x)));
        const { bound, bind } = binding();
        const known = { x: valueFor(e.x), y: valueFor(e.y), value: valueFor(e), adjoint };
        const parts = binaryAdjoint(e.fn, known, bind);
        return parts === null ? [] : [...bound, ...contribute(e.x, parts[0]), ...contribute(e.y, parts[1])];
      }
      case 'ternary': {
        const { bound, bind } = binding();
        const parts = childrenOf(e);
        const slopes = ternaryAdjoints(e.fn, parts.map(valueFor), { value: valueFor(e), adjoint }, bind);
        const flows = parts.flatMap((part, k) =>
          context.isActive(part) ? contribute(part, slopes[k]()) : [],
        );
        return [...bound, ...flows];
      }
      case 'select': {
        const branch = (root: ScalarExpr, inner: Region): LoopStatement[] => {
          restart(inner);
          const seed = contribute(root, adjoint);
          return [...seed, ...backward(inner, scope)];
        };
        const thenCode = branch(e.then, childRegion(region.then, e));
        const elseCode = branch(e.else, childRegion(region.otherwise, e));
        return [{ kind: 'if', cond: valueFor(e.cond), then: thenCode, else: elseCode }];
      }
      case 'reduce':
        return backwardReduce(e, childRegion(region.body, e), adjoint, [...scope, e.index]);
    }
  }

  /** Values that a derivative uses several times, each in a local of its own. */
  function binding(): { readonly bound: LoopStatement[]; readonly bind: (value: Value) => Value } {
    const bound: LoopStatement[] = [];
    const bind = (value: Value): Value => {
      const name = context.freshLocal('t');
      bound.push({ kind: 'set', local: name, value });
      return local(name);
    };
    return { bound, bind };
  }

  function backwardReduce(
    e: Extract<ScalarExpr, { op: 'reduce' }>,
    body: Region,
    adjoint: Value,
    scope: readonly Index[],
  ): LoopStatement[] {
    // Values of a step are recomputed: only the reduction's result was kept.
    const again = forward(body, scope);
    const item = valueFor(e.body);
    const value = valueFor(e);
    const weight = (): Value => {
      switch (e.fn) {
        case 'sum':
          return adjoint;
        case 'prod':
          // A factor that is exactly zero is data (an unknown is zero with probability none): flat there.
          return {
            kind: 'choose',
            cond: binary('eq', item, constant(0)),
            then: constant(0),
            else: multiply(adjoint, divide(value, item)),
          };
        case 'log_sum_exp':
          // Flat where all are -inf, and value and item with them.
          return {
            kind: 'choose',
            cond: binary('eq', value, constant(Number.NEGATIVE_INFINITY)),
            then: constant(0),
            else: multiply(adjoint, unary('exp', minus(item, value))),
          };
        case 'min':
        case 'max':
          return {
            kind: 'choose',
            cond: binary('eq', { kind: 'position', index: e.index.id }, local(extremumAt.get(e) ?? '')),
            then: adjoint,
            else: constant(0),
          };
      }
    };
    restart(body);
    const seed = contribute(e.body, weight());
    return [stepsLoop(e.index, scope, [...again, ...seed, ...backward(body, scope)])];
  }

  return { values, forward, backward, valueFor, contribute, gather, adjointLocal };
}

function stepsLoop(index: Index, scope: readonly Index[], body: readonly LoopStatement[]): LoopStatement {
  return { kind: 'loop', index, scope, descending: false, body };
}

function childRegion(regions: ReadonlyMap<ScalarExpr, Region>, e: ScalarExpr): Region {
  const region = regions.get(e);
  if (region === undefined) throw new Error(`a ${e.op} node has no region`);
  return region;
}
