import { readFileSync } from 'node:fs';
import { understandPersona } from '../../../../src/tasks/persona-inference/understandPersona';
import { answerFromNotes } from '../../../../src/tasks/persona-tailoring/answerFromNotes';
import { AppError } from '../../../../src/domain/errors';
import { tailorOptions } from '../../../../src/tasks/options';
import type { Model } from '../../../../src/tasks/model';
import { Naming } from './naming';
import type { Subject } from './subject';

/** A persona as users write it; of each meaning, the poles that would express it (none: no pole can). */
interface UserPersona {
  persona: string;
  question: string;
  meanings: { says: string; poles: string[] }[];
}

/** 60 personas in users' own words: how much of their meaning is understood, and whether they get an answer. */
export async function measureUsers(
  subject: Subject,
  file: string,
): Promise<Record<string, unknown>> {
  const rows = readFileSync(new URL(file, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    // Written by hand in this shape.
    .map((line) => JSON.parse(line) as UserPersona);
  const named = new Naming();
  let [meant, understood, whole, answered] = [0, 0, 0, 0];
  for (const { persona, question, meanings } of rows) {
    const { poles } = await understandPersona(subject.whole, persona);
    const sayable = meanings.filter(({ poles: wanted }) => wanted.length > 0);
    const caught = sayable.filter(({ poles: wanted }) => wanted.some((id) => poles.includes(id)));
    meant += sayable.length;
    whole += meanings.length;
    understood += caught.length;
    named.add(
      poles,
      sayable.flatMap(({ poles: wanted }) => wanted),
    );
    answered += Number(await isAnswered(subject.whole, question, poles));
  }
  return {
    n: rows.length,
    'meanings a pole can express, understood': understood / meant,
    'of all meanings': understood / whole,
    meanings: whole,
    'poles understood that were meant': named.figures.precision,
    'answered from notes': answered / rows.length,
  };
}

async function isAnswered(model: Model, question: string, poles: string[]): Promise<boolean> {
  const task = { prompt: question, ownNotes: null, options: tailorOptions };
  try {
    let text = '';
    for await (const piece of answerFromNotes(model, task, poles, 'measured')) text += piece;
    return text.trim() !== '';
  } catch (error) {
    if (error instanceof AppError && error.code === 'no-notes') return false;
    throw error;
  }
}
