import { memoryNeeded, memoryRoom } from '../domain/modelMemory';
import type { DownloadRequest } from './downloadRequest';
import type { Offer } from './hub/offer';
import { sizeText } from './words';

/** A sentence before the download; `warns` when the person may not want it then. */
export interface OfferNote {
  sentence: string;
  warns: boolean;
}

/**
 * How what would be fetched suits this machine, for models that no catalogue knows too.
 * @param freeBytes room for files; `null` where the browser does not tell
 * @param memoryGb of the machine, as the browser tells it (8 at most); `null` where it does not
 */
export function offerNotes(
  { dtype, totalBytes }: Pick<Offer, 'dtype' | 'totalBytes'>,
  request: Pick<DownloadRequest, 'device' | 'dtype'>,
  restBytes: number,
  freeBytes: number | null,
  memoryGb: number | null,
): OfferNote[] {
  const notes: OfferNote[] = [];
  const { device } = request;
  if (request.dtype !== null && request.dtype !== dtype) {
    const sentence = `There are no ${request.dtype} weights at this place. It would be ${dtype}, the best for ${PLACES[device]} of those that are there.`;
    notes.push({ sentence, warns: true });
  }
  if (device === 'wasm' && (dtype === 'q4f16' || dtype === 'fp16')) {
    const sentence =
      'There are only weights with 16-bit numbers here. They run on a graphics card and not on a processor.';
    notes.push({ sentence, warns: true });
  }
  if (freeBytes !== null && freeBytes < restBytes) {
    const sentence =
      'There may not be enough room. Delete another model or free space on this machine first.';
    notes.push({ sentence, warns: true });
  }
  const needed = memoryNeeded(totalBytes, device);
  const room = memoryRoom(device, memoryGb);
  notes.push(
    needed > room
      ? {
          sentence: `Too big to start here: on ${PLACES[device]} it takes about ${sizeText(needed)} of memory, and this browser can give it about ${sizeText(room)}. A smaller model would run.`,
          warns: true,
        }
      : {
          sentence: `On ${PLACES[device]} it takes about ${sizeText(needed)} of memory while it starts.`,
          warns: false,
        },
  );
  return notes;
}

const PLACES = { wasm: 'the processor', webgpu: 'the graphics card' };
