/**
 * Canonical scalar expressions: structurally equal expressions are one object, so that sharing common
 * subexpressions is object identity. The constructors fold constants and apply exact or one-ulp
 * algebraic identities; none of them hides a NaN.
 */
import type {
  ArrayId,
  BinaryFn,
  Index,
  IndexId,
  ReduceFn,
  ScalarExpr,
  TernaryFn,
  UnaryFn,
} from '../../../grammar/ir.ts';
import { applyBinary, applyTernary, applyUnary } from '../../math/scalar-operations.ts';
import { childrenOf } from '../children.ts';
import { freeOfParts } from '../free-indices.ts';

export interface Builder {
  constant(value: number): ScalarExpr;
  index(index: IndexId): ScalarExpr;
  load(array: ArrayId, at: readonly ScalarExpr[]): ScalarExpr;
  unary(fn: UnaryFn, x: ScalarExpr): ScalarExpr;
  binary(fn: BinaryFn, x: ScalarExpr, y: ScalarExpr): ScalarExpr;
  ternary(fn: TernaryFn, x: ScalarExpr, y: ScalarExpr, z: ScalarExpr): ScalarExpr;
  select(cond: ScalarExpr, then: ScalarExpr, otherwise: ScalarExpr): ScalarExpr;
  reduce(fn: ReduceFn, index: Index, body: ScalarExpr): ScalarExpr;
  /** The canonical form of any expression. */
  canonical(expr: ScalarExpr): ScalarExpr;
  /** Indices that occur free in a canonical expression. */
  freeIndices(expr: ScalarExpr): ReadonlySet<IndexId>;
  /** Position of a canonical expression in creation order: children come before their parents. */
  order(expr: ScalarExpr): number;
}

