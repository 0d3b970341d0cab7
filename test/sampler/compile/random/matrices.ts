/** Covariances, their factors and rows with them. */
import { operand, positive, sum, tame } from './arithmetic.ts';
import { logNormalDensity } from './densities.ts';
import { addAtom, type Draft, fill, fresh, literal, scopeOf, shapeText, someDims, total } from './draft.ts';
import { type Dim, type Expr, type Index, stored } from './meaning.ts';
import { leaf } from './references.ts';
import { createTape } from './tape.ts';

/** A covariance, its Cholesky factor, and what is made with them. */
function addKernel(d: Draft): void {
  const { tape } = d;
  const dim = tape.pick(d.dims);
  const scope = scopeOf(d, []);
  const [p, q] = [
    { name: 'p', dim, before: 0, after: 0 },
    { name: 'q', dim, before: 0, after: 0 },
  ];
  const scale = positive(tape, leaf(tape, scope));
  const line = (i: Index): Expr => tame(leaf(createTape([choice]), { ...scope, indices: [i] }), 3);
  const choice = tape.int(1000);
  const [K, L] = [fresh(d, 'K'), fresh(d, 'L')];
  const n = dim.size;
  const [a, b] = [line(p), line(q)];
  d.lines.push(
    `let ${K}[p in ${dim.name}, q in ${dim.name}] = exp(-0.5 * square((${a.text} - (${b.text})) / ${operand(scale, 7)})) + (if p == q then 0.6 else 0)`,
  );
  const cov = addAtom(d, K, [dim, dim], 0, 1.6);
  d.lines.push(`let ${L} = cholesky(${K})`);
  const factor = addAtom(d, L, [dim, dim], 0, 1.6);
  d.fills.push(() => {
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const z = (a.value({ p: i }) - b.value({ q: j })) / scale.value({});
        cov[i * n + j] = Math.exp(-0.5 * z * z) + (i === j ? 0.6 : 0);
      }
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        let x = j > i ? 0 : cov[i * n + j];
        for (let k = 0; k < j && j <= i; k++) x -= factor[i * n + k] * factor[j * n + k];
        factor[i * n + j] = j > i ? 0 : j === i ? Math.sqrt(x) : x / factor[j * n + j];
      }
  });
  const vectors = d.atoms.filter(
    (v) => v.dims.length === 1 && v.dims[0] === dim && v.labelsOf === null && !v.isBool,
  );
  if (vectors.length === 0) return;
  const v = tape.pick(vectors);
  const name = fresh(d, 'w');
  const at = (env: number): number => v.at([env], {});
  const solved = (): number[] => {
    const z: number[] = [];
    for (let i = 0; i < n; i++)
      z.push((at(i) - sum(z.map((x, k) => factor[i * n + k] * x))) / factor[i * n + i]);
    return z;
  };
  const rows = (f: (i: number) => number): number[] => Array.from({ length: n }, (_, i) => f(i));
  const options: [string, () => number[], readonly Dim[]][] = [
    [`${L} @ ${v.name}`, () => rows((i) => sum(rows((k) => factor[i * n + k] * at(k)))), [dim]],
    [`solve_lower(${L}, ${v.name})`, solved, [dim]],
    [
      `quad_form(${K}, ${v.name})`,
      () => [sum(rows((i) => sum(rows((j) => at(i) * cov[i * n + j] * at(j)))))],
      [],
    ],
    [`log_det(${K})`, () => [2 * sum(rows((i) => Math.log(factor[i * n + i])))], []],
  ];
  const [text, f, dims] = tape.pick(options);
  d.lines.push(`let ${name} = ${text}`);
  const most = n * 4 * Math.max(1, Math.abs(v.lo), Math.abs(v.hi)) ** 2;
  const values = addAtom(d, name, dims, -most, most);
  d.fills.push(() => values.set(f()));
}

/** Rows of a matrix, by a covariance that is a kernel's or a parameter's Cholesky factor. */
export function addMultivariate(d: Draft): void {
  const { tape } = d;
  const factors = d.atoms.filter((a) => a.name.startsWith('L') && a.dims.length === 2);
  if (factors.length === 0) {
    addKernel(d);
    return;
  }
  const factor = tape.pick(factors);
  const [dim] = factor.dims;
  const rows = someDims(d, 1).filter((r) => r !== dim);
  const dims = [...rows, dim];
  const name = fresh(d, 'y');
  const { values, at } = stored(dims);
  fill(tape, values, (t) => t.real(-3, 3));
  // The mean has the vector's own dim last.
  const means = d.atoms.filter(
    (a) =>
      a.labelsOf === null &&
      !a.isBool &&
      a.dims.length > 0 &&
      a.dims[a.dims.length - 1] === dim &&
      a.dims.slice(0, -1).every((r) => rows.includes(r)),
  );
  const mean = means.length === 0 ? null : tape.pick(means);
  const n = dim.size;
  d.lines.push(`data { ${name} : real${shapeText(dims)} = ${literal(values, dims, String)} }`);
  const byFactor = tape.chance(60);
  d.lines.push(
    `observe ${name} ~ MvNormal(${mean?.name ?? '0'}, ${byFactor ? `chol = ${factor.name}` : `cov = K${factor.name.slice(1)}`})`,
  );
  if (!byFactor)
    d.lines[d.lines.length - 1] = d.lines[d.lines.length - 1].replace(
      /cov = K\d+/,
      `cov = ${factor.name} @ transpose(${factor.name})`,
    );
  const value = (): number =>
    total(rows, (env, positions) => {
      const z: number[] = [];
      let log = 0;
      for (let i = 0; i < n; i++) {
        const m =
          mean === null
            ? 0
            : mean.at(
                mean.dims.map((r) => (r === dim ? i : (env[r.name] as number))),
                env,
              );
        const own = factor.at([i, i], {});
        z.push((at([...positions, i]) - m - sum(z.map((x, k) => factor.at([i, k], {}) * x))) / own);
        log += logNormalDensity(z[i], 0, 1) - Math.log(own);
      }
      return log;
    });
  d.contributions.push({ label: `observe ${name}`, value });
}
