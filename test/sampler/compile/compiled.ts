/** Runs a program in the compiled module, for comparison with the interpreter. */
import type { IrProgram } from '../../../grammar/ir.ts';
import { compile } from '../../../sampler/compile/compile.ts';
import { instantiate } from '../../../sampler/compile/instantiate.ts';
import type { ModelInstance } from '../../../sampler/compile/model-instance.ts';
import type { LeftOut } from '../../../sampler/compile/passes/index.ts';
import type { State } from '../../../sampler/infer/density.ts';

export async function compiled(ir: IrProgram, leftOut?: LeftOut): Promise<ModelInstance> {
  const model = compile(ir, leftOut);
  return instantiate(model, new WebAssembly.Module(model.wasm as BufferSource));
}

const states = new WeakMap<ModelInstance, State>();

export function gradientAt(
  instance: ModelInstance,
  position: ArrayLike<number>,
): { logDensity: number; gradient: Float64Array } {
  const state = states.get(instance) ?? instance.density.newState();
  states.set(instance, state);
  state.position.set(Array.from(position));
  instance.density.evaluate(state);
  return { logDensity: state.logDensity, gradient: Float64Array.from(state.gradient) };
}
