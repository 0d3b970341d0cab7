import type { ChainMethod } from '../method.ts';
import { resumeChain, runChain } from './chain.ts';

export const nutsMethod: ChainMethod = { family: 'chains', sample: runChain, resume: resumeChain };
