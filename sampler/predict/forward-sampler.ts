/**
 * Samples a model forward: draws the parameters that are not given from their priors, level by level of the hierarchy;
 * then the observations, each after those that it depends on, and the deterministic quantities.
 *
 * For the prior predictive no parameter is given, for a posterior draw at new data all except those of new labels.
 */
import type { LoadedData } from '../../grammar/data.ts';
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import {
  type ForwardInstance,
  type ForwardModel,
  type ForwardParam,
  instantiateForward,
} from '../compile/compile-forward.ts';
import type { OutputArray } from '../compile/compiled-model.ts';
import { type Steps, stepsAlong } from '../compile/steps-along.ts';
import type { Rng } from '../distributions/distribution-sampler.ts';
import { createCircularDrawer } from './draw-interdependent.ts';
import { drawOrder } from './draw-order.ts';
import { createParamDrawer, type ParamDrawable } from './draw-param.ts';
import { problem } from './error-diagnostic.ts';
import { createObservedDraws, type Given, type ObservedDraws } from './observed-draws.ts';

/** A part of a datum that one `observe` statement predicts. */
export interface Replicate {
  readonly datum: string;
  /** Where each value belongs in the datum, row-major. */
  readonly at: Int32Array;
  /** The last draw. */
  readonly values: Float64Array;
  /** Observed values at the same places; imputed values vary by draw. */
  readonly observed: Float64Array;
}

export interface Forward {
  readonly model: ForwardModel;
  /** The parameters, one after another in order of declaration. */
  readonly params: Float64Array;
  /** Whether draws of parameters have weights. */
  readonly isWeighted: boolean;
  readonly replicates: readonly Replicate[];
  /**
   * Draws the parameters where `given` is 0 (all of them without it).
   * @returns the log weight of the draw: not 0 only for flat priors between limits that depend on parameters, which are
   * not normalised.
   */
  drawParams(rng: Rng, given?: Uint8Array): number;
  /** Draws the observations and computes the deterministic quantities. */
  drawRest(rng: Rng, given?: Uint8Array): void;
  /** The value of a deterministic quantity, after `drawRest`. */
  deterministic(k: number): Float64Array;
  /** The value of an argument of an observation, after `drawRest`. */
  read(place: OutputArray): Float64Array;
  /** Parameters whose draw failed, and how often. */
  readonly failed: ReadonlyMap<string, number>;
  /** Names of data that depend on each other in a circle, so that their draws are meaningless. */
  readonly circular: ReadonlySet<string>;
}

interface ForwardOptions {
  /** Data whose values are set: they are not drawn. */
  readonly set?: ReadonlySet<string>;
  /** Initial values of drawn inputs, by name: values within the support. */
  readonly start?: ReadonlyMap<string, Float64Array>;
  /** Of an observation that nothing follows about so many are drawn, evenly spaced; the others stay NaN. */
  readonly most?: number;
}

type ForwardResult =
  | { readonly kind: 'ok'; readonly forward: Forward }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

interface DrawnParam {
  readonly kind: 'param';
  readonly param: ForwardParam;
  readonly level: number;
  readonly dependsOn: ReadonlySet<string>;
  readonly drawer: Extract<ParamDrawable, { kind: 'ok' }>;
  readonly block: Float64Array;
  readonly isWeighted: boolean;
  readonly steps: OrderedSteps;
}

/** Blocks in the order in which they are drawn. */
interface OrderedSteps extends Steps {
  readonly order: Int32Array;
}

interface DrawnData {
  readonly kind: 'data';
  readonly draws: ObservedDraws;
  /** 1 where all are drawn. */
  readonly step: number;
}

