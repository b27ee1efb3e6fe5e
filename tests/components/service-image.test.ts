import assert from "node:assert/strict";
import { createRegionProviders } from "../../components/region-providers";
import { ServiceImage, type ServiceImageArgs } from "../../components/service-image";
import { parsed, type Recording, record } from "./record";

const repositoryType = "aws:ecr/repository:Repository";
const imageType = "docker-build:index:Image";
const regions = ["us-west-2", "eu-central-1"];

const digest = `sha256:${"a".repeat(64)}`;

async function declare(
  image: ServiceImageArgs["image"] = { digest },
): Promise<{ recording: Recording; component: ServiceImage }> {
  let component: ServiceImage | undefined;
  const recording = await record(() => {
    component = new ServiceImage("svc", {
      repositoryName: "team/svc",
      regions,
      regionProviders: createRegionProviders(regions),
      image,
    });
  });
  return { recording, component: component! };
}

describe("ServiceImage", () => {
  it("has one repository a Region, all of the same name, with tags that cannot be moved", async () => {
    const { recording } = await declare();
    const repositories = recording.ofType(repositoryType);
    assert.deepEqual(
      repositories.map((repository) => recording.regionOf(repository)),
      regions,
    );
    for (const { inputs } of repositories) {
      assert.deepEqual(inputs, {
        name: "team/svc",
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
      });
    }
  });

  it("expires untagged images only", async () => {
    const { recording } = await declare();
    const policies = recording.ofType("aws:ecr/lifecyclePolicy:LifecyclePolicy");
    assert.equal(policies.length, regions.length);
    for (const policy of policies) {
      const { rules } = parsed(policy.inputs, "policy") as {
        rules: { selection: { tagStatus: string } }[];
      };
      assert.deepEqual(
        rules.map(({ selection }) => selection.tagStatus),
        ["untagged"],
      );
    }
  });

  it("passes on the digest of an image that others push, and builds nothing", async () => {
    const { recording, component } = await declare({ digest });
    assert.deepEqual(recording.ofType(imageType), []);
    const seen = await new Promise((resolve) => component.digest.apply(resolve));
    assert.equal(seen, digest);
  });

  it("pushes one build to every Region's own repository", async () => {
    const { recording } = await declare({ build: { context: "./svc", contentTag: "c0ffee" } });
    const [image, ...others] = recording.ofType(imageType);
    assert.deepEqual(others, []);
    assert.deepEqual(image!.inputs.context, { location: "./svc" });
    assert.deepEqual(image!.inputs.platforms, ["linux/arm64"]);
    assert.equal(image!.inputs.push, true);
    assert.equal((image!.inputs.tags as unknown[]).length, regions.length);
    assert.equal((image!.inputs.registries as unknown[]).length, regions.length);
    const repositories = regions.map((region) => `Repository svc-${region}`).sort();
    assert.deepEqual(recording.sourcesOf(image!, "tags"), repositories);
    assert.deepEqual(recording.sourcesOf(image!, "registries"), repositories);
  });
});
