import type { AppError } from '../../domain/errors';
import type { ModelCard, ModelDtype } from '../../domain/types';
import { entryBytes, findEntry } from './catalogue';
import { downloadLink, type SourceChoice } from './downloadLink';
import { fitnessOf, smallerThan } from './fitness';
import { probeMachine, type Machine } from './machine';
import { sizeText } from './words';

/** What a person can get when a model could not be started here: asked, never taken. */
export interface Instead {
  sentence: string;
  /** On the link, with the bytes where they are known. */
  label: string;
  href: string;
}

/** What no processor runs: a card names it for one only where there is nothing else. */
const HALF: readonly ModelDtype[] = ['q4f16', 'fp16'];

/**
 * The same model for the processor where this copy is for graphics cards only, or a smaller one where
 * memory is short. `null` where nothing better is known.
 * @param from where it came from; `null` for one from disk
 */
export async function insteadOf(
  error: AppError,
  card: ModelCard,
  from: SourceChoice | null,
  probe: () => Promise<Machine> = probeMachine,
): Promise<Instead | null> {
  if (error.code === 'out-of-memory') return smaller(card.parameters, await probe());
  // No graphics card could be used, and these weights are for nothing else.
  if (error.code !== 'model-load-failed' || !HALF.includes(card.dtype.wasm)) return null;
  const machine = { ...(await probe()), gpu: null };
  const entry = findEntry(card.id);
  const fits = entry !== null && fitnessOf(entry, machine).verdict === 'fits';
  if (entry && !fits) return smaller(entry.parameters, machine);
  const dtype = entry?.dtype.wasm ?? null;
  const href = downloadLink(card.id, from ?? { kind: 'hub' }, { device: 'wasm', dtype });
  const bytes = entry && dtype && entryBytes(entry, dtype);
  const label = `Get ${card.name} for the processor${bytes ? ` (about ${sizeText(bytes)})` : ''}`;
  return href === null
    ? null
    : { sentence: 'Its weights for the processor can be had.', label, href };
}

function smaller(parameters: number, machine: Machine): Instead | null {
  const entry = smallerThan(parameters, machine);
  if (!entry) return null;
  const wish = fitnessOf(entry, machine);
  const href = downloadLink(entry.id, { kind: 'hub' }, wish);
  const bytes = wish.bytes === null ? '' : ` (about ${sizeText(wish.bytes)})`;
  const label = `Get ${entry.name}${bytes}`;
  return href === null ? null : { sentence: `${entry.name} would fit.`, label, href };
}
