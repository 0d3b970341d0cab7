/** Why a run lacks draws that its reader needs, and what to do. */
export function noDrawsOf(name: string): string {
  return `the run has no draws of \`${name}\`: it was left out by \`store\` (\`--keep\`), or the run was made by another version of the model; sample again, with \`${name}\` kept`;
}
