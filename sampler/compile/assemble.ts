/** WebAssembly text to bytes, by wabt. */
import wabt from 'wabt';

/** @throws Error where the text is not valid: a mistake of the emitter's, never of a user's model. */
export async function assemble(text: string): Promise<Uint8Array> {
  const tools = await wabt();
  const module = tools.parseWat('model.wat', text, { bulk_memory: true });
  try {
    return module.toBinary({}).buffer;
  } finally {
    module.destroy();
  }
}
