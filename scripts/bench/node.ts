import { InferenceSession, Tensor } from 'onnxruntime-node';
import { measureRaw, type RawFigures } from './rawRuns';

/** The ceiling: the same file in onnxruntime-node, without a browser. */
export async function measureNode(file: string, threads: number): Promise<RawFigures> {
  const session = await InferenceSession.create(file, {
    intraOpNumThreads: threads,
    logSeverityLevel: 3,
  });
  const figures = await measureRaw<Tensor>(
    session as Parameters<typeof measureRaw<Tensor>>[0],
    (type, data, dims) => new Tensor(type, data as Float32Array, dims),
    false,
  );
  await session.release();
  return figures;
}
