/** WebAssembly text to bytes by wabt: the independent assembler that the encoder is compared with. */
import wabt from 'wabt';

const { parseWat } = await wabt();

export function assembleText(text: string): Uint8Array<ArrayBuffer> {
  const module = parseWat('module.wat', text, { bulk_memory: true, simd: true });
  try {
    return new Uint8Array(module.toBinary({}).buffer);
  } finally {
    module.destroy();
  }
}
