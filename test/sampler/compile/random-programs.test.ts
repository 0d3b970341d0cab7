import { it } from 'vitest';
import { programsMeanWhatTheySay } from './random/agree-at-random.ts';

it('40 random programs mean what they say', () => programsMeanWhatTheySay(40, 20));
