/** Resolves written starting values against the parameters of the model. */
import type { Quantity } from '../../grammar/ir.ts';
import { nearest } from '../../grammar/scope/nearest-name.ts';
import type { Span } from '../../grammar/span.ts';
import type { StartValues } from '../report/sample-report.ts';

/** The source named for starting values in the model. */
export const START_IN_MODEL = 'the model';

interface WrittenStart {
  /** Their source, in words. */
  readonly from: string;
  /** One for all chains, or one for each. */
  readonly values: readonly (readonly WrittenEntry[])[];
}

export interface WrittenEntry {
  readonly name: string;
  /** As in JSON: a number, lists of them, or objects with the labels of an axis as keys. */
  readonly value: unknown;
  /** Place in the model's text, if written there. */
  readonly span?: Span;
}

export type ResolvedStart =
  | {
      readonly kind: 'ok';
      readonly start: StartValues;
      /** Places of values written in the model's text. */
      readonly spans?: ReadonlyMap<string, Span>;
    }
  | { readonly kind: 'problem'; readonly message: string; readonly span?: Span };

export function resolveStart({ from, values }: WrittenStart, quantities: readonly Quantity[]): ResolvedStart {
  const parameters = quantities.filter(({ kind }) => kind === 'param');
  const resolved: Record<string, readonly number[]>[] = [];
  const spans = new Map<string, Span>();
  for (const entries of values) {
    const flat: Record<string, readonly number[]> = {};
    for (const { name, value, span } of entries) {
      const parameter = parameters.find((one) => one.name === name);
      const wrong = parameter === undefined ? unknownParameter(name, quantities) : null;
      const found = parameter === undefined ? null : flatten(value, parameter);
      if (found === null || typeof found === 'string')
        return { kind: 'problem', message: `${from}: ${wrong ?? found}`, span };
      flat[name] = found;
      if (span !== undefined) spans.set(name, span);
    }
    resolved.push(flat);
  }
  return { kind: 'ok', start: { from, values: resolved }, spans };
}

function unknownParameter(name: string, quantities: readonly Quantity[]): string {
  const names = quantities.flatMap((one) => (one.kind === 'param' ? [one.name] : []));
  if (quantities.some((one) => one.name === name))
    return `\`${name}\`: expected a parameter, found a quantity that follows from parameters; leave it out`;
  if (names.length === 0)
    return `\`${name}\`: the model has no continuous parameter, and discrete ones are summed out: no value can be given; leave it out`;
  const close = nearest(name, names);
  const known = close === null ? `one of ${listed(names)}` : `did you mean \`${close}\`?`;
  return `\`${name}\`: expected the name of a parameter, found an unknown one; ${known}`;
}

const MOST_LISTED = 8;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_LISTED).map((name) => `\`${name}\``);
  return names.length > MOST_LISTED
    ? `${shown.join(', ')} and ${names.length - MOST_LISTED} more`
    : shown.join(', ');
}

/** The values, row-major, or the error in words. */
function flatten(value: unknown, { name, shape, dims }: Quantity): readonly number[] | string {
  const flat: number[] = [];
  const take = (part: unknown, labels: readonly string[]): string | null => {
    const axis = labels.length;
    const path = `\`${axis === 0 ? name : `${name}[${labels.join(',')}]`}\``;
    if (axis === shape.length) {
      if (typeof part !== 'number' || !Number.isFinite(part))
        return `${path}: expected a number, found ${words(part)}`;
      flat.push(part);
      return null;
    }
    const { name: dim, labels: known } = dims[axis];
    const expected = `${shape[axis]} values${dim === null ? '' : ` of ${dim}`}, as a list or by label`;
    if (Array.isArray(part)) {
      if (part.length !== shape[axis]) return `${path}: expected ${expected}, found ${part.length}`;
      return first(part, (item, i) => take(item, [...labels, known[i]]));
    }
    if (typeof part !== 'object' || part === null)
      return `${path}: expected ${expected}, found ${words(part)}`;
    const byLabel = new Map(Object.entries(part));
    const foreign = [...byLabel.keys()].find((label) => !known.includes(label));
    if (foreign !== undefined) return `${path}: expected labels ${listed(known)}, found \`${foreign}\``;
    return first(known, (label) =>
      byLabel.has(label)
        ? take(byLabel.get(label), [...labels, label])
        : `${path}: expected a value for each label, found none for \`${label}\``,
    );
  };
  return take(value, []) ?? flat;
}

function first<T>(items: readonly T[], look: (item: T, i: number) => string | null): string | null {
  for (const [i, item] of items.entries()) {
    const found = look(item, i);
    if (found !== null) return found;
  }
  return null;
}

function words(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  // JSON has no infinity: `1e999` is one.
  if (typeof value === 'number') return String(value);
  return value === undefined ? 'nothing' : String(JSON.stringify(value) ?? value);
}
