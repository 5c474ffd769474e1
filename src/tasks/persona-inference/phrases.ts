import { splitWords } from '../../domain/text';

/** Phrases of a persona that are read one by one. */
const MAX_PHRASES = 12;
const PHRASE_ENDS =
  /[,;:.!?…()\n]+|\s[-–—]\s|\b(?:and|but|or|who|because|so that|while|whose|with|prefers?|likes|wants|loves|enjoys)\b/giu;
const EMPTY_WORDS = new Set(
  `the user person somebody someone people this that these those they them their with without for from into about
  over than rather more most less very really quite much many some any each every all not just only also even when
  where what which would could should will can may might must does did has have had was were are been being but and
  answer answers reply replies response responses advice text texts thing things way ways something anything everything
  prefer prefers preferred like likes want wants need needs love loves enjoy enjoys appreciate appreciates value values
  looking look looks always often never usually there here other others own good well get gets give gives given make
  makes made use uses used time lot kind sort bit little please you your our its his her him she who whom how why
  hate hates hated dislike dislikes don't doesn't can't cannot won't isn't aren't i'm i've he's she's one two three four
  five dad mum mom father mother son daughter wife husband today still ago since year years old day days week weeks`
    .split(/\s+/)
    .filter(Boolean),
);

/** The phrases of a persona that say something, at most a dozen. */
export function phrasesOf(text: string): string[] {
  return text
    .slice(0, 2000)
    .split(PHRASE_ENDS)
    .map((phrase) => phrase.trim())
    .filter((phrase) => contentWords(phrase).length > 0)
    .slice(0, MAX_PHRASES);
}

/** Words that carry meaning: none that every persona has. */
export function contentWords(phrase: string): string[] {
  return splitWords(phrase).filter((word) => word.length > 2 && !EMPTY_WORDS.has(word));
}
