/** Observed data that may be omitted from new data, because they are drawn instead. */
import type { LoadedData } from '../../grammar/data.ts';
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { IrProgram } from '../../grammar/ir.ts';
import type { Program } from '../../grammar/syntax/ast.ts';
import { createDependsOn } from '../compile/compile-forward.ts';
import { distributionArrays } from '../compile/lower/distribution-arrays.ts';
import { lower } from '../compile/lower/lower.ts';
import { placesOf } from '../compile/places-of-part.ts';
import { createLineIndex } from '../model/line-index.ts';
import { elementsOf } from './datum-elements.ts';
import { dataEntries, firstUse, isOnlyWeight, isRequired, observedNames } from './observed-data.ts';
import type { FittedModel } from './replaced-data.ts';

/** Whether new values of a datum are not needed: nothing uses it, or all of it is drawn. */
export function mayBeLeftOut(model: FittedModel, name: string): boolean {
  const { program, data } = model;
  if (isOnlyWeight(program, name)) return true;
  if (!observedNames(program).has(name)) return false;
  return !isRequired(program, name) || undrawnElement(lower(program, data).ir, data, name) === null;
}

/** The end of a message about a datum that is not given: why it is not drawn, or what uses it. */
export function whyNotDrawn({ program, data }: FittedModel, name: string): string {
  if (!observedNames(program).has(name)) return whyUsed(program, name);
  const element = undrawnElement(lower(program, data).ir, data, name);
  return element === null
    ? ''
    : `; it cannot be drawn, because no \`observe\` says how \`${element}\` is distributed`;
}

/** What uses a datum; empty where nothing does. */
function whyUsed(program: Program, name: string): string {
  const use = firstUse(program, name);
  if (use === null || program.text === undefined) return '';
  const line = createLineIndex(program.text)(use.span.start).line + 1;
  return `; line ${line} uses it: \`${program.text.slice(use.span.start, use.span.end).replace(/\s+/g, ' ')}\``;
}

/** The name of the first element of a datum that no `observe` statement draws, or null. */
function undrawnElement(ir: IrProgram, data: LoadedData, name: string): string | null {
  const array = data.arrays.get(name);
  if (array === undefined) return name;
  const [first] = undrawnPlaces(ir, data, name);
  return first === undefined ? null : elementsOf(array, data)[first];
}

/** Places of a datum that no `observe` statement draws. */
export function undrawnPlaces(ir: IrProgram, data: LoadedData, name: string): readonly number[] {
  const shapeOf = new Map(ir.arrays.map(({ id, shape }) => [id, shape]));
  const drawn = new Set<number>();
  for (const observation of ir.observations) {
    if (observation.name !== name) continue;
    const window = shapeOf.get(observation.datum) ?? [];
    for (const place of placesOf(data, name, window, observation)) drawn.add(place);
  }
  return [...(data.arrays.get(name)?.values.keys() ?? [])].filter((place) => !drawn.has(place));
}

/** Names of the drawn data that something predicted, or drawn for it, depends on. */
export function usedByPredictions(ir: IrProgram, set: ReadonlySet<string>): ReadonlySet<string> {
  const dependsOn = createDependsOn(ir);
  const arrays = [
    ...ir.quantities.filter(({ kind }) => kind === 'deterministic').map(({ array }) => array),
    ...ir.observations
      .filter(({ name }) => !set.has(name))
      .flatMap((o) => distributionArrays(o.distribution)),
    ...ir.priors.flatMap(({ distribution }) => distributionArrays(distribution)),
  ];
  return new Set(arrays.flatMap((id) => [...dependsOn(id)]));
}

/** Adds the use of a datum to the message about its missing column. */
export function withUse(program: Program, found: Diagnostic): Diagnostic {
  if (found.code !== 'data-column') return found;
  const { start } = found.span;
  const entry = dataEntries(program).find(({ span }) => span.start <= start && start < span.end);
  return entry === undefined
    ? found
    : { ...found, message: found.message + whyUsed(program, entry.name.name) };
}
