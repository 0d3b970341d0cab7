/** Arguments of a built-in function, by position and by name, in the order of a signature that they fit. */
import { missing, tooMany } from '../checks/argument-count.ts';
import { argumentTwice, noSuchArgument } from '../checks/argument-name.ts';
import { type BuiltinFunction, type FunctionArgument, signatureText } from '../functions/function.ts';
import type { Arg, CallExpr } from '../syntax/ast.ts';
import type { Context } from './context.ts';

/** The positions of the arguments in the order of the signature that fits; null after reporting. */
export function placeArguments(ctx: Context, call: CallExpr, fn: BuiltinFunction): readonly number[] | null {
  const byCount = fn.signatures.find((s) => fitsCount(s, call.args)) ?? fn.signatures[0];
  const usage = signatureText(fn, byCount);
  const positional = byCount.filter((a) => !a.keyword);
  const taken = new Map<string, Arg>();
  const order: number[] = [];
  const named = new Map<number, number>();
  for (const [at, arg] of call.args.entries()) {
    if (arg.name === undefined) continue;
    const { name } = arg.name;
    const place = byCount.findIndex((a) => a.name === name && !a.rest);
    if (place < 0) {
      const known = byCount.filter((a) => !a.rest).map((a) => a.name);
      ctx.report(noSuchArgument(arg.name.span, fn.name, name, known));
      return null;
    }
    const first = taken.get(name);
    if (first !== undefined) {
      ctx.report(argumentTwice(arg.span, fn.name, name, first.span));
      return null;
    }
    taken.set(name, arg);
    if (!byCount[place].keyword) named.set(place, at);
  }
  const given = call.args.flatMap((a, at) => (a.name === undefined ? [at] : []));
  let next = 0;
  const lacking: string[] = [];
  for (const [at, argument] of positional.entries()) {
    const byName = named.get(at);
    if (byName !== undefined) order.push(byName);
    else if (argument.rest) {
      if (next >= given.length && !argument.optional) lacking.push(argument.name);
      while (next < given.length) order.push(given[next++]);
    } else if (next < given.length) order.push(given[next++]);
    else if (!argument.optional) lacking.push(argument.name);
  }
  if (lacking.length > 0) {
    ctx.report(missing(call.span, fn.name, lacking, usage));
    return null;
  }
  if (next < given.length) {
    const extra = call.args[given[next]];
    ctx.report(tooMany(extra.span, fn.name, positional.length, call.args.length, usage));
    return null;
  }
  return order;
}

function fitsCount(signature: readonly FunctionArgument[], args: readonly Arg[]): boolean {
  const positional = signature.filter((a) => !a.keyword);
  const given = args.filter(
    (a) => a.name === undefined || positional.some((p) => p.name === a.name?.name),
  ).length;
  const least = positional.filter((a) => !a.optional).length;
  return given >= least && (given <= positional.length || positional.some((a) => a.rest));
}
