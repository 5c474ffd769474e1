import { expect, test } from 'vitest';
import { CurrentDesk } from '../../src/desk.svelte';
import { memoryStore } from '../../src/storage/memoryStore';

const newDesk = () =>
  new CurrentDesk(
    () => null,
    () => {},
  );

test('a space that was left while the code of its pages came is not laid', async () => {
  const current = newDesk();
  const late = current.lay(memoryStore('first'));
  current.clear();
  await late;
  expect(current.desk).toBeNull();
});

test('of two spaces opened at once the second is laid', async () => {
  const current = newDesk();
  const second = memoryStore('second');
  const seen: string[] = [];
  const list = second.listPersonas.bind(second);
  second.listPersonas = (...args) => {
    seen.push('second');
    return list(...args);
  };
  const first = memoryStore('first');
  first.listPersonas = () => {
    seen.push('first');
    return Promise.resolve([]);
  };
  await Promise.all([current.lay(first), current.lay(second)]);
  expect(current.desk).not.toBeNull();
  expect(new Set(seen)).toEqual(new Set(['second']));
});
