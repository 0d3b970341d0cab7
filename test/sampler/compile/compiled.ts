/** Runs a program in the compiled module, for comparison with the interpreter. */
import type { IrProgram } from '../../../grammar/ir.ts';
import { compile } from '../../../sampler/compile/compile.ts';
import { instantiate, type ModelInstance } from '../../../sampler/compile/instantiate.ts';

export async function compiled(ir: IrProgram): Promise<ModelInstance> {
  const model = await compile(ir);
  return instantiate(model, new WebAssembly.Module(model.wasm as BufferSource));
}

export function gradientAt(
  instance: ModelInstance,
  position: ArrayLike<number>,
): { logDensity: number; gradient: Float64Array } {
  const state = instance.density.newState();
  state.position.set(Array.from(position));
  instance.density.evaluate(state);
  return { logDensity: state.logDensity, gradient: Float64Array.from(state.gradient) };
}
