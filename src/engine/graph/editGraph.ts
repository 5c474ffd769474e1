import { MODEL } from './onnx';
import { fieldsOf, varint, type Field } from './wire';

/** The version of the standard operators that our changes are written in. */
const OPERATORS = 13;

/**
 * A model with another graph.
 * @param edit gives the fields of the new graph; `null` for no change
 * @returns the model in parts, which may be views of `model`; `null` where nothing changes
 * @throws {RangeError} when it is no model
 */
export function editGraph(
  model: Uint8Array,
  edit: (fields: readonly Field[]) => Uint8Array[] | null,
): Uint8Array[] | null {
  const fields = [...fieldsOf(model)];
  const graph = fields.find(({ number }) => number === MODEL.graph);
  if (!fields.some((field) => field.number === MODEL.opset && isRecent(field.bytes))) return null;
  const parts = graph && edit([...fieldsOf(graph.bytes)]);
  if (!parts) return null;
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  return fields.flatMap((field) =>
    field === graph ? [varint(MODEL.graph * 8 + 2), varint(size), ...parts] : [field.whole],
  );
}

/** Whether a model's set of standard operators has all that we write. */
function isRecent(operators: Uint8Array): boolean {
  const fields = [...fieldsOf(operators)];
  const domain = fields.find(({ number }) => number === 1)?.bytes.length ?? 0;
  const version = fields.find(({ number }) => number === 2)?.value ?? 0;
  return domain === 0 && version >= OPERATORS;
}
