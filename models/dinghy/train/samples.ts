import { compareFeatures, measureFeatures } from '../../../src/domain/features';
import type { Axis, Note, Topic } from '../../../src/domain/knowledge';
import { asidesBeside } from '../../../src/tasks/dinghy/asides';
import { availableReferences, ReferenceFiller } from '../../../src/tasks/dinghy/compose';
import { planNotes } from '../../../src/tasks/dinghy/notePlan';
import type { NoteSet } from '../../../src/tasks/dinghy/retrieve';
import { showablePoles } from '../../../src/tasks/dinghy/tailorLimits';
import { inferPrompt, tailorPrompt } from '../../../src/tasks/dinghy/prompts';
import { AnswerWriter } from './answer';
import { evidencePoles } from './evidence';
import { garble, relayout, roughen } from './noise';
import type { Random } from './random';
import { Renderer } from './render';
import { sayPersona } from './personas';
import { isHeldPair, knowledge, poles, topicsOf, wordingsOf, type Split } from './wordings';

/** One training example: what the model reads, and what it should write. `truth` is for tests. */
export interface Sample {
  task: 'read' | 'infer' | 'tailor';
  input: string;
  output: string;
  truth: string[];
  /** The pair itself, for tests of the judge. */
  pair?: { prompt: string; chosen: string; rejected: string };
}

const manner = knowledge.axes.filter(({ family }) => family === 'manner');
const needs = knowledge.axes.filter(({ family }) => family === 'needs');
const breakingTags = new Set(needs.flatMap(({ breaks }) => breaks ?? []));
/** Poles that rule each other out although they are on different axes. */
const clashes = [
  ['steps', 'prose'],
  ['steps', 'several'],
  ['steps', 'bullets'],
  ['bullets', 'free-form'],
  ['short', 'several'],
  ['one-pick', 'several'],
  ['formal', 'plain-spoken'],
  ['casual', 'polite'],
  ['confident', 'hedged'],
  ['unhedged', 'modest'],
  ['one-pick', 'detailed'],
  ['direct', 'gentle-lead-in'],
  ['one-pick', 'steps'],
  ['one-pick', 'bullets'],
  ['matter-of-fact', 'encouraging'],
  ['short', 'gentle-lead-in'],
  ['short', 'story'],
  ['matter-of-fact', 'playful'],
  ['formal', 'playful'],
  ['safe', 'bold'],
  ['short', 'detailed'],
].map((pair) => pair.join('+'));

/** Poles that a plain text shows as well as marked words do. */
const quietPoles = ['matter-of-fact', 'unhedged', 'plain-spoken', 'direct'];
const isQuiet = (pole: string) =>
  quietPoles.includes(pole) ||
  /^(?:no-|free-form|prose|serious|literal|just-|straight-in|neutral)/.test(pole);

/** How many manners tailoring is asked for: often several at once. */
const askedAxes = [0, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4];
/** Poles that the model was found to show too seldom. */
const hard = new Set([
  'summary-first',
  'defines',
  'encouraging',
  'one-pick',
  'beginner',
  'gentle-lead-in',
  'playful',
  'confident',
  'warm',
  'examples',
  'analogies',
  'modest',
  'numbers',
  'hedged',
  'bullets',
  'steps',
]);

/** Text of a prompt as the tokenizer sees it. */
export function promptString(prompt: ReturnType<typeof tailorPrompt>): string {
  return prompt.kind === 'parts' ? prompt.parts.map(({ text }) => text).join('') : '';
}

export function agree(styles: readonly string[]): boolean {
  return !styles.some((a, i) =>
    styles.some(
      (b, j) =>
        i < j &&
        (clashes.includes(`${a}+${b}`) || clashes.includes(`${b}+${a}`) || axisOf(a) === axisOf(b)),
    ),
  );
}

export function axisOf(pole: string): Axis | undefined {
  return poles.find(({ id }) => id === pole)?.axis;
}

/** A question, two responses, and the poles that set the first apart from the second. */
export function inferSample(
  random: Random,
  split: Split,
  options: { axes?: number; heldPairs?: boolean } = {},
): Sample {
  const roll = random.next();
  if (options.axes === undefined && roll < 0.17) return freeSample(random, split);
  const isNone = options.axes === 0 || (options.axes === undefined && roll < 0.29);
  for (;;) {
    const pair = isNone ? differingPair(random, split, [], []) : styledPair(random, split, options);
    if (pair) return finishInfer(random, pair);
  }
}

export interface Pair {
  prompt: string;
  chosen: string;
  rejected: string;
  truth: string[];
}

function styledPair(
  random: Random,
  split: Split,
  options: { axes?: number; heldPairs?: boolean },
): Pair | null {
  const count = options.axes ?? random.pick([1, 1, 1, 2, 2, 2, 3, 3]);
  const needCount = random.chance(0.14) ? 1 : 0;
  const axes = [...random.sample(manner, count - needCount), ...random.sample(needs, needCount)];
  const held = axes.some((a, i) => axes.some((b, j) => i < j && isHeldPair(a, b)));
  if (held !== (options.heldPairs ?? false)) return null;
  const chosen = axes.map(({ poles: [a, b] }) => (random.chance(0.55) ? a.id : b.id));
  const rejected = axes.map(({ poles: [a, b] }, index) => (chosen[index] === a.id ? b.id : a.id));
  return agree(chosen) && agree(rejected) ? differingPair(random, split, chosen, rejected) : null;
}

