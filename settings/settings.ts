/** Which part of an environment a stack holds. */
export type Scope = "all" | "global" | "region";

/**
 * An environment (an AWS account and its stacks): where things are and how big. What must be equal
 * everywhere is in the contract instead.
 */
export interface Settings {
  scope: Scope;
  /** The failover chain: the first Region serves while it is healthy. */
  regions: string[];
  /** Where the table resource lives; one of `regions`. Its replicas are in the others. */
  tableRegion: string;
  /** The failover name: lower case, no final dot, at most 64 characters (ACM's common name). */
  domainName: string;
  /** The name of the existing public zone that holds `domainName`: lower case, no final dot. */
  hostedZone: string;
  /** `sha256:...` of the service image; absent where it is built or not yet known. */
  imageDigest: string | undefined;
  /** Fargate CPU units of a task (1024 is one vCPU). */
  taskCpuUnits: number;
  taskMemoryMebibytes: number;
  /** How many tasks carry the whole peak load, at least 1; every Region runs as many. */
  wholeLoadTasks: number;
  /** Whether tables and keys refuse to be deleted by Pulumi and load balancers by AWS. */
  protect: boolean;
  /** Only with STRONG consistency over two Regions: the Region of the witness. */
  witnessRegion: string | undefined;
  /** Names of contracted tables that exist already and are imported instead of created. */
  adoptTables: string[];
  /** In scope `region`: the Region of this stack (`aws:region`). */
  ownRegion: string | undefined;
  /** In scope `region`: the stack that holds the tables and repositories, `organization/project/stack`. */
  globalStack: string | undefined;
}
