import type { Space } from '../../domain/types';

/** What speaks against a new name for the space `id`, as a sentence; `null` for nothing. */
export function nameProblem(spaces: readonly Space[], id: string, name: string): string | null {
  const wanted = name.trim();
  if (wanted === '') return 'A space needs a name: write at least one letter.';
  const same = (other: string) => other.toLocaleLowerCase() === wanted.toLocaleLowerCase();
  const other = spaces.find((space) => space.id !== id && same(space.name));
  return other ? `Another space is called “${other.name}”. Choose a different name.` : null;
}
