/** `store`: which quantities of a model a run keeps. The others are computed all the same, and left out of a draw. */
import type { LoadedData } from '../../grammar/data.ts';
import type { IrProgram } from '../../grammar/ir.ts';
import { nearest } from '../../grammar/scope/nearest-name.ts';
import type { CompiledModel } from '../compile/compiled-model.ts';
import { elementNames } from '../compile/element-names.ts';

type Stored =
  /** Null where all are kept. */
  | { readonly kind: 'ok'; readonly names: ReadonlySet<string> | null }
  | { readonly kind: 'problem'; readonly message: string };

/** Among the quantities, the missing values of `y` are `y_missing`. */
const MISSING = '_missing';

/** Data without gaps have no missing values to keep, which may be named for data that have some. */
export function storedQuantities(
  { quantities }: Pick<IrProgram, 'quantities'>,
  data: Pick<LoadedData, 'arrays'>,
  store: readonly string[] | undefined,
): Stored {
  if (store === undefined) return { kind: 'ok', names: null };
  const known = new Set(quantities.map(({ name }) => name));
  const isOfData = (name: string) =>
    name.endsWith(MISSING) && data.arrays.has(name.slice(0, -MISSING.length));
  const unknown = store.find((name) => !known.has(name) && !isOfData(name));
  if (unknown !== undefined) {
    const close = nearest(unknown, known);
    const hint = close === null ? `it has ${listed([...known])}` : `did you mean \`${close}\`?`;
    const element = unknown.includes('[') ? ', without an index' : '';
    return {
      kind: 'problem',
      message: `\`store\`: expected quantities of the model${element}, found \`${unknown}\`; ${hint}`,
    };
  }
  const names = new Set(store.filter((name) => known.has(name)));
  if (names.size > 0) return { kind: 'ok', names };
  const message = `\`store\`: expected a quantity of the model, found \`${store.join(', ')}\` alone, and these data have no missing values; it has ${listed([...known])}`;
  return { kind: 'problem', message };
}

/** The same module, of which a draw has these quantities only, in the order of their declarations. */
export function storedModel(model: CompiledModel, names: ReadonlySet<string> | null): CompiledModel {
  if (names === null) return model;
  const quantities = model.quantities.filter(({ name }) => names.has(name));
  return { ...model, quantities, names: quantities.flatMap(elementNames) };
}

/** Names listed, at most. */
const MOST_LISTED = 10;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_LISTED).map((name) => `\`${name}\``);
  const more = names.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
