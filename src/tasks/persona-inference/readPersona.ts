import { UnreadableOutputError } from '../../domain/errors';
import { capitalise } from '../../domain/text';

/** Words that may follow "The user" in a persona; "The user manual says" is none. */
const VERBS =
  'is|are|was|has|have|prefers?|likes?|loves?|wants?|needs?|values?|enjoys?|would|seems?|appears?|tends?|favou?rs?|appreciates?|cares?|dislikes?|looks?|seeks?|finds?|might|may|probably|likely';
const PERSONA = new RegExp(`\\b(?:the|this|a|our)?\\s*user\\s+(?:${VERBS})\\b[^\\n]*`, 'iu');
const LABEL = /(?:^|\n)[\s>*_#"'-]*persona(?:\s+sentence)?[\s*_]*[:=][\s*_]*/iu;
const MAX_WORDS = 60;

/**
 * Finds the persona sentence in a model's answer. Small models add labels, thoughts, second lines,
 * loops, and repeat what they were asked.
 *
 * @returns one sentence beginning with "The user", at most 60 words
 * @throws {UnreadableOutputError} when there is none
 */
export function readPersona(output: string): string {
  const line = PERSONA.exec(answerIn(output))?.[0];
  const sentence = line === undefined ? '' : tidy(line);
  if (sentence.split(' ').length < 4) {
    throw new UnreadableOutputError(output, 'a sentence beginning with "The user"');
  }
  return sentence;
}

/** As much of the sentence as is there while the answer streams; empty before it begins. */
export function personaSoFar(output: string): string {
  return (
    PERSONA.exec(answerIn(output))?.[0]
      .trimStart()
      .replace(/[*_`"“”]+/g, '') ?? ''
  );
}

/** The answer without thoughts and control tokens, from its first label on. */
function answerIn(output: string): string {
  const spoken = output
    .replace(/<think(?:ing)?>[\s\S]*?(?:<\/think(?:ing)?>|$)/giu, '\n')
    .replace(/^[\s\S]*<\/think(?:ing)?>/iu, '') // some templates open the block themselves
    .replace(/<\|[^|<>]{1,40}\|>|<\/?[a-z_]{1,20}>/giu, '\n');
  const label = LABEL.exec(spoken);
  const labelled = label ? spoken.slice(label.index + label[0].length) : '';
  return PERSONA.test(labelled) ? labelled : spoken;
}

function tidy(line: string): string {
  const plain = line
    .replace(/[*_`"“”]+/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(?:(?:the|this|a|our) )?user/iu, 'The user');
  const [first = '', second = ''] = plain.split(/(?<=[.!?])\s+/);
  const short = withoutLoop(oneSentence(first, second)).split(' ').slice(0, MAX_WORDS).join(' ');
  const end = short.replace(/(?:[\s,;:.!?…–-]|\b(?:and|or|but|with|that|for|the|a|to))+$/iu, '');
  return end === '' ? '' : `${capitalise(end)}.`;
}

/** "The user is busy. They prefer lists." says it in two sentences; the form wants one. */
function oneSentence(first: string, second: string): string {
  const preference = /^(?:they|he|she|the user)\s+(?:also\s+)?prefers?\s+(.*)$/iu.exec(second)?.[1];
  if (preference === undefined || /\bprefers?\b/iu.test(first)) return first;
  return `${first.replace(/[.!?]+$/, '')} and prefers ${preference}`;
}

/** Cut where a phrase of one to eight words is said for the third time in a row. */
function withoutLoop(sentence: string): string {
  const words = sentence.split(' ');
  const keys = words.map((word) => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));
  for (let at = 0; at < keys.length; at++) {
    for (let size = 1; size <= 8 && at + 3 * size <= keys.length; size++) {
      const phrase = keys.slice(at, at + size).join(' ');
      const second = keys.slice(at + size, at + 2 * size).join(' ');
      const third = keys.slice(at + 2 * size, at + 3 * size).join(' ');
      if (phrase === second && phrase === third) return words.slice(0, at + size).join(' ');
    }
  }
  return sentence;
}
