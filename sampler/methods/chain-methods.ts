/** The implementation of the methods that draw chains, by themselves: a worker loads them without the compiler. */
import type { NameIn } from '../../grammar/methods/index.ts';
import type { ChainMethod } from './method.ts';
import { metropolisMethod } from './metropolis/method.ts';
import { nutsMethod } from './nuts/method.ts';

export const chainMethods: { readonly [N in NameIn<'chains'>]: ChainMethod } = {
  nuts: nutsMethod,
  metropolis: metropolisMethod,
};
