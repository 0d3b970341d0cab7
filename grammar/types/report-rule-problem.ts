/** Problems that rules of built-in functions find, as diagnostics. */
import { mustBeData } from '../checks/needs-data.ts';
import { shapesDiffer } from '../checks/shape-mismatch.ts';
import { wrongType } from '../checks/type-mismatch.ts';
import type { BuiltinFunction, RuleProblem } from '../functions/function.ts';
import { formatType, type Type } from '../shapes/type.ts';
import type { CallExpr, Expr } from '../syntax/ast.ts';
import { type Context, quoted } from './context.ts';
import { asArray, axisInWords } from './infer-array.ts';
import { shapeOrigin } from './shape-origin.ts';

export function reportProblem(
  ctx: Context,
  call: CallExpr,
  fn: BuiltinFunction,
  problem: RuleProblem,
  args: readonly { readonly value: Expr; readonly type: Type }[],
): void {
  switch (problem.kind) {
    case 'type': {
      const { value, type } = args[problem.arg];
      const found = problem.found ?? type;
      if (problem.expected === 'a number or an array') {
        asArray(ctx, value, found, `as an argument of \`${fn.name}\``);
        return;
      }
      ctx.report(
        wrongType({
          span: value.span,
          expected: problem.expected,
          found,
          where: `as an argument of \`${fn.name}\``,
          advice: problem.advice,
        }),
      );
      return;
    }
    case 'shape': {
      const { value, type } = args[problem.arg];
      const text = quoted(ctx, value.span, 'this');
      const message = `\`${fn.name}\` needs ${problem.expected}, but ${text} is \`${formatType(type)}\``;
      const dim = type.kind === 'array' ? type.dims[0] : undefined;
      ctx.report(shapesDiffer(value.span, message, dim === undefined ? [] : shapeOrigin(ctx, value, dim)));
      return;
    }
    case 'needs-data': {
      const { value } = args[problem.arg];
      ctx.report(
        mustBeData(
          value.span,
          `the argument of \`${fn.name}\``,
          quoted(ctx, value.span, 'this'),
          problem.reason,
        ),
      );
      return;
    }
    case 'clash': {
      const left = args[problem.left];
      const right = args[problem.right];
      const l = quoted(ctx, left.value.span, 'one argument');
      const r = quoted(ctx, right.value.span, 'another');
      ctx.report(
        shapesDiffer(
          call.callee.span,
          `shapes do not fit in \`${fn.name}\`: ${l} is \`${formatType(left.type)}\`, ${r} is \`${formatType(right.type)}\`; axis ${axisInWords(ctx, problem.leftDim)} does not go with axis ${axisInWords(ctx, problem.rightDim)}`,
          [
            ...shapeOrigin(ctx, left.value, problem.leftDim),
            ...shapeOrigin(ctx, right.value, problem.rightDim),
          ],
        ),
      );
      return;
    }
  }
}
