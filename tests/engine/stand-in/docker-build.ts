import { createHash } from "node:crypto";
import type { Account } from "./account";
import { type Properties, unknown } from "./grpc";
import type { StandInPackage } from "./package-service";

/** Stands in for the `docker-build` provider: a build pushes an image to every repository of its tags. */
export function dockerBuildStandIn(account: Account): StandInPackage {
  const build = (name: string, inputs: Properties): Properties => {
    const tags = inputs["tags"] as string[];
    const digest = `sha256:${createHash("sha256").update(JSON.stringify(tags)).digest("hex")}`;
    for (const tag of tags) {
      const [, region, repositoryName] = /\.ecr\.([^.]+)\.amazonaws\.com\/(.+):/.exec(tag) ?? [];
      if (region === undefined || repositoryName === undefined) {
        throw new Error(`${name}: ${tag} is no tag of an ECR repository`);
      }
      account.pushImage(region, repositoryName, digest);
    }
    return { ...inputs, digest, ref: `${tags[0]}@${digest}`, contextHash: digest.slice(7) };
  };
  const notBuilt = (inputs: Properties): Properties => ({
    ...inputs,
    digest: unknown,
    ref: unknown,
    contextHash: unknown,
  });

  return {
    check: ({ type }) => {
      if (type !== "docker-build:index:Image") {
        throw new Error(`the stand-in for docker-build has no ${type}`);
      }
      return [];
    },
    create: ({ name, preview, urn }, inputs) =>
      preview
        ? { id: "", outputs: notBuilt(inputs) }
        : { id: account.nextUnique(urn, 12), outputs: build(name, inputs) },
    update: ({ name, preview }, _resource, inputs) =>
      preview ? notBuilt(inputs) : build(name, inputs),
    delete: () => undefined,
    read: () => undefined,
    invoke: (token) => {
      throw new Error(`the stand-in for docker-build has no function ${token}`);
    },
  };
}
