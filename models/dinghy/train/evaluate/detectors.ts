import { measureFeatures, type Features } from '../../../../src/domain/features';

/** An answer as the model wrote it, and as it is read; a text without references is both. */
export interface Answer {
  template: string;
  text: string;
}

type Marker = (f: Features, neutral: Features) => boolean;

/** Whether an answer shows a pole, by general marker words; the generator's wordings are not consulted. */
export const detectors: Record<string, Marker> = {
  short: (f) => f.words <= 45,
  detailed: (f) => f.words >= 60,
  steps: (f) => f.numbered >= 2,
  'free-form': (f) => f.numbered === 0,
  bullets: (f) => f.bullets >= 2,
  prose: (f) => f.bullets === 0,
  formal: (f, n) => f.formal > n.formal,
  casual: (f, n) => f.casual > n.casual,
  warm: (f, n) => f.feel > n.feel,
  playful: (f, n) => f.joke > n.joke || f.names > n.names,
  examples: (f, n) => f.example > n.example,
  'no-examples': (f) => f.example === 0,
  analogies: (f, n) => f.compare > n.compare,
  literal: (f) => f.compare <= 1,
  numbers: (f, n) => f.digits > n.digits,
  reasons: (f, n) => f.reason > n.reason,
  'just-what-to-do': (f) => f.reason === 0,
  hedged: (f, n) => f.hedge > n.hedge,
  'asks-back': (f) => f.questions > 0,
  'no-questions': (f) => f.questions === 0,
  'one-pick': (f) => f.single > 0,
  several: (f, n) => f.options > n.options,
  'summary-first': (f) => f.summary > 0,
  beginner: (f, n) => f.simple > n.simple,
  technical: (f, n) => f.technical + f.longWords > n.technical + n.longWords,
  story: (f, n) => f.story > n.story || f.names > n.names,
  defines: (f, n) => f.define > n.define,
  confident: (f, n) => f.sure > n.sure,
  modest: (f, n) => f.modest > n.modest || f.hedge > n.hedge,
  polite: (f, n) => f.polite > n.polite,
  'gentle-lead-in': (f, n) => f.leadIn > n.leadIn,
  encouraging: (f, n) => f.encourage > n.encourage || f.exclaims > n.exclaims,
};

/** References that are the pole itself: the topic's definition, story, gist …, a note's example. */
const byReference: Record<string, RegExp> = {
  'summary-first': /<\|m\|>/,
  defines: /<\|d\|>/,
  story: /<\|y\|>/,
  analogies: /<\|l\|>/,
  playful: /<\|j\|>/,
  beginner: /<\|w\|>/,
  technical: /<\|t\|>/,
  examples: /<\|e\d\|>/,
  numbers: /<\|n\d\|>/,
  reasons: /<\|r\d\|>/,
};
/** The poles at the other ends: a reference shows that they are missed. */
const againstReference: Record<string, RegExp | undefined> = {
  'no-examples': byReference.examples,
  'just-what-to-do': byReference.reasons,
  literal: byReference.analogies,
};
const advice = /<\|[as]\d\|>/g;

