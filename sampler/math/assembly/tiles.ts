// Sums and differences of products over dense f64 arrays given by address, from which the factorisations are built.
//
// Sums run in a fixed order, two lanes at a time, so results are the same on every machine. Tiles of four rows and
// four columns keep their sums in registers: each number loaded serves several products.

// @ts-ignore: decorator
@inline export function at(base: usize, i: i32): usize { return base + (<usize>i << 3); }

// @ts-ignore: decorator
@inline export function both(v: v128): f64 { return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1); }

/** sum p[k] q[k], k < n. */
export function dot(p: usize, q: usize, n: i32): f64 {
  let s0 = f64x2.splat(0), s1 = f64x2.splat(0);
  let k = 0;
  for (; k + 4 <= n; k += 4) {
    s0 = f64x2.add(s0, f64x2.mul(v128.load(at(p, k)), v128.load(at(q, k))));
    s1 = f64x2.add(s1, f64x2.mul(v128.load(at(p, k), 16), v128.load(at(q, k), 16)));
  }
  s0 = f64x2.add(s0, s1);
  let sum = f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1);
  for (; k < n; k++) sum += load<f64>(at(p, k)) * load<f64>(at(q, k));
  return sum;
}

/** p[k] += c q[k], k < n. */
export function axpy(p: usize, q: usize, c: f64, n: i32): void {
  const cc = f64x2.splat(c);
  let k = 0;
  for (; k + 2 <= n; k += 2) {
    v128.store(at(p, k), f64x2.add(v128.load(at(p, k)), f64x2.mul(cc, v128.load(at(q, k)))));
  }
  if (k < n) store<f64>(at(p, k), load<f64>(at(p, k)) + c * load<f64>(at(q, k)));
}

/**
 * c[4,4] -= sum over k < count of a[r,k] b[k,j]. Steps in bytes: `ar` from row to row of a and `ak` from term to term,
 * `bk` from term to term of b, `cr` from row to row of c; columns of b and c are adjacent.
 */
function tile(c: usize, cr: usize, a: usize, ar: usize, ak: usize, b: usize, bk: usize, count: i32): void {
  let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0, t0 = s0, t1 = s0, t2 = s0, t3 = s0;
  let a0 = a, a1 = a + ar, a2 = a1 + ar, a3 = a2 + ar;
  for (let k = 0; k < count; k++) {
    const x = v128.load(b), y = v128.load(b, 16);
    let f = v128.load_splat<f64>(a0);
    s0 = f64x2.add(s0, f64x2.mul(f, x));
    t0 = f64x2.add(t0, f64x2.mul(f, y));
    f = v128.load_splat<f64>(a1);
    s1 = f64x2.add(s1, f64x2.mul(f, x));
    t1 = f64x2.add(t1, f64x2.mul(f, y));
    f = v128.load_splat<f64>(a2);
    s2 = f64x2.add(s2, f64x2.mul(f, x));
    t2 = f64x2.add(t2, f64x2.mul(f, y));
    f = v128.load_splat<f64>(a3);
    s3 = f64x2.add(s3, f64x2.mul(f, x));
    t3 = f64x2.add(t3, f64x2.mul(f, y));
    a0 += ak; a1 += ak; a2 += ak; a3 += ak; b += bk;
  }
  subtract(c, s0, t0); c += cr;
  subtract(c, s1, t1); c += cr;
  subtract(c, s2, t2); c += cr;
  subtract(c, s3, t3);
}
// @ts-ignore: decorator
@inline function subtract(c: usize, s: v128, t: v128): void {
  v128.store(c, f64x2.sub(v128.load(c), s));
  v128.store(c, f64x2.sub(v128.load(c, 16), t), 16);
}

/** c[rows,columns] -= a b, of any steps as in `tile`; a and b have no element in common with c. */
export function subtractProduct(c: usize, cr: usize, a: usize, ar: usize, ak: usize, b: usize, bk: usize, rows: i32, columns: i32, count: i32): void {
  const wholeRows = rows & ~3, wholeColumns = columns & ~3;
  for (let j = 0; j < wholeColumns; j += 4) {
    const bj = at(b, j), cj = at(c, j);
    for (let i = 0; i < wholeRows; i += 4) tile(cj + i * cr, cr, a + i * ar, ar, ak, bj, bk, count);
  }
  for (let i = 0; i < rows; i++) {
    for (let j = i < wholeRows ? wholeColumns : 0; j < columns; j++) {
      let sum = 0.0, p = a + i * ar, q = at(b, j);
      for (let k = 0; k < count; k++, p += ak, q += bk) sum += load<f64>(p) * load<f64>(q);
      const to = at(c + i * cr, j);
      store<f64>(to, load<f64>(to) - sum);
    }
  }
}
