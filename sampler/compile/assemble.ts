/** WebAssembly text to bytes, by wabt. */
import wabt from 'wabt';

/** @throws Error where the text is invalid, which is a bug in the emitter and never an error in a model. */
export async function assemble(text: string): Promise<Uint8Array> {
  const tools = await wabt();
  const module = tools.parseWat('model.wat', text, { bulk_memory: true });
  try {
    return module.toBinary({}).buffer;
  } finally {
    module.destroy();
  }
}
