import type { RawSettings } from "../../settings/raw-settings";

/** Three Regions whose first is not us-east-1, as Pulumi hands them over. */
export const goodSettings: RawSettings = {
  scope: "all",
  regions: '["eu-west-1","us-east-1","ap-southeast-2"]',
  tableRegion: "us-east-1",
  domainName: "app.example.com",
  hostedZone: "example.com",
  imageDigest: `sha256:${"0123456789abcdef".repeat(4)}`,
  taskCpuUnits: "512",
  taskMemoryMebibytes: "1024",
  wholeLoadTasks: "4",
  protect: "true",
  witnessRegion: "",
  adoptTables: "[]",
  globalStack: "",
};

/** The additions that make `goodSettings` those of one Region's stack. */
export const regionScope: RawSettings = {
  scope: "region",
  "aws:region": "us-east-1",
  globalStack: "organization/regional-failover/prod-global",
};
