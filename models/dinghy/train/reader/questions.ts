import { readdirSync, readFileSync } from 'node:fs';
import type { Topic } from '../../../../src/domain/knowledge';
import { MOST_NOTES } from '../../../../src/domain/reader';
import type { Random } from '../random';
import subjectsElsewhere from './elsewhere.json';

/** A question as somebody might ask it, with the topic and the notes that answer it. */
export interface Question {
  text: string;
  /** `null`: no topic answers it. */
  topic: string | null;
  /** Numbers of the notes that help, from 1; `null` where that was not said. */
  notes: number[] | null;
  /** How much it counts beside a written question. */
  weight: number;
}

const folder = new URL('../../topics/questions/', import.meta.url);
/** What a word that names a topic, one near it, one for single notes, and a note's own words count. */
const [WORD, NEAR, PARTICULAR, NOTE] = [1, 0.3, 0.25, 0.5];
const ALL = Array.from({ length: MOST_NOTES }, (_, index) => index + 1);

/**
 * The questions of `topics/questions/*.txt`: "numbers: question", "* -7: question" (all but 7), "~: question" (of the
 * topic, notes not said), "-: question".
 */
export function writtenQuestions(
  topics: readonly Topic[],
  isOwn: (file: string) => boolean = () => true,
): Question[] {
  const ids = new Map(topics.map(({ title, id }) => [title, id]));
  return readdirSync(folder)
    .filter(isOwn)
    .sort()
    .flatMap((file) => {
      let topic: string | null = null;
      return readFileSync(new URL(file, folder), 'utf8')
        .split('\n')
        .flatMap((line): Question[] => {
          if (line.startsWith('# ')) {
            topic = ids.get(line.slice(2).trim()) ?? null;
            if (topic === null) throw new Error(`${file}: no topic "${line}"`);
            return [];
          }
          if (line.trim() === '') return [];
          const [, marks, text] = /^([-~*\d ]+):\s*(.+)$/.exec(line) ?? [];
          if (marks === undefined || text === undefined) throw new Error(`${file}: "${line}"`);
          if (marks === '-') return [{ text, topic: null, notes: null, weight: 1 }];
          if (marks === '~') return [{ text, topic, notes: null, weight: 1 }];
          return [{ text, topic, notes: numbersOf(marks.trim().split(/\s+/)), weight: 1 }];
        });
    });
}

function numbersOf([first = '', ...others]: string[]): number[] {
  if (first !== '*') return [first, ...others].map(Number);
  const without = others.map((mark) => -Number(mark));
  return ALL.filter((note) => !without.includes(note));
}

/** Words that people use for a topic and for single notes, and subjects that no topic is about: as very short questions. */
export function askedWords(topics: readonly Topic[]): Question[] {
  const ids = new Map(topics.map(({ title, id }) => [title, id]));
  const root = new URL('../../topics/', import.meta.url);
  const list = (text = '') => text.split(',').map((word) => word.trim());
  const of = (title: string, words: string[], weight: number, notes: number[] | null = null) =>
    words.map((text): Question => ({ text, topic: ids.get(title) ?? null, notes, weight }));
  const keywords = readFileSync(new URL('keywords.txt', root), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [title = '', words] = line.split(': ');
      return words === undefined ? [] : of(title, words.split(/[,\s]+/), WORD);
    });
  const asked = readFileSync(new URL('asked.txt', root), 'utf8')
    .split(/^# /m)
    .slice(1)
    .flatMap((block) => {
      const [title = '', words, near = '', ...particulars] = block.trim().split('\n');
      return [
        ...of(title, list(words), WORD),
        ...of(title, list(near.slice(2)), NEAR),
        ...particulars.flatMap((line) => {
          const [numbers = '', some] = line.split(': ');
          return of(title, list(some), PARTICULAR, numbers.split(' ').map(Number));
        }),
      ];
    });
  const elsewhere = Object.values(subjectsElsewhere).flatMap((words) => of('', list(words), WORD));
  return [...keywords, ...asked, ...elsewhere];
}

/** How people begin whatever they ask: it must not speak for any topic. */
const openings = [
  'how do i',
  'how can i',
  'what can i do about',
  'tips for',
  'any ideas for',
  'help with',
  'can you help me with',
  'i want to',
  'best way to',
  'what should i do about my',
  'how do we',
  'my',
  'advice on',
  'i need help with',
  'what do i need for',
  'how should i',
  'why is my',
  'what is the best',
  'how can she',
  'how do you',
];

/** Needs and circumstances that may stand after any question. */
const endings = [
  'without spending money',
  'for free',
  'on a budget',
  'quickly',
  'with little time',
  'with kids',
  'with my toddler',
  'without equipment',
  'without alcohol',
  'vegan please',
  'for beginners',
  'safely',
  'at home',
  'with a bad back',
  'for my dad',
  'for my son',
  'this week',
  'tonight',
  'tomorrow',
  'without much effort',
];
/** Share of the questions that get an ending. */
const ENDED = 0.35;

/** The same words again, as plain questions: an opening before them, at times an ending after them. */
export function opened(questions: readonly Question[], random: Random): Question[] {
  return questions.map((question) => ({
    ...question,
    text: [
      random.pick(openings),
      question.text,
      ...(random.chance(ENDED) ? [random.pick(endings)] : []),
    ].join(' '),
  }));
}

/** What the topics say of themselves: title, example questions, notes. */
export function ownWords(topics: readonly Topic[]): Question[] {
  return topics.flatMap(({ id, title, about, questions, notes }): Question[] => [
    ...questions.map((text) => ({ text, topic: id, notes: null, weight: 1 })),
    ...[title, about].map((text) => ({ text, topic: id, notes: null, weight: WORD })),
    ...notes.flatMap(({ a = '', r = '', e = '' }, index) =>
      [a, r, e].map((text) => ({ text, topic: id, notes: [index + 1], weight: NOTE })),
    ),
  ]);
}
