import { it } from 'vitest';
import { programsMeanWhatTheySay } from './random/agree-at-random.ts';

it('15 random programs mean what they say', () => programsMeanWhatTheySay(15, 20));