/** Two answers over one shared style; each adds its own poles. Content may differ too: a distraction. */
function differingPair(
  random: Random,
  split: Split,
  chosenPoles: string[],
  rejectedPoles: string[],
): Pair | null {
  const topic = random.pick(topicsOf(split));
  const taken = new Set([...chosenPoles, ...rejectedPoles].map((pole) => axisOf(pole)));
  const shared = random
    .sample(
      manner.filter((axis) => !taken.has(axis)),
      random.pick([0, 0, 1, 1, 2, 2, 3]),
    )
    .map(({ poles: [a, b] }) => (random.chance(0.7) ? a.id : b.id))
    .filter((pole) => pole !== 'detailed' || random.chance(0.3));
  if (!agree([...shared, ...chosenPoles]) || !agree([...shared, ...rejectedPoles])) return null;
  // Often one side simply lacks the mark: nothing says "matter-of-fact" but the missing warmth.
  const unmarked = new Set([
    ...chosenPoles.filter((pole) => quietPoles.includes(pole) && random.chance(0.5)),
    ...rejectedPoles.filter(
      (pole, index) => !isQuiet(chosenPoles[index] ?? '') && random.chance(0.4),
    ),
  ]);
  const [first, second] = pickNotes(random, topic, chosenPoles, rejectedPoles);
  const tags = needs
    .filter(({ poles: ends }) => ends.some(({ id }) => chosenPoles.includes(id)))
    .flatMap(({ breaks = [], serves = [] }) => [...breaks, ...serves]);
  const isEvident = topic.notes.some((note) => note.tags.some((tag) => tags.includes(tag)));
  const write = (notes: Note[], own: string[]) => {
    const needPoles = own.filter((pole) => axisOf(pole)?.family === 'needs');
    const extras = needPoles
      .filter(() => !isEvident || random.chance(0.45))
      .flatMap((pole) => {
        const { mid, close } = wordingsOf(pole, split.wordings).lines;
        return random.sample([...mid, ...close], 1);
      });
    if (needPoles.length > 0 && !isEvident && extras.length === 0) return null;
    const set: NoteSet = { topic, notes, asides: asidesBeside(notes, topic) };
    const style = new Set([...shared, ...own.filter((pole) => !unmarked.has(pole))]);
    const rendered = new Renderer(style, availableReferences(set), random, split, extras).render();
    const shown = new Set([...rendered.shown, ...needPoles, ...unmarked]);
    return own.every((pole) => shown.has(pole)) ? fill(rendered.text, set) : null;
  };
  const chosen = write(first, chosenPoles);
  const rejected = write(second, rejectedPoles);
  if (chosen === null || rejected === null) return null;
  const words = compareFeatures(measureFeatures(chosen), measureFeatures(rejected)).words;
  const wanted = chosenPoles.includes('detailed') ? 1 : chosenPoles.includes('short') ? -1 : 0;
  if (wanted !== 0 ? Math.sign(words) !== wanted : Math.abs(words) === 2 && random.chance(0.8))
    return null;
  const prompt = random.chance(0.9)
    ? random.pick(topic.questions)
    : random.pick(random.pick(knowledge.topics).questions);
  return { prompt, chosen, rejected, truth: random.shuffle(chosenPoles) };
}

/** Notes for both sides: equal in tags, but for the need that sets them apart. */
function pickNotes(
  random: Random,
  topic: Topic,
  chosen: string[],
  rejected: string[],
): [Note[], Note[]] {
  const need = needs.find(({ poles: [a, b] }) => chosen.includes(a.id) || chosen.includes(b.id));
  const plain = topic.notes.filter(({ tags }) => !tags.some((tag) => breakingTags.has(tag)));
  const breaking = (note: Note) => note.tags.some((tag) => need?.breaks?.includes(tag));
  const serving = (note: Note) => note.tags.some((tag) => need?.serves?.includes(tag));
  const side = (own: string[]) => {
    if (!need) return random.shuffle(random.chance(0.7) ? plain : topic.notes);
    const first = own.includes(need.poles[0].id);
    const wanted = topic.notes.filter(first ? serving : breaking);
    return [
      ...random.shuffle(wanted),
      ...random.shuffle(
        plain.filter((note) => !wanted.includes(note) && (first || !serving(note))),
      ),
    ];
  };
  const one = side(chosen).slice(0, 9);
  const other = !need && random.chance(0.4) ? [...one] : side(rejected).slice(0, 9);
  return [one, other];
}

