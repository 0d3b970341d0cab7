/** Addresses as code: the sum of what changes with the indices, to which the address's offset is added. */
import type { IndexId } from '../../../grammar/ir.ts';
import { type Code, get, i32, instruction, type Local, load } from './code.ts';
import type { Address } from './layout.ts';

export type Counter = (index: IndexId) => Local<'i32'>;

export function dynamic(at: Address, counter: Counter): Code<'i32'> {
  const parts = at.tables.map((t) => load('i32', t.base, sum(t.scaled.map((s) => scaled(s, counter)))));
  return sum([
    ...(at.base === 0 ? [] : [i32(at.base)]),
    ...at.scaled.map((s) => scaled(s, counter)),
    ...parts,
  ]);
}

function sum(parts: readonly Code<'i32'>[]): Code<'i32'> {
  if (parts.length === 0) return i32(0);
  return parts.reduce((x, y) => instruction('i32.add', x, y));
}

function scaled({ index, bytes }: Address['scaled'][number], counter: Counter): Code<'i32'> {
  const shift = Math.log2(bytes);
  return Number.isInteger(shift)
    ? instruction('i32.shl', get(counter(index)), i32(shift))
    : instruction('i32.mul', get(counter(index)), i32(bytes));
}
