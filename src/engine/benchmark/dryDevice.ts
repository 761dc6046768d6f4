// A WebGPU device that does nothing: every call is answered, nothing is computed, and buffers have
// a size but no memory. A tfjs backend on it goes through a step in seconds on any machine, with a
// GPU or without (in Node, too), so that counts and peak bytes of large batches can be had exactly.
// Surprise: it stands on the real prototypes (or stand-ins for them where there are none), because
// tfjs asks `instanceof GPUBuffer`, and because counters.ts watches the prototypes.

/** The enormous limits of a desktop GPU, so that no step is cut up for want of them. */
const limits = {
  maxBufferSize: 2 ** 34, maxStorageBufferBindingSize: 2 ** 32, maxComputeWorkgroupStorageSize: 32768,
  maxComputeInvocationsPerWorkgroup: 1024, maxComputeWorkgroupsPerDimension: 65535, maxComputeWorkgroupSizeX: 1024,
  maxStorageBuffersPerShaderStage: 10, maxBindingsPerBindGroup: 1000,
};

const classes = [
  'GPUDevice', 'GPUQueue', 'GPUBuffer', 'GPUTexture', 'GPUCommandEncoder', 'GPUComputePassEncoder', 'GPUComputePipeline',
] as const;

/** What programs name by these globals, for where there is no WebGPU. */
const constants = {
  GPUBufferUsage: { MAP_READ: 1, MAP_WRITE: 2, COPY_SRC: 4, COPY_DST: 8, INDEX: 16, VERTEX: 32, UNIFORM: 64, STORAGE: 128, INDIRECT: 256, QUERY_RESOLVE: 512 },
  GPUMapMode: { READ: 1, WRITE: 2 },
  GPUShaderStage: { VERTEX: 1, FRAGMENT: 2, COMPUTE: 4 },
  GPUTextureUsage: { COPY_SRC: 1, COPY_DST: 2, TEXTURE_BINDING: 4, STORAGE_BINDING: 8, RENDER_ATTACHMENT: 16 },
};

type Methods = Record<string, (this: FakeBuffer, ...args: never[]) => unknown>;

/** A buffer's state. What is written goes to one shared scrap of memory, since nobody reads it; what is read is 0. */
interface FakeBuffer {
  size: number;
  usage: number;
  mapState: GPUBufferMapState;
}

let scrap = new ArrayBuffer(0);

function mappedRange({ size, usage }: FakeBuffer): ArrayBuffer {
  if (usage & constants.GPUBufferUsage.MAP_READ) return new ArrayBuffer(size);
  if (scrap.byteLength < size) scrap = new ArrayBuffer(size);
  return scrap;
}

const nothing = () => undefined;
const methods: Record<(typeof classes)[number], Methods> = {
  GPUDevice: {
    createBuffer({ size, usage, mappedAtCreation }: GPUBufferDescriptor) {
      return fake('GPUBuffer', { size, usage, mapState: mappedAtCreation ? 'mapped' : 'unmapped' });
    },
    createCommandEncoder: () => fake('GPUCommandEncoder'),
    createComputePipeline: () => fake('GPUComputePipeline'),
    createComputePipelineAsync: async () => fake('GPUComputePipeline'),
    createShaderModule: () => ({}), createBindGroup: () => ({}), createBindGroupLayout: () => ({}), createPipelineLayout: () => ({}),
    addEventListener: nothing, destroy: nothing,
  },
  GPUQueue: { submit: nothing, writeBuffer: nothing, onSubmittedWorkDone: async () => undefined },
  GPUBuffer: {
    async mapAsync() {
      this.mapState = 'mapped';
    },
    getMappedRange() {
      return mappedRange(this);
    },
    unmap() {
      this.mapState = 'unmapped';
    },
    destroy: nothing,
  },
  GPUTexture: {},
  GPUCommandEncoder: {
    beginComputePass: () => fake('GPUComputePassEncoder'), copyBufferToBuffer: nothing, clearBuffer: nothing, finish: () => ({}),
  },
  GPUComputePassEncoder: { setPipeline: nothing, setBindGroup: nothing, dispatchWorkgroups: nothing, dispatchWorkgroupsIndirect: nothing, end: nothing },
  GPUComputePipeline: { getBindGroupLayout: () => ({}) },
};

/** An object of the class as the global scope has it, with `properties` of its own in front. */
function fake(name: (typeof classes)[number], properties: object = {}): object {
  const { prototype } = (globalThis as unknown as Record<string, { prototype: object }>)[name]!;
  return Object.create(prototype, Object.getOwnPropertyDescriptors(properties)) as object;
}

/** Puts the do-nothing methods in place of WebGPU's, in this whole page or process, for the rest of its life. */
export function installDryWebgpu(): GPUDevice {
  const scope = globalThis as unknown as Record<string, unknown>;
  for (const [name, values] of Object.entries(constants)) scope[name] ??= values;
  for (const name of classes) {
    scope[name] ??= class {};
    const { prototype } = scope[name] as { prototype: object };
    Object.entries(methods[name]).forEach(([method, value]) =>
      Object.defineProperty(prototype, method, { value, writable: true, configurable: true }));
  }
  // tfjs asks for it before it takes a device.
  if (!scope.navigator) Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
  if (!navigator.gpu) Object.defineProperty(navigator, 'gpu', { value: {}, configurable: true });
  return fake('GPUDevice', { queue: fake('GPUQueue'), features: new Set(), limits, lost: new Promise(nothing) }) as GPUDevice;
}
