import * as path from "node:path";
import { serviceEnvironment } from "../components/service-environment";
import { readOfflineRun } from "../declared/offline-run";
import { startProgramProcess } from "../offline/run-program";
import { readStackSettings } from "../offline/stack-settings";
import { UnusableInputError } from "../offline/unusable-input";
import { type Blueprint, readBlueprint } from "../rehearsal/blueprint";
import { EventLog } from "../rehearsal/event-log";
import { loopback } from "../rehearsal/network";
import { planSteps } from "../rehearsal/plan";
import { rehearse, type RehearsalResult } from "../rehearsal/rehearsal";
import { rehearsalToJson } from "../report/rehearsal-json";
import { renderRehearsal, type RehearsedSubject } from "../report/terminal/rehearsal/result";
import type { Environment } from "../settings/environment";
import { EventFile } from "./event-file";
import { type RawOptions, readOptions, type RehearseOptions } from "./rehearse-options";
import { showProgress } from "./rehearse-progress";
import { reportError } from "./report-error";
import { standardOutput } from "./standard-output";
import { InterruptedError, stopOnSignals } from "./stop-on-signals";

/**
 * Exit codes: 0 as predicted, 1 for a measurement beyond the prediction or a write that is unaccounted
 * for, 2 for what cannot be rehearsed, 128 and the signal's number where a signal has ended it.
 */
export async function runRehearsal(raw: RawOptions): Promise<void> {
  try {
    await run(raw);
  } catch (error) {
    reportError(error);
    process.exitCode = 2;
    if (error instanceof InterruptedError) {
      // What was under way would go on for a moment, and there is nothing left for it to do.
      process.exit(error.exitCode);
    }
  }
}

async function run(raw: RawOptions): Promise<void> {
  const { blueprint, environment } = await declare(raw.stack);
  const options = readOptions(raw, blueprint.sites);
  const steps = planSteps(blueprint.sites, options.wish, options.fault);
  const log = new EventLog();
  const file = new EventFile(path.join("out", `rehearsal-${options.stack}.jsonl`), log);
  const progress = showProgress(log, { blueprint, stepCount: steps.length, options });
  const stopping = stopOnSignals();
  try {
    const result = await rehearse({
      ...options,
      blueprint,
      steps,
      serviceEnvironment: (site) => environmentOf(site, environment),
      network: loopback,
      log,
      signal: stopping.signal,
    });
    progress.end();
    file.complete();
    print(result, subjectOf(blueprint, options), file.name, options.json);
  } catch (error) {
    progress.end();
    file.discard();
    throw error;
  } finally {
    stopping.end();
  }
}

function print(
  result: RehearsalResult,
  subject: RehearsedSubject,
  eventFile: string,
  asJson: boolean,
): void {
  process.stdout.write(
    asJson
      ? `${JSON.stringify(rehearsalToJson(result, subject, eventFile), null, 2)}\n`
      : `${renderRehearsal(result, subject, standardOutput())}\n\nAll events are in ${eventFile}\n`,
  );
  process.exitCode = result.findings.length === 0 ? 0 : 1;
}

function subjectOf(
  { name }: Blueprint,
  { stack, speed, seed, lagSeconds, clientsPerGroup, dynamodb }: RehearseOptions,
): RehearsedSubject {
  return {
    name,
    stack,
    speed,
    seed,
    lagSeconds,
    clientsPerGroup,
    standIns: [
      `${dynamodb === "moto" ? "moto" : "DynamoDB Local"} for DynamoDB in each Region`,
      "the project's replicator for global tables",
      "a TLS terminator for each load balancer",
      "name servers and checkers of the rehearsal for Route 53",
    ],
  };
}

async function declare(stack: string): Promise<{ blueprint: Blueprint; environment: Environment }> {
  const folder = process.cwd();
  const program = await startProgramProcess(folder);
  try {
    const { configuration, environment } = readStackSettings(folder, stack);
    const { settings, contract } = environment;
    if (settings.scope !== "all") {
      throw new UnusableInputError(
        `--stack: ${stack} has the scope ${settings.scope}, and holds only a part of the failover. ` +
          "Rehearse a stack with the scope all, with the same settings.",
      );
    }
    const declared = readOfflineRun(await program.run(configuration), configuration.config);
    return {
      environment,
      blueprint: readBlueprint({
        resources: declared.resources,
        domainName: settings.domainName,
        hostedZone: settings.hostedZone,
        table: contract.tables[0],
        objectives: contract.objectives,
      }),
    };
  } finally {
    program.stop();
  }
}

/** What the deployed service of a Region is given. */
function environmentOf(
  region: string,
  { settings, contract }: Environment,
): Record<string, string> {
  const [table] = contract.tables;
  return serviceEnvironment(
    {
      region,
      table: { name: table.name, hashKey: table.hashKey },
      peerRegions: settings.regions.filter((peer) => peer !== region),
      rpoSeconds: contract.objectives.rpoSeconds,
    },
    0,
  );
}
