import type { Objectives } from "../../../contract/contract";
import type { OpenConnections, Proof } from "../../../failover/proof";
import { inWords, secondsInWords } from "../../../failover/wording";
import { type Terminal, wrapItems } from "../terminal";
import { renderCases } from "./cases";
import { renderObligations } from "./obligations";

/** The proof as a person reads it: the verdict, every combination of failures, every obligation. */
export function renderProof(proof: Proof, objectives: Objectives, terminal: Terminal): string[] {
  return [
    ...renderVerdict(proof, objectives, terminal),
    "",
    ...renderCases(proof, terminal),
    "",
    ...renderObligations(proof.obligations, terminal),
    "",
    ...renderOpenConnections(proof.openConnections, terminal),
  ];
}

function renderVerdict(
  { proven, name, cases, watchedSites }: Proof,
  { rtoSeconds, rpoSeconds }: Objectives,
  terminal: Terminal,
): string[] {
  const worst = cases.flatMap(({ recovery }) => recovery?.worst.seconds ?? []);
  const verdict = proven ? terminal.paint("green", "proven") : terminal.paint("red", "not proven");
  return [
    `${terminal.paint("bold", `Failover of ${name}`)}: ${verdict}`,
    ...sentence(
      [
        ...(worst.length === 0
          ? []
          : [`Recovery takes at most ${secondsInWords(Math.max(...worst))}.`]),
        `Objectives: RTO ${rtoSeconds} s, RPO ${rpoSeconds} s.`,
        ...(watchedSites.length === 0
          ? []
          : [`Health checks also watch ${inWords(watchedSites)}, where the name never leads.`]),
      ].join(" "),
      terminal,
    ),
  ];
}

/** Connections do not follow DNS; how long they last is not part of the recovery. */
function renderOpenConnections(open: readonly OpenConnections[], terminal: Terminal): string[] {
  const known = open.flatMap(({ keepAliveSeconds }) => keepAliveSeconds ?? []);
  const unknown = open.filter(({ keepAliveSeconds }) => keepAliveSeconds === undefined);
  return sentence(
    [
      "Connections that are open stay with a failed site",
      known.length === 0 ? "" : ` up to ${Math.max(...known)} s`,
      unknown.length === 0
        ? "."
        : `${known.length === 0 ? "" : ";"} for how long is not known of ${inWords(unknown.map(({ endpoint }) => endpoint))}.`,
    ].join(""),
    terminal,
  );
}

function sentence(text: string, { columns, paint }: Terminal): string[] {
  return wrapItems(text.split(" "), { first: 2, rest: 2 }, columns).map((line) =>
    paint("dim", `  ${line.join(" ")}`),
  );
}
