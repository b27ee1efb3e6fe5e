import * as aws from "@pulumi/aws";

/** Region to the provider that gives resources that Region. */
export type RegionProviders = Record<string, aws.Provider>;

/** A provider for each Region; a resource's Region is its provider's, and so stays readable. */
export function createRegionProviders(regions: readonly string[]): RegionProviders {
  return Object.fromEntries(
    regions.map((region) => [
      region,
      new aws.Provider(`aws-${region}`, { region: region as aws.Region }),
    ]),
  );
}
