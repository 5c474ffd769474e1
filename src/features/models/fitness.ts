import { memoryNeeded, memoryRoom } from '../../domain/modelMemory';
import type { ModelDtype } from '../../domain/types';
import { catalogue, entryBytes, type CatalogueEntry } from './catalogue';
import type { Machine, MachineSpeed } from './machine';
import { sizeText } from './words';

/** How a model suits this machine, known before anything is fetched. */
export interface Fitness {
  verdict: 'fits' | 'slow' | 'no';
  device: 'wasm' | 'webgpu';
  dtype: ModelDtype;
  /** What would be fetched; `null` where it is not known. */
  bytes: number | null;
  /** For a person, most important first. */
  sentences: string[];
}

/** Of a model's bytes, roughly the part in its largest table. */
const LARGEST_TABLE = 0.5;
/** Below so many tokens a second an answer takes longer than most people wait. */
const SLOW = 3;
/** Writing waits for memory: measured on a processor, a quarter of the reading speed. */
const WRITING = 4;
/** Assumed, not measured: a word reads all weights at half the card's pace, and costs its calls besides. */
const GPU_READS = 2;
const GPU_WORD_SECONDS = 0.012;

/**
 * @param speed what this machine can do (`probeMachineSpeed`); `null` when not measured
 */
export function fitnessOf(
  entry: CatalogueEntry,
  machine: Machine,
  speed: MachineSpeed | null = null,
): Fitness {
  const sentences: string[] = [];
  const { device, dtype } = placeOf(entry, machine, sentences);
  const bytes = entryBytes(entry, dtype);
  const at = { device, dtype, bytes };
  const no = (sentence: string): Fitness => ({
    ...at,
    verdict: 'no',
    sentences: [sentence, ...sentences],
  });

  if (device === 'wasm' && entry.dtype.wasm === null) {
    return no(
      memoryNeeded(entry.parameters, 'wasm') > memoryRoom('wasm', machine.memoryGb)
        ? 'Too big for a processor in a browser: it needs a graphics card.'
        : 'Made for a graphics card: no weights for a processor are known.',
    );
  }
  const weights = bytes ?? entry.parameters;
  const needed = memoryNeeded(weights, device);
  if (needed > memoryRoom(device, machine.memoryGb)) {
    return no(`Too big for this browser’s memory: it takes about ${sizeText(needed)}.`);
  }
  const free = machine.freeBytes;
  if (free !== null && weights > free) {
    return no(
      `Not enough room: about ${sizeText(weights)} are needed, ${sizeText(free)} are free.`,
    );
  }
  const of = free === null ? '' : ` of ${sizeText(free)} free`;
  sentences.unshift(`Fits: about ${sizeText(weights)}${of}.`);
  sentences.push(
    `Takes about ${sizeText(needed)} of memory while it starts${memoryText(machine)}.`,
  );
  const perSecond = wordsASecond(entry, device, weights, speed);
  if (perSecond === null) return { ...at, verdict: 'fits', sentences };
  const slow = perSecond < SLOW;
  const pace = perSecond < 1 ? 'less than one word' : `${Math.round(perSecond)} words`;
  const where = device === 'webgpu' ? 'graphics card' : 'processor';
  sentences.push(`${slow ? 'Slow here: roughly' : 'Roughly'} ${pace} a second on this ${where}.`);
  return { ...at, verdict: slow ? 'slow' : 'fits', sentences };
}

/** From a probe of two seconds; `null` where that says nothing about the device. */
function wordsASecond(
  { parameters }: CatalogueEntry,
  device: 'wasm' | 'webgpu',
  weightBytes: number,
  speed: MachineSpeed | null,
): number | null {
  const found = device === 'webgpu' ? speed?.gpuBytes : speed?.multiplications;
  if (found == null) return null;
  if (device === 'wasm') return found / parameters / WRITING;
  return 1 / (GPU_WORD_SECONDS + (GPU_READS * weightBytes) / found);
}

const memoryText = ({ memoryGb }: Machine) =>
  memoryGb === null ? '' : `; this machine has ${memoryGb} GB${memoryGb >= 8 ? ' or more' : ''}`;

/** The largest model that fits and is smaller than `parameters`; `null` for none. */
export function smallerThan(parameters: number, machine: Machine): CatalogueEntry | null {
  const fitting = catalogue.filter(
    (entry) => entry.parameters < parameters && fitnessOf(entry, machine).verdict === 'fits',
  );
  return fitting.at(-1) ?? null;
}

function placeOf(
  entry: CatalogueEntry,
  { gpu }: Machine,
  sentences: string[],
): Pick<Fitness, 'device' | 'dtype'> {
  const onWasm = { device: 'wasm' as const, dtype: entry.dtype.wasm ?? entry.dtype.webgpu };
  if (!gpu || gpu.simulated) return onWasm;
  const half = entry.dtype.webgpu === 'q4f16' && !gpu.f16;
  const dtype = half ? 'q4' : entry.dtype.webgpu;
  const bytes = entryBytes(entry, dtype);
  if (half && bytes === null) {
    sentences.push('Needs 16-bit shaders, which this graphics card does not offer.');
    return onWasm;
  }
  if (half) sentences.push('Needs 16-bit shaders; the 4-bit twin will be used.');
  if ((bytes ?? 0) * LARGEST_TABLE > gpu.maxBufferBytes) {
    sentences.push(
      `The graphics card takes tables of ${sizeText(gpu.maxBufferBytes)} only, so it would run on the processor.`,
    );
    return onWasm;
  }
  return { device: 'webgpu', dtype };
}
