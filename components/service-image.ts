import * as aws from "@pulumi/aws";
import * as dockerBuild from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import type { RegionProviders } from "./region-providers";

export interface ImageBuild {
  /** Folder that is built, with its Dockerfile. */
  context: string;
  /** Tag that changes if and only if the content of `context` does; repositories refuse to move one. */
  contentTag: string;
}

export interface ServiceImageArgs {
  /** Physical name of the repository, the same in every Region. */
  repositoryName: string;
  /** Every Region that runs the service, in any order. */
  regions: string[];
  /** A provider for each of `regions`. */
  regionProviders: RegionProviders;
  /**
   * `sha256:...` of an image that somebody else pushes to every repository, or a build that is pushed
   * to all of them at once.
   */
  image: { digest: string } | { build: ImageBuild };
}

/** Untagged layers of interrupted pushes are of no use after a day. */
const lifecyclePolicy = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      description: "Expire untagged images after a day",
      selection: {
        tagStatus: "untagged",
        countType: "sinceImagePushed",
        countUnit: "days",
        countNumber: 1,
      },
      action: { type: "expire" },
    },
  ],
});

/**
 * The service's image in a repository of every Region's own, so that no Region pulls from another.
 *
 * One build is pushed to all repositories. ECR's own replication is not used: it copies only what is
 * pushed after its rule exists, and a Region would have to wait for a copy that may never come.
 */
export class ServiceImage extends pulumi.ComponentResource {
  readonly repositoryUrls: Record<string, pulumi.Output<string>>;
  /** The same in every Region. */
  readonly digest: pulumi.Output<string>;

  constructor(name: string, args: ServiceImageArgs, opts?: pulumi.ComponentResourceOptions) {
    const { regionProviders, ...inputs } = args;
    super("failover:index:ServiceImage", name, inputs, opts);

    const repositories = Object.fromEntries(
      args.regions.map((region) => [
        region,
        this.createRepository(`${name}-${region}`, args.repositoryName, regionProviders[region]),
      ]),
    );

    this.repositoryUrls = mapValues(repositories, (repository) => repository.repositoryUrl);
    this.digest = this.imageDigest(name, args, repositories);
    this.registerOutputs({ repositoryUrls: this.repositoryUrls, digest: this.digest });
  }

  private createRepository(
    name: string,
    repositoryName: string,
    provider: aws.Provider | undefined,
  ): aws.ecr.Repository {
    const repository = new aws.ecr.Repository(
      name,
      {
        name: repositoryName,
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
      },
      { parent: this, provider },
    );
    new aws.ecr.LifecyclePolicy(
      name,
      { repository: repository.name, policy: lifecyclePolicy },
      { parent: this, provider },
    );
    return repository;
  }

  private imageDigest(
    name: string,
    { image, regionProviders }: ServiceImageArgs,
    repositories: Record<string, aws.ecr.Repository>,
  ): pulumi.Output<string> {
    return "digest" in image
      ? pulumi.output(image.digest)
      : this.build(name, image.build, repositories, regionProviders).digest;
  }

  private build(
    name: string,
    build: ImageBuild,
    repositories: Record<string, aws.ecr.Repository>,
    regionProviders: RegionProviders,
  ): dockerBuild.Image {
    return new dockerBuild.Image(
      name,
      {
        context: { location: build.context },
        platforms: [dockerBuild.Platform.Linux_arm64],
        tags: Object.values(repositories).map(
          (repository) => pulumi.interpolate`${repository.repositoryUrl}:${build.contentTag}`,
        ),
        registries: Object.entries(repositories).map(([region, repository]) =>
          this.login(repository, regionProviders[region]),
        ),
        push: true,
        buildOnPreview: false,
      },
      { parent: this },
    );
  }

  private login(repository: aws.ecr.Repository, provider: aws.Provider | undefined) {
    const token = aws.ecr.getAuthorizationTokenOutput(
      { registryId: repository.registryId },
      { parent: this, provider },
    );
    return {
      address: repository.repositoryUrl,
      username: token.userName,
      password: pulumi.secret(token.password),
    };
  }
}

function mapValues<From, To>(
  record: Record<string, From>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
