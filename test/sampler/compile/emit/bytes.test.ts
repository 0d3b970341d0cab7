/** The bytes of a module are those that wabt makes of its text. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileToCode } from '../../../../sampler/compile/compile.ts';
import { forwardToCode } from '../../../../sampler/compile/compile-forward.ts';
import { encodeModule } from '../../../../sampler/compile/emit/bytes/encode-module.ts';
import type { WasmModule } from '../../../../sampler/compile/emit/code.ts';
import { printModule } from '../../../../sampler/compile/emit/print-module.ts';
import { lower } from '../../../../sampler/compile/lower/lower.ts';
import { checkModel } from '../../../../sampler/model/check-model.ts';
import { assembleText } from '../assemble-text.ts';

const root = join(import.meta.dirname, '../../../..');

function expectSameBytes(module: WasmModule): void {
  expect(Buffer.compare(encodeModule(module), assembleText(printModule(module)))).toBe(0);
}

function modelsIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.bayes'))
    .map((name) => join(folder, name))
    .sort();
}

describe('a model', () => {
  it.each([...modelsIn('examples'), ...modelsIn('test/posteriors')])('%s', (name) => {
    const path = join(root, name);
    expect(existsSync(path)).toBe(true);
    const { program, data } = checkModel(readFileSync(path, 'utf8'), path);
    const { ir, diagnostics } = lower(program, data, { priors: true });
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expectSameBytes(compileToCode(ir).module);
    expectSameBytes(forwardToCode(ir, { logLikelihood: true }).module);
  });
});
