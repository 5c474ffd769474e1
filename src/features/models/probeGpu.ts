/** Memory that is read over and over; less where the card allows less. */
const BYTES = 2 ** 28;
const GROUPS = 1024;
const GROUP_SIZE = 256;

/** Every invocation adds up its share of the memory, so that all of it has to be read. */
const SHADER = `
@group(0) @binding(0) var<storage, read> data: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> sums: array<vec4<f32>>;
@compute @workgroup_size(${GROUP_SIZE})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  var sum = vec4<f32>(0.0);
  for (var at = id.x; at < arrayLength(&data); at += ${GROUPS * GROUP_SIZE}u) { sum += data[at]; }
  sums[id.x] = sum;
}`;

/**
 * How many bytes a second the graphics card reads from its memory: writing a word reads all weights once.
 * @param ms how long it measures
 * @returns `null` where there is no card, or it refuses. Never throws.
 */
export async function probeGpu(ms: number): Promise<number | null> {
  let device: GPUDevice | null = null;
  try {
    const adapter = await navigator.gpu.requestAdapter();
    if (!adapter) return null;
    const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
    const size = Math.min(BYTES, maxBufferSize, maxStorageBufferBindingSize);
    device = await adapter.requestDevice({
      requiredLimits: { maxBufferSize: size, maxStorageBufferBindingSize: size },
    });
    return await measure(device, size, ms);
  } catch {
    return null;
  } finally {
    device?.destroy();
  }
}

async function measure(device: GPUDevice, size: number, ms: number): Promise<number> {
  const usage = GPUBufferUsage.STORAGE;
  const buffers = [size, GROUPS * GROUP_SIZE * 16].map((bytes) =>
    device.createBuffer({ size: bytes, usage }),
  );
  const module = device.createShaderModule({ code: SHADER });
  const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module } });
  const bound = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  const read = async () => {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bound);
    pass.dispatchWorkgroups(GROUPS);
    pass.end();
    const started = performance.now();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    return performance.now() - started;
  };
  await read(); // makes the memory and compiles
  const ends = performance.now() + ms;
  let shortest = await read();
  while (performance.now() < ends) shortest = Math.min(shortest, await read());
  return (size * 1000) / Math.max(shortest, 0.01);
}
