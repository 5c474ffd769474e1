import { describe, expect, test } from 'vitest';
import answers from '../../fixtures/answers/personas.json';
import { personaSoFar, readPersona } from '../../../src/tasks/persona-inference/readPersona';

describe('readPersona finds the sentence in', () => {
  test.each(answers.filter(({ persona }) => persona !== null))('$name', ({ output, persona }) => {
    expect(readPersona(output)).toBe(persona);
  });
});

describe('readPersona refuses', () => {
  test.each(answers.filter(({ persona }) => persona === null))('$name', ({ output }) => {
    expect(() => readPersona(output)).toThrow(
      expect.objectContaining({ code: 'unreadable-output' }),
    );
  });
});

test('a persona is at most 60 words long', () => {
  const long = `The user is odd and prefers ${Array.from({ length: 500 }, (_, i) => `thing${i}`).join(' ')}.`;
  expect(readPersona(long).split(' ')).toHaveLength(60);
});

test('an endless answer is read in bounded time', () => {
  const started = performance.now();
  expect(readPersona(`The user is odd ${'and prefers more '.repeat(20_000)}`)).toBe(
    'The user is odd and prefers more.',
  );
  expect(() => readPersona('<think> the user '.repeat(20_000))).toThrow();
  expect(performance.now() - started).toBeLessThan(2000);
});

test('while it streams, nothing is shown before the sentence begins, and no thoughts', () => {
  expect(personaSoFar('<think>The user is')).toBe('');
  expect(personaSoFar('Persona: ')).toBe('');
  expect(personaSoFar('Persona: The user is bu')).toBe('The user is bu');
});
