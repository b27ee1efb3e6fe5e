import contract from "../../contract.json";
import { serviceEnvironment } from "../../components/service-environment";
import type { TableContract } from "../../contract/contract";
import type { Assumptions } from "../../failover/constants";
import { readBlueprint } from "../../rehearsal/blueprint";
import { EventLog } from "../../rehearsal/event-log";
import { loopback } from "../../rehearsal/network";
import type { Step } from "../../rehearsal/plan";
import { rehearse, type RehearsalResult } from "../../rehearsal/rehearsal";
import { Edited, ownStack } from "../failover/own-program";

export interface OwnRehearsal {
  steps: readonly Step[];
  /** Breaks something in what prod declares. */
  edit?: (stack: Edited) => Edited;
  assumed?: Assumptions;
  predicted?: Assumptions;
}

const regions = ["us-east-1", "us-west-2", "eu-central-1"];

/** A rehearsal of prod, ten times as fast. */
export async function rehearseOwn({
  steps,
  edit = (stack) => stack,
  ...assumptions
}: OwnRehearsal): Promise<{ result: RehearsalResult; log: EventLog }> {
  const log = new EventLog();
  const result = await rehearse({
    blueprint: readBlueprint({
      resources: edit(new Edited((await ownStack("prod")).resources)).resources,
      domainName: "app.example.com",
      hostedZone: "example.com",
      table: contract.tables[0] as TableContract,
      objectives: contract.objectives,
    }),
    steps,
    stack: "prod",
    serviceEnvironment: (region) =>
      serviceEnvironment(
        {
          region,
          table: { name: contract.tables[0]!.name, hashKey: contract.tables[0]!.hashKey },
          peerRegions: regions.filter((peer) => peer !== region),
          rpoSeconds: contract.objectives.rpoSeconds,
        },
        0,
      ),
    network: loopback,
    dynamodb: "moto",
    speed: 10,
    seed: 1,
    lagSeconds: 1,
    clientsPerGroup: 2,
    log,
    signal: new AbortController().signal,
    ...assumptions,
  });
  return { result, log };
}
