/** The data of a model are in memory that its workers share. */
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { compile } from '../../../sampler/compile/compile.ts';
import type { CompiledModel } from '../../../sampler/compile/compiled-model.ts';
import { at, bin, idx, known, loop, program, term, un, unknown } from '../interpreter/ir-builder.ts';

it('a message with the model has no copy of them', async () => {
  const rows = 1000;
  const x = Array.from({ length: rows }, (_, i) => Math.sin(i));
  const product = bin('mul', at(0), at(1, idx(0)));
  const ir = program(1, [unknown(0, 'b', [], 0), known(1, 'x', [rows])], { 1: x }, [
    term([loop(0, rows)], un('log1p_exp', product)),
  ]);
  const model = await compile(ir);
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(model.segments);
  const received: CompiledModel['segments'] = receiveMessageOnPort(port2)?.message;
  port1.close();
  const longest = (segments: CompiledModel['segments']) =>
    segments.reduce((a, b) => (b.bytes.length > a.bytes.length ? b : a)).bytes;
  expect(new Float64Array(longest(received).buffer)).toEqual(Float64Array.from(x));
  longest(model.segments)[0] ^= 1;
  expect(longest(received)[0]).toBe(longest(model.segments)[0]);
});