export function createBuilder(): Builder {
  const table = new Map<string, ScalarExpr>();
  const ids = new Map<ScalarExpr, number>();
  const free = new Map<ScalarExpr, ReadonlySet<IndexId>>();
  const canonicalOf = new WeakMap<ScalarExpr, ScalarExpr>();

  const id = (expr: ScalarExpr): number => ids.get(expr) ?? -1;

  function intern(key: string, make: () => ScalarExpr): ScalarExpr {
    const known = table.get(key);
    if (known !== undefined) return known;
    const made = make();
    table.set(key, made);
    ids.set(made, ids.size);
    canonicalOf.set(made, made);
    return made;
  }

  function constant(value: number): ScalarExpr {
    const key = Object.is(value, -0) ? 'c-0' : `c${value}`;
    return intern(key, () => ({ op: 'const', value }));
  }
  function index(i: IndexId): ScalarExpr {
    return intern(`i${i}`, () => ({ op: 'index', index: i }));
  }
  function load(array: ArrayId, at: readonly ScalarExpr[]): ScalarExpr {
    return intern(`l${array}:${at.map(id).join(',')}`, () => ({ op: 'load', array, at }));
  }

  function unary(fn: UnaryFn, x: ScalarExpr): ScalarExpr {
    if (x.op === 'const') return constant(applyUnary(fn, x.value));
    if (fn === 'square') return binary('mul', x, x);
    if (fn === 'neg') {
      if (x.op === 'unary' && x.fn === 'neg') return x.x;
      if (x.op === 'binary' && x.fn === 'sub') return binary('sub', x.y, x.x);
      if (x.op === 'binary' && x.fn === 'mul' && x.x.op === 'const')
        return binary('mul', constant(-x.x.value), x.y);
    }
    if (x.op === 'unary') {
      if (fn === 'log' && x.fn === 'exp') return x.x;
      if (fn === 'log' && x.fn === 'inv_logit') return unary('log_inv_logit', x.x);
      if (fn === 'logit' && x.fn === 'inv_logit') return x.x;
      if (fn === 'inv_logit' && x.fn === 'logit') return x.x;
    }
    if (fn === 'log' && x.op === 'binary') {
      if (x.fn === 'div' && isOne(x.x)) return unary('neg', unary('log', x.y));
    }
    return intern(`u${fn}:${id(x)}`, () => ({ op: 'unary', fn, x }));
  }

  function binary(fn: BinaryFn, x: ScalarExpr, y: ScalarExpr): ScalarExpr {
    if (x.op === 'const' && y.op === 'const') return constant(applyBinary(fn, x.value, y.value));
    switch (fn) {
      case 'add':
        if (isZero(x)) return y;
        if (isZero(y)) return x;
        if (y.op === 'unary' && y.fn === 'neg') return binary('sub', x, y.x);
        if (x.op === 'unary' && x.fn === 'neg') return binary('sub', y, x.x);
        return commutative(fn, x, y);
      case 'sub':
        if (isZero(y)) return x;
        if (isZero(x)) return unary('neg', y);
        if (y.op === 'unary' && y.fn === 'neg') return binary('add', x, y.x);
        break;
      case 'mul':
        if (isOne(x)) return y;
        if (isOne(y)) return x;
        if (x.op === 'const' && x.value === -1) return unary('neg', y);
        if (y.op === 'const' && y.value === -1) return unary('neg', x);
        if (x.op === 'unary' && x.fn === 'neg' && y.op === 'unary' && y.fn === 'neg')
          return binary('mul', x.x, y.x);
        if (y.op === 'const') return binary('mul', y, x);
        // c1 * (c2 * z) = (c1 c2) * z
        if (x.op === 'const' && y.op === 'binary' && y.fn === 'mul' && y.x.op === 'const')
          return binary('mul', constant(x.value * y.x.value), y.y);
        if (x.op === 'const' && y.op === 'unary' && y.fn === 'neg')
          return binary('mul', constant(-x.value), y.x);
        if (x.op === 'const') return pair(fn, x, y);
        return commutative(fn, x, y);
      case 'div':
        if (isOne(y)) return x;
        if (y.op === 'const' && y.value !== 0 && Number.isFinite(1 / y.value))
          return binary('mul', constant(1 / y.value), x);
        break;
      case 'pow':
        if (y.op === 'const') {
          const power = integerPower(x, y.value);
          if (power !== undefined) return power;
        }
        break;
      case 'min':
      case 'max':
        if (x === y) return x;
        break;
      default:
        break;
    }
    return pair(fn, x, y);
  }

  function pair(fn: BinaryFn, x: ScalarExpr, y: ScalarExpr): ScalarExpr {
    return intern(`b${fn}:${id(x)},${id(y)}`, () => ({ op: 'binary', fn, x, y }));
  }
  // Floating-point addition and multiplication commute exactly; one order finds more to share.
  function commutative(fn: BinaryFn, x: ScalarExpr, y: ScalarExpr): ScalarExpr {
    return id(x) <= id(y) ? pair(fn, x, y) : pair(fn, y, x);
  }

  function ternary(fn: TernaryFn, x: ScalarExpr, y: ScalarExpr, z: ScalarExpr): ScalarExpr {
    if (x.op === 'const' && y.op === 'const' && z.op === 'const')
      return constant(applyTernary(fn, x.value, y.value, z.value));
    return intern(`t${fn}:${id(x)},${id(y)},${id(z)}`, () => ({ op: 'ternary', fn, x, y, z }));
  }

  function integerPower(x: ScalarExpr, power: number): ScalarExpr | undefined {
    switch (power) {
      case 1:
        return x;
      case 2:
        return binary('mul', x, x);
      case 3:
        return binary('mul', binary('mul', x, x), x);
      case 4: {
        const square = binary('mul', x, x);
        return binary('mul', square, square);
      }
      case 0.5:
        return unary('sqrt', x);
      case -1:
        return binary('div', constant(1), x);
      case -2:
        return binary('div', constant(1), binary('mul', x, x));
      default:
        return undefined;
    }
  }

  function select(cond: ScalarExpr, then: ScalarExpr, otherwise: ScalarExpr): ScalarExpr {
    if (cond.op === 'const') return cond.value !== 0 ? then : otherwise;
    if (then === otherwise) return then;
    return intern(`s${id(cond)},${id(then)},${id(otherwise)}`, () => ({
      op: 'select',
      cond,
      then,
      else: otherwise,
    }));
  }

  function reduce(fn: ReduceFn, i: Index, body: ScalarExpr): ScalarExpr {
    if (i.to <= i.from) return constant(emptyReduction(fn));
    if (i.segment !== undefined) {
      const { start, end } = i.segment;
      const key = `r${fn}:${i.id},${i.from},${i.to},${id(start)},${id(end)}:${id(body)}`;
      return intern(key, () => ({ op: 'reduce', fn, index: i, body }));
    }
    if (i.to === i.from + 1) return substitute(body, new Map([[i.id, constant(i.from)]]));
    if (!freeIndices(body).has(i.id)) {
      if (fn === 'sum') return binary('mul', constant(i.to - i.from), body);
      if (fn === 'min' || fn === 'max') return body;
      if (fn === 'log_sum_exp') return binary('add', constant(Math.log(i.to - i.from)), body);
    }
    return intern(`r${fn}:${i.id},${i.from},${i.to}:${id(body)}`, () => ({
      op: 'reduce',
      fn,
      index: i,
      body,
    }));
  }

  function substitute(expr: ScalarExpr, map: ReadonlyMap<IndexId, ScalarExpr>): ScalarExpr {
    return substituteIndices(self, expr, map);
  }

  function canonical(expr: ScalarExpr): ScalarExpr {
    const known = canonicalOf.get(expr);
    if (known !== undefined) return known;
    const made = rebuild(self, expr, canonical);
    canonicalOf.set(expr, made);
    return made;
  }

  function freeIndices(expr: ScalarExpr): ReadonlySet<IndexId> {
    const known = free.get(expr);
    if (known !== undefined) return known;
    const made = computeFree(expr, freeIndices);
    free.set(expr, made);
    return made;
  }

  const self: Builder = {
    constant,
    index,
    load,
    unary,
    binary,
    ternary,
    select,
    reduce,
    canonical,
    freeIndices,
    order: id,
  };
  return self;
}

