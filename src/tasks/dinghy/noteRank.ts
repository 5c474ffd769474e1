import {
  tagsFor,
  type Asked as AskedLists,
  type Axis,
  type Note,
  type Topic,
} from '../../domain/knowledge';
import { contentStems } from './stems';
import { askedOf, holds, termsOf, type Asked, type Term } from './terms';

/** Notes an answer may be given, and the fewest for a question that asks for something particular. */
const MAX_NOTES = 9;
const FEWEST = 2;
/** Share of the best note's claim that a note needs to be handed over for a particular question. */
const CLOSE = 0.6;
const PHRASE = 1.5;

/** Tags that a question's own words rule out. */
const RULED_OUT: readonly [RegExp, readonly string[]][] = [
  [
    /\b(?:cheap\w*|free|costs? nothing|no money|without (?:money|paying|spending)|broke|little money|for nothing|low budget|can't afford)\b/,
    ['cost'],
  ],
  [
    /\b(?:quick\w*|fast\w*|no time|in a hurry|right now|tonight|immediately|(?:in|within) (?:\w+ ){1,2}(?:minutes?|hours?)|little time|last minute)\b/,
    ['slow'],
  ],
  [/\b(?:vegan\w*|vegetarian\w*|plant-based|meatless|dairy-free)\b/, ['animal']],
  [
    /\b(?:alcohol-free|non-alcoholic|mocktails?|sober|pregnant|(?:no|without) (?:any )?(?:alcohol|booze)|don't drink|doesn't drink)\b/,
    ['alcohol'],
  ],
  [
    /\b(?:kids?|child(?:ren)?|toddlers?|bab(?:y|ies)|pupils?|(?:year|yr)s?[- ]old|son|daughter|grandchild\w*|kindergarten)\b/,
    ['adult', 'alcohol'],
  ],
  [/\b(?:never|first time|beginners?|newbie|total(?:ly)? new)\b/, ['hard']],
  [
    /\b(?:wheelchair|crutches|bad (?:back|knees?)|arthritis|housebound|bedridden)\b/,
    ['physical', 'travel'],
  ],
  [
    /\b(?:(?:no|without (?:any |a )?)(?:equipment|tools?|gadgets?|gear|oven|blender|machine|buying))\b/,
    ['gear'],
  ],
];

/**
 * Notes for a question and persona, best first. Notes that break a wanted need are left out.
 * A question that asks for something particular gets the notes on that alone.
 */
export function rankNotes(
  notes: readonly Note[],
  topic: Topic | null,
  question: string,
  poles: readonly string[],
  axes: readonly Axis[],
): Note[] {
  const { broken, served } = tagsFor(poles, axes);
  const allowed = notes.filter(({ tags }) => !tags.some((tag) => broken.has(tag)));
  const asked = askedOf(question);
  const claims = topic ? claimsOf(topic, asked) : new Map<string, number>();
  const words = wordScores(allowed, asked);
  const ruledOut = tagsRuledOut(question);
  const score = (note: Note, index: number) =>
    4 * (claims.get(note.id) ?? 0) +
    (words[index] ?? 0) +
    3 * note.tags.filter((tag) => served.has(tag)).length -
    (note.tags.some((tag) => ruledOut.has(tag)) ? 20 : 0);
  const ranked = allowed
    .map((note, index) => ({ note, score: score(note, index) }))
    .sort((x, y) => y.score - x.score)
    .map(({ note }) => note);
  const fitting = ranked.filter(({ tags }) => !tags.some((tag) => ruledOut.has(tag)));
  return narrowed(fitting.length >= FEWEST ? fitting : ranked, claims).slice(0, MAX_NOTES);
}

/** The notes that the question asks for in particular, if it does; else all. */
function narrowed(ranked: readonly Note[], claims: ReadonlyMap<string, number>): readonly Note[] {
  const best = Math.max(0, ...ranked.map(({ id }) => claims.get(id) ?? 0));
  if (best === 0) return ranked;
  const close = ranked.filter(({ id }) => (claims.get(id) ?? 0) >= best * CLOSE);
  const others = ranked.filter((note) => !close.includes(note));
  return [...close, ...others.slice(0, Math.max(0, FEWEST - close.length))];
}

/** How much the question asks for each note, by the hand-written words for it. */
function claimsOf({ asked: lists, notes }: Topic, asked: Asked): Map<string, number> {
  const claims = new Map<string, number>();
  for (const { notes: numbers, terms } of particularsOf(lists)) {
    const found = terms.filter((term) => holds(asked, term));
    if (found.length === 0) continue;
    const claim = Math.min(
      2,
      found.reduce((sum, { stems }) => sum + (stems.length > 1 ? PHRASE : 1), 0),
    );
    numbers.forEach((number, index) => {
      const id = notes[number - 1]?.id ?? '';
      claims.set(id, (claims.get(id) ?? 0) + claim - index * 0.01);
    });
  }
  return claims;
}

const particulars = new WeakMap<AskedLists, { notes: number[]; terms: Term[] }[]>();

/** The lists of a topic's particulars, read once. */
function particularsOf(lists: AskedLists | undefined): { notes: number[]; terms: Term[] }[] {
  if (!lists) return [];
  const known = particulars.get(lists);
  if (known) return known;
  const made = lists.notes.map(({ notes, words }) => ({ notes, terms: termsOf(words) }));
  particulars.set(lists, made);
  return made;
}

/** Rarity-weighted words that a note shares with the question. */
function wordScores(notes: readonly Note[], { content }: Asked): number[] {
  const stems = notes.map(
    ({ a, r, e, n, c, s }) => new Set(contentStems([a, r, e, n, c, s].join(' '))),
  );
  const rarity = (word: string) =>
    Math.log(1 + notes.length / (1 + stems.filter((set) => set.has(word)).length));
  return stems.map((set) =>
    content.filter((word) => set.has(word)).reduce((sum, word) => sum + rarity(word), 0),
  );
}

function tagsRuledOut(question: string): Set<string> {
  const text = question.slice(0, 2000).toLowerCase().replaceAll('’', "'");
  return new Set(RULED_OUT.flatMap(([pattern, tags]) => (pattern.test(text) ? tags : [])));
}
