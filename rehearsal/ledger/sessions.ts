import { groupBy } from "../../failover/group-by";
import type { RequestRecord } from "./records";
import { emptyVersion, includes, merge, parseVersion, type Version } from "./version";

/**
 * Reads that show less than the same client had seen of the item before, in reads and writes that had
 * ended when they started. A client that was told of a concurrent version, and has forgotten what it
 * had seen, is owed nothing of that any more. What a client has noticed itself is left to it.
 *
 * @throws {InvalidVersionError} for a malformed token
 */
export function findReadsBackInTime(requests: readonly RequestRecord[]): RequestRecord[] {
  const sessions = groupBy(requests, ({ client, id }) => JSON.stringify([client, id]));
  return [...sessions.values()].flatMap(readsBackInSession);
}

/** Takes one client's requests of one item. */
function readsBackInSession(requests: readonly RequestRecord[]): RequestRecord[] {
  const ended = requests.toSorted((one, other) => one.endedAt - other.endedAt);
  const started = requests.toSorted((one, other) => one.startedAt - other.startedAt);
  let expected = emptyVersion;
  let next = 0;
  return started.filter((read) => {
    for (; next < ended.length && ended[next]!.endedAt <= read.startedAt; next += 1) {
      expected = expectedAfter(expected, ended[next]!);
    }
    return isAnsweredRead(read) && !includes(versionRead(read), expected);
  });
}

function expectedAfter(expected: Version, request: RequestRecord): Version {
  if (request.forgotVersion !== null) {
    return emptyVersion;
  }
  const isWritten = request.operation !== "get" && request.outcome === "ok";
  const token = request.version ?? (isWritten ? request.supersededBy : null);
  return token !== null && (isWritten || isAnsweredRead(request))
    ? merge(expected, parseVersion(token))
    : expected;
}

/** Whether a read was answered, and the client believed the answer. */
export function isAnsweredRead({ operation, outcome }: RequestRecord): boolean {
  return operation === "get" && (outcome === "ok" || outcome === "absent");
}

/** Nothing where no version was read: there was not even a deletion. */
export function versionRead({ version }: RequestRecord): Version {
  return version === null ? emptyVersion : parseVersion(version);
}
