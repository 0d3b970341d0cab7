/**
 * Discrete unknowns that an observed value is conditional on. Their draws were made with the value itself, and may
 * exclude what is likely without it: no weights of these draws make them draws without the value.
 */
import type { ForwardModel } from '../compile/compile-forward.ts';

/** Names, in order of declaration. @param datum of its observations only */
export function drawnUnknowns({ params, observations }: ForwardModel, datum?: string): readonly string[] {
  const behind = new Set(
    observations.filter(({ name }) => datum === undefined || name === datum).flatMap((o) => o.dependsOn),
  );
  return params.filter(({ kind, name }) => kind === 'discrete' && behind.has(name)).map(({ name }) => name);
}

export function namesInCode(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
