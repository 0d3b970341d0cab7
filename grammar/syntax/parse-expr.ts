export { type ExpressionResult, parseExpression } from './parse.ts';
