import { questionUnits, withGroups } from '../../../../src/tasks/dinghy/questionUnits';
import { stem } from '../../../../src/tasks/dinghy/stems';
import { readConcepts } from '../gauge/written';

/** Words of like meaning (`synonyms.txt`): unit to the name of its group. */
export const groups = readConcepts(stem, new URL('synonyms.txt', import.meta.url));

/** What a question is learnt from: its units, and one for each group of words of like meaning among them. */
export const learntUnits = (question: string): Set<string> =>
  withGroups(questionUnits(question), groups);