/** Further marks of manners that few fixed phrases show: families of words, by meaning. */
const families: Record<string, RegExp> = {
  formal:
    /\b(?:here(?:by|with|in|under|after)|foregoing|aforesaid|enquir\w+|discretion|matters?|submitted|guidance|address(?:es|ed)|consider\w+|proceed\w*|duly|individual\w*|concerned|information|response|reply|inform\w*|advised|advisable|recommended|prudent|furthermore|moreover|one(?:self)?)\b/g,
  polite:
    /\b(?:please\w*|pleasure|kind(?:ly|ness)?|thank\w*|permi(?:t|ssion)|allow me|honou?r\w*|delighted|respect\w*|courte\w+|excuse|forgive\w*|pardon|apolog\w+|glad(?:ly)?|disposal|agreeable|wish\w*|welcome|beg|grateful|gratitude|appreciat\w+|impose|service|if (?:you (?:would|will|may)|i may)|may i|would you|suggest)\b/g,
  several:
    /\b(?:options?|alternatives?|ideas?|possibilit\w+|choose|choices?|pick|select\w*|decide|another|also|either|or|several|ways|variety|combine|mix|compare|take)\b/g,
  warm: /\b(?:feel(?:s|ings?)?|emotion\w*|heart\w*|hug\w*|sorry|lonel\w+|alone|kind(?:ly|ness)?|gentl[ey]|tender\w*|hurt\w*|pain\w*|tears?|griev\w+|nervous|anxi\w+|afraid|fear\w*|asham\w+|shame|guilt\w*|embarrass\w*|dear|warm\w*|compassion\w*|glad|lov(?:e|ed|ely)|daunting|rough|miserable|frustrat\w+|exhaust\w+|tired|understand\w*|sting|valid)\b/g,
  playful:
    /\b(?:jok\w+|laugh\w*|giggl\w+|chuckl\w+|grin\w*|wink\w*|silly|absurd|ridiculous|mischie\w+|prank\w*|clown\w*|circus|comed\w+|hero\w*|legend\w*|saga|wizard\w*|witch\w*|magic\w*|unicorn\w*|dragon\w*|pirate\w*|ninja\w*|zombie\w*|robot\w*|alien\w*|monster\w*|villain\w*|nemesis|cape|crown|throne|trumpet\w*|drum|parade|applause|encore|dogs?|cats?|goats?|ducks?|pigeons?|penguins?|hamsters?|squirrels?|ravens?|owls?|llamas?|cake|biscuits?|cookies?|popcorn|sandwich|sofa|fridge|toaster|kettle|teaspoon|socks?|moustache|pyjamas|dignity|smug\w*|brag\w*|dramatic\w*|plot|houseplants?|snacks?)\b/g,
  beginner:
    /\b(?:simpl[ey]\w*|plain\w*|eas[yi]\w*|basics?|beginn\w+|newcomers?|novices?|starters?|jargon|everyday|ordinary|fancy|complicated|scratch|straightforward|(?:new|first) (?:to|time)|just starting|(?:no|zero) (?:experience|knowledge))\b/g,
  confident:
    /\b(?:sure\w*|certain\w*|doubt\w*|undoubted\w*|definite\w*|absolute\w*|complete(?:ly)? (?:sure|certain|confident)|guarante\w+|always|never|must|prov(?:en|es)|fact(?:s)?|undeniabl\w+|unquestionabl\w+|question(?:able)?|indisputabl\w+|dispute|clear(?:ly)?|obvious\w*|convinced|confiden\w+|rely|reliabl\w+|trust|promise|correct|definitive|settled|firm\w*|hesitat\w+|exactly|without fail|every (?:single )?time|stake|vouch|beyond|count on|assurance|assured|positive|stand (?:\w+ )?behind|my word|made up|i know)\b/g,
  modest:
    /\b(?:i (?:think|believe|guess|suppose|suspect|gather|reckon|would (?:say|guess|think)|may be|might be|could be|can only|am (?:not|no|only|still))|opinion|view|hunch|guess|amateur|expert|humbl\w+|modest\w*|unsure|wrong|mistaken|limited|limits of|claim|as far as|correct(?:ed| me)|know better|know your|better informed|wiser|others|learning|merely|limits?|pretend|hesitate|part of|judgement|misses|above my own|final word|do not (?:have|know)|small (?:idea|thought|suggestion)|for what it|suggestion)\b/g,
  encouraging:
    /!|\b(?:proud\w*|courag\w+|brave\w*|bravo|believ\w+|faith|cheer\w*|root(?:ing)?|applau\w+|celebrat\w+|congratulat\w+|hooray|hurra\w+|wins?|winning|triumph\w*|victor\w+|succe\w+|achiev\w+|capable|progress|momentum|strong\w*|strength|shine|thriv\w+|well done|good (?:for|on|luck)|keep (?:going|at|trying|believing)|you(?: have|'ve)? (?:got|have it|did|can (?:do|manage|reach|handle|learn|make)|will (?:get|make|manage|succeed|do|learn))|great|wonderful|brilliant|fantastic|amazing|capab\w+|determination|persist\w+|reach|give up|credit|ready)\b/g,
  'one-pick':
    /\b(?:one|single|only|pick|choice|choose|favourite|best|top|first|recommend\w*|winner|settle\w*|above all)\b/g,
};
/** A lead-in: something about beginnings, the pace or the subject, said before the first advice. */
const leadIn =
  /\b(?:begin\w*|start\w*|first|before|introduc\w+|background|preamble|scene|moment|slow\w*|soft\w*|gentl\w+|gradual\w*|eas[ey]|unhurried|hurry|rush|pause|settle|calm\w*|quiet\w*|patien\w+|subject|topic|question|matter|approach|lead up|road|path|door\w*|journey|distance|step back|look(?:ing)? (?:at|around)|wonder\w*|ponder\w*|reflect\w*)\b/g;
const LEAD_IN_WORDS = 9;
/** Where few facts are to be told, an answer is detailed that is so much longer than the neutral one. */
const LONGER = 1.6;

/** Poles that are a matter of the whole text, facts included. */
const shapes = 'short detailed steps free-form bullets prose no-questions numbers'.split(' ');

const count = (pattern: RegExp, text: string) => text.toLowerCase().match(pattern)?.length ?? 0;
const ownWords = (template: string) => template.replace(/<\|[^|]+\|>/g, ' ');

/**
 * Whether an answer shows a pole: by a reference that is the pole, by its shape, or by more marker words
 * in the model's own words than the neutral answer has. What the facts happen to say does not count.
 */
export function shows(pole: string, own: Answer, neutral: Answer): boolean {
  if (byReference[pole]?.test(own.template)) return true;
  if (againstReference[pole]?.test(own.template)) return false;
  if (pole === 'one-pick' && count(advice, own.template) > 0)
    return count(advice, own.template) === 1;
  const [mine, others] = [ownWords(own.template), ownWords(neutral.template)];
  if (pole === 'gentle-lead-in') {
    const before = ownWords(own.template.split(/<\|[asm]\d?\|>/)[0] ?? '');
    const isLong = before.trim().split(/\s+/).length >= LEAD_IN_WORDS;
    if (isLong && own.template !== own.text && count(leadIn, before) > 0) return true;
  }
  const isShape = shapes.includes(pole);
  const [f, g] = (isShape ? [own.text, neutral.text] : [mine, others]).map(measureFeatures);
  if (f && g && detectors[pole]?.(f, g)) return true;
  if (pole === 'detailed' && f && g && f.words >= LONGER * g.words) return true;
  const family = families[pole];
  return family !== undefined && count(family, mine) > count(family, others);
}
