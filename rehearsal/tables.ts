import type { TableContract } from "../contract/contract";
import type { EventLog } from "./event-log";
import type { HeldItem, JournalEntry } from "./ledger/records";
import type { Processes } from "./processes/processes";
import type { Region } from "./region";

/** Creates the contract's table in every Region. */
export async function createTables(
  processes: Processes,
  regions: readonly Region[],
  table: TableContract,
): Promise<void> {
  await processes.run(
    {
      label: `the table ${table.name}`,
      module: "local.tables",
      args: ["create", ...regions.flatMap(({ regionArguments }) => regionArguments)],
    },
    definitionOf(table),
  );
}

/** Arguments of CreateTable (DynamoDB API): what a local endpoint knows of the contract's table. */
function definitionOf(table: TableContract): Record<string, unknown> {
  const indexes = table.globalSecondaryIndexes.map((index) => ({
    IndexName: index.name,
    KeySchema: keySchema(index.hashKey, index.rangeKey),
    Projection: {
      ProjectionType: index.projectionType,
      ...(index.projectionType === "INCLUDE" ? { NonKeyAttributes: index.nonKeyAttributes } : {}),
    },
  }));
  return {
    TableName: table.name,
    KeySchema: keySchema(table.hashKey, table.rangeKey),
    AttributeDefinitions: Object.entries(table.attributes).map(([name, type]) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    BillingMode: "PAY_PER_REQUEST",
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    ...(indexes.length > 0 ? { GlobalSecondaryIndexes: indexes } : {}),
  };
}

function keySchema(hashKey: string, rangeKey: string | null) {
  return [
    { AttributeName: hashKey, KeyType: "HASH" },
    ...(rangeKey === null ? [] : [{ AttributeName: rangeKey, KeyType: "RANGE" }]),
  ];
}

/** Notes what every Region's table holds: items of clients, and what the journals have kept. */
export async function readTables(
  processes: Processes,
  regions: readonly Region[],
  table: TableContract,
  log: EventLog,
): Promise<void> {
  const lines = await processes.run({
    label: "reading the tables",
    module: "local.tables",
    args: [
      ...["snapshot", "--table", table.name, "--key", table.hashKey],
      ...regions.flatMap(({ regionArguments }) => regionArguments),
    ],
  });
  for (const line of lines) {
    if (line["event"] === "item") {
      const { region, id, version, recentRequests } = line as unknown as HeldItem;
      log.add({ event: "item", region, id, version, recentRequests });
    } else if (line["event"] === "conflict") {
      const { region, id, lostVersion, winnerVersion, recentRequests } =
        line as unknown as JournalEntry;
      log.add({ event: "conflict", region, id, lostVersion, winnerVersion, recentRequests });
    }
  }
}
