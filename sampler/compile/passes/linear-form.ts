/** An expression as `data + sum of coefficient * part + rest`, with coefficients from data, each part once. */
import type { ScalarExpr } from '../../../grammar/ir.ts';
import type { Builder } from '../graph/builder.ts';

interface Coefficient {
  readonly value: ScalarExpr;
  /** Addends that it gathers. */
  readonly count: number;
  /** It may be 0 where the part is not finite, as in `if k == 0 then 0 else k * log(p)`: the addend is then absent. */
  readonly guarded: boolean;
}

interface LinearForm {
  readonly data: ScalarExpr;
  /** Addends of `data` that are not numbers. */
  readonly count: number;
  readonly parts: ReadonlyMap<ScalarExpr, Coefficient>;
  readonly rest: readonly ScalarExpr[];
  /** Something left a reduction. */
  readonly isFreed: boolean;
}

/** With more addends a sum is left as it is: shared parts count once for each path to them. */
const MOST_ADDENDS = 500;

/** Rewrites a sum where that gathers something; else returns it as it is. */
export function linearForms(b: Builder, isData: (e: ScalarExpr) => boolean): (e: ScalarExpr) => ScalarExpr {
  const zero = b.constant(0);
  const one = b.constant(1);
  const nothing: LinearForm = { data: zero, count: 0, parts: new Map(), rest: [], isFreed: false };
  const addendsOf = addendCounter();

  return (e) => {
    if (addendsOf(e) > MOST_ADDENDS) return e;
    const form = formOf(e);
    const gathers = form.count > 1 || form.isFreed || [...form.parts.values()].some(({ count }) => count > 1);
    return gathers ? written(form) : e;
  };

  function formOf(e: ScalarExpr): LinearForm {
    if (isData(e)) return { ...nothing, data: e, count: e.op === 'const' ? 0 : 1 };
    if (e.op === 'unary' && e.fn === 'neg') return scale(formOf(e.x), -1);
    if (e.op === 'binary' && e.fn === 'add') return add(formOf(e.x), formOf(e.y));
    if (e.op === 'binary' && e.fn === 'sub') return add(formOf(e.x), scale(formOf(e.y), -1));
    if (e.op === 'binary' && e.fn === 'mul') {
      if (e.x.op === 'const') return scale(formOf(e.y), e.x.value);
      if (isData(e.x)) return part(e.y, e.x);
      if (isData(e.y)) return part(e.x, e.y);
    }
    if (e.op === 'select' && isData(e.cond)) return choose(e.cond, formOf(e.then), formOf(e.else));
    if (e.op === 'reduce' && e.fn === 'sum') return summed(e);
    return part(e, one);
  }

  function part(e: ScalarExpr, value: ScalarExpr): LinearForm {
    if (e.op === 'unary' && e.fn === 'neg') return part(e.x, b.unary('neg', value));
    return { ...nothing, parts: new Map([[e, { value, count: 1, guarded: false }]]) };
  }

  function add(x: LinearForm, y: LinearForm): LinearForm {
    const parts = new Map(x.parts);
    for (const [e, c] of y.parts) {
      const before = parts.get(e);
      parts.set(e, before === undefined ? c : together(before, c, b.binary('add', before.value, c.value)));
    }
    return {
      data: b.binary('add', x.data, y.data),
      count: x.count + y.count,
      parts,
      rest: [...x.rest, ...y.rest],
      isFreed: x.isFreed || y.isFreed,
    };
  }

  function together(x: Coefficient, y: Coefficient, value: ScalarExpr): Coefficient {
    return { value, count: x.count + y.count, guarded: x.guarded || y.guarded };
  }

  function scale(x: LinearForm, by: number): LinearForm {
    const scaled = (e: ScalarExpr): ScalarExpr => b.binary('mul', b.constant(by), e);
    return mapped(x, scaled, (c) => ({ ...c, value: scaled(c.value) }), scaled);
  }

  function choose(cond: ScalarExpr, yes: LinearForm, no: LinearForm): LinearForm {
    const none: Coefficient = { value: zero, count: 0, guarded: false };
    const parts = new Map<ScalarExpr, Coefficient>();
    for (const e of [...yes.parts.keys(), ...no.parts.keys()]) {
      const [x, y] = [yes.parts.get(e) ?? none, no.parts.get(e) ?? none];
      const value = b.select(cond, x.value, y.value);
      parts.set(e, { value, count: Math.max(x.count, y.count), guarded: true });
    }
    return {
      data: b.select(cond, yes.data, no.data),
      count: yes.data.op === 'const' && no.data === yes.data ? 0 : Math.max(1, yes.count, no.count),
      parts,
      rest: [...yes.rest.map((e) => b.select(cond, e, zero)), ...no.rest.map((e) => b.select(cond, zero, e))],
      isFreed: yes.isFreed || no.isFreed,
    };
  }

  /** What does not change leaves the sum; the sums of data and of coefficients are data. */
  function summed(e: Extract<ScalarExpr, { op: 'reduce' }>): LinearForm {
    const inner = formOf(e.body);
    const parts = new Map<ScalarExpr, Coefficient>();
    const left: ScalarExpr[] = [...inner.rest];
    for (const [x, c] of inner.parts) {
      if (b.freeIndices(x).has(e.index.id)) left.push(times(x, c));
      else parts.set(x, { ...c, value: b.reduce('sum', e.index, c.value) });
    }
    const isFreed = parts.size > 0 || inner.data !== zero;
    if (!isFreed) return { ...nothing, rest: [b.reduce('sum', e.index, sumOf(left))] };
    return {
      data: b.reduce('sum', e.index, inner.data),
      count: inner.count,
      parts,
      rest: left.length === 0 ? [] : [b.reduce('sum', e.index, sumOf(left))],
      isFreed,
    };
  }

  function written({ data, parts, rest }: LinearForm): ScalarExpr {
    return sumOf([...[...parts].map(([e, c]) => times(e, c)), ...rest, data]);
  }

  function times(e: ScalarExpr, { value, guarded }: Coefficient): ScalarExpr {
    const product = b.binary('mul', value, e);
    return guarded ? b.select(b.binary('ne', value, zero), product, zero) : product;
  }

  function sumOf(addends: readonly ScalarExpr[]): ScalarExpr {
    return addends.reduce((x, y) => b.binary('add', x, y), zero);
  }

  /** Addends of an expression, with shared parts once for each path to them. */
  function addendCounter(): (e: ScalarExpr) => number {
    const known = new Map<ScalarExpr, number>();
    const count = (e: ScalarExpr): number => {
      const before = known.get(e);
      if (before !== undefined) return before;
      let found = 1;
      if (isData(e)) found = 1;
      else if (e.op === 'binary' && (e.fn === 'add' || e.fn === 'sub')) found = count(e.x) + count(e.y);
      else if (e.op === 'select') found = count(e.then) + count(e.else);
      else if (e.op === 'unary' && e.fn === 'neg') found = count(e.x);
      else if (e.op === 'binary' && e.fn === 'mul' && e.x.op === 'const') found = count(e.y);
      else if (e.op === 'reduce') found = count(e.body);
      known.set(e, found);
      return found;
    };
    return count;
  }
}

function mapped(
  form: LinearForm,
  data: (e: ScalarExpr) => ScalarExpr,
  coefficient: (c: Coefficient) => Coefficient,
  rest: (e: ScalarExpr) => ScalarExpr,
): LinearForm {
  return {
    ...form,
    data: data(form.data),
    parts: new Map([...form.parts].map(([e, c]) => [e, coefficient(c)])),
    rest: form.rest.map(rest),
  };
}
