/**
 * What Fargate offers: CPU units of a task (1024 is one vCPU) to the MiB of memory that it may have.
 * Source: ECS API, RegisterTaskDefinition, fields `cpu` and `memory`.
 */
const memoryMebibytesByCpuUnits: ReadonlyMap<number, readonly number[]> = new Map([
  [256, [512, 1024, 2048]],
  [512, steps(1024, 4096, 1024)],
  [1024, steps(2048, 8192, 1024)],
  [2048, steps(4096, 16384, 1024)],
  [4096, steps(8192, 30720, 1024)],
  [8192, steps(16384, 61440, 4096)],
  [16384, steps(32768, 122880, 8192)],
]);

export const taskCpuUnitsOffered: readonly number[] = [...memoryMebibytesByCpuUnits.keys()];

/** Empty for CPU units that Fargate does not offer. */
export function taskMemoryMebibytesOffered(taskCpuUnits: number): readonly number[] {
  return memoryMebibytesByCpuUnits.get(taskCpuUnits) ?? [];
}

function steps(from: number, to: number, by: number): number[] {
  return Array.from({ length: (to - from) / by + 1 }, (_, step) => from + step * by);
}
