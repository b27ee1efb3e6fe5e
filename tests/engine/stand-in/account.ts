import { createHash } from "node:crypto";
import type { Properties } from "./grpc";

/** A resource as AWS holds it. */
export interface HeldResource {
  type: string;
  id: string;
  region: string;
  inputs: Properties;
  outputs: Properties;
  /** Hexadecimal: what generated ids and names of this resource contain. */
  unique: string;
}

/**
 * What AWS remembers between two runs of Pulumi: the resources that exist, pushed images, and what a
 * test put there beforehand. One account for all stacks of a test.
 */
export class Account {
  readonly id = "123456789012";
  private readonly held = new Map<string, HeldResource>();
  private readonly digests = new Map<string, Set<string>>();
  private created = 0;

  /** An image that somebody pushed: `getImage` finds it from now on. */
  pushImage(region: string, repositoryName: string, digest: string): void {
    const key = `${region}/${repositoryName}`;
    this.digests.set(key, (this.digests.get(key) ?? new Set()).add(digest));
  }

  hasImage(region: string, repositoryName: string, digest: string): boolean {
    return this.digests.get(`${region}/${repositoryName}`)?.has(digest) ?? false;
  }

  hold(resource: HeldResource): void {
    this.held.set(keyOf(resource), resource);
  }

  release(resource: Pick<HeldResource, "type" | "id" | "region">): void {
    this.held.delete(keyOf(resource));
  }

  find(type: string, id: string, region: string): HeldResource | undefined {
    return this.held.get(keyOf({ type, id, region }));
  }

  all(type: string): HeldResource[] {
    return [...this.held.values()].filter((resource) => resource.type === type);
  }

  /** Hexadecimal, different for every call, and the same in every run of a test. */
  nextUnique(urn: string, length: number): string {
    this.created += 1;
    return createHash("sha256").update(`${this.created} ${urn}`).digest("hex").slice(0, length);
  }
}

function keyOf({ type, id, region }: Pick<HeldResource, "type" | "id" | "region">): string {
  return `${region} ${type} ${id}`;
}
