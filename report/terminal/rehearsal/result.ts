import { answerInWords, secondsInWords } from "../../../failover/wording";
import type { ClientGroup } from "../../../rehearsal/client-groups";
import type { TakenStep } from "../../../rehearsal/judgement";
import type { WindowLedger } from "../../../rehearsal/ledger/windows";
import type { ClientMeasurement } from "../../../rehearsal/measurement";
import type { RehearsalResult } from "../../../rehearsal/rehearsal";
import { injuriesInWords } from "../../../rehearsal/wording";
import { count, type Terminal, wrapItems } from "../terminal";
import { renderLedger } from "./ledger";
import { table } from "./table";

export interface RehearsedSubject {
  name: string;
  stack: string;
  speed: number;
  seed: number;
  lagSeconds: number;
  clientsPerGroup: number;
  /** What stands for what, a phrase each. */
  standIns: readonly string[];
}

/** What a rehearsal has shown, as a person reads it. */
export function renderRehearsal(
  result: RehearsalResult,
  subject: RehearsedSubject,
  terminal: Terminal,
): string {
  return [
    renderHead(result, subject, terminal),
    ...result.steps.map((_, number) => renderStep(result, number, terminal)),
    renderLedger(result.ledger, terminal),
    renderFindings(result.findings, terminal),
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function renderHead(
  { findings }: RehearsalResult,
  { name, stack, speed, seed, lagSeconds, clientsPerGroup, standIns }: RehearsedSubject,
  terminal: Terminal,
): string[] {
  const { paint } = terminal;
  const verdict =
    findings.length === 0
      ? paint("green", "as predicted")
      : paint("red", count(findings.length, "finding"));
  const time =
    speed === 1
      ? "In real time"
      : `${speed} times as fast (time limits of probes stay as they are)`;
  return [
    `${paint("bold", `Rehearsal of ${name}, stack ${stack}`)}: ${verdict}`,
    ...paragraph(
      `${time}, seed ${seed}. Replication takes ${secondsInWords(lagSeconds / speed)}, ` +
        `${count(clientsPerGroup, "client")} behind each resolver.`,
      terminal,
    ),
    ...paragraph(`Stand-ins: ${standIns.join("; ")}.`, terminal),
  ].map((line, index) => (index === 0 ? line : paint("dim", line)));
}

/** A row for each thing that was predicted: mean, worst, and what was measured. */
function renderStep(
  { steps, groups, ledger }: RehearsalResult,
  number: number,
  terminal: Terminal,
): string[] {
  const { step, prediction, measurement } = steps[number] as TakenStep;
  const { recovery, detection, before, after } = prediction;
  const answer =
    recovery === undefined
      ? `the answer stays ${answerInWords(after)}`
      : `the answer goes from ${answerInWords(before)} to ${answerInWords(after)}`;
  const rows = [
    ["", "Mean", "Worst", "Measured", "Served after", "Answered"],
    ...(measurement.readySeconds === undefined
      ? []
      : [["/health passes again", "", "", seconds(measurement.readySeconds)]]),
    ...(detection === undefined
      ? []
      : [
          [
            "health check",
            seconds(detection.mean),
            seconds(detection.worst),
            seconds(measurement.detectionSeconds),
          ],
        ]),
    [
      "name servers",
      ...(recovery === undefined
        ? ["", "stays"]
        : [recovery.mean, recovery.worst].map(({ detection: noticed, propagation }) =>
            seconds(noticed.seconds + propagation.seconds),
          )),
      seconds(measurement.answerSeconds),
    ],
    ...groups.map((group, index) => [
      group.behaviour,
      recovery === undefined || !group.isJudged ? "" : seconds(recovery.mean.seconds),
      worstOf(group, prediction.worstSecondsByManner[index], recovery !== undefined),
      ...clientCells(measurement.clients.find(({ client }) => client === group.client)),
    ]),
  ];
  const [head = "", ...lines] = table(rows, "    ");
  return [
    `${terminal.paint("bold", `${number + 1}  ${injuriesInWords(step)}`)}: ${answer}`,
    terminal.paint("dim", head),
    ...lines,
    ...[
      `${count(measurement.serviceErrors, "error")} in the services of Regions that serve`,
      ...writesOf(ledger.windows[number]),
    ].map((line) => terminal.paint("dim", `    ${line}`)),
  ];
}

function writesOf(ledger: WindowLedger | undefined): string[] {
  if (ledger === undefined) {
    return [];
  }
  const { late, overwritten, missing, lost, untraceable } = ledger.fates;
  const unaccounted = missing + untraceable;
  return [
    `${count(ledger.acknowledged, "acknowledged write")}: ${late} late, ${overwritten} overwritten, ${lost} lost` +
      `${unaccounted === 0 ? "" : `, ${unaccounted} missing or untraceable`}; ${count(ledger.staleReads, "stale read")}`,
  ];
}

function worstOf({ dns }: ClientGroup, worstSeconds: number | undefined, changes: boolean): string {
  if (!changes) {
    return "stays";
  }
  return dns === "never-again" ? "not at all" : seconds(worstSeconds);
}

function clientCells(seen: ClientMeasurement | undefined): string[] {
  if (seen === undefined) {
    return [];
  }
  const { newConnectionsSeconds, servedSeconds, requests, succeeded } = seen;
  const share = requests === 0 ? "" : ` (${((succeeded / requests) * 100).toFixed(1)} %)`;
  return [
    newConnectionsSeconds === undefined ? "not yet" : seconds(newConnectionsSeconds),
    servedSeconds === undefined ? "not yet" : seconds(servedSeconds),
    `${succeeded} of ${requests}${share}`,
  ];
}

function renderFindings(findings: readonly string[], terminal: Terminal): string[] {
  if (findings.length === 0) {
    return [];
  }
  return [
    terminal.paint("bold", count(findings.length, "finding")),
    ...findings
      .flatMap((finding) => paragraph(finding, terminal))
      .map((line) => terminal.paint("red", line)),
  ];
}

function paragraph(text: string, { columns }: Terminal): string[] {
  return wrapItems(text.split(" "), { first: 2, rest: 4 }, columns).map(
    (line, index) => `${index === 0 ? "  " : "    "}${line.join(" ")}`,
  );
}

function seconds(value: number | undefined): string {
  return value === undefined ? "not seen" : secondsInWords(value);
}