/** @param needed the parameters that will have to be drawn; those whose prior has no draws are errors. */
export function createForward(
  model: ForwardModel,
  data: LoadedData,
  needed: (param: ForwardParam) => boolean,
  { set, start, most = Number.POSITIVE_INFINITY }: ForwardOptions = {},
): ForwardResult {
  const instance = instantiateForward(model);
  for (const { name, offset } of model.params) instance.inputs.set(start?.get(name) ?? [], offset);
  const diagnostics: Diagnostic[] = [];
  const drawn: DrawnParam[] = [];
  for (const param of model.params) {
    const { prior } = param;
    if (prior === null || !needed(param)) continue;
    const drawer = createParamDrawer(param, prior, instance.read);
    if (drawer.kind === 'problem') {
      diagnostics.push(problem('prior-draw', `\`${param.name}\`: ${drawer.message}`, param.origin.span));
      continue;
    }
    const isWeighted = drawer.width !== undefined && prior.dependsOn.length > 0;
    drawn.push({
      kind: 'param',
      param,
      level: prior.level,
      dependsOn: new Set(prior.dependsOn),
      drawer,
      block: new Float64Array(drawer.block),
      isWeighted,
      steps: ordered(stepsAlong(prior.shape, prior.along), param.size / drawer.block),
    });
  }
  const observations: DrawnData[] = [];
  for (const observation of model.observations) {
    const { name, origin } = observation;
    if (set?.has(name) === true) continue;
    const made = createObservedDraws(instance, observation, data, model.params);
    if (made.kind === 'problem') {
      diagnostics.push(problem('prior-draw', `\`${name}\`: ${made.message}`, origin.span));
      continue;
    }
    const { draws } = made;
    const step = draws.target === null ? Math.max(1, Math.ceil(draws.count / most)) : 1;
    if (step > 1) draws.replicate.values.fill(Number.NaN);
    observations.push({ kind: 'data', draws, step });
  }
  if (diagnostics.length > 0) return { kind: 'invalid', diagnostics };
  return { kind: 'ok', forward: forwardOf(model, instance, drawn, observations) };
}

function ordered(steps: Steps, blocks: number): OrderedSteps {
  const order = Int32Array.from({ length: Number.isFinite(blocks) ? blocks : 0 }, (_, b) => b);
  return { ...steps, order: steps.count === 1 ? order : order.sort((a, b) => steps.of(a) - steps.of(b)) };
}

