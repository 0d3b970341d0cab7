export { unreachable } from '../grammar/unreachable.ts';
