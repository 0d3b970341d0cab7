// The bytes of single functions, given as text, so that each can be put into another module: what refers to functions
// and globals, whose numbers differ from module to module, is cut out and listed by name. The places are those of the
// relocations that wabt writes for linkers (the "linking" and "reloc.Code" sections of WebAssembly's tool conventions).
import wabt from 'wabt';

const SECTION = { custom: 0, type: 1, function: 3, global: 6, code: 10 };
const VALUE_TYPES = new Map([
  [0x7f, 'i32'],
  [0x7e, 'i64'],
  [0x7c, 'f64'],
  [0x7b, 'v128'],
]);
/** Kinds of relocations, and of symbols, with the bytes that a reference takes. */
const RELOCATION = { function: 0, global: 7 };
const SYMBOL = { function: 0, global: 2 };
const SYMBOL_TABLE = 8;
const EXPLICIT_NAME = 0x40;
const UNDEFINED = 0x10;
const REFERENCE_BYTES = 5;

function reader(bytes, start = 0) {
  let at = start;
  const byte = () => bytes[at++];
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const next = byte();
      value += (next & 0x7f) * 2 ** shift;
      if (next < 0x80) return value;
    }
  };
  const take = (count) => {
    at += count;
    return bytes.subarray(at - count, at);
  };
  const list = (one) => Array.from({ length: number() }, one);
  return { byte, number, take, list, text: () => Buffer.from(take(number())).toString(), at: () => at };
}

/** The contents of a module's sections by number, and of its custom ones by name. */
function sectionsOf(module) {
  const sections = new Map();
  const read = reader(module, 8);
  while (read.at() < module.length) {
    const id = read.byte();
    const content = read.take(read.number());
    if (id !== SECTION.custom) sections.set(id, content);
    else {
      const own = reader(content);
      sections.set(own.text(), content.subarray(own.at()));
    }
  }
  return sections;
}

function typeName(byte) {
  const name = VALUE_TYPES.get(byte);
  if (name === undefined) throw new Error(`a type ${byte} in the math library`);
  return name;
}

/** The symbols of the "linking" section as `{ kind, index }`. */
function symbolsOf(content) {
  const read = reader(content);
  read.number();
  while (read.number() !== SYMBOL_TABLE) read.take(read.number());
  read.number();
  return read.list(() => {
    const kind = read.byte();
    const flags = read.number();
    const index = read.number();
    if ((flags & UNDEFINED) === 0 || (flags & EXPLICIT_NAME) !== 0) read.text();
    return { kind, index };
  });
}

/**
 * @param functions `{ name, text }`, which call each other by name
 * @param globals `{ name, text }`, mutable and zero at the start
 */
export async function codeOf(functions, globals) {
  const types = globals.map(({ name, text }) => {
    const found = /\(mut (i32|i64|f64)\) \(\1\.const 0\)\)$/.exec(text);
    if (found === null) throw new Error(`a global that is not zero at the start: ${name}`);
    return found[1];
  });
  const fields = [...globals, ...functions].map(({ text }) => text);
  const module = (await wabt()).parseWat('math.wat', `(module (memory 1)\n${fields.join('\n')})`, {
    simd: true,
    bulk_memory: true,
  });
  const sections = sectionsOf(module.toBinary({ relocatable: true }).buffer);
  module.destroy();

  const ofTypes = reader(sections.get(SECTION.type));
  const signatures = ofTypes.list(() => {
    ofTypes.byte();
    return {
      params: ofTypes.list(() => typeName(ofTypes.byte())),
      results: ofTypes.list(() => typeName(ofTypes.byte())),
    };
  });
  const ofFunctions = reader(sections.get(SECTION.function));
  const signatureOf = ofFunctions.list(() => signatures[ofFunctions.number()]);

  const symbols = symbolsOf(sections.get('linking'));
  const ofRelocations = reader(sections.get('reloc.Code'));
  ofRelocations.number();
  const references = ofRelocations.list(() => {
    const kind = ofRelocations.byte();
    const at = ofRelocations.number();
    const symbol = symbols[ofRelocations.number()];
    if (kind === RELOCATION.function && symbol.kind === SYMBOL.function)
      return { at, function: functions[symbol.index].name };
    if (kind === RELOCATION.global && symbol.kind === SYMBOL.global)
      return { at, global: globals[symbol.index].name };
    throw new Error(`a reference of kind ${kind} in the math library`);
  });

  const ofCode = reader(sections.get(SECTION.code));
  const bodies = ofCode.list(() => {
    const length = ofCode.number();
    const start = ofCode.at();
    const body = ofCode.take(length);
    const own = references.filter(({ at }) => at >= start && at < start + length);
    const kept = [];
    const cuts = [];
    let from = 0;
    for (const { at, ...to } of own) {
      kept.push(body.subarray(from, at - start));
      from = at - start + REFERENCE_BYTES;
      cuts.push({ at: kept.reduce((sum, part) => sum + part.length, 0), ...to });
    }
    kept.push(body.subarray(from));
    return { body: Buffer.concat(kept).toString('base64'), references: cuts };
  });
  return {
    functions: bodies.map((code, i) => ({ ...signatureOf[i], ...code })),
    globals: globals.map(({ name }, i) => ({ name, type: types[i] })),
  };
}
