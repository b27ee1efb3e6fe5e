import type { RequestRecord } from "./records";
import { isWrite } from "./writes";

/** Which requests are counted. */
export interface Window {
  /** Seconds since the epoch; requests count where they started. */
  from: number;
  /** Not itself part of it. */
  until: number;
  /** Only those of this process, which names its clients `<process>/<number>`. @default all */
  process?: string;
}

export interface Answers {
  all: number;
  /** Answered as a Region in order does; that there is no such item is such an answer. */
  ok: number;
}

export interface SuccessRate {
  reads: Answers;
  writes: Answers;
  /** The requests that are `ok`, by the Region that answered. */
  okByRegion: Record<string, number>;
  /** From 0 to 1; `null` where there were no requests. */
  share: number | null;
}

/** How requests of a window of time were answered, and from where. */
export function successRate(requests: readonly RequestRecord[], window: Window): SuccessRate {
  const reads: Answers = { all: 0, ok: 0 };
  const writes: Answers = { all: 0, ok: 0 };
  const okByRegion: Record<string, number> = {};
  for (const request of requests.filter((each) => isIn(window, each))) {
    const answers = isWrite(request) ? writes : reads;
    answers.all += 1;
    if (request.outcome === "ok" || request.outcome === "absent") {
      answers.ok += 1;
      const region = request.region ?? "unknown";
      okByRegion[region] = (okByRegion[region] ?? 0) + 1;
    }
  }
  const all = reads.all + writes.all;
  return { reads, writes, okByRegion, share: all === 0 ? null : (reads.ok + writes.ok) / all };
}

function isIn({ from, until, process }: Window, { startedAt, client }: RequestRecord): boolean {
  return (
    startedAt >= from &&
    startedAt < until &&
    (process === undefined || client.startsWith(`${process}/`))
  );
}
