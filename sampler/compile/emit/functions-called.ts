/** Names of the functions that a module calls and does not have: those of the math library. */
import type { Code, WasmModule } from './code.ts';

export function mathCalls({ functions }: WasmModule): readonly string[] {
  const own = new Set(functions.map(({ name }) => name));
  const found = new Set<string>();
  const visit = (code: Code): void => {
    if (code.kind === 'call' && !own.has(code.function)) found.add(code.function);
    for (const part of partsOf(code)) visit(part);
  };
  for (const { body } of functions) body.forEach(visit);
  return [...found].sort();
}

function partsOf(code: Code): readonly Code[] {
  switch (code.kind) {
    case 'constant':
    case 'get':
      return [];
    case 'set':
    case 'tee':
      return [code.value];
    case 'plain':
    case 'memory':
    case 'call':
      return code.operands;
    case 'loop':
      return code.body;
    case 'branchIf':
      return [code.condition];
    case 'if':
      return [code.condition, ...code.then, ...code.else];
  }
}
