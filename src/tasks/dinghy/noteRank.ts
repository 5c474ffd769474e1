import { tagsFor, type Axis, type Note } from '../../domain/knowledge';
import { contentStems } from './stems';

/** Notes an answer may be given, and the fewest, where there are. */
const MAX_NOTES = 9;
const FEWEST = 2;
/** A note is handed over from so likely a help on; from so likely, where there would be fewer than two or it has what is asked. */
const HELPS = 0.85;
const MAY_HELP = 0.7;

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
 * @param helps per note id the probability that it helps with the question; without, all may
 */
export function rankNotes(
  notes: readonly Note[],
  question: string,
  poles: readonly string[],
  axes: readonly Axis[],
  helps: ReadonlyMap<string, number> = new Map(),
): Note[] {
  const { broken, served } = tagsFor(poles, axes);
  const allowed = notes.filter(({ tags }) => !tags.some((tag) => broken.has(tag)));
  const words = wordScores(allowed, question);
  const ruledOut = tagsRuledOut(question);
  const missing = thingsMissing(question);
  const isRuledOut = ({ tags, a }: Note) =>
    tags.some((tag) => ruledOut.has(tag)) ||
    (a !== undefined && contentStems(a).some((word) => missing.has(word)));
  const oddsOf = ({ id }: Note) => helps.get(id) ?? 1;
  const score = (note: Note, index: number) =>
    10 * oddsOf(note) +
    (helps.size > 0 ? 0.2 : 1) * (words[index] ?? 0) +
    3 * note.tags.filter((tag) => served.has(tag)).length -
    (isRuledOut(note) ? 20 : 0);
  const ranked = allowed
    .map((note, index) => ({ note, score: score(note, index) }))
    .sort((x, y) => y.score - x.score)
    .map(({ note }) => note);
  const left = ranked.filter((note) => !isRuledOut(note));
  const fitting = left.length >= FEWEST ? left : ranked;
  const best = fitting.toSorted((x, y) => oddsOf(y) - oddsOf(x)).slice(0, FEWEST);
  const few = best.filter((note, rank) => rank === 0 || oddsOf(note) >= MAY_HELP);
  return fitting.filter((note) => oddsOf(note) >= HELPS || few.includes(note)).slice(0, MAX_NOTES);
}

/** Rarity-weighted words that a note shares with the question. */
function wordScores(notes: readonly Note[], question: string): number[] {
  const content = contentStems(question.slice(0, 2000));
  const stems = notes.map(
    ({ a, r, e, n, c, s }) => new Set(contentStems([a, r, e, n, c, s].join(' '))),
  );
  const rarity = (word: string) =>
    Math.log(1 + notes.length / (1 + stems.filter((set) => set.has(word)).length));
  return stems.map((set) =>
    content.filter((word) => set.has(word)).reduce((sum, word) => sum + rarity(word), 0),
  );
}

/** What somebody asks to do without: "without a telescope". */
function thingsMissing(question: string): Set<string> {
  const found = question.slice(0, 2000).matchAll(/\bwithout (?:(?:an?|any|the|my|our) )?(\w+)/gi);
  return new Set([...found].flatMap(([, word = '']) => contentStems(word)));
}

function tagsRuledOut(question: string): Set<string> {
  const text = question.slice(0, 2000).toLowerCase().replaceAll('’', "'");
  return new Set(RULED_OUT.flatMap(([pattern, tags]) => (pattern.test(text) ? tags : [])));
}
