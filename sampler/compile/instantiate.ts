/** An instance of any compiled model in this thread. */
import type { CompiledModel } from './compiled-model.ts';
import { createDrawsAfter } from './draw-after.ts';
import { type ModelInstance, modelInstance } from './model-instance.ts';

/** @param module compiled from `model.wasm`; compile once and share it between threads. */
export function instantiate(model: CompiledModel, module: WebAssembly.Module): ModelInstance {
  return modelInstance(model, module, createDrawsAfter);
}
