/**
 * Builds scalar expressions of the IR. Equal expressions are one object, constants are folded, and the free loop
 * indices of each node are cached, so that instantiating a value repeatedly costs little.
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
import type { IndexRead } from './index-reads.ts';

interface NodeInfo {
  readonly id: number;
  readonly free: ReadonlySet<IndexId>;
  /** Length of the longest chain of operations below this one, including those of loaded arrays. */
  readonly depth: number;
}

export class ExprPool {
  private readonly interned = new Map<string, ScalarExpr>();
  private readonly infos = new Map<ScalarExpr, NodeInfo>();
  private readonly arrayDepths = new Map<ArrayId, number>();
  private readonly ranges = new Map<IndexId, Index>();
  private readonly reads = new Map<ScalarExpr, readonly IndexRead[]>();
  private readonly containsReads = new Map<ScalarExpr, boolean>();
  private nextIndex = 0;

  /** A number that is the same for equal expressions only. */
  idOf(expr: ScalarExpr): number {
    return this.info(expr).id;
  }

  /** Loop indices that the expression uses and does not bind itself. */
  freeIndices(expr: ScalarExpr): ReadonlySet<IndexId> {
    return this.info(expr).free;
  }

  depthOf(expr: ScalarExpr): number {
    return this.info(expr).depth;
  }

  depthOfArray(array: ArrayId): number {
    return this.arrayDepths.get(array) ?? 0;
  }

  setDepth(array: ArrayId, depth: number): void {
    this.arrayDepths.set(array, depth);
  }

  freshIndex(from: number, to: number): Index {
    const index = { id: this.nextIndex++, from, to };
    this.ranges.set(index.id, index);
    return index;
  }

  /** The positions that an index runs over. */
  rangeOf(id: IndexId): Index | undefined {
    return this.ranges.get(id);
  }

  /** Records the positions of an element that may be outside their axes. */
  note(element: ScalarExpr, reads: readonly IndexRead[]): void {
    if (element.op === 'const' || element.op === 'index') return;
    const before = this.readsOf(element);
    const added = reads.filter(
      (read) =>
        !before.some((b) => b.position === read.position && b.place.span.start === read.place.span.start),
    );
    if (added.length === 0) return;
    this.reads.set(element, [...before, ...added]);
    this.containsReads.clear();
  }

  readsOf(element: ScalarExpr): readonly IndexRead[] {
    return this.reads.get(element) ?? [];
  }

  get noReads(): boolean {
    return this.reads.size === 0;
  }

  /** Whether the expression, or a part of it, is read at positions that may be outside. */
  hasReads(expr: ScalarExpr): boolean {
    const known = this.containsReads.get(expr);
    if (known !== undefined) return known;
    const found = this.reads.has(expr) || childrenOf(expr).some((child) => this.hasReads(child));
    this.containsReads.set(expr, found);
    return found;
  }

  constant(value: number): ScalarExpr {
    return this.intern(`c${Object.is(value, -0) ? '-0' : value}`, () => ({ op: 'const', value }), []);
  }

  index(index: Index | IndexId): ScalarExpr {
    const id = typeof index === 'number' ? index : index.id;
    const expr = this.interned.get(`i${id}`);
    if (expr !== undefined) return expr;
    const made: ScalarExpr = { op: 'index', index: id };
    this.interned.set(`i${id}`, made);
    this.infos.set(made, { id: this.infos.size, free: new Set([id]), depth: 0 });
    return made;
  }

  load(array: ArrayId, at: readonly ScalarExpr[]): ScalarExpr {
    return this.intern(`l${array}:${this.key(at)}`, () => ({ op: 'load', array, at }), at);
  }

  unary(fn: UnaryFn, x: ScalarExpr): ScalarExpr {
    if (x.op === 'const') {
      return this.constant(applyUnary(fn, x.value));
    }
    if (fn === 'neg' && x.op === 'unary' && x.fn === 'neg') return x.x;
    return this.intern(`u${fn}:${this.key([x])}`, () => ({ op: 'unary', fn, x }), [x]);
  }

  binary(fn: BinaryFn, x: ScalarExpr, y: ScalarExpr): ScalarExpr {
    if (x.op === 'const' && y.op === 'const') {
      return this.constant(applyBinary(fn, x.value, y.value));
    }
    const simpler = this.simplify(fn, x, y);
    if (simpler !== undefined) return simpler;
    return this.intern(`b${fn}:${this.key([x, y])}`, () => ({ op: 'binary', fn, x, y }), [x, y]);
  }

  ternary(fn: TernaryFn, x: ScalarExpr, y: ScalarExpr, z: ScalarExpr): ScalarExpr {
    if (x.op === 'const' && y.op === 'const' && z.op === 'const')
      return this.constant(applyTernary(fn, x.value, y.value, z.value));
    const parts = [x, y, z];
    return this.intern(`t${fn}:${this.key(parts)}`, () => ({ op: 'ternary', fn, x, y, z }), parts);
  }

