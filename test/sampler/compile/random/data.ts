import { type Draft, fill, fresh, literal, shapeText, someDims } from './draft.ts';
import { type Atom, type Dim, stored } from './meaning.ts';
import type { Tape } from './tape.ts';

export function declareData(d: Draft): void {
  const { tape } = d;
  const sizes = [3, 2, 1, 4, 5, 9, 12, 18];
  const count = 1 + tape.int(4);
  const names = ['n', 'g', 'k', 'm'];
  for (let i = 0; i < count; i++) {
    const size = i === 0 ? tape.pick([6, 1, 4, 9, 14, 20, 30]) : tape.pick(sizes);
    const isLabelled = i > 0 && tape.chance(50);
    const labels = isLabelled
      ? Array.from({ length: size }, (_, p) => `${'zyxwvutsrqponmlkji'[p]}${p % 3}`)
      : null;
    d.dims.push({ name: names[i], size, labels });
  }
  const bare = d.dims.map((dim) => dim.labels === null && tape.chance(60));
  d.dims.forEach((dim, i) => {
    if (bare[i]) d.lines.push(`dim ${dim.name}`);
    else if (dim.labels === null) d.lines.push(`dim ${dim.name} = ${dim.size}`);
    else d.lines.push(`dim ${dim.name} = [${dim.labels.map((l) => `"${l}"`).join(', ')}]`);
  });
  d.lines.push('data {');
  d.dims.forEach((dim, i) => {
    if (bare[i] || i === 0) addReals(d, [dim]);
  });
  const more = 1 + tape.int(4);
  for (let i = 0; i < more; i++) tape.pick([addReals, addLabels, addReals, addFlags, addCounts])(d);
  if (d.dims.length > 1 && d.atoms.every((a) => a.labelsOf === null)) addLabels(d);
  d.lines.push('}');
}

function addDatum(
  d: Draft,
  name: string,
  type: string,
  dims: readonly Dim[],
  draw: (t: Tape) => number,
  more: Partial<Atom> & { readonly show?: (x: number) => string },
): void {
  const { values, at } = stored(dims);
  fill(d.tape, values, draw);
  const { show = String, ...rest } = more;
  const shape = dims.length === 0 ? '' : `[${dims.map((dim) => dim.name).join(', ')}]`;
  d.lines.push(`  ${name} : ${type}${shape} = ${literal(values, dims, show)}`);
  const kind = { isData: true, isWhole: false, isBool: false, labelsOf: null };
  d.atoms.push({ name, dims, lo: Math.min(...values), hi: Math.max(...values), at, ...kind, ...rest });
}

function addReals(d: Draft, dims: readonly Dim[] = someDims(d, 2)): void {
  addDatum(d, fresh(d, 'x'), 'real', dims, (t) => t.real(-2, 2), {});
}

function addFlags(d: Draft): void {
  addDatum(d, fresh(d, 'is'), 'bool', someDims(d, 2), (t) => t.int(2), {
    isBool: true,
    show: (x) => String(x === 1),
  });
}

/** Numbers of elements: ends of ranges. */
function addCounts(d: Draft): void {
  const least = d.tape.int(2);
  addDatum(d, fresh(d, 'count'), 'int', someDims(d, 1), (t) => least + t.int(4 - least), { isWhole: true });
}

/** Labels of a dimension: groups may be of any size, also empty. */
function addLabels(d: Draft): void {
  const { tape } = d;
  const of = d.dims[d.dims.length - 1 - tape.int(d.dims.length)];
  const dims = someDims(d, 2).filter((dim) => dim !== of);
  const most = tape.chance(30) ? Math.max(1, of.size - 1) : of.size;
  const show = (p: number): string => (of.labels === null ? String(p + 1) : `"${of.labels[p]}"`);
  addDatum(d, fresh(d, `${of.name}_of`), of.name, dims, (t) => t.int(most), {
    labelsOf: of.name,
    isWhole: true,
    show,
  });
}

/** A datum in a file, a few of its values missing: they are parameters. */
export function addMissing(
  d: Draft,
  name: string,
  dims: readonly Dim[],
  values: Float64Array,
  isPositive: boolean,
): void {
  const stride = 2 + d.tape.int(3);
  const from = d.tape.int(Math.min(stride, values.length));
  const places = [...values.keys()].filter((i) => i % stride === from);
  const show = (i: number): string => (places.includes(i) ? 'null' : String(values[i]));
  const [rows] = dims;
  if (rows?.labels) {
    // Rows come in the opposite order, each with its label.
    const width = values.length / rows.size;
    const row = (r: number): string => {
      const cells = Array.from({ length: width }, (_, i) => show(r * width + i));
      return dims.length === 1 ? cells[0] : `[${cells.join(', ')}]`;
    };
    const order = [...rows.labels.keys()].reverse();
    const keys = order.map((r) => JSON.stringify(rows.labels?.[r]));
    d.files.set(`${name}.json`, `{ "key": [${keys}], "${name}": [${order.map(row)}] }`);
    d.lines.push(
      `data from "${name}.json" by ${rows.name} = column("key") { ${name} : real?${shapeText(dims)} }`,
    );
  } else {
    let flat = 0;
    d.files.set(`${name}.json`, `{ "${name}": ${literal(values, dims, () => show(flat++))} }`);
    d.lines.push(`data from "${name}.json" { ${name} : real?${shapeText(dims)} }`);
  }
  const imputed = new Float64Array(places.length);
  d.params.set(`${name}_missing`, {
    dims: [{ name: '', size: places.length, labels: null }],
    values: imputed,
  });
  d.fills.push(() => {
    places.forEach((at, i) => {
      values[at] = imputed[i];
    });
  });
  places.forEach((at) => {
    values[at] = isPositive ? 1 : 0;
  });
}