/** The value of a reduction without elements. */
export function emptyReduction(fn: ReduceFn): number {
  switch (fn) {
    case 'sum':
      return 0;
    case 'prod':
      return 1;
    case 'min':
      return Number.POSITIVE_INFINITY;
    case 'max':
    case 'log_sum_exp':
      return Number.NEGATIVE_INFINITY;
  }
}

function computeFree(expr: ScalarExpr, of: (e: ScalarExpr) => ReadonlySet<IndexId>): ReadonlySet<IndexId> {
  if (expr.op === 'index') return new Set([expr.index]);
  return freeOfParts(childrenOf(expr).map(of), expr.op === 'reduce' ? expr.index.id : undefined);
}

/** The same expression with its children mapped, through the builder's constructors. */
export function rebuild(b: Builder, expr: ScalarExpr, map: (child: ScalarExpr) => ScalarExpr): ScalarExpr {
  switch (expr.op) {
    case 'const':
      return b.constant(expr.value);
    case 'index':
      return b.index(expr.index);
    case 'load':
      return b.load(expr.array, expr.at.map(map));
    case 'unary':
      return b.unary(expr.fn, map(expr.x));
    case 'binary':
      return b.binary(expr.fn, map(expr.x), map(expr.y));
    case 'ternary':
      return b.ternary(expr.fn, map(expr.x), map(expr.y), map(expr.z));
    case 'select':
      return b.select(map(expr.cond), map(expr.then), map(expr.else));
    case 'reduce':
      return b.reduce(expr.fn, mapIndex(expr.index, map), map(expr.body));
  }
}

function mapIndex(index: Index, map: (bound: ScalarExpr) => ScalarExpr): Index {
  if (index.segment === undefined) return index;
  const { start, end, mean } = index.segment;
  return { ...index, segment: { start: map(start), end: map(end), mean } };
}

/** Replaces free indices by expressions. Index ids are unique in a program, so nothing is captured. */
export function substituteIndices(
  b: Builder,
  expr: ScalarExpr,
  map: ReadonlyMap<IndexId, ScalarExpr>,
): ScalarExpr {
  const memo = new Map<ScalarExpr, ScalarExpr>();
  const visit = (e: ScalarExpr): ScalarExpr => {
    if (e.op === 'index') return map.get(e.index) ?? e;
    const known = memo.get(e);
    if (known !== undefined) return known;
    const freeHere = b.freeIndices(e);
    let touched = false;
    for (const i of map.keys()) if (freeHere.has(i)) touched = true;
    const made = touched ? rebuild(b, e, visit) : e;
    memo.set(e, made);
    return made;
  };
  return visit(b.canonical(expr));
}

function isZero(e: ScalarExpr): boolean {
  return e.op === 'const' && e.value === 0;
}
function isOne(e: ScalarExpr): boolean {
  return e.op === 'const' && e.value === 1;
}
