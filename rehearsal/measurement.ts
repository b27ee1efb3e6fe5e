import type { EventOf, RehearsalEvent } from "./events";

/** What was seen of one step. Times are seconds from `from`, and never negative. */
export interface Measurement {
  /**
   * When the recovery begins to count, in seconds since the epoch: when the last fault of the step began,
   * or, of a return, when `/health` of the last Region passed again. Absent while that has not come.
   */
  from: number | undefined;
  /** Of a return: from the end of the faults until `/health` passed. */
  readySeconds: number | undefined;
  /** Until the last check of the step's Regions had turned as it should; absent where none has. */
  detectionSeconds: number | undefined;
  /** Until the last name server answered with the expected sites for good; absent where one does not. */
  answerSeconds: number | undefined;
  clients: ClientMeasurement[];
  /** Errors that the services of Regions that serve have logged or answered with. */
  serviceErrors: number;
}

/** What one process of clients saw. */
export interface ClientMeasurement {
  client: string;
  /**
   * Until the last connection that was begun to a wrong site, or without an address: 0 where none was;
   * absent where some client has not been right since.
   */
  newConnectionsSeconds: number | undefined;
  /** Until its last client was served by the right site. */
  servedSeconds: number | undefined;
  requests: number;
  succeeded: number;
}

export interface MeasurementInput {
  /** Of the step, from its beginning, and nothing else. */
  events: readonly RehearsalEvent[];
  step: EventOf<"step">;
  /** Sites whose checks have to turn in this step, with what they should say in the end. */
  checked: { site: string; isHealthy: boolean }[];
  /** Sites that the name should lead to in the end. */
  expected: readonly string[];
  serving: readonly string[];
  /** What each name server answered before. */
  answersBefore: ReadonlyMap<number, readonly string[]>;
  siteOf: (address: string) => string | undefined;
  /** The client processes, with how many clients each has. */
  clients: readonly { client: string; count: number }[];
}

export function measure(input: MeasurementInput): Measurement {
  const { events, step, serving } = input;
  const faulted = last(events.filter(({ event }) => event === "fault"))?.at;
  const from = step.action === "lose" ? faulted : returnedAt(input, faulted);
  const since = (at: number | undefined) =>
    at === undefined || from === undefined ? undefined : Math.max(0, at - from);
  return {
    from,
    readySeconds:
      step.action === "lose" || from === undefined || faulted === undefined
        ? undefined
        : from - faulted,
    detectionSeconds: since(turnedAt(input)),
    answerSeconds: since(answeredAt(input, from)),
    clients: input.clients.map((group) => measureClients(group, input, from)),
    serviceErrors: events.filter(
      (event) => event.event === "service-error" && serving.includes(event.site),
    ).length,
  };
}

/** When the last of the Regions that return was healthy again. */
function returnedAt(
  { events, checked }: MeasurementInput,
  faulted: number | undefined,
): number | undefined {
  const times = checked.map(
    ({ site }) =>
      events.find((event) => event.event === "health" && event.site === site && event.isHealthy)
        ?.at,
  );
  return faulted === undefined || times.includes(undefined)
    ? undefined
    : Math.max(faulted, ...times.filter((time) => time !== undefined));
}

/** When the last of the checks turned that had to. */
function turnedAt({ events, checked }: MeasurementInput): number | undefined {
  const times: number[] = [];
  for (const { site, isHealthy } of checked) {
    const said = events.filter(
      (event): event is EventOf<"check"> => event.event === "check" && event.site === site,
    );
    if (last(said)?.isHealthy !== isHealthy) {
      continue;
    }
    const wrong = said.findLastIndex((event) => event.isHealthy !== isHealthy);
    const turned = said[wrong + 1];
    if (turned !== undefined) {
      times.push(turned.at);
    }
  }
  return times.length === 0 || times.length < checked.length ? undefined : Math.max(...times);
}

function answeredAt(
  { events, expected, answersBefore }: MeasurementInput,
  from: number | undefined,
): number | undefined {
  const times = [...answersBefore].map(([server, before]) => {
    const latest = last(
      events.filter(
        (event): event is EventOf<"answer"> => event.event === "answer" && event.server === server,
      ),
    );
    return isSame(latest?.sites ?? before, expected) ? (latest?.at ?? from) : undefined;
  });
  return times.includes(undefined)
    ? undefined
    : Math.max(...times.filter((time) => time !== undefined));
}

interface Attempt {
  /** The client within its process. */
  client: string;
  startedAt: number;
  isRight: boolean;
  /** When a right one brought an answer; absent for others. */
  servedAt: number | undefined;
}

function measureClients(
  { client, count }: { client: string; count: number },
  { events, expected, siteOf }: MeasurementInput,
  from: number | undefined,
): ClientMeasurement {
  const own = (name: string) => name.startsWith(`${client}/`);
  const attempts: Attempt[] = [];
  let [requests, succeeded] = [0, 0];
  const isRight = (address: string | null) =>
    address !== null && expected.includes(siteOf(address) ?? "");
  for (const event of events) {
    if (event.event === "failed-attempt" && own(event.client)) {
      const { startedAt, address } = event;
      attempts.push({
        client: event.client,
        startedAt,
        isRight: isRight(address),
        servedAt: undefined,
      });
    } else if (event.event === "request" && own(event.client)) {
      const isAnswered = event.outcome === "ok" || event.outcome === "absent";
      requests += 1;
      succeeded += isAnswered ? 1 : 0;
      attempts.push({
        client: event.client,
        startedAt: event.attemptStartedAt,
        isRight: isRight(event.address),
        servedAt: isAnswered ? event.endedAt : undefined,
      });
    }
  }
  const counted = from === undefined ? [] : attempts.filter(({ startedAt }) => startedAt >= from);
  const wrongUntil = Math.max(
    from ?? 0,
    ...counted.filter((attempt) => !attempt.isRight).map(({ startedAt }) => startedAt),
  );
  const byClient = [...new Set(counted.map((attempt) => attempt.client))].map((name) =>
    counted.filter((attempt) => attempt.client === name),
  );
  const allRight =
    from !== undefined &&
    byClient.length === count &&
    byClient.every((each) => each.some(isRightSince(wrongUntil)));
  const served = byClient.map((each) => servedAt(each, from ?? 0));
  return {
    client,
    newConnectionsSeconds: allRight ? wrongUntil - from : undefined,
    servedSeconds:
      allRight && !served.includes(undefined)
        ? Math.max(...served.map((at) => (at ?? from) - from))
        : undefined,
    requests,
    succeeded,
  };
}

function isRightSince(moment: number): (attempt: Attempt) => boolean {
  return ({ isRight, startedAt }) => isRight && startedAt >= moment;
}

/** When a client that was wrong had an answer of the right site; `from` for one that never was. */
function servedAt(attempts: readonly Attempt[], from: number): number | undefined {
  const wrong = attempts.filter(({ isRight }) => !isRight).map(({ startedAt }) => startedAt);
  const wrongUntil = Math.max(from, ...wrong);
  const answers = attempts.filter(isRightSince(wrongUntil)).flatMap(({ servedAt: at }) => at ?? []);
  return answers.length === 0 ? undefined : wrong.length === 0 ? from : Math.min(...answers);
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return [...one].sort().join() === [...other].sort().join();
}

function last<T>(items: readonly T[]): T | undefined {
  return items.at(-1);
}