function forwardOf(
  model: ForwardModel,
  instance: ForwardInstance,
  drawn: readonly DrawnParam[],
  observations: readonly DrawnData[],
): Forward {
  const { inputs } = instance;
  const failed = new Map<string, number>();
  const circular = new Set<string>();
  const groups = drawnTogether(drawn);
  const togetherWith = (one: DrawnParam): readonly DrawnParam[] => groups.get(one) ?? [one];
  const late = afterData(drawn, observations, togetherWith);
  const runRest = () => instance.run('rest');
  const ordered = drawOrder<DrawnParam | DrawnData>([...late, ...observations], (node) => {
    const dependsOn = node.kind === 'param' ? node.dependsOn : node.draws.dependsOn;
    return [
      ...late.filter(({ param }) => dependsOn.has(param.name)),
      ...observations.filter(({ draws }) => draws.target !== null && dependsOn.has(draws.target.param.name)),
    ];
  }).map((group) => ({
    ...group,
    circle: createCircularDrawer(
      group.nodes.flatMap((node) => (node.kind === 'data' ? [node.draws] : [])),
      runRest,
    ),
  }));

  /**
   * Draws the elements that are not given of a parameter, or of several together, their level having been run.
   * @returns the log weight.
   */
  const drawTogether = (members: readonly DrawnParam[], rng: Rng, given: Given): number => {
    let logWeight = 0;
    let drawnStep = 0;
    const bad = new Set<string>();
    const next = members.map(() => 0);
    const { level, steps } = members[0];
    for (let step = 0; step < steps.count; step++)
      for (const [i, { param, drawer, block, isWeighted, steps: own }] of members.entries())
        for (; next[i] < own.order.length && own.of(own.order[next[i]]) === step; next[i]++) {
          const b = own.order[next[i]];
          const { length } = block;
          const first = param.offset + b * length;
          if (isGiven(given, first, length)) continue;
          if (step !== drawnStep) instance.run(model.levels[level]);
          drawnStep = step;
          drawer.drawBlock(b, rng, block);
          inputs.set(block, first);
          if (block.some(Number.isNaN)) bad.add(param.name);
          if (!isWeighted || drawer.width === undefined) continue;
          for (let k = 0; k < length; k++) logWeight += Math.log(drawer.width(b * length + k));
        }
    for (const name of bad) failed.set(name, (failed.get(name) ?? 0) + 1);
    return logWeight;
  };

  return {
    model,
    params: inputs,
    isWeighted: drawn.some((d) => d.isWeighted),
    replicates: observations.map(({ draws }) => draws.replicate),
    failed,
    circular,
    drawParams(rng, given) {
      let logWeight = 0;
      for (const [level, name] of model.levels.entries()) {
        const own = drawn.filter((d) => d.level === level && !late.includes(d));
        if (own.every(({ param }) => isGiven(given, param.offset, param.size))) continue;
        instance.run(name);
        for (const one of own)
          if (togetherWith(one)[0] === one) logWeight += drawTogether(togetherWith(one), rng, given);
      }
      return logWeight;
    },
    drawRest(rng, given) {
      let isStale = true;
      for (const { nodes, isCircular, circle } of ordered) {
        if (isCircular && nodes.some((node) => node.kind === 'data' && fills(node.draws, given))) {
          if (!circle.draw(rng, given) || nodes.some(({ kind }) => kind === 'param'))
            addNames(circular, nodes);
          isStale = false;
          continue;
        }
        for (const node of nodes) {
          if (node.kind === 'param') {
            if (togetherWith(node)[0] !== node) continue;
            instance.run(model.levels[node.level]);
            drawTogether(togetherWith(node), rng, given);
            isStale = true;
            continue;
          }
          if (isStale) runRest();
          isStale = false;
          for (let b = 0; b < node.draws.count; b += node.step) {
            if (node.draws.draw(b, rng, given)) isStale = true;
          }
        }
      }
      if (isStale) runRest();
    },
    deterministic: (k) => instance.read(model.deterministics[k]),
    read: instance.read,
  };
}

/** Those of `draw { … }`, which depend on each other, with all of them. */
function drawnTogether(drawn: readonly DrawnParam[]): ReadonlyMap<DrawnParam, readonly DrawnParam[]> {
  const groups = new Map<string, DrawnParam[]>();
  for (const one of drawn) {
    const arrays = one.param.prior?.along?.together?.arrays.join();
    if (arrays !== undefined) groups.set(arrays, [...(groups.get(arrays) ?? []), one]);
  }
  return new Map([...groups.values()].flatMap((group) => group.map((one) => [one, group] as const)));
}

/** Parameters to be drawn whose priors depend on data that are drawn. */
function afterData(
  drawn: readonly DrawnParam[],
  observations: readonly DrawnData[],
  togetherWith: (one: DrawnParam) => readonly DrawnParam[],
): readonly DrawnParam[] {
  const names = new Set(observations.flatMap(({ draws }) => draws.target?.param.name ?? []));
  const late: DrawnParam[] = [];
  // In order of declaration, so each after what its prior depends on.
  for (const one of drawn) {
    if (!togetherWith(one).some(({ dependsOn }) => [...dependsOn].some((name) => names.has(name)))) continue;
    late.push(one);
    names.add(one.param.name);
  }
  return late;
}

function isGiven(given: Given, first: number, length: number): boolean {
  if (given === undefined) return false;
  for (let i = 0; i < length; i++) if (given[first + i] === 0) return false;
  return true;
}

/** Whether later draws, or its own, may depend on its draws. */
function fills({ target }: ObservedDraws, given: Given): boolean {
  return target !== null && !isGiven(given, target.param.offset, target.param.size);
}

function addNames(names: Set<string>, nodes: readonly (DrawnParam | DrawnData)[]): void {
  for (const node of nodes) names.add(node.kind === 'param' ? node.param.name : node.draws.replicate.datum);
}
