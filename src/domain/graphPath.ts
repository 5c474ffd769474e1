import type { ModelDtype } from './types';

/** How the hub names the weights of each dtype. */
const SUFFIX: Record<ModelDtype, string> = {
  fp32: '',
  fp16: '_fp16',
  int8: '_int8',
  q8: '_quantized',
  q4: '_q4',
  q4f16: '_q4f16',
};

/** Where a repository in the hub's layout keeps the graph of `dtype`; external data begins with the same path. */
export const graphPath = (dtype: ModelDtype) => `onnx/model${SUFFIX[dtype]}.onnx`;
