/** How a DynamoDB table encrypts data at rest (API field `SSEDescription.SSEType` and its absence). */
export type EncryptionMode = "AWS_OWNED_KEY" | "AWS_MANAGED_KEY" | "CUSTOMER_MANAGED_KEY";

/** DynamoDB's attribute types for keys: string, number, binary. */
export type KeyAttributeType = "S" | "N" | "B";

/** `EVENTUAL` is MREC (asynchronous), `STRONG` is MRSC (synchronous, exactly three Regions). */
export type ConsistencyMode = "EVENTUAL" | "STRONG";

export interface GlobalSecondaryIndexContract {
  name: string;
  hashKey: string;
  rangeKey: string | null;
  projectionType: "ALL" | "KEYS_ONLY" | "INCLUDE";
  /** Only with `INCLUDE`; otherwise empty. */
  nonKeyAttributes: string[];
}

export interface TableContract {
  name: string;
  hashKey: string;
  rangeKey: string | null;
  /** Attribute name to type, for every attribute that a key or an index uses, and no other. */
  attributes: Record<string, KeyAttributeType>;
  globalSecondaryIndexes: GlobalSecondaryIndexContract[];
  timeToLiveAttribute: string | null;
  billingMode: "PAY_PER_REQUEST" | "PROVISIONED";
  encryption: EncryptionMode;
  consistency: ConsistencyMode;
  pointInTimeRecovery: boolean;
  deletionProtection: boolean;
  /** How many Regions hold a replica, the table's own included. */
  minimumRegions: number;
  tags: Record<string, string>;
}

export interface HealthCheckContract {
  type: "HTTP" | "HTTPS";
  port: number;
  path: string;
  /** Seconds between two requests of one checker: 10 or 30 (API field `RequestInterval`). */
  intervalSeconds: 10 | 30;
  /** Consecutive results that change a checker's mind, 1 to 10 (API field `FailureThreshold`). */
  failureThreshold: number;
}

export interface Objectives {
  /** Worst time until new connections reach a healthy Region. */
  rtoSeconds: number;
  /** Replication lag above which somebody is told; nothing that AWS offers bounds it. */
  rpoSeconds: number;
}

/** What must be the same in every stack; the document is `contract.json`. */
export interface Contract {
  version: 1;
  /** The first table is the one that the service uses. */
  tables: [TableContract, ...TableContract[]];
  healthCheck: HealthCheckContract;
  records: { maximumTtlSeconds: number };
  loadBalancer: { keepAliveMaximumSeconds: number; deregistrationDelayMaximumSeconds: number };
  objectives: Objectives;
}