  select(cond: ScalarExpr, then: ScalarExpr, otherwise: ScalarExpr): ScalarExpr {
    if (cond.op === 'const') return cond.value !== 0 ? then : otherwise;
    if (then === otherwise) return then;
    const parts = [cond, then, otherwise];
    return this.intern(`s:${this.key(parts)}`, () => ({ op: 'select', cond, then, else: otherwise }), parts);
  }

  reduce(fn: ReduceFn, index: Index, body: ScalarExpr): ScalarExpr {
    if (index.to - index.from === 1) {
      return this.substitute(body, new Map([[index.id, this.constant(index.from)]]));
    }
    const key = `r${fn}:${index.id}:${index.from}:${index.to}:${this.key([body])}`;
    return this.intern(key, () => ({ op: 'reduce', fn, index, body }), [body], index.id);
  }

  /** Replaces free indices. Indices bound inside are renamed, so that no two copies share one. */
  substitute(expr: ScalarExpr, by: ReadonlyMap<IndexId, ScalarExpr>): ScalarExpr {
    const done = new Map<ScalarExpr, ScalarExpr>();
    const visit = (node: ScalarExpr): ScalarExpr => {
      const known = done.get(node);
      if (known !== undefined) return known;
      const made = touches(this.freeIndices(node), by) ? step(node) : node;
      done.set(node, made);
      const reads = made === node ? [] : this.readsOf(node);
      if (reads.length > 0)
        this.note(
          made,
          reads.map((read) => this.moved(read, visit)),
        );
      return made;
    };
    const step = (node: ScalarExpr): ScalarExpr => {
      switch (node.op) {
        case 'const':
          return node;
        case 'index':
          return by.get(node.index) ?? node;
        case 'reduce': {
          const fresh = this.freshIndex(node.index.from, node.index.to);
          const inner = new Map([...by, [node.index.id, this.index(fresh)] as const]);
          return this.reduce(node.fn, fresh, this.substitute(node.body, inner));
        }
        default:
          return this.rebuilt(node, visit);
      }
    };
    return visit(expr);
  }

  /** The node of other parts; a reduction keeps its index. */
  rebuilt(node: ScalarExpr, part: (child: ScalarExpr) => ScalarExpr): ScalarExpr {
    switch (node.op) {
      case 'const':
      case 'index':
        return node;
      case 'load':
        return this.load(node.array, node.at.map(part));
      case 'unary':
        return this.unary(node.fn, part(node.x));
      case 'binary':
        return this.binary(node.fn, part(node.x), part(node.y));
      case 'ternary':
        return this.ternary(node.fn, part(node.x), part(node.y), part(node.z));
      case 'select':
        return this.select(part(node.cond), part(node.then), part(node.else));
      case 'reduce':
        return this.reduce(node.fn, node.index, part(node.body));
    }
  }

  private moved(read: IndexRead, visit: (node: ScalarExpr) => ScalarExpr): IndexRead {
    const variables = read.variables.map(({ name, value }) => ({ name, value: visit(value) }));
    return { ...read, position: visit(read.position), variables };
  }

  key(parts: readonly ScalarExpr[]): string {
    return parts.map((part) => this.idOf(part)).join(',');
  }

  private simplify(fn: BinaryFn, x: ScalarExpr, y: ScalarExpr): ScalarExpr | undefined {
    const left = x.op === 'const' ? x.value : undefined;
    const right = y.op === 'const' ? y.value : undefined;
    switch (fn) {
      case 'add':
        return left === 0 ? y : right === 0 ? x : undefined;
      case 'sub':
        return right === 0 ? x : left === 0 ? this.unary('neg', y) : undefined;
      case 'mul':
        return left === 1 ? y : right === 1 ? x : undefined;
      case 'div':
        return right === 1 ? x : undefined;
      case 'pow':
        return right === 1 ? x : right === 2 ? this.unary('square', x) : undefined;
      case 'and':
        return left === 0 || right === 0 ? this.constant(0) : undefined;
      case 'or':
        return left === 1 || right === 1 ? this.constant(1) : undefined;
      case 'eq':
      case 'le':
      case 'ge':
        return x === y && x.op === 'index' ? this.constant(1) : undefined;
      default:
        return undefined;
    }
  }

  private intern(
    key: string,
    make: () => ScalarExpr,
    parts: readonly ScalarExpr[],
    bound?: IndexId,
  ): ScalarExpr {
    const known = this.interned.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.interned.set(key, made);
    this.infos.set(made, {
      id: this.infos.size,
      free: freeOfParts(
        parts.map((part) => this.freeIndices(part)),
        bound,
      ),
      depth: this.depthOver(made, parts),
    });
    return made;
  }

  private depthOver(made: ScalarExpr, parts: readonly ScalarExpr[]): number {
    const below = made.op === 'load' ? this.depthOfArray(made.array) : 0;
    return 1 + parts.reduce((most, part) => Math.max(most, this.depthOf(part)), below);
  }

  private info(expr: ScalarExpr): NodeInfo {
    const info = this.infos.get(expr);
    if (info === undefined) throw new Error('an expression that this pool did not make');
    return info;
  }
}

function touches(free: ReadonlySet<IndexId>, by: ReadonlyMap<IndexId, ScalarExpr>): boolean {
  for (const id of free) if (by.has(id)) return true;
  return false;
}
