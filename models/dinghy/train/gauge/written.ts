import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { hashOf } from '../../../../src/domain/random';

/** A pair written by hand, with its second reader's poles, most telling first. */
export interface WrittenPair {
  prompt: string;
  a: string;
  b: string;
  polesA: string[];
  polesB: string[];
  personaA: string;
  personaB: string;
}

/** A persona in free words, with the poles it speaks of. */
export interface WrittenPersona {
  persona: string;
  poles: string[];
}

const folder = new URL('../natural/', import.meta.url);

/**
 * One in five written pairs and personas is kept from the language model, so that its worth beside the
 * gauge can be measured on rows neither has seen.
 */
export const isKept = (text: string): boolean => hashOf(text) % 5 === 0;

/** All natural pairs for training. */
export const trainingPairs = (): WrittenPair[] => filesOf<WrittenPair>('train');

/** All free personas for training. */
export const trainingPersonas = (): WrittenPersona[] => filesOf<WrittenPersona>('personas');

/** Facts of people's lives, one or two a row, with the poles that they imply. */
export const trainingFacts = (): WrittenPersona[] => filesOf<WrittenPersona>('facts');

/** Words of like meaning ("concept: word, two words, …"), stemmed: unit to concept. */
export function readConcepts(
  stem: (word: string) => string,
  file = new URL('../thesaurus.txt', import.meta.url),
): Map<string, string> {
  const concepts = new Map<string, string>();
  if (!existsSync(file)) return concepts;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [concept = '', words = ''] = line.split(/:(.*)/);
    for (const word of words.split(',')) {
      const unit = word.trim().toLowerCase().split(/\s+/).map(stem).join(' ');
      // A word of two meanings is no evidence of either.
      if (unit !== '') concepts.set(unit, concepts.has(unit) ? '' : concept.trim());
    }
  }
  for (const [unit, concept] of concepts) if (concept === '') concepts.delete(unit);
  return concepts;
}

/** Groups as they ship: name → its units, joined with commas. */
export function joinedGroups(names: ReadonlyMap<string, string>): Record<string, string> {
  const units = new Map<string, string[]>();
  for (const [unit, name] of names) units.set(name, [...(units.get(name) ?? []), unit]);
  return Object.fromEntries(Array.from(units, ([name, own]) => [name, own.join(',')]));
}

function filesOf<T>(kind: string): T[] {
  return (
    readdirSync(folder)
      .filter((name) => new RegExp(`^${kind}-\\d+\\.jsonl$`).test(name))
      .sort()
      .flatMap((name) => readFileSync(new URL(name, folder), 'utf8').split('\n'))
      .filter((line) => line.trim() !== '')
      // Written by hand in these shapes.
      .map((line) => JSON.parse(line) as T)
  );
}
