/** The methods of inference. A new one is a file here, a folder in `sampler/methods` and a row in both tables. */
import { advi } from './advi.ts';
import { laplace } from './laplace.ts';
import { map } from './map.ts';
import type { Family, Method, Variant } from './method.ts';
import { metropolis } from './metropolis.ts';
import { nuts } from './nuts.ts';
import { pathfinder } from './pathfinder.ts';
import type { Setting, SettingsOf } from './setting.ts';

/** In the order of *Fit by…*. */
export const methods = {
  nuts,
  advi,
  pathfinder,
  laplace,
  map,
  metropolis,
} as const satisfies Readonly<Record<string, Method>>;

type Methods = typeof methods;
export type MethodName = keyof Methods;
/** The names of the methods whose result is of a family. */
export type NameIn<F extends Family> = {
  [N in MethodName]: Methods[N]['family'] extends F ? N : never;
}[MethodName];
/** Names of methods in JSON and kept runs. */
export type VariantName<N extends MethodName> = Methods[N]['variants'][number]['name'];
/** All settings of a method, including the seed. */
export type MethodSettings<N extends MethodName> = SettingsOf<Methods[N]['settings']>;
/** A statement of the language that holds settings. */
export type BlockName = NonNullable<Method['block']>;

export const methodList: readonly Method[] = Object.values(methods);

export function methodsIn(family: Family): readonly Method[] {
  return methodList.filter((method) => method.family === family);
}

/** By the name of one of its variants. */
export function methodOfVariant(name: string): Method | undefined {
  return methodList.find(({ variants }) => variants.some((variant) => variant.name === name));
}

export function variantNamed(name: string): Variant | undefined {
  return methodList.flatMap(({ variants }) => variants).find((variant) => variant.name === name);
}

/** How draws were made, in a sentence; a method of another version keeps its name. */
export function madeBy(variant: string): string {
  return variantNamed(variant)?.title ?? variant;
}

/** Whether a word begins a statement that holds settings. */
export function isBlock(word: string | undefined): word is BlockName {
  return methodList.some(({ block }) => block !== null && block === word);
}

/** The method whose settings a statement holds. */
export function methodOfBlock(block: BlockName): Method {
  const found = methodList.find((method) => method.block === block);
  if (found === undefined) throw new Error(`no method has the statement \`${block}\``);
  return found;
}

/** The settings that a statement of the language can hold; those of a later version included. */
export function settingsOfBlock(block: BlockName): readonly Setting[] {
  return methodOfBlock(block).settings.filter(({ where }) => where !== 'flag');
}
