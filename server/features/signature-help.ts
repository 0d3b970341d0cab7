/** The arguments of the call around the cursor: distributions, built-in functions, the model's own. */
import {
  MarkupKind,
  type Position,
  type SignatureHelp,
  type SignatureInformation,
} from 'vscode-languageserver';
import type { Argument, Distribution } from '../../grammar/distributions/distribution.ts';
import { distributions } from '../../grammar/distributions/index.ts';
import { modifiers } from '../../grammar/distributions/modifiers.ts';
import { shownArguments } from '../../grammar/distributions/over.ts';
import type { BuiltinFunction } from '../../grammar/functions/function.ts';
import { functions } from '../../grammar/functions/index.ts';
import type { DistributionStatement, FunStatement } from '../../grammar/syntax/ast.ts';
import { cursorContext, type OpenBracket } from '../cursor-context.ts';
import type { ModelDocument } from '../documents.ts';
import { domainWords } from '../domain-text.ts';

interface Parameter {
  readonly name: string;
  readonly label: string;
  readonly doc: string;
  readonly rest?: boolean;
}
interface Signature {
  readonly parameters: readonly Parameter[];
  readonly doc: string;
}

export function signatureHelp(document: ModelDocument, position: Position): SignatureHelp | null {
  const { text } = document;
  const { brackets, place } = cursorContext(text.getText(), text.offsetAt(position));
  if (place === 'comment') return null;
  const call = [...brackets].reverse().find(({ bracket, callee }) => bracket === '(' && callee !== undefined);
  const name = call?.callee?.text;
  if (call === undefined || name === undefined) return null;
  const signatures = signaturesOf(document, name);
  if (signatures.length === 0) return null;
  const active = chosen(signatures, call);
  return {
    signatures: signatures.map((signature) => information(name, signature)),
    activeSignature: active,
    activeParameter: activeParameter(signatures[active], call) ?? undefined,
  };
}

function information(name: string, { parameters, doc }: Signature): SignatureInformation {
  const starts: [number, number][] = [];
  let label = `${name}(`;
  parameters.forEach((parameter, i) => {
    if (i > 0) label += ', ';
    starts.push([label.length, label.length + parameter.label.length]);
    label += parameter.label;
  });
  return {
    label: `${label})`,
    documentation: { kind: MarkupKind.Markdown, value: doc },
    parameters: parameters.map((parameter, i) => ({
      label: starts[i],
      documentation: { kind: MarkupKind.Markdown, value: parameter.doc },
    })),
  };
}

function signaturesOf({ program }: ModelDocument, name: string): Signature[] {
  const family = program.statements.find(
    (s): s is DistributionStatement => s.kind === 'distribution' && s.name.name === name,
  );
  if (family !== undefined) {
    const parameters = family.params.map((param) => ({ name: param.name, label: param.name, doc: '' }));
    return [{ parameters, doc: 'A distribution of this model.' }];
  }
  const distribution = distributions.get(name);
  if (distribution !== undefined) return distributionSignatures(distribution);
  const modifier = modifiers.get(name);
  if (modifier !== undefined) {
    return [{ parameters: modifier.arguments.map(argumentParameter), doc: firstParagraph(modifier.doc) }];
  }
  const own = program.statements.find((s): s is FunStatement => s.kind === 'fun' && s.name.name === name);
  if (own !== undefined) {
    const parameters = own.params.map((p) => ({ name: p.name.name, label: p.name.name, doc: '' }));
    return [{ parameters, doc: 'A function of this model.' }];
  }
  const builtin = functions.get(name);
  return builtin === undefined ? [] : functionSignatures(builtin);
}

function distributionSignatures(distribution: Distribution): Signature[] {
  const doc = firstParagraph(distribution.doc);
  return shownArguments(distribution).map((list) => ({ parameters: list.map(argumentParameter), doc }));
}

function argumentParameter(argument: Argument): Parameter {
  const { name, doc, domain } = argument;
  return {
    name,
    label: argument.default === undefined ? name : `${name} = ${argument.default}`,
    doc: domain === 'real' ? doc : `${doc} (${domainWords(domain)})`,
  };
}

function functionSignatures({ signatures, doc }: BuiltinFunction): Signature[] {
  return signatures.map((list) => ({
    parameters: list.map((a) => ({
      name: a.name,
      label: a.rest ? `${a.name}…` : a.keyword ? `${a.name} = …` : a.optional ? `${a.name}?` : a.name,
      doc: a.doc,
      rest: a.rest,
    })),
    doc,
  }));
}

/** The first signature that has all the given names and enough parameters. */
function chosen(signatures: readonly Signature[], call: OpenBracket): number {
  const fits = ({ parameters }: Signature): boolean =>
    call.named.every((name) => parameters.some((p) => p.name === name)) &&
    (call.commas < parameters.length || parameters.some((p) => p.rest === true));
  return Math.max(0, signatures.findIndex(fits));
}

function activeParameter({ parameters }: Signature, call: OpenBracket): number | null {
  if (call.argumentName !== undefined) {
    const at = parameters.findIndex((p) => p.name === call.argumentName);
    return at < 0 ? null : at;
  }
  if (call.commas < parameters.length) return call.commas;
  return parameters.at(-1)?.rest === true ? parameters.length - 1 : null;
}

function firstParagraph(doc: string): string {
  return doc.split('\n\n')[0];
}
