import type { Topic } from '../../../src/domain/knowledge';
import { readPrompt } from '../../../src/tasks/dinghy/prompts';
import { roughen } from './noise';
import type { Random } from './random';
import { agree, axisOf, promptString, type Sample } from './samples';
import { strangers } from './strangers';
import { knowledge, poles, wordingsOf, type Split } from './wordings';

/** Words that make a wish one about answers; only such wishes are said of people we do not know. */
const ABOUT_ANSWERS =
  /\b(?:answers?|repl(?:y|ies)|advice|guidance|explanations?|suggestions?|tips|information|responses?|language|tone|instructions|solutions|recommendations?|text|words|sentences|ideas|options|steps|lists?|examples?|reasons|questions|points|facts|figures|stories|details?)\b/;
/** Traits that must not be guessed of anybody: health, age, places. */
const PRIVATE =
  /^(?:an?|in|on|at|from) |\d|dys|blind|deaf|\bill\b|autis|adhd|anxi|depress|grie|pregnan|retired|\bold\b|elder|lonel|unemploy|divorc|widow|sick|drunk|disab|anaem|hungover|medic/;
const ODD = /["0-9]|\b(?:like|than|as|coffee|phone|page|note|hands?|i)\b/;

/** "The user is … and prefers …." for poles found in a pair, in trained wordings that presume little. */
export function sayPersona(truth: readonly string[], random: Random): string {
  const wishes = truth.map((pole) => random.pick(sayWants(pole)));
  // A need says too much of a life to be guessed from one pair.
  const isManner = axisOf(truth[0] ?? '')?.family === 'manner';
  const traits = truth[0] && isManner ? sayTraits(truth[0]) : [];
  const trait = traits.length > 0 && random.chance(0.85) ? `is ${random.pick(traits)} and ` : '';
  return `The user ${trait}prefers ${listOf(wishes)}.`;
}

/** A persona as people and researchers write it, and the poles it speaks of, in order of mention. */
export function readSample(random: Random, split: Split, given?: readonly string[]): Sample {
  for (;;) {
    const drawn = random.sample(poles, random.pick([0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4]));
    const wanted = given ?? drawn.map(({ id }) => id);
    if (!agree(wanted) && random.chance(0.9)) continue;
    const axes = wanted.map((pole) => axisOf(pole)?.id);
    if (new Set(axes).size < axes.length) continue;
    const form = random.pick([researcher, researcher, researcher, chat, chat, wishes, plainWish]);
    const { text, said } = form(wanted, random, split.wordings);
    const persona = roughen(text, random, 0.15);
    const output = said.length === 0 ? '<|none|>' : said.map((pole) => `<|p:${pole}|>`).join('');
    const input = blurHints(promptString(readPrompt(persona)), random);
    return { task: 'read', input, output, truth: said };
  }
}

/** Hints are missing or wrong at times, so that the text is still read. */
function blurHints(input: string, random: Random): string {
  const isBlind = random.chance(0.2);
  const [text = '', hints = ''] = input.split('<|features|>');
  const blurred = hints.replace(/<\|p:[^|]+\|>/g, (hint) =>
    isBlind || random.chance(0.12)
      ? ''
      : random.chance(0.05)
        ? `<|p:${random.pick(poles).id}|>`
        : hint,
  );
  return `${text}<|features|>${blurred}`;
}

interface Told {
  text: string;
  said: string[];
}
type Which = Split['wordings'];

/** "The user is … and prefers …, and …" */
function researcher(wanted: readonly string[], random: Random, which: Which): Told {
  const said: string[] = [];
  const traits: string[] = [];
  let rest = [...wanted];
  if (random.chance(0.5)) traits.push(stranger(random));
  const [first] = rest;
  const own = first ? wordingsOf(first, which).is : [];
  if (first && own.length > 0 && random.chance(rest.length > 1 ? 0.55 : 0.3)) {
    traits.push(random.pick(own));
    said.push(first);
    rest = rest.slice(1);
  }
  const hopes: string[] = [];
  // A trait is often said again as a wish; it still counts once.
  if (said[0] && random.chance(0.3)) hopes.push(random.pick(wordingsOf(said[0], which).wants));
  for (const pole of rest) {
    hopes.push(wish(pole, random, which));
    said.push(pole);
  }
  if (random.chance(0.15) || (hopes.length === 0 && traits.length === 0))
    hopes.push(strangeWish(random));
  const who = random.pick([
    'The user',
    'The user',
    'The user',
    'This person',
    'Somebody who',
    'She',
    'He',
    'They',
  ]);
  const subject = who === 'Somebody who' ? 'Somebody' : who;
  const [is, prefers] =
    subject === 'They'
      ? ['are', 'prefer']
      : [
          'is',
          random.pick([
            'prefers',
            'prefers',
            'prefers',
            'likes',
            'wants',
            'values',
            'appreciates',
            'would rather have',
          ]),
        ];
  const trait = traits.length > 0 ? `${is} ${traits.join(' and ')}` : '';
  const hope = hopes.length > 0 ? `${prefers} ${listOf(hopes)}` : '';
  const join =
    trait !== '' && hope !== '' ? random.pick([' and ', ' and ', ', and ', ', who ']) : '';
  return { text: `${subject} ${trait}${join}${hope}.`, said };
}

/** "pls no essays. I have no oven." */
function chat(wanted: readonly string[], random: Random, which: Which): Told {
  const lines = wanted.map((pole) => {
    const { me, is, wants } = wordingsOf(pole, which);
    const own = me.length > 0 && random.chance(0.55) ? random.pick(me) : '';
    if (own !== '') return own;
    return is.length > 0 && random.chance(0.5)
      ? `${random.pick(['I am', "I'm", 'i am', "i'm"])} ${random.pick(is)}`
      : `${random.pick(['I prefer', 'I like', 'i want', 'Give me', 'I need', 'Please use', 'I would like', 'looking for'])} ${random.pick(wants)}`;
  });
  const told = lines.map((line, index) => ({ line, pole: wanted[index] ?? '' }));
  if (random.chance(0.3) || told.length === 0)
    told.splice(random.between(0, told.length), 0, { line: random.pick(strangers.me), pole: '' });
  const join = random.pick(['. ', '. ', ', ', ' and ', '\n']);
  const text = told
    .map(({ line }) => (join === '. ' ? line.replace(/[.!]$/, '') : line.replace(/[.]$/, '')))
    .join(join);
  return {
    text: random.chance(0.6) ? `${text}.` : text,
    said: told.flatMap(({ pole }) => (pole === '' ? [] : [pole])),
  };
}

/** "short answers, dry wit, no figures" */
function wishes(wanted: readonly string[], random: Random, which: Which): Told {
  const list = wanted.map((pole) => random.pick(wordingsOf(pole, which).wants));
  if (list.length === 0) return { text: strangeWish(random), said: [] };
  return { text: list.join(random.pick([', ', ' and ', '; ', ', and '])), said: [...wanted] };
}

/** "I don't want long essays": the other end of the axis. "Prefers X over Y": X. */
function plainWish(wanted: readonly string[], random: Random, which: Which): Told {
  const said: string[] = [];
  const parts = wanted.map((pole) => {
    const axis = axisOf(pole);
    const other = axis?.poles.find(({ id }) => id !== pole)?.id ?? pole;
    const isManner = axis?.family === 'manner';
    said.push(pole);
    if (isManner && random.chance(0.3)) {
      const no = random.pick([
        'does not want',
        'dislikes',
        'has no use for',
        'is tired of',
        'would rather avoid',
        'gets nothing from',
      ]);
      return `${no} ${random.pick(wordingsOf(other, which).wants)}`;
    }
    const hope = random.pick(wordingsOf(pole, which).wants);
    const over = random.pick(['rather than', 'over', 'instead of', 'and not', 'as opposed to']);
    return random.chance(0.5)
      ? `prefers ${hope} ${over} ${random.pick(wordingsOf(other, which).wants)}`
      : `prefers ${hope}`;
  });
  if (parts.length === 0) parts.push(`likes ${strangeWish(random)}`);
  return { text: `The user ${parts.join(' and ')}.`, said };
}

function wish(pole: string, random: Random, which: Which): string {
  return random.pick(wordingsOf(pole, which).wants);
}

/** A phrase that speaks of no pole. */
function strangeWish(random: Random): string {
  const topic = random.pick(knowledge.topics);
  const words = random.sample(topicWords(topic), random.between(1, 2));
  return random.pick([
    random.pick(strangers.wants),
    random.pick(strangers.is),
    topic.title,
    words.join(' and '),
    `${random.pick(['loves', 'likes', 'talks about', 'knows a lot about'])} ${random.pick(words)}`,
  ]);
}

/** Words of a topic's title that carry meaning. */
const topicWords = ({ title }: Topic) => title.split(' ').filter((word) => word.length > 2);

/** What the model must pass over: interests, jobs, topics. */
function stranger(random: Random): string {
  const topic = random.pick(knowledge.topics);
  return random.pick([
    random.pick(strangers.is),
    random.pick(strangers.is),
    `interested in ${topic.about}`,
    `keen on ${random.pick(topicWords(topic))}`,
    `busy with ${topic.about}`,
  ]);
}

function listOf(items: readonly string[]): string {
  return items.length < 2
    ? items.join('')
    : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

/** Plain words for needs: what may be said of somebody after one pair. */
const needWishes: Record<string, string[]> = {
  'low-cost': [
    'low-cost suggestions',
    'ideas that cost little or nothing',
    'advice that spares the purse',
  ],
  'spends-freely': ['suggestions where money is no object', 'paying for the better solution'],
  quick: ['things that are done quickly', 'suggestions that take little time'],
  unhurried: ['suggestions that may take their time', 'a slow and thorough way'],
  'no-gear': ['suggestions that need no equipment', 'ideas that work without special tools'],
  'well-equipped': ['suggestions that use proper equipment', 'working with good tools'],
  novice: ['things that need no experience', 'suggestions a beginner can manage'],
  experienced: ['suggestions for people with experience', 'advice beyond the basics'],
  safe: ['careful, low-risk suggestions', 'advice that names the risks'],
  bold: ['suggestions with some risk in them', 'a bolder way'],
  evidence: ['advice backed by evidence', 'suggestions that rest on research'],
  experience: ['advice from lived experience', 'what people have tried themselves'],
  'plant-based': ['plant-based suggestions', 'food without animal products'],
  'eats-everything': ['food of every kind, meat included', 'suggestions that leave no food out'],
  'alcohol-free': ['alcohol-free suggestions', 'ideas that work without alcohol'],
  'enjoys-a-drink': ['suggestions that include a drink', 'a drink as part of the plan'],
  'with-children': ['ideas that include children', 'suggestions for the whole family'],
  'adults-only': ['ideas for adults', 'suggestions for an evening without children'],
  gentle: ['suggestions that are gentle on the body', 'things one can do sitting down'],
  active: ['suggestions that get the body moving', 'physically active ideas'],
  'low-effort': ['suggestions that take little effort', 'the low-effort way'],
  'all-in': ['ambitious suggestions', 'putting real effort in'],
  'near-home': ['ideas that work from home', 'suggestions close to home'],
  'goes-out': ['suggestions that lead out of the house', 'ideas that involve a trip'],
};

const sayCache = new Map<string, { wants: string[]; is: string[] }>();

function sayLists(pole: string): { wants: string[]; is: string[] } {
  const known = sayCache.get(pole);
  if (known) return known;
  const { wants, is } = wordingsOf(pole, 'seen');
  const plain = wants.filter((text) => text.split(' ').length <= 5 && !ODD.test(text));
  const found = {
    wants: plain.filter((text) => ABOUT_ANSWERS.test(text)),
    is: is.filter((text) => text.split(' ').length <= 4 && !PRIVATE.test(text)),
  };
  if (axisOf(pole)?.family === 'needs')
    found.wants = [...(needWishes[pole] ?? []), ...found.wants.slice(0, 12)];
  else if (found.wants.length < 8) found.wants = plain;
  sayCache.set(pole, found);
  return found;
}

const sayWants = (pole: string) => sayLists(pole).wants;
const sayTraits = (pole: string) => sayLists(pole).is;
