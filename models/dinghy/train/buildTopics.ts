/**
 * topics/*.txt → topics.json. Drops what breaks a rule, and says so.
 * Usage: npx tsx models/dinghy/train/buildTopics.ts
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import {
  asideKinds,
  type Aside,
  type AsideKind,
  type Note,
  type Topic,
} from '../../../src/domain/knowledge';

const root = new URL('..', import.meta.url).pathname;
const TAGS = new Set(
  'cost slow gear hard risky alcohol animal adult physical effort travel evidence kids'.split(' '),
);
const MARKS = { why: 'r', eg: 'e', num: 'n', care: 'c' } as const;
const LINES: Record<string, AsideKind> = { T: 't', S: 'w', D: 'd', L: 'l', Y: 'y', M: 'm', J: 'j' };
const issues: string[] = [];

const topics = readdirSync(`${root}topics`)
  .filter((file) => file.endsWith('.txt') && !['keywords.txt', 'asked.txt'].includes(file))
  .sort()
  .flatMap((file) =>
    readArea(file.replace('.txt', ''), readFileSync(`${root}topics/${file}`, 'utf8')),
  );

const titles = new Map<string, string>();
for (const { title, area } of topics) {
  if (titles.has(title)) issues.push(`${area}: title "${title}" also in ${titles.get(title)}`);
  titles.set(title, area);
}
writeFileSync(`${root}topics.json`, JSON.stringify({ version: 1, topics }));
console.log(issues.join('\n'));
console.log(
  JSON.stringify({
    topics: topics.length,
    notes: topics.reduce((sum, { notes }) => sum + notes.length, 0),
    areas: new Set(topics.map(({ area }) => area)).size,
    issues: issues.length,
  }),
);

function readArea(area: string, text: string): Topic[] {
  return text
    .split(/^# /m)
    .slice(1)
    .flatMap((block) => readTopic(area, block) ?? []);
}

function readTopic(area: string, block: string): Topic | null {
  const [head = '', ...lines] = block.split('\n').map((line) => line.trim());
  const [title = '', about = ''] = head.split('|').map((part) => part.trim());
  const where = `${area}/${title}`;
  const id = title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const topic: Topic = {
    id,
    title,
    about,
    area,
    questions: [],
    asides: [],
    notes: [],
  };
  const noteId = (number: string) => `${id}-${number}`;
  for (const line of lines.filter((line) => line !== '')) {
    const [, mark = '', rest = ''] = /^([QTSDLYMJOX-])\s+(.*)$/.exec(line) ?? [];
    if (mark === 'Q') topic.questions.push(rest);
    else if (mark === '-') {
      const note = readNote(rest, `${id}-${topic.notes.length + 1}`, where);
      if (note) topic.notes.push(note);
    } else if (LINES[mark]) topic.asides.push(readAside(rest, LINES[mark]));
    else if (mark === 'O') topic.order = rest.split(/\s+/).map(noteId);
    else if (mark === 'X') {
      topic.apart = rest.split(/\s+/).flatMap((pair): [string, string][] => {
        const [one, other] = pair.split('/');
        return one && other ? [[noteId(one), noteId(other)]] : [];
      });
    } else issues.push(`${where}: cannot read "${line.slice(0, 60)}"`);
  }
  const known = new Set(topic.notes.map(({ id: own }) => own));
  const beside = topic.asides.flatMap((aside) => aside.beside ?? []);
  const named = [topic.order ?? [], topic.apart ?? [], beside.map((n) => noteId(`${n}`))].flat(2);
  for (const name of named) if (!known.has(name)) issues.push(`${where}: no note ${name}`);
  if (topic.order && new Set(topic.order).size !== known.size)
    issues.push(`${where}: the order lacks a note`);
  const missing = asideKinds.filter((own) => !topic.asides.some(({ kind }) => kind === own));
  const free = topic.notes.filter(
    ({ tags }) => !tags.some((tag) => tag !== 'evidence' && tag !== 'kids'),
  );
  if (missing.length > 0) issues.push(`${where}: no ${missing.join(', ')}`);
  if (topic.questions.length < 6) issues.push(`${where}: ${topic.questions.length} questions`);
  if (topic.notes.length < 10) issues.push(`${where}: ${topic.notes.length} notes`);
  if (free.length < 5) issues.push(`${where}: only ${free.length} notes without a breaking tag`);
  if (topic.notes.length - free.length < 4) issues.push(`${where}: fewer than 4 breaking notes`);
  if (about === '' || missing.length > 0 || topic.notes.length < 5) {
    issues.push(`${where}: DROPPED`);
    return null;
  }
  return topic;
}

/** "text | with: 3 5": an aside that goes with these notes only. */
function readAside(line: string, kind: AsideKind): Aside {
  const [text = '', numbers] = line.split(/\s+\|\s+with:\s*/);
  const beside = numbers?.trim().split(/\s+/).map(Number);
  return { kind, text: tidy(text, kind), ...(beside && { beside }) };
}

/** Clauses carry no final full stop (a comparison may not either); sentences carry one. */
function tidy(text: string, kind: AsideKind): string {
  if (['d', 'y', 'm', 'j'].includes(kind)) return /[.!?]["']?$/.test(text) ? text : `${text}.`;
  return text.replace(/[.;]$/, '');
}

function readNote(line: string, id: string, where: string): Note | null {
  const [action = '', ...parts] = line.split(/\s+\|\s+/).map((part) => part.trim());
  const note: Note = { id, a: action.replace(/\.$/, ''), tags: [] };
  const drop = (why: string) => {
    issues.push(`${where}: DROPPED "${action}": ${why}`);
    return null;
  };
  if (/^(?:don't|do not|never|always|be sure)\b/i.test(action)) return drop('opening');
  if (/[,;|]/.test(action)) return drop('comma inside');
  if (/^\p{Lu}(?!\b)/u.test(action)) return drop('capital');
  if (action.split(' ').length < 2 || action.split(' ').length > 13) return drop('length');
  for (const part of parts) {
    const [, key = '', value = ''] = /^(\w+):\s*(.*)$/.exec(part) ?? [];
    if (key === 'tags') {
      const tags = value.split(/[,\s]+/).filter((tag) => tag !== '' && tag !== 'none');
      for (const tag of tags.filter((tag) => !TAGS.has(tag))) issues.push(`${where}: tag "${tag}"`);
      note.tags = tags.filter((tag) => TAGS.has(tag));
    } else if (key in MARKS) {
      const clause = value.replace(/[.;]$/, '');
      if (key === 'num' && !/\d|half|dozen/.test(clause))
        issues.push(`${where}: no figure in "${clause}"`);
      // `in` has just checked that key is one of the marks.
      else if (clause !== '') note[MARKS[key as keyof typeof MARKS]] = clause;
    } else issues.push(`${where}: cannot read "${part.slice(0, 60)}"`);
  }
  return note;
}
