import { UnreadableOutputError } from '../../domain/errors';

/**
 * Finds the persona sentence in a model's answer. Small models add labels and second lines.
 * @throws {UnreadableOutputError} when there is none
 */
export function readPersona(output: string): string {
  const sentence = /The user\b[^\n]*/.exec(output)?.[0].trim();
  if (!sentence) throw new UnreadableOutputError(output, 'a sentence beginning with "The user"');
  return sentence;
}
