/**
 * Stock sentences of the embedded model that seldom fit where they stand: two readers noted them in 200 tailored
 * answers of 21 November 2026 (temperature 0). Its training lines no longer hold them (models/dinghy/train/wordings),
 * but the model that was trained on them still writes them. Each is known by its first words, in lower case and with
 * topic names as "#"; what may stand instead follows, so that the manner asked for stays visible.
 */
const withdrawn: readonly (readonly [start: string, instead: string])[] = [
  ['the dragon rests', ''],
  ['the robot wanted to add a joke', ''],
  ['and if anyone asks, the penguin did it', ''],
  ['i am told the penguins', ''],
  ['the end.', ''],
  ['roll credits, starring you', ''],
  ['plot twist: it is easier than it looks', 'Plot twist: there is a plan.'],
  ['with this many alternatives', 'Choose whichever suits you.'],
  ['try a couple of them', 'Choose whichever suits you.'],
  [
    'the undertaking in question should',
    '<|g|> should be regarded with appropriate seriousness of purpose.',
  ],
  ['the measures described above', ''],
  ['it is similarly inadvisable', 'It is inadvisable to proceed in haste.'],
  ['with that, we can let the matter rest', ''],
  ['so the long approach ends', ''],
  ['we came to this slowly', ''],
  ['let us open with something easy', 'It is a good question to be asking.'],
  ['i can imagine how discouraging', "I'm with you in this."],
  ["i'm so happy to hear your excitement", "I'm so happy that you ask about <|g|>."],
  ["i'm here if it all starts to feel heavy", "I'm here if you need me."],
  ['what do the other people at home think', 'What do you think of this yourself?'],
  ['what would make # more pleasant', 'What would make <|g|> easier for you?'],
  [
    "it's possible that # calls for something",
    "It's possible that this differs from case to case.",
  ],
  ['this tends to work, provided', 'This tends to work.'],
  ['if i might add something', ''],
  ["that stuff's a no-brainer, so", "That stuff's a no-brainer."],
];

/** First words that do not go with what a note says ("… your desk"), or that say "first" twice. */
const leads: readonly (readonly [RegExp, string])[] = [
  [/^A beginner can (?=<\|a)/, 'As a beginner, you can '],
  [/^Some people (?=<\|a)/, 'You could '],
  [/^The short version first: /, 'The short version: '],
];
/** Praise of the advice right before it. */
const PRAISE = /^I am convinced that nothing works better/;
/** Who appears in the model's own jokes. */
const CAST =
  /\b(?:goats?|penguins?|dragons?|robots?|pigeons?|toaster|houseplants?|sofa|ghosts?|pirates?|cat|alien)\b/i;
/** "It is a bit like <comparison>": "it" would be the sentence before. */
const COMPARISON = /^(?:It(?=['’]s | [a-z])|That(?=['’]s | is ))(?=[^<]*<\|l\|>)/;
const MARK = /^\s*(?:(?:[-*•]|\d{1,2}[.)])\s+)?/;
/** Further words for an example where the same stood before another one. */
const exampleLeads = ['For instance, ', 'Another example is ', 'To name one more: '];

/**
 * A sentence of the template as it may stand after `before` (the sentence before it), or nothing where it does not fit.
 * `namesTopic`: whether the topic's name can be the subject of "is".
 */
export function mended(sentence: string, before: string, namesTopic: boolean): string {
  const [mark = ''] = MARK.exec(sentence) ?? [];
  const text = sentence.slice(mark.length);
  const start = text.replace(/<\|g\|>/g, '#').toLowerCase();
  const found = withdrawn.find(([words]) => start.startsWith(words));
  if (found) return found[1] && mark + found[1];
  if (PRAISE.test(text) && !/<\|[as]\d\|>/.test(before)) return '';
  if (before.includes('<|j|>') && CAST.test(text) && !/<\|(?!g)/.test(text)) return '';
  const lead = leads.find(([words]) => words.test(text));
  if (lead) return mark + text.replace(...lead);
  if (namesTopic && !before.includes('<|g|>'))
    return mark + text.replace(COMPARISON, '<|g|>').replace(/^<\|g\|>['’]s /, '<|g|> is ');
  return sentence;
}

/** The first of the other words for an example that `isKnown` does not know. */
export function otherExampleLead(isKnown: (lead: string) => boolean): string | undefined {
  return exampleLeads.find((lead) => !isKnown(lead));
}

/** Whether a topic's name can be the subject of "is": an activity, or a thing that is not plural by its form. */
export function isOneThing(about: string): boolean {
  if (/^(?!morning|evening)\p{L}+ing\b/u.test(about)) return true;
  const [head = ''] = about.split(/ (?:at|in|on|for|of|with|to|from|between|by) /);
  return !/[^s]s$/.test(head) && !/ and /.test(head);
}