/** Texts without a template: sentences in any order, garbled at times, so that only the features speak. */
function freeSample(random: Random, split: Split): Sample {
  const topic = random.pick(topicsOf(split));
  const sentences = topic.notes.flatMap(({ a, r, e, n, c }) =>
    [a, r, e, n, c].flatMap((text) => (text ? [`${text}.`] : [])),
  );
  const said = topic.asides.filter(({ kind }) => kind !== 'l').map(({ text }) => finished(text));
  const pool = [...sentences, ...said];
  const write = () => {
    const size = random.chance(0.25) ? random.between(8, 16) : random.between(1, 7);
    const lines = random.sample(pool, size);
    const marker = random.sample(poles, random.between(0, 2)).flatMap(({ id }) => {
      const { lines: own } = wordingsOf(id, split.wordings);
      return random.sample([...own.open, ...own.mid, ...own.close], random.between(1, 2));
    });
    const all = random
      .shuffle([...lines, ...marker])
      .map((line) => line.replaceAll('{g}', topic.about));
    const mark = random.pick(['', '', '', '- ', '1']);
    const laid = all.map(
      (line, index) =>
        (mark === '1' ? `${index + 1}. ` : mark) +
        line.replace(/^\p{L}/u, (letter) => letter.toUpperCase()),
    );
    const text = laid.join(mark === '' ? ' ' : '\n');
    return random.chance(0.4) ? garble(text, random) : text;
  };
  const [chosen, rejected] = [write(), random.chance(0.08) ? '' : write()];
  const truth = random.sample(evidencePoles(chosen, rejected), 3);
  return finishInfer(random, { prompt: random.pick(topic.questions), chosen, rejected, truth });
}

/** A pair as the model meets it: noise, features now and then missing, its poles and its persona. */
export function finishInfer(random: Random, pair: Pair): Sample {
  const noise = (text: string) => roughen(relayout(text, random), random, 0.1);
  const layout = {
    ...pair,
    chosen: noise(pair.chosen),
    rejected: noise(pair.rejected),
    prompt: roughen(pair.prompt, random, 0.15),
  };
  let input = promptString(inferPrompt(layout));
  const isDropped = random.chance(0.12);
  if (isDropped) input = input.replace(/<\|f:[^|]+\|>/g, '');
  else if (random.chance(0.3))
    input = input.replace(/<\|f:[^|]+\|>/g, (token) => (random.chance(0.15) ? '' : token));
  const tokens = pair.truth.map((pole) => `<|p:${pole}|>`).join('');
  const output =
    pair.truth.length === 0 ? '<|none|>' : `${tokens}<|say|>${sayPersona(pair.truth, random)}`;
  return {
    task: 'infer',
    input,
    output,
    truth: pair.truth,
    pair: { prompt: layout.prompt, chosen: layout.chosen, rejected: layout.rejected },
  };
}

/** Poles and references to the answer's template. */
export function tailorSample(
  random: Random,
  split: Split,
  options: { axes?: number } = {},
): Sample {
  const topic = random.pick(topicsOf(split));
  const isOwn = random.chance(0.15);
  for (;;) {
    const asked = wantedManners(random, options.axes ?? random.pick(askedAxes));
    if (!agree(asked)) continue;
    const other = random
      .sample(needs, random.pick([0, 0, 0, 1, 1, 2]))
      .map(({ poles: [a, b] }) => (random.chance(0.7) ? a.id : b.id));
    // Many questions ask for something particular and get few notes.
    const few = random.chance(0.4) ? random.between(1, 3) : topic.notes.length;
    const own = Array.from({ length: 9 }, (_, i): Note => ({
      id: `own-${i + 1}`,
      s: 'x',
      tags: [],
    }));
    const fitting = random.sample(isOwn ? own : topic.notes, few);
    const notes = planNotes(fitting, isOwn ? null : topic, asked);
    const set: NoteSet = isOwn
      ? { topic: null, notes, asides: {} }
      : { topic, notes, asides: asidesBeside(notes, topic) };
    // The app asks for nothing else.
    const wanted = showablePoles(asked, set);
    const style = new Set([...wanted, ...other.filter((pole) => pole === 'safe')]);
    const { text, shown } = new AnswerWriter(
      style,
      availableReferences(set),
      random,
      split,
    ).render();
    const input = promptString(tailorPrompt(random.shuffle([...wanted, ...other]), set));
    return { task: 'tailor', input, output: text, truth: shown };
  }
}

/** Manners to ask for: those that are hard to learn more often, and rarely those that ask for nothing. */
function wantedManners(random: Random, count: number): string[] {
  const axes = new Set<Axis>();
  const drawn = manner.flatMap((axis) =>
    axis.poles.some(({ id }) => hard.has(id)) ? [axis, axis] : [axis],
  );
  while (axes.size < count) axes.add(random.pick(drawn));
  return [...axes].map(({ poles: [a, b] }) => {
    const first =
      isQuiet(b.id) || hard.has(a.id) ? 0.75 : isQuiet(a.id) || hard.has(b.id) ? 0.25 : 0.5;
    return random.chance(first) ? a.id : b.id;
  });
}

const finished = (text: string) => (/[.!?]["']?$/.test(text) ? text : `${text}.`);

/** References replaced by the notes' words, as the page does it. */
export function fill(template: string, set: NoteSet): string {
  const filler = new ReferenceFiller(set);
  return filler.push(template) + filler.end();
}
